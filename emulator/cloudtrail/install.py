"""Which operation is served by which handler."""

from typing import TYPE_CHECKING

from emulator.api import Handler
from emulator.cloudtrail import api, lookup
from emulator.cloudtrail.delivery import DELIVERY_SECONDS, deliver_due
from emulator.cloudtrail.recording import record

if TYPE_CHECKING:
    from emulator.cloud import Cloud

OPERATIONS: dict[str, Handler] = {
    "AddTags": api.add_tags,
    "CreateTrail": api.create,
    "DeleteTrail": api.delete,
    "DescribeTrails": api.describe,
    "GetEventSelectors": api.get_selectors,
    "GetTrail": api.get,
    "GetTrailStatus": api.status,
    "ListTags": api.list_tags,
    "ListTrails": api.listing,
    "LookupEvents": lookup.events,
    "PutEventSelectors": api.put_selectors,
    "RemoveTags": api.remove_tags,
    "StartLogging": api.start,
    "StopLogging": api.stop,
    "UpdateTrail": api.update,
}


def install(cloud: "Cloud") -> None:
    """Serve CloudTrail, and keep account of what is called from now on."""
    cloud.operations["cloudtrail"] = dict(OPERATIONS)
    cloud.witnesses.append(lambda deed: record(cloud, deed))
    cloud.every(DELIVERY_SECONDS, lambda: deliver_due(cloud))
