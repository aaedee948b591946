"""Resource links of a consumer account: what its roles need, and the steps to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from mesh.access.lake import Database, Held, Lake, Table
from mesh.access.planning import Step, plan


@dataclass(frozen=True, order=True)
class Target:
    """The table in governance's catalogue that a link points to."""

    catalog: str
    database: str
    table: str
    region: str


@dataclass(frozen=True, kw_only=True)
class Links:
    """The ``…_shared`` databases of an account: their links, and who may see what.

    Attributes:
        links: the target of each local table; None for a table that is no link.
        lake: grants on databases and links.
    """

    databases: frozenset[str]
    links: Mapping[Table, Target | None]
    lake: Lake


@dataclass(frozen=True, kw_only=True)
class LinkPlan:
    """What to change, in this order but for the grants, which come after what is made."""

    databases_to_make: tuple[str, ...]
    links_to_make: tuple[tuple[Table, Target], ...]
    steps: tuple[Step, ...]
    links_to_remove: tuple[Table, ...]
    databases_to_remove: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not any(vars(self).values())


def wanted_links(entries: Iterable[Mapping[str, object]], *, catalog: str, region: str) -> Links:
    """What the registry says that the account needs."""
    links: dict[Table, Target | None] = {}
    held: set[Held] = set()
    for entry in entries:
        link = Table(str(entry["local_database"]), str(entry["table"]))
        links[link] = Target(catalog, str(entry["database"]), link.table, region)
        roles = entry["roles"]
        for role in roles if isinstance(roles, list) else ():
            held.add(Held(str(role), link, "DESCRIBE"))
            held.add(Held(str(role), Database(link.database), "DESCRIBE"))
    databases = frozenset(link.database for link in links)
    return Links(databases=databases, links=links, lake=Lake({}, frozenset(held)))


def plan_links(actual: Links, wanted: Links) -> LinkPlan:
    """The fewest changes from the actual to the wanted links; none if they are equal.

    A link that points elsewhere, or a table where a link must be, is replaced: its grants go with
    it and are given anew.
    """
    wrong = {
        link
        for link, target in actual.links.items()
        if link in wanted.links and target != wanted.links[link]
    }
    gone = (actual.links.keys() - wanted.links.keys()) | wrong
    kept = frozenset(
        held
        for held in actual.lake.held
        if not (isinstance(held.resource, Table) and held.resource in gone)
    )
    missing = (wanted.links.keys() - actual.links.keys()) | wrong
    return LinkPlan(
        databases_to_make=tuple(sorted(wanted.databases - actual.databases)),
        links_to_make=tuple(
            (link, target) for link in sorted(missing) if (target := wanted.links[link]) is not None
        ),
        steps=plan(Lake({}, kept), wanted.lake),
        links_to_remove=tuple(sorted(gone)),
        databases_to_remove=tuple(sorted(actual.databases - wanted.databases)),
    )
