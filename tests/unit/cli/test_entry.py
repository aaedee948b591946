"""The command starts without what it has no use for."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest


def loaded_by(*arguments: str) -> tuple[set[str], str]:
    """Names of the modules that a command loads, and what it prints."""
    command = [sys.executable, "-X", "importtime", "-m", "cli", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}, done.stdout


def test_a_scan_loads_no_pandas_though_pyarrow_would(tmp_path: Path) -> None:
    file = tmp_path / "file.csv"
    file.write_text("a,b\n1,2\n")

    loaded, printed = loaded_by("scan", str(file))

    assert importlib.util.find_spec("pandas")
    assert {"pyarrow", "typer"} <= loaded
    assert "pandas.core" not in loaded
    assert "CLEAN" in printed


@pytest.mark.skipif(sys.platform != "linux", reason="counts threads as Linux lists them")
def test_numpy_starts_no_threads_in_a_command() -> None:
    program = "import cli.__main__, numpy, os; print(len(os.listdir('/proc/self/task')))"
    inherited = {name: value for name, value in os.environ.items() if "THREADS" not in name}

    done = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True, env=inherited
    )

    assert int(done.stdout) == 1


def test_a_command_that_scans_nothing_loads_no_engine_and_no_makers_of_examples() -> None:
    loaded, printed = loaded_by("--help")

    assert "scan" in printed
    assert "cli.scan" in loaded
    assert not loaded & {"mesh.pii.engine", "pyarrow", "numpy", "faker"}
