"""``make mutants``: remove one guard after the other and see that a test turns red each time.

A mutant is a patch whose first lines say what it removes and which test file must fail::

    guard: nobody approves their own request
    test: tests/unit/mesh/access/test_decisions.py

A test file that is red without any mutant proves nothing, so each runs once as it is first.
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
_GREEN, _RED = 0, 1


@dataclass(frozen=True)
class Mutant:
    """A patch that removes one guard."""

    path: Path
    guard: str
    test: str


class MutantError(Exception):
    """A mutant cannot be tried; says which and what to do."""


def read_mutants(names: list[str]) -> Iterator[Mutant]:
    """Read the named mutants, or all.

    Raises:
        MutantError: if a name has no patch, or a patch does not start with its two lines.
    """
    paths = {path.stem: path for path in sorted(MUTANTS.glob("*.patch"))}
    for name in names or paths:
        if name not in paths:
            raise MutantError(f"there is no mutant {name!r}; name one of {', '.join(paths)}")
        lines = paths[name].read_text(encoding="utf-8").splitlines()
        head = dict(line.split(": ", 1) for line in lines[:2] if ": " in line)
        if head.keys() != {"guard", "test"}:
            raise MutantError(f"{paths[name].name} must start with a guard: and a test: line")
        yield Mutant(paths[name], head["guard"], head["test"])


def main() -> int:
    """Try each mutant in a copy of the checkout; 1 if one survives or cannot be tried."""
    try:
        mutants = list(read_mutants(sys.argv[1:]))
        killed = _try_all(mutants)
    except MutantError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{killed} of {len(mutants)} killed\n")
    return int(killed < len(mutants) or not mutants)


def _try_all(mutants: list[Mutant]) -> int:
    """How many were killed."""
    killed = 0
    green: dict[str, bool] = {}
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = _copy(Path(folder))
        for mutant in mutants:
            if mutant.test not in green:
                green[mutant.test] = _run(mutant.test, copy) == _GREEN
            outcome = _try(mutant, copy) if green[mutant.test] else _not_green(mutant)
            killed += outcome == "killed"
            sys.stdout.write(f"{outcome:8}  {mutant.guard}  [{mutant.path.stem}]\n")
            sys.stdout.flush()
    return killed


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


def _try(mutant: Mutant, copy: Path) -> str:
    """What became of the mutant: killed only if the named test turns red without the guard."""
    refused = _apply(mutant, copy)
    if refused:
        return f"DOES NOT APPLY, make {mutant.path.name} anew: {refused}:"
    try:
        code = _run(mutant.test, copy)
    finally:
        undone = _apply(mutant, copy, "--reverse")
    if undone:
        # Every later mutant would be tried in a changed copy.
        raise MutantError(f"{mutant.path.name} cannot be taken back: {undone}")
    if code == _RED:
        return "killed"
    # Anything but "tests failed", such as no test found, is no proof.
    return "SURVIVED" if code == _GREEN else f"NO PROOF, pytest ended with {code}:"


def _not_green(mutant: Mutant) -> str:
    return f"NOT TRIED, {mutant.test} is not green without it:"


def _run(test: str, copy: Path) -> int:
    """Run one test file in the copy; pytest's exit code."""
    # The editable install points to the real checkout: the copy has to come first.
    environment = os.environ | {
        "PYTHONPATH": f"{copy}:{copy / 'constructs'}",
        # A mutant of the same size within the same second would run its predecessor's bytecode.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    options = ("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-profile=mutants")
    command = [sys.executable, "-m", "pytest", *options, test]
    done = subprocess.run(command, cwd=copy, env=environment, check=False, capture_output=True)
    return done.returncode


def _apply(mutant: Mutant, copy: Path, *options: str) -> str:
    """Apply a patch; what git says against it, empty if nothing."""
    command = ["git", "apply", *options, str(mutant.path)]
    done = subprocess.run(command, cwd=copy, check=False, capture_output=True, text=True)
    return done.stderr.strip() if done.returncode else ""


if __name__ == "__main__":
    sys.exit(main())
