"""The command starts without what it has no use for."""

import importlib.util
import subprocess
import sys
from pathlib import Path


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


def test_a_command_that_scans_nothing_loads_no_engine_and_no_makers_of_examples() -> None:
    loaded, printed = loaded_by("--help")

    assert "scan" in printed
    assert "cli.scan" in loaded
    assert not loaded & {"mesh.pii.engine", "pyarrow", "numpy", "faker"}
