"""Starts worker processes: forked from a warm parent where that is safe, spawned elsewhere."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from emulator.functions.parent import WarmParent

_HERE = Path(__file__).parent
_FORCE_PURE = "EMULATOR_PURE_RUNTIME_CLIENT"
_FORCE_SPAWN = "EMULATOR_SPAWN_WORKERS"
# Importing these takes a second; they count as memory of a worker, so only big ones get them.
_TABLES = ("pyarrow.csv", "pyarrow.dataset", "pyiceberg.catalog.glue", "pyiceberg.io.pyarrow")
_BIG_MB = 2048
_starting = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Start:
    """What a worker process needs.

    Attributes:
        memory_mb: what the function may use.
        output: write end of the pipe for both stdout and stderr; the launcher closes it.
        exited: told the exit status, negative for a signal, from another thread.
    """

    handler: str
    environment: Mapping[str, str]
    memory_mb: int
    output: int
    exited: Callable[[int], None]


def launch(start: Start) -> int:
    """Start a worker in a process group of its own; gives its process id."""
    try:
        if forks():
            return warm_parent(start.memory_mb).fork(
                handler=start.handler,
                environment=start.environment,
                pure_client=pure_client(),
                output=start.output,
                exited=start.exited,
            )
        return _spawn(start)
    finally:
        os.close(start.output)


def kill(pid: int) -> None:
    """End a worker and whatever it started, at once."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def forks() -> bool:
    """Whether workers are forked: frameworks of macOS do not survive it."""
    return sys.platform == "linux" and os.environ.get(_FORCE_SPAWN) != "1"


def pure_client() -> str | None:
    """Folder of the pure-Python client, where it is needed or asked for."""
    needed = find_spec("runtime_client") is None or os.environ.get(_FORCE_PURE) == "1"
    return str(_HERE / "pure") if needed else None


def warm_parent(memory_mb: int) -> WarmParent:
    """The warm parent of workers with so much memory; it keeps no state between them."""
    with _starting:
        return _warm_parent(_TABLES if memory_mb >= _BIG_MB else ())


@cache
def _warm_parent(modules: tuple[str, ...]) -> WarmParent:
    return WarmParent(_HERE / "process" / "zygote.py", modules)


def _spawn(start: Start) -> int:
    script = [str(_HERE / "process" / "worker_main.py"), start.handler, pure_client() or ""]
    process = subprocess.Popen(
        [sys.executable, *script],
        env=dict(start.environment),
        cwd=start.environment["LAMBDA_TASK_ROOT"],
        stdin=subprocess.DEVNULL,
        stdout=start.output,
        stderr=start.output,
        start_new_session=True,
    )
    waiter = threading.Thread(target=lambda: start.exited(process.wait()), daemon=True)
    waiter.start()
    return process.pid
