"""Clients that live in environments of their own, which ``make clients`` makes."""

import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

_HOME = Path(__file__).parents[3] / "build" / "clients"
_PATIENCE_SECONDS = 240


def run(
    environment: str, program: str, *arguments: str, shell: Mapping[str, str], folder: Path
) -> subprocess.CompletedProcess[str]:
    """Run a client's program to its end; skips the test where the client is not installed."""
    path = _HOME / environment / "bin" / program
    if not path.exists():
        pytest.skip(f"{environment} is not installed; call: make clients")
    return subprocess.run(
        [str(path), *arguments],
        env={"PATH": f"{path.parent}:/usr/bin:/bin", "HOME": str(folder), **shell},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=_PATIENCE_SECONDS,
        check=False,
    )
