"""What was granted to another account and cannot be used yet: RAM has its say first.

Source: Lake Formation developer guide, "Accepting a resource share invitation from AWS RAM"
(until then the account neither sees nor uses what is shared).
"""

from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.lake import Lake
from emulator.lakeformation.engine.resources import Location, Resource, table_of


def shared_thing(resource: Resource) -> Resource | None:
    """What of a resource is shared: a table for its columns and filters, nothing of a location.

    Source: Lake Formation developer guide, "Granting data location permissions (external account)"
    (not through RAM).
    """
    if isinstance(resource, Location):
        return None
    return table_of(resource) or resource


def usable(lake: Lake, grants: tuple[Grant, ...]) -> tuple[Grant, ...]:
    """The grants whose resource share their principal can use."""
    if not lake.waiting:
        return grants
    return tuple(g for g in grants if (g.principal, shared_thing(g.resource)) not in lake.waiting)


def groups_of(lake: Lake, account: str) -> tuple[str, ...]:
    """The organisations to which an account belongs, as grants name them."""
    return tuple(name for name, accounts in lake.groups.items() if account in accounts)
