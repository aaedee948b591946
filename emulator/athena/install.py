"""How Athena becomes part of an embedded AWS."""

from typing import TYPE_CHECKING

from emulator.athena.service import OPERATIONS

if TYPE_CHECKING:
    from emulator.cloud import Cloud


def install(cloud: "Cloud") -> None:
    """Put Athena's operations into a cloud."""
    cloud.operations["athena"] = dict(OPERATIONS)
