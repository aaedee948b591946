"""What a principal reads follows from the catalogues and grants that AWS lists."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from mesh.access.effective import (
    Catalogue,
    Readable,
    Schema,
    Shown,
    reads,
    reads_by_name,
    shows,
    shows_by_name,
)
from mesh.access.lake import Columns, Database, FilterName, Held, Resource, Table, TagPolicy
from mesh.access.links import Target

OWNER, GUEST = "100000000001", "200000000005"
READER = f"arn:aws:iam::{OWNER}:role/reader"
ANALYST = f"arn:aws:iam::{GUEST}:role/analyst"
EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
PLANES, PILOTS = Table("fleet", "planes"), Table("crew", "pilots")
NAMES = ("tail", "year", "base")
OLD, KYIV = FilterName("fleet", "planes", "old"), FilterName("fleet", "planes", "kyiv")
LINK = Table("fleet_shared", "planes")


def lake(*held: Held, passed_on: tuple[Held, ...] = (), **more: Any) -> dict[str, Catalogue]:  # noqa: ANN401 - any field
    owner = Catalogue(
        account=OWNER,
        databases={"fleet": {}, "crew": {}},
        tables={PLANES: Schema(NAMES), PILOTS: Schema(NAMES)},
        filters={
            OLD: Shown(("tail", "year"), rows="year < 2000"),
            KYIV: Shown(("year",), excluding=True, rows="base = 'KBP'"),
        },
        held=frozenset(held),
    )
    guest = Catalogue(account=GUEST, regranted={OWNER: frozenset(passed_on)})
    return {OWNER: replace(owner, **more), GUEST: guest}


def on(resource: Resource, who: str = READER, permission: str = "SELECT") -> Held:
    return Held(who, resource, permission)


def tagged(
    *expressions: Mapping[str, tuple[str, ...]], **tags: Mapping[str, str]
) -> dict[str, Catalogue]:
    """A grant to the reader per expression, and the tags of database, table and ``year``."""
    policies = [on(TagPolicy(tuple(sorted(each.items())))) for each in expressions]
    columns = {"year": tags.get("year", {})}
    return lake(
        *policies,
        databases={"fleet": tags.get("fleet", {}), "crew": {}},
        tables={PLANES: Schema(NAMES, tags.get("planes", {}), columns)},
    )


def seen(found: Mapping[Table, Readable], table: Table = PLANES) -> Mapping[str, object]:
    return found[table].columns if table in found else {}


@pytest.mark.parametrize(
    ("resource", "columns"),
    [
        (PLANES, NAMES),
        (Table("fleet", "*"), NAMES),
        (Columns("fleet", "planes", ("year",)), ("year",)),
        (Columns("fleet", "planes", ("year",), excluding=True), ("tail", "base")),
        (Database("fleet"), ()),
        (PILOTS, ()),
        (Table("fleet", "dropped"), ()),
    ],
)
def test_a_grant_by_name_shows_its_columns_in_every_row(
    resource: Resource, columns: tuple[str, ...]
) -> None:
    found = reads(lake(on(resource)), OWNER, READER)

    assert seen(found) == dict.fromkeys(columns)


def test_a_row_of_one_filter_shows_no_column_that_only_another_gives() -> None:
    found = reads(lake(on(OLD), on(KYIV)), OWNER, READER)

    old, kyiv = frozenset({"year < 2000"}), frozenset({"base = 'KBP'"})
    assert seen(found) == {"tail": old | kyiv, "year": old, "base": kyiv}
    assert found[PLANES].rows == old | kyiv


def test_a_plain_grant_defeats_a_filter_in_its_columns_alone() -> None:
    found = reads(lake(on(OLD), on(Columns("fleet", "planes", ("tail",)))), OWNER, READER)

    assert seen(found) == {"tail": None, "year": frozenset({"year < 2000"})}


def test_a_grant_on_a_filter_that_is_gone_shows_nothing() -> None:
    assert reads(lake(on(OLD), filters={}), OWNER, READER) == {}


def test_to_see_a_table_is_not_to_read_it() -> None:
    catalogues = lake(on(PLANES, permission="DESCRIBE"))

    assert reads(catalogues, OWNER, READER) == {}
    assert shows(catalogues, OWNER, READER) == {PLANES: NAMES}


def test_the_grant_option_alone_shows_nothing() -> None:
    held = replace(on(PLANES), grantable=True)

    assert reads(lake(held), OWNER, READER) == {}


def test_tags_are_inherited_from_database_to_table_to_column() -> None:
    found = reads(tagged({"zone": ("open",)}, fleet={"zone": "open"}), OWNER, READER)

    assert seen(found) == dict.fromkeys(NAMES)


def test_a_tag_of_its_own_takes_the_place_of_the_inherited_one() -> None:
    tags = {"fleet": {"zone": "open"}, "planes": {"zone": "closed"}, "year": {"zone": "open"}}
    found = reads(tagged({"zone": ("open",)}, **tags), OWNER, READER)

    assert seen(found) == {"year": None}


def test_every_key_of_an_expression_must_match_one_of_its_values() -> None:
    expression = {"zone": ("open", "Inner"), "team": ("ops",)}
    one_key = tagged(expression, fleet={"zone": "open"})
    both_keys = tagged(expression, fleet={"zone": "inner"}, planes={"team": "ops"})

    assert reads(one_key, OWNER, READER) == {}
    assert seen(reads(both_keys, OWNER, READER)) == dict.fromkeys(NAMES)


def test_a_saved_expression_stands_for_its_tags() -> None:
    saved = tagged(fleet={"zone": "open"})
    owner = replace(
        saved[OWNER],
        expressions={"opened": (("zone", ("open",)),)},
        held=frozenset({on(TagPolicy(saved="opened")), on(TagPolicy(saved="gone"))}),
    )

    assert seen(reads({OWNER: owner}, OWNER, READER)) == dict.fromkeys(NAMES)


def test_whoever_iam_allows_reads_within_the_account_and_nobody_outside() -> None:
    catalogues = lake(on(PLANES, EVERYBODY, "ALL"), on(PLANES, ANALYST))

    assert seen(reads(catalogues, OWNER, READER)) == dict.fromkeys(NAMES)
    assert reads(catalogues, OWNER, ANALYST) == {}


def test_who_opted_in_has_what_was_granted_although_iam_decides_for_others() -> None:
    opted_in = frozenset({(READER, PLANES), (GUEST, PLANES)})
    catalogues = lake(on(PLANES, EVERYBODY, "ALL"), on(PLANES, ANALYST), opted_in=opted_in)

    assert reads(catalogues, OWNER, READER) == {}
    assert seen(reads(catalogues, OWNER, ANALYST)) == dict.fromkeys(NAMES)


def test_what_an_account_was_given_is_nobodys_until_it_is_passed_on() -> None:
    assert reads(lake(on(PLANES, GUEST)), OWNER, ANALYST) == {}


def test_what_was_passed_on_is_cut_to_what_both_may_see() -> None:
    catalogues = lake(on(OLD, GUEST), passed_on=(on(KYIV, ANALYST), on(PILOTS, ANALYST)))
    both = "(year < 2000) AND (base = 'KBP')"

    assert reads(catalogues, OWNER, ANALYST) == {PLANES: Readable({"tail": frozenset({both})})}
    assert shows(catalogues, OWNER, ANALYST) == {PLANES: ("tail",)}


def test_a_link_needs_describe_and_shows_what_its_target_does() -> None:
    catalogues = lake(on(Columns("fleet", "planes", ("year",)), ANALYST))
    linked = replace(catalogues[GUEST], links={LINK: Target(OWNER, "fleet", "planes", "")})
    seen_link = replace(linked, held=frozenset({on(LINK, ANALYST, "DESCRIBE")}))

    assert reads_by_name(catalogues | {GUEST: linked}, GUEST, ANALYST) == {}
    found = catalogues | {GUEST: seen_link}
    assert reads_by_name(found, GUEST, ANALYST) == {LINK: Readable({"year": None})}
    assert shows_by_name(found, GUEST, ANALYST) == {LINK: ("year",)}


def test_a_linked_database_shows_every_table_that_may_be_read() -> None:
    catalogues = lake(on(PLANES, ANALYST), on(PILOTS, ANALYST))
    catalogues[GUEST] = replace(
        catalogues[GUEST],
        database_links={"planes_of_fleet": (OWNER, "fleet")},
        held=frozenset({on(Database("planes_of_fleet"), ANALYST, "DESCRIBE")}),
    )

    found = reads_by_name(catalogues, GUEST, ANALYST)
    assert found == {Table("planes_of_fleet", "planes"): Readable(dict.fromkeys(NAMES))}
