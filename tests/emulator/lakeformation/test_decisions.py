"""The engine decides by grants, tags and roles alone, and says why."""

from datetime import UTC, datetime

import pytest

from emulator.lakeformation.engine.decision import decide
from emulator.lakeformation.engine.granting import contradiction, may_grant
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.hybrid import left_to_iam
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, CellsFilter, Lake, Settings, Subject
from emulator.lakeformation.engine.readable import Cells, described, readable
from emulator.lakeformation.engine.resources import (
    ALL_TABLES,
    Catalog,
    Columns,
    Database,
    Filter,
    Location,
    Resource,
    Table,
    TagPolicy,
)

GOV, CONSUMER = "100000000001", "200000000005"
ADMIN = Subject(f"arn:aws:iam::{GOV}:role/admin", GOV)
AUDITOR = Subject(f"arn:aws:iam::{GOV}:role/auditor", GOV)
ENGINEER = Subject(f"arn:aws:iam::{GOV}:role/engineer", GOV)
ANALYST = Subject(f"arn:aws:iam::{CONSUMER}:role/analyst", CONSUMER)
FLEET = Database(GOV, "fleet")
PLANES = Table(GOV, "fleet", "planes")
ALL = Table(GOV, "fleet", ALL_TABLES)
COLUMNS = ("tail", "year", "owner")


class LakeBuilder:
    """A lake with grants, made in one line each."""

    def __init__(self) -> None:
        admins, readers = frozenset({ADMIN.arn}), frozenset({AUDITOR.arn})
        self.lake = Lake(GOV, settings=Settings(admins=admins, read_only_admins=readers))

    def grant(
        self,
        principal: Subject | str,
        resource: Resource,
        *permissions: str,
        grantable: bool = False,
        by: str = GOV,
    ) -> "LakeBuilder":
        """Store a grant."""
        self.lake.put_grant(
            Grant(
                principal=principal.arn if isinstance(principal, Subject) else principal,
                resource=resource,
                permissions=frozenset(permissions),
                grantable=frozenset(permissions if grantable else ()),
                grantor_account=by,
                granted_by="test",
                updated=datetime.now(UTC),
            )
        )
        return self

    def filtered(self, name: str, columns: set[str], rows: str | None) -> Filter:
        """Make a filter."""
        cells = Filter(PLANES, name)
        self.lake.filters[cells] = CellsFilter(
            columns=Columns(PLANES, frozenset(columns)), rows=rows, version="1"
        )
        return cells


@pytest.fixture
def build() -> LakeBuilder:
    return LakeBuilder()


def columns(*names: str) -> Columns:
    return Columns(PLANES, frozenset(names))


def all_but(*names: str) -> Columns:
    return Columns(PLANES, frozenset(names), excluding=True)


def policy(covers: str, **tags: str) -> TagPolicy:
    pairs = {(key, frozenset(values.split("|"))) for key, values in tags.items()}
    return TagPolicy(GOV, "TABLE" if covers == "TABLE" else "DATABASE", frozenset(pairs))


@pytest.mark.parametrize(
    ("subject", "permission", "resource", "allowed"),
    [
        (ADMIN, "DESCRIBE", PLANES, True),
        (ADMIN, "DESCRIBE", FLEET, True),
        (ADMIN, "CREATE_DATABASE", Catalog(GOV), True),
        (ADMIN, "DATA_LOCATION_ACCESS", Location(GOV, "arn:aws:s3:::b/x"), True),
        (ADMIN, "SELECT", PLANES, False),
        (ADMIN, "ALTER", PLANES, False),
        (ADMIN, "DROP", PLANES, False),
        (ADMIN, "CREATE_TABLE", FLEET, False),
        (AUDITOR, "DESCRIBE", PLANES, True),
        (AUDITOR, "CREATE_DATABASE", Catalog(GOV), False),
        (AUDITOR, "DATA_LOCATION_ACCESS", Location(GOV, "arn:aws:s3:::b/x"), False),
        (ENGINEER, "DESCRIBE", PLANES, False),
        (Subject(ADMIN.arn, CONSUMER), "DESCRIBE", PLANES, False),
    ],
)
def test_administrators_see_everything_and_hold_nothing(
    build: LakeBuilder, subject: Subject, permission: str, resource: Resource, *, allowed: bool
) -> None:
    assert bool(decide(build.lake, subject, permission, resource)) is allowed


@pytest.mark.parametrize(
    ("held", "permission", "allowed"),
    [
        ("SELECT", "SELECT", True),
        ("SELECT", "DESCRIBE", True),
        ("INSERT", "DESCRIBE", True),
        ("DESCRIBE", "SELECT", False),
        ("SELECT", "ALTER", False),
        ("ALL", "DROP", True),
    ],
)
def test_any_right_on_a_table_includes_seeing_it(
    build: LakeBuilder, held: str, permission: str, *, allowed: bool
) -> None:
    build.grant(ENGINEER, PLANES, held)

    assert bool(decide(build.lake, ENGINEER, permission, PLANES)) is allowed


def test_a_refusal_names_what_is_missing(build: LakeBuilder) -> None:
    decision = decide(build.lake, ENGINEER, "CREATE_TABLE", FLEET)

    reason = "Insufficient Lake Formation permission(s): Required Create Table on fleet"
    assert decision.reason == reason


def test_all_rights_on_a_database_say_nothing_about_its_tables(build: LakeBuilder) -> None:
    build.grant(ENGINEER, FLEET, "ALL")

    assert not decide(build.lake, ENGINEER, "DESCRIBE", PLANES)


def test_a_wildcard_covers_every_table_of_its_database_only(build: LakeBuilder) -> None:
    build.grant(ENGINEER, ALL, "SELECT")

    assert decide(build.lake, ENGINEER, "SELECT", PLANES)
    assert not decide(build.lake, ENGINEER, "SELECT", Table(GOV, "other", "planes"))


def test_a_table_shows_its_database_in_the_same_account_only(build: LakeBuilder) -> None:
    build.grant(ENGINEER, PLANES, "SELECT").grant(ANALYST, PLANES, "SELECT")

    assert decide(build.lake, ENGINEER, "DESCRIBE", FLEET)
    assert not decide(build.lake, ANALYST, "DESCRIBE", FLEET)


def test_seeing_a_database_through_a_table_gives_nothing_more(build: LakeBuilder) -> None:
    build.grant(ENGINEER, PLANES, "ALL")

    assert not decide(build.lake, ENGINEER, "CREATE_TABLE", FLEET)


def test_what_iam_decides_is_open_to_the_own_account_only(build: LakeBuilder) -> None:
    build.grant(EVERYONE_BY_IAM, PLANES, "ALL")

    assert decide(build.lake, ENGINEER, "SELECT", PLANES)
    assert not decide(build.lake, ANALYST, "SELECT", PLANES)
    assert not decide(build.lake, ENGINEER, "DESCRIBE", FLEET)


@pytest.mark.parametrize(
    ("wanted", "allowed"),
    [("b/data", True), ("b/data/x", True), ("b/database", False), ("b", False)],
)
def test_access_to_a_location_reaches_below_it(
    build: LakeBuilder, wanted: str, *, allowed: bool
) -> None:
    build.grant(ENGINEER, Location(GOV, "arn:aws:s3:::b/data"), "DATA_LOCATION_ACCESS")

    location = Location(GOV, f"arn:aws:s3:::{wanted}")
    assert bool(decide(build.lake, ENGINEER, "DATA_LOCATION_ACCESS", location)) is allowed


def test_an_organisations_iam_principals_are_those_of_one_account(build: LakeBuilder) -> None:
    build.grant(f"{CONSUMER}:IAMPrincipals", PLANES, "SELECT")

    assert decide(build.lake, ANALYST, "SELECT", PLANES)
    assert not decide(build.lake, ENGINEER, "SELECT", PLANES)


def test_a_share_with_an_account_reaches_nobody_before_it_is_passed_on(build: LakeBuilder) -> None:
    build.grant(CONSUMER, PLANES, "SELECT", grantable=True)
    before = bool(decide(build.lake, ANALYST, "SELECT", PLANES))

    build.grant(ANALYST, PLANES, "SELECT", by=CONSUMER)

    assert (before, bool(decide(build.lake, ANALYST, "SELECT", PLANES))) == (False, True)


def test_what_was_passed_on_ends_with_the_share(build: LakeBuilder) -> None:
    build.grant(ANALYST, PLANES, "SELECT", by=CONSUMER)

    assert readable(build.lake, ANALYST, PLANES, COLUMNS) == ()
    assert not decide(build.lake, ANALYST, "SELECT", PLANES)


# What may be read


def test_nothing_granted_is_nothing_readable(build: LakeBuilder) -> None:
    build.grant(ENGINEER, PLANES, "DESCRIBE", "INSERT")

    assert readable(build.lake, ENGINEER, PLANES, COLUMNS) == ()


@pytest.mark.parametrize(
    ("choice", "seen"),
    [
        (columns("tail"), {"tail"}),
        (all_but("owner"), {"tail", "year"}),
        (all_but(), {"tail", "year", "owner"}),
        (columns("tail", "dropped"), {"tail"}),
    ],
)
def test_columns_are_chosen_by_inclusion_or_exclusion(
    build: LakeBuilder, choice: Columns, seen: set[str]
) -> None:
    build.grant(ENGINEER, choice, "SELECT")

    assert readable(build.lake, ENGINEER, PLANES, COLUMNS) == (Cells(frozenset(seen)),)
    assert described(build.lake, ENGINEER, PLANES, COLUMNS) == seen


def test_column_grants_add_up(build: LakeBuilder) -> None:
    build.grant(ENGINEER, columns("tail"), "SELECT").grant(ENGINEER, all_but("owner"), "SELECT")

    assert readable(build.lake, ENGINEER, PLANES, COLUMNS) == (Cells(frozenset({"tail", "year"})),)


def test_filters_stay_apart_so_that_no_row_shows_another_filters_column(
    build: LakeBuilder,
) -> None:
    old = build.filtered("old", {"tail", "year"}, "year < 1990")
    own = build.filtered("own", {"owner"}, "owner = 'me'")
    build.grant(ANALYST, old, "SELECT").grant(ANALYST, own, "SELECT")

    assert set(readable(build.lake, ANALYST, PLANES, COLUMNS)) == {
        Cells(frozenset({"tail", "year"}), ("year < 1990",)),
        Cells(frozenset({"owner"}), ("owner = 'me'",)),
    }


def test_a_filter_within_an_unfiltered_grant_says_nothing_new(build: LakeBuilder) -> None:
    old = build.filtered("old", {"tail"}, "year < 1990")
    build.grant(ENGINEER, old, "SELECT").grant(ENGINEER, columns("tail", "year"), "SELECT")

    assert readable(build.lake, ENGINEER, PLANES, COLUMNS) == (Cells(frozenset({"tail", "year"})),)


def test_describing_a_filter_reads_nothing(build: LakeBuilder) -> None:
    build.grant(ENGINEER, build.filtered("f", {"tail"}, None), "DESCRIBE")

    assert readable(build.lake, ENGINEER, PLANES, COLUMNS) == ()


def test_an_accounts_filter_and_its_users_filter_intersect(build: LakeBuilder) -> None:
    shared = build.filtered("shared", {"tail", "year"}, "year > 1990")
    mine = build.filtered("mine", {"year", "owner"}, "owner = 'me'")
    build.grant(CONSUMER, shared, "SELECT", grantable=True)
    build.grant(ANALYST, mine, "SELECT", by=CONSUMER)

    cells = readable(build.lake, ANALYST, PLANES, COLUMNS)
    assert cells == (Cells(frozenset({"year"}), ("year > 1990", "owner = 'me'")),)


# LF-tags


def test_tags_pass_from_database_to_table_to_column_and_may_be_overridden(
    build: LakeBuilder,
) -> None:
    build.lake.tags[FLEET] = {"open": "yes"}
    build.lake.tags[PLANES, "owner"] = {"open": "no"}
    build.grant(ANALYST, policy("TABLE", open="yes"), "SELECT", "DESCRIBE")

    assert readable(build.lake, ANALYST, PLANES, COLUMNS) == (Cells(frozenset({"tail", "year"})),)


def test_a_closed_table_with_open_columns_shows_those(build: LakeBuilder) -> None:
    build.lake.tags[PLANES] = {"open": "no"}
    build.lake.tags[PLANES, "tail"] = {"open": "yes"}
    build.grant(ANALYST, policy("TABLE", open="yes"), "SELECT")

    assert readable(build.lake, ANALYST, PLANES, COLUMNS) == (Cells(frozenset({"tail"})),)
    assert decide(build.lake, ANALYST, "DESCRIBE", PLANES)
    assert not decide(build.lake, ANALYST, "SELECT", PLANES)


@pytest.mark.parametrize(
    ("tags", "reached"),
    [
        ({"open": "yes", "area": "air"}, True),
        ({"open": "yes", "area": "sea"}, True),
        ({"open": "yes", "area": "land"}, False),
        ({"open": "yes"}, False),
        ({}, False),
    ],
)
def test_an_expression_needs_every_key_and_any_value_of_it(
    build: LakeBuilder, tags: dict[str, str], *, reached: bool
) -> None:
    build.lake.tags[PLANES] = tags
    build.grant(ANALYST, policy("TABLE", open="yes", area="air|sea"), "SELECT")

    assert bool(readable(build.lake, ANALYST, PLANES, COLUMNS)) is reached


def test_a_policy_on_databases_does_not_reach_tables(build: LakeBuilder) -> None:
    build.lake.tags[FLEET] = {"open": "yes"}
    build.grant(ANALYST, policy("DATABASE", open="yes"), "DESCRIBE")

    assert decide(build.lake, ANALYST, "DESCRIBE", FLEET)
    assert not decide(build.lake, ANALYST, "DESCRIBE", PLANES)


def test_a_tag_grant_defeats_a_filter_because_grants_add_up(build: LakeBuilder) -> None:
    build.lake.tags[PLANES] = {"open": "yes"}
    build.grant(ANALYST, build.filtered("f", {"tail"}, "year < 1990"), "SELECT")
    build.grant(ANALYST, policy("TABLE", open="yes"), "SELECT")

    assert readable(build.lake, ANALYST, PLANES, COLUMNS) == (Cells(frozenset(COLUMNS)),)


# Granting


@pytest.mark.parametrize(
    ("held", "wanted", "allowed"),
    [
        (PLANES, PLANES, True),
        (PLANES, columns("tail"), True),
        (PLANES, Filter(PLANES, "f"), True),
        (ALL, PLANES, True),
        (columns("tail", "year"), columns("tail"), True),
        (columns("tail"), columns("tail", "year"), False),
        (columns("tail"), all_but("year"), False),
        (columns("tail"), PLANES, False),
        (columns("tail", "year", "owner"), Filter(PLANES, "f"), False),
        (PLANES, Table(GOV, "fleet", "other"), False),
    ],
)
def test_who_holds_the_grant_option_passes_on_no_more_than_that(
    build: LakeBuilder, held: Resource, wanted: Resource, *, allowed: bool
) -> None:
    build.grant(ENGINEER, held, "SELECT", grantable=True)

    assert may_grant(build.lake, ENGINEER, ["SELECT"], wanted) is allowed


def test_without_the_grant_option_nothing_is_passed_on(build: LakeBuilder) -> None:
    build.grant(ENGINEER, PLANES, "ALL")

    assert not may_grant(build.lake, ENGINEER, ["SELECT"], PLANES)


def test_an_administrator_grants_anything(build: LakeBuilder) -> None:
    assert may_grant(build.lake, ADMIN, ["SELECT"], PLANES)
    assert not may_grant(build.lake, AUDITOR, ["SELECT"], PLANES)


def test_only_its_administrators_pass_on_what_an_account_was_given(build: LakeBuilder) -> None:
    build.grant(CONSUMER, PLANES, "SELECT", grantable=True)

    assert may_grant(build.lake, ANALYST, ["SELECT"], PLANES, administers_home=True)
    assert not may_grant(build.lake, ANALYST, ["SELECT"], PLANES)


@pytest.mark.parametrize(
    ("held", "permission", "then", "wanted", "refused"),
    [
        (columns("tail"), "SELECT", PLANES, "DESCRIBE", True),
        (columns("tail"), "SELECT", PLANES, "ALTER", True),
        (columns("tail"), "SELECT", PLANES, "ALL", True),
        (columns("tail"), "SELECT", PLANES, "SELECT", False),
        (PLANES, "DESCRIBE", columns("tail"), "SELECT", True),
        (PLANES, "DESCRIBE", all_but("tail"), "SELECT", True),
        (PLANES, "SELECT", columns("tail"), "SELECT", False),
        (PLANES, "DESCRIBE", Filter(PLANES, "f"), "SELECT", False),
        (Filter(PLANES, "f"), "SELECT", PLANES, "DESCRIBE", False),
        (Columns(Table(GOV, "fleet", "x"), frozenset("a")), "SELECT", PLANES, "DESCRIBE", False),
    ],
)
def test_a_list_of_columns_and_describe_exclude_each_other_on_one_table(
    build: LakeBuilder,
    held: Resource,
    permission: str,
    then: Resource,
    wanted: str,
    *,
    refused: bool,
) -> None:
    build.grant(ANALYST, held, permission)

    fault = contradiction(build.lake, ANALYST.arn, frozenset({wanted}), then)
    assert (fault is not None) is refused


def test_iam_still_decides_where_its_group_holds_anything(build: LakeBuilder) -> None:
    build.grant(EVERYONE_BY_IAM, PLANES, "ALL")

    assert left_to_iam(build.lake, Filter(PLANES, "f"))
    assert not left_to_iam(build.lake, Table(GOV, "fleet", "other"))


# Dropping


def test_dropping_a_table_voids_grants_filters_and_tags(build: LakeBuilder) -> None:
    cells = build.filtered("f", {"tail"}, None)
    for resource in (PLANES, columns("tail"), cells):
        build.grant(ANALYST, resource, "SELECT")
    build.grant(ENGINEER, ALL, "SELECT")
    build.lake.tags.update({PLANES: {"open": "yes"}, (PLANES, "tail"): {"open": "no"}})

    build.lake.forget_table(PLANES)

    assert [grant.principal for grant in build.lake.grants()] == [ENGINEER.arn]
    assert (build.lake.filters, build.lake.tags) == ({}, {})


def test_dropping_a_database_voids_what_was_on_its_tables(build: LakeBuilder) -> None:
    other = Table(GOV, "other", "planes")
    build.grant(ANALYST, PLANES, "SELECT").grant(ANALYST, FLEET, "DESCRIBE")
    build.grant(ANALYST, ALL, "SELECT").grant(ANALYST, other, "SELECT")

    build.lake.forget_database(FLEET)

    assert [grant.resource for grant in build.lake.grants()] == [other]
