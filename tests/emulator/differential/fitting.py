"""Whether a step is one that AWS accepts where a story stands."""

from mesh.access.lake import Columns, Database, FilterName, Resource, Table, TagPolicy
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.differential.scene import (
    ADDED,
    EVERYBODY,
    account_of,
    link_of,
)
from tests.emulator.differential.sketch import Sketch, meet, place_of, table_of, touches
from tests.emulator.differential.steps import (
    AddColumn,
    ChangeFilter,
    Drop,
    Grant,
    Link,
    MakeFilter,
    Recreate,
    RemoveFilter,
    Revoke,
    Save,
    Step,
    Tag,
    Unlink,
    Untag,
)


def fits(step: Step, sketch: Sketch) -> bool:  # noqa: C901, PLR0911, PLR0912 - one case per kind of step
    """Whether AWS accepts a step, and it changes something."""
    match step:
        case Grant():
            return _grant_fits(step, sketch)
        case Revoke(grant=grant):
            return grant in sketch.grants and (not grant.passable or _is_alone(grant, sketch))
        case MakeFilter(name):
            return name.of in sketch.tables and _names_fit(step, sketch)
        case ChangeFilter(name):
            return name in sketch.filters and _names_fit(step, sketch)
        case RemoveFilter(name):
            return name in sketch.filters
        case Tag(resource, column=column):
            if not isinstance(resource, Table):
                return True
            return resource in sketch.tables and (not column or column in sketch.tables[resource])
        case Untag(resource, key, value, column):
            return sketch.tags.get(place_of(resource, column), {}).get(key) == value
        case Save(name, expression):
            return sketch.expressions.get(name) != expression
        case Drop(table):
            return table in sketch.tables
        case Recreate(table):
            return table not in sketch.tables
        case AddColumn(table):
            return table in sketch.tables and ADDED not in sketch.tables[table]
        case Link(table):
            return table not in sketch.links
        case Unlink(table):
            return table in sketch.links


def _names_fit(step: MakeFilter | ChangeFilter, sketch: Sketch) -> bool:
    return set(step.shown.names) <= set(sketch.tables[step.name.of])


def _grant_fits(grant: Grant, sketch: Sketch) -> bool:
    if grant in sketch.grants:
        return False
    if grant.catalog == CONSUMER:
        return isinstance(grant.resource, Database) or any(
            link_of(table) == grant.resource for table in sketch.links
        )
    if not _exists(grant.resource, sketch) or _is_mixed(grant, sketch):
        return False
    return grant.by == GOVERNANCE or _may_pass_on(grant, sketch)


def _exists(resource: Resource, sketch: Sketch) -> bool:
    if isinstance(resource, TagPolicy):
        return not resource.saved or resource.saved in sketch.expressions
    table = table_of(resource)
    if isinstance(resource, FilterName):
        return resource in sketch.filters
    if isinstance(resource, Columns):
        columns = sketch.tables.get(Table(resource.database, resource.table), ())
        return set(resource.names) <= set(columns)
    return table is None or table in sketch.tables


def _is_mixed(grant: Grant, sketch: Sketch) -> bool:
    """Whether grants would meet of which AWS says that they cannot, or not what they then mean."""
    for other in sketch.grants:
        if other.catalog != GOVERNANCE or not meet(grant.resource, other.resource):
            continue
        either = {grant.principal, other.principal}
        if EVERYBODY in either:
            # Nothing is shared with other accounts while whoever IAM allows is let in.
            if any(account_of(each) == CONSUMER for each in either if each != EVERYBODY):
                return True
        elif len(either) == 1 and _are_partly(grant, other):
            return True
    return False


def _are_partly(one: Grant, other: Grant) -> bool:
    parts = [each for each in (one, other) if isinstance(each.resource, Columns)]
    if len(parts) == 1:
        (whole,) = (each for each in (one, other) if each not in parts)
        return not isinstance(whole.resource, FilterName)
    return len(parts) == 2


def _may_pass_on(grant: Grant, sketch: Sketch) -> bool:
    """Whether an account may pass something of a table on, even wider than it was given it."""
    table = table_of(grant.resource)
    return table is not None and any(
        given.passable
        and given.principal == account_of(grant.principal)
        and touches(given.resource, table)
        # A list of columns is passed on by who sees every row.
        and not (isinstance(given.resource, FilterName) and isinstance(grant.resource, Columns))
        for given in sketch.grants
    )


def _is_alone(grant: Grant, sketch: Sketch) -> bool:
    """Whether an account holds nothing else of these tables: then all that it passed on goes."""
    same = [g for g in sketch.grants if g.passable and meet(g.resource, grant.resource)]
    return same == [grant]
