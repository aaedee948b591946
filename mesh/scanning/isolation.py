"""Takes from a process what a parser of foreign bytes must not have."""

import contextlib
import ctypes
import os
import resource
import signal
import sys

_PR_SET_DUMPABLE = 4
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_NOBODY = 65_534


def hide_process() -> None:
    """Make this process's memory and environment unreadable for others of the same user (Linux)."""
    _prctl(_PR_SET_DUMPABLE, 0)


def confine(*, memory_bytes: int, cpu_seconds: int) -> None:
    """Give up every right that reading a given file does not need; there is no way back.

    Limits hold where the system enforces them: Linux all of them, macOS not the memory.
    """
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)
    # Changing the user clears the signal, so it comes last.
    _prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL))


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(option, value, 0, 0, 0)
