"""IAM's half of a metadata read: the caller's own policies must allow it too.

For another account's catalogue the owner's half is the Lake Formation grant itself; its policy can
still deny.
"""

from emulator.api import AwsError, Principal
from emulator.cloud import Cloud
from emulator.iam.decision import Decision
from emulator.lakeformation.catalogue_policy import denies
from emulator.lakeformation.engine.resources import Database, Table

Named = Database | Table | str
"""A database, a table, or an account for its whole catalogue."""


def allow_read(cloud: Cloud, principal: Principal, action: str, named: Named) -> None:
    """Refuse a caller whose own policies do not allow a Glue call on what it names.

    Raises:
        AwsError: AccessDeniedException in IAM's words.
    """
    for arn in arns_of(cloud.region, named):
        decision = _decide(cloud, principal, action, arn)
        if not decision.allowed:
            raise AwsError(
                "AccessDeniedException",
                f"User: {principal.arn} is not authorized to perform: {action} on resource: {arn} "
                f"{decision.reason}",
            )


def _decide(cloud: Cloud, principal: Principal, action: str, arn: str) -> Decision:
    if arn.split(":")[4] == principal.account:
        return cloud.authority.decide(principal, action, arn, {})
    refused = denies(cloud, principal, action, arn)
    return refused or cloud.authority.decide_alone(principal, action, arn)


def arns_of(region: str, named: Named) -> list[str]:
    """What Glue asks for: the thing and all above it, a table's database and the catalogue."""
    account = named if isinstance(named, str) else named.catalog
    prefix = f"arn:aws:glue:{region}:{account}:"
    match named:
        case Table():
            below = [f"database/{named.database}", f"table/{named.database}/{named.name}"]
        case Database():
            below = [f"database/{named.name}"]
        case _:
            below = []
    return [f"{prefix}{part}" for part in ("catalog", *below)]
