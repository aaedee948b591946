"""Wakes those who wait for messages, when some arrive."""

import threading


class Arrivals:
    """Counts sends to queues; waiting for the next one costs nothing."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.count = 0

    def note(self) -> None:
        """Say that a message was sent."""
        with self._changed:
            self.count += 1
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> None:
        """Wait until more was sent than the count that was seen, or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.count != seen, timeout=seconds)
