"""The services that are our own, in the order in which they are set up."""

from collections.abc import Collection, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulator.cloud import Cloud

# Each module has ``install(cloud)``, and is loaded only where its service is wanted.
SERVICES: Mapping[str, str] = {
    "sts": "emulator.sts.service",
    "s3": "emulator.s3.service",
    "sqs": "emulator.sqs.polling",
    "kms": "emulator.kms.service",
    "ram": "emulator.ram.install",
    "lakeformation": "emulator.lakeformation.install",
    "glue": "emulator.glue.install",
    "athena": "emulator.athena.install",
    "functions": "emulator.functions.install",
    "events": "emulator.events.install",
    "gateway": "emulator.gateway.install",
    "cloudtrail": "emulator.cloudtrail.install",
    "cloudformation": "emulator.cloudformation.install",
}


def install(cloud: "Cloud", names: Collection[str] = tuple(SERVICES)) -> None:
    """Let each service put its operations, hosts and routes into the cloud."""
    for name, module in SERVICES.items():
        if name in names:
            import_module(module).install(cloud)
