"""The services that are our own, in the order in which they are set up."""

from collections.abc import Callable, Collection
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from emulator.cloud import Cloud

SERVICES = (
    "sts",
    "s3",
    "sqs",
    "lakeformation",
    "glue",
    "athena",
    "functions",
    "events",
    "gateway",
    "cloudformation",
)


def install(cloud: "Cloud", names: Collection[str] = SERVICES) -> None:
    """Let each service put its operations, hosts and routes into the cloud."""
    for name in SERVICES:
        found = _installer(name) if name in names else None
        if found:
            found(cloud)


def _installer(name: str) -> Callable[["Cloud"], None] | None:
    for module in (f"emulator.{name}", f"emulator.{name}.install", f"emulator.{name}.service"):
        if find_spec(module) is None:
            return None
        found = getattr(import_module(module), "install", None)
        if callable(found):
            return found  # type: ignore[no-any-return]
    return None
