"""``python -m emulator``: an embedded AWS until it is stopped."""

import argparse
import atexit
import gc
import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

from emulator.accounts import Seed, SeedError
from emulator.moto_door import MotoVersionError
from emulator.server import PortInUseError, RunningCloud, start


def main() -> int:
    """Run until SIGTERM, SIGINT or ``POST /_emulator/stop``; 1 if it cannot start."""
    arguments = _arguments()
    try:
        seed = Seed.from_file(arguments.seed)
        running = start(arguments.port, seed=seed, host=arguments.host)
    except (SeedError, PortInUseError, MotoVersionError) as error:
        sys.stderr.write(f"the embedded AWS does not start: {error}\n")
        return 1
    _collect_rarely()
    with running:
        _announce(running, arguments)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: running.stop_asked.set())
        running.stop_asked.wait()
    if arguments.pid:
        arguments.pid.unlink(missing_ok=True)
    return 0


def _collect_rarely() -> None:
    """Let the collector pass over what is loaded, and look at all the rest less often.

    An AWS keeps what it is given: a tenth of its time went into looking for garbage.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=4599, help="0 takes a free one")
    parser.add_argument("--host", default="localhost")
    parser.add_argument("--seed", type=Path, required=True, help="JSON file with the organisation")
    parser.add_argument("--ready-fd", type=int, help="file descriptor for one JSON line when ready")
    parser.add_argument("--pid", type=Path, help="file for the process id while it runs")
    return parser.parse_args()


def _announce(running: RunningCloud, arguments: argparse.Namespace) -> None:
    if arguments.pid:
        arguments.pid.write_text(f"{os.getpid()}\n", encoding="utf-8")
    line = json.dumps({"endpoint": running.endpoint, "pid": os.getpid()}) + "\n"
    if arguments.ready_fd is not None:
        os.write(arguments.ready_fd, line.encode())
        os.close(arguments.ready_fd)
    else:
        sys.stdout.write(line)
        sys.stdout.flush()


def _leave(status: int) -> NoReturn:
    """End this process as it is: the interpreter would first free a whole AWS, object by object."""
    atexit._run_exitfuncs()  # noqa: SLF001 - warm parents of workers end there
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    _leave(main())
