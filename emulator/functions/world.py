"""What all functions of one cloud share."""

import threading
from typing import TYPE_CHECKING

from emulator.functions.runtime_api import RuntimeApi
from emulator.functions.workers import Workers

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_END_SECONDS = 5.0


class Functions:
    """The Runtime API and the workers that it serves."""

    def __init__(self, _cloud: "Cloud") -> None:
        self.api = RuntimeApi()
        self.workers = Workers()

    def serve(self, stop: threading.Event) -> None:
        """Stay until the end, and end what was started."""
        stop.wait()
        self.workers.close()
        self.workers.wait_gone(_END_SECONDS)
        self.api.close()
