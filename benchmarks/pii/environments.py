"""Programs of others, each in an environment of its own below build/."""

import subprocess
import sys
import venv
from pathlib import Path

from benchmarks.measure import ROOT

_HOME = ROOT / "build" / "competitors"


def python_with(name: str, *needs: str) -> Path:
    """The interpreter of the environment of that name; made on first use.

    Args:
        name: of the folder.
        needs: requirements as pip reads them.
    """
    home = _HOME / name
    python = home / "bin" / "python"
    if not (home / ".installed").exists():
        venv.create(home, clear=True, with_pip=False)
        command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
        subprocess.run([*command, *needs], check=True)
        (home / ".installed").touch()
    return python


def answer_of(python: Path, script: str, asked: Path) -> str:
    """What a script beside this one prints when it is run with a file of questions.

    Raises:
        RuntimeError: it failed; the last of what it wrote is told.
    """
    path = Path(__file__).with_name(script)
    command = [str(python), str(path), str(asked)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{script} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout
