"""Whatever Lake Formation holds, one plan makes it what it ought to be; the next one is empty."""

from collections.abc import Iterable

from hypothesis import given
from hypothesis import strategies as st

from mesh.access.desired import desired, rights
from mesh.access.lake import Cells, Columns, Database, FilterName, Held, Lake, Resource, Table
from mesh.access.planning import (
    CreateFilter,
    DeleteFilter,
    Grant,
    Revoke,
    Step,
    UpdateFilter,
    plan,
)
from mesh.access.subscription import STATES
from tests.unit.mesh.access.building import ANALYST, MOMENT, OWNER, product, subscription

_principals = st.sampled_from([ANALYST, OWNER, "IAM_ALLOWED_PRINCIPALS"])
_filters = st.builds(
    FilterName,
    st.just("loyalty"),
    st.just("passengers_v1"),
    st.sampled_from(["sub-a1-1", "sub-b2-1", "sub-owner-loyalty-1", "by-hand"]),
)
_cells = st.builds(
    Cells,
    st.lists(st.sampled_from(["tier", "country", "email"]), unique=True).map(tuple),
    st.sampled_from([None, "tier = 'gold'"]),
)
_tables = st.builds(Table, st.just("loyalty"), st.sampled_from(["passengers_v1", "*"]))
_columns = st.builds(
    Columns, st.just("loyalty"), st.just("passengers_v1"), st.just(("email",)), st.booleans()
)
_resources = st.one_of(st.just(Database("loyalty")), _tables, _filters, _columns)


@st.composite
def lakes(draw: st.DrawFn) -> Lake:
    """Any state: filters and grants made by hand, grants on filters that exist only."""
    filters = draw(st.dictionaries(_filters, _cells, max_size=4))
    held: set[Held] = set()
    for _ in range(draw(st.integers(0, 8))):
        resource = draw(_resources)
        if isinstance(resource, FilterName) and resource not in filters:
            continue
        permission = "DESCRIBE" if isinstance(resource, Database) else "SELECT"
        who = draw(_principals)
        held.add(Held(who, resource, permission))
        if draw(st.booleans()):
            held.add(Held(who, resource, permission, grantable=True))
    return Lake(filters, frozenset(held))


@st.composite
def goals(draw: st.DrawFn) -> Lake:
    """Any set of subscriptions, in any state, beside the owner's standing one."""
    states = st.sampled_from(STATES)
    columns = st.lists(st.sampled_from(["tier", "country", "email"]), min_size=1, unique=True)
    held = [
        subscription(
            request_id,
            draw(columns),
            rows=draw(st.sampled_from([None, "tier = 'gold'"])),
            state=draw(states),
        )
        for request_id in draw(st.sets(st.sampled_from(["a1", "b2", "c3"])))
    ]
    return desired(rights([product()], held, MOMENT))


def carried_out(lake: Lake, steps: Iterable[Step]) -> Lake:
    """Lake Formation, as far as it matters: order counts, a filter takes its grants along."""
    filters, held = dict(lake.filters), set(lake.held)
    for step in steps:
        match step:
            case CreateFilter(name, cells):
                assert name not in filters
                filters[name] = cells
            case UpdateFilter(name, cells):
                assert name in filters
                filters[name] = cells
            case DeleteFilter(name):
                assert not any(each.resource == name for each in held), "deleted before revoked"
                del filters[name]
            case Revoke(principal, resource, permissions, grantable):
                held -= {Held(principal, resource, name) for name in permissions}
                held -= {Held(principal, resource, name, grantable=True) for name in grantable}
            case Grant(principal, resource, permissions):
                assert not isinstance(resource, FilterName) or resource in filters
                held |= {Held(principal, resource, name) for name in permissions}
    return Lake(filters, frozenset(held))


def _comparable(
    lake: Lake,
) -> tuple[dict[FilterName, tuple[frozenset[str], str | None]], frozenset[Held]]:
    filters = {name: (frozenset(c.columns), c.rows) for name, c in lake.filters.items()}
    return filters, lake.held


@given(lakes(), goals())
def test_one_plan_converges_from_any_state(actual: Lake, goal: Lake) -> None:
    after = carried_out(actual, plan(actual, goal))

    assert _comparable(after) == _comparable(goal)


@given(lakes(), goals())
def test_the_second_plan_writes_nothing(actual: Lake, goal: Lake) -> None:
    after = carried_out(actual, plan(actual, goal))

    assert plan(after, goal) == ()


@given(goals())
def test_nothing_is_written_when_nothing_differs(goal: Lake) -> None:
    assert plan(goal, goal) == ()


def test_a_changed_subscription_changes_its_filter_in_place_and_keeps_the_grant() -> None:
    before = desired(rights([product()], [subscription("a1", ["tier"])], MOMENT))
    after = desired(rights([product()], [subscription("a1", ["tier", "country"])], MOMENT))

    (step,) = plan(before, after)
    assert isinstance(step, UpdateFilter)


def test_a_revocation_takes_reading_first_and_the_filter_last() -> None:
    before = desired(rights([product()], [subscription("a1")], MOMENT))
    after = desired(rights([product()], [subscription("a1", state="revoking")], MOMENT))

    name = FilterName("loyalty", "passengers_v1", "sub-a1-1")
    resources: list[Resource] = [name, Database("loyalty")]
    steps = plan(before, after)
    assert [type(step) for step in steps] == [Revoke, Revoke, DeleteFilter]
    assert [step.resource for step in steps if isinstance(step, Revoke)] == resources
