"""Threads that live as long as one embedded AWS."""

import threading
from collections.abc import Callable

_JOIN_SECONDS = 10.0


class Background:
    """Starts named threads and ends them all."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []
        self._wake: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    def start(self, name: str, target: Callable[[threading.Event], None]) -> None:
        """Run ``target(stop)`` in a thread of its own."""
        thread = threading.Thread(target=target, args=(self._stop,), name=name, daemon=True)
        with self._lock:
            self._threads = [known for known in self._threads if known.is_alive()]
            self._threads.append(thread)
            thread.start()

    def every(self, seconds: float, work: Callable[[], None]) -> None:
        """Run ``work`` each so many seconds until the end."""

        def loop(stop: threading.Event) -> None:
            while not stop.wait(seconds):
                work()

        self.start(f"every-{seconds}s", loop)

    def at_stop(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` when the end has come, so that a thread that waits for work sees it."""
        self._wake.append(wake)

    def stop(self) -> None:
        """Tell every thread to end and wait for it.

        Raises:
            RuntimeError: naming a thread that does not end.
        """
        self._stop.set()
        for wake in self._wake:
            wake()
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(_JOIN_SECONDS)
        stuck = [thread.name for thread in threads if thread.is_alive()]
        if stuck:
            raise RuntimeError(f"threads do not end: {', '.join(stuck)}")
