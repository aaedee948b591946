"""The parent of workers: opens and warms DuckDB once, without a thread, and forks.

``python -m emulator.athena.engine.zygote FD`` talks over the socket FD. ``W`` asks for a worker and
is answered with its number and a socket to it; ``K`` with a number ends that worker. When the other
side is gone, so are the workers.
"""

import gc
import os
import select
import signal
import socket
import struct
import sys
from contextlib import suppress
from typing import NoReturn

from emulator.athena.engine import worker
from emulator.athena.engine.warming import open_warm

_NUMBER = struct.Struct("!I")
_IDLE_SECONDS = 0.05


class Zygote:
    """Keeps one worker ready and knows those that run."""

    def __init__(self, door: socket.socket) -> None:
        self._door = door
        self._engine = open_warm()
        # What is here stays: the collector of a worker need not touch, and so copy, its pages.
        gc.collect()
        gc.freeze()
        self._ready: tuple[int, socket.socket] | None = None
        self._running: set[int] = set()

    def serve(self) -> None:
        """Answer until the service is gone."""
        while True:
            wanted, _, _ = select.select(
                [self._door], [], [], _IDLE_SECONDS if self._ready is None else 60
            )
            self._bury()
            if not wanted:
                self._ready = self._ready or self._fork()
                continue
            command = self._door.recv(1)
            if not command:
                self._end()
            if command == b"W":
                self._hand_out()
            else:
                (number,) = _NUMBER.unpack(self._door.recv(_NUMBER.size, socket.MSG_WAITALL))
                self._kill(number)
                # A query has ended: until the next one is planned, there is time to fork.
                self._ready = self._ready or self._fork()

    def _hand_out(self) -> None:
        number, connection = self._ready or self._fork()
        self._ready = None
        socket.send_fds(self._door, [_NUMBER.pack(number)], [connection.fileno()])
        connection.close()

    def _fork(self) -> tuple[int, socket.socket]:
        ours, theirs = socket.socketpair()
        number = os.fork()
        if number == 0:
            self._become_worker(ours, theirs)
        theirs.close()
        self._running.add(number)
        return number, ours

    def _become_worker(self, ours: socket.socket, theirs: socket.socket) -> None:
        code = 1
        try:
            ours.close()
            self._door.close()
            if self._ready is not None:
                self._ready[1].close()
            worker.serve(theirs, self._engine)
            theirs.close()
            code = 0
        finally:
            # No clean-up of the parent's state: it is not this process's to clean.
            os._exit(code)

    def _kill(self, number: int) -> None:
        # Only children that were not buried yet: their numbers belong to nobody else.
        if number in self._running:
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)

    def _bury(self) -> None:
        while self._running:
            number, _ = os.waitpid(-1, os.WNOHANG)
            if number == 0:
                return
            self._running.discard(number)

    def _end(self) -> NoReturn:
        for number in self._running:
            self._kill(number)
        # DuckDB's module counts what was never freed, aloud: the process ends without the count.
        os._exit(0)


if __name__ == "__main__":
    Zygote(socket.socket(fileno=int(sys.argv[1]))).serve()
