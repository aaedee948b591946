"""The command starts without what it has no use for."""

import importlib.util
import subprocess
import sys


def test_the_command_loads_no_pandas_though_pyarrow_would() -> None:
    command = [sys.executable, "-X", "importtime", "-m", "cli", "--help"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}

    assert importlib.util.find_spec("pandas")
    assert {"pyarrow", "typer"} <= loaded
    assert "pandas.core" not in loaded
    assert "scan" in done.stdout
