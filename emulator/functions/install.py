"""Sets Lambda up."""

from typing import TYPE_CHECKING

from emulator.functions import api
from emulator.functions.asynchronous import AsynchronousCalls
from emulator.functions.sources import api as mappings
from emulator.functions.world import Functions

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_REAP_EVERY_SECONDS = 15.0
_IDLE_SECONDS = 120.0


def install(cloud: "Cloud") -> None:
    """Serve functions; their workers end with the cloud."""
    cloud.operations["lambda"] = {**api.operations(), **mappings.operations()}
    functions = cloud.store(Functions)
    workers = functions.workers
    cloud.every(_REAP_EVERY_SECONDS, lambda: workers.reap(_IDLE_SECONDS))
    cloud.at_stop(workers.close)
    cloud.background("functions", functions.serve)
    cloud.store(AsynchronousCalls)
