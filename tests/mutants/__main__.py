"""``make mutants``: remove one guard after the other and see that a test turns red each time.

A mutant is a patch whose first lines say what it removes and which test file must fail::

    guard: nobody approves their own request
    test: tests/unit/mesh/access/test_decisions.py
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
MUTANTS = Path(__file__).parent
LINKED = (".venv", "build")


@dataclass(frozen=True)
class Mutant:
    """A patch that removes one guard."""

    path: Path
    guard: str
    test: str


def read_mutants(names: list[str]) -> Iterator[Mutant]:
    """Read the named mutants, or all."""
    for path in sorted(MUTANTS.glob("*.patch")):
        if names and path.stem not in names:
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        head = dict(line.split(": ", 1) for line in lines[:2])
        yield Mutant(path, head["guard"], head["test"])


def main() -> int:
    """Try each mutant in a copy of the checkout; 1 if one survives."""
    survivors = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = _copy(Path(folder))
        for mutant in read_mutants(sys.argv[1:]):
            killed = _try(mutant, copy)
            sys.stdout.write(f"{'killed  ' if killed else 'SURVIVED'}  {mutant.guard}\n")
            sys.stdout.flush()
            if not killed:
                survivors.append(mutant.path.name)
    sys.stdout.write(f"{len(survivors)} survived\n")
    return int(bool(survivors))


def _copy(folder: Path) -> Path:
    """A copy of what git tracks, with the environment linked in."""
    copy = folder / "checkout"
    copy.mkdir()
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)  # noqa: S607
    subprocess.run(["tar", "x"], cwd=copy, input=archive.stdout, check=True)  # noqa: S607
    for name in LINKED:
        (copy / name).symlink_to(ROOT / name)
    subprocess.run(["git", "init", "-q"], cwd=copy, check=True)  # noqa: S607
    return copy


def _try(mutant: Mutant, copy: Path) -> bool:
    """Whether the named test turns red with the guard removed."""
    _apply(mutant, copy)
    try:
        # The editable install points to the real checkout: the copy has to come first.
        environment = os.environ | {"PYTHONPATH": f"{copy}:{copy / 'constructs'}"}
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            mutant.test,
        ]
        done = subprocess.run(command, cwd=copy, env=environment, check=False, capture_output=True)
    finally:
        _apply(mutant, copy, "--reverse")
    # 1 is "tests failed"; anything else, such as no test found, is no proof.
    return done.returncode == 1


def _apply(mutant: Mutant, copy: Path, *options: str) -> None:
    command = ["git", "apply", *options, str(mutant.path)]
    subprocess.run(command, cwd=copy, check=True)


if __name__ == "__main__":
    sys.exit(main())
