"""Puts the adapters together that every function of governance needs that follows files."""

from mesh.aws.contracts_in_force import RegisteredContracts
from mesh.aws.ledger import DynamoLedger
from mesh.aws.wakes import SnsAlerts, SqsQueues, UtcClock
from mesh.aws.zones import S3Zones
from mesh.naming import Names
from mesh.naming.limits import ScanLimits
from mesh.naming.rules import ScanRules
from mesh.publishing.ports import World


def connect() -> World:
    """Everything but readers of files; for the caller to keep while warm."""
    names = Names.from_environment()
    return World(
        names=names,
        contracts=RegisteredContracts.connect(),
        zones=S3Zones.connect(names),
        ledger=DynamoLedger.connect(),
        queues=SqsQueues.connect(names),
        alerts=SnsAlerts.connect(names),
        clock=UtcClock(),
        limits=ScanLimits.from_environment(),
        rules=ScanRules.from_environment(),
    )
