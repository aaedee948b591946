"""What a principal can read is exactly the union of its active subscriptions and its own domain."""

from datetime import UTC, datetime, timedelta

import pytest

from cli.demo import using
from cli.demo.world import World, wait_for
from mesh.errors import MeshError, RefusedError

ANALYST = using.ANALYST


def ask(world: World, product: str, **wanted: object) -> str:
    account = world.mesh.account("network-planning")
    body = {
        "product": product,
        "principal": f"arn:aws:iam::{account}:role/network-planning-analyst",
        "purpose": "a test of the mesh",
        "until": (datetime.now(UTC) + timedelta(days=30)).date().isoformat(),
    } | wanted
    return str(world.api(ANALYST).call("POST", "/requests", body)["id"])


def decide(world: World, who: str, request: str, decision: str) -> None:
    world.api(who).call("POST", f"/requests/{request}/{decision}", {"why": "a test"})


def state_of(world: World, request: str) -> str:
    found = world.api(ANALYST).call("GET", "/requests")["requests"]
    return str(next(entry["state"] for entry in found if entry["id"] == request))


def test_the_granted_query_joins_three_domains(granted: World) -> None:
    answer = granted.query("test", ANALYST, using.ANSWER)

    assert answer.succeeded, answer.error
    assert answer.columns == ["low_sight", "plane_age", "departures", "mean_delay"]
    assert sum(row[2] for row in answer.rows) > 10_000


@pytest.mark.parametrize(("product", "column", "sql"), [using.HIDDEN_COLUMN, using.PERSONAL_COLUMN])
def test_a_column_that_no_subscription_names_does_not_exist_for_the_analyst(
    granted: World, product: str, column: str, sql: str
) -> None:
    refused = granted.query("test", ANALYST, sql)

    assert refused.state == "FAILED", product
    assert f"Column '{column}' cannot be resolved or requester is not authorized" in str(
        refused.error
    )


def test_rows_outside_the_row_expression_are_absent(granted: World) -> None:
    sql = "SELECT DISTINCT origin, max(month) FROM flight_ops_shared.flights_v1 GROUP BY origin"

    assert granted.query("test", ANALYST, sql).rows == [["JFK", 6]]


def test_select_star_gives_the_granted_columns_only(granted: World) -> None:
    answer = granted.query("test", ANALYST, "SELECT * FROM loyalty_shared.passengers_v1 LIMIT 1")

    assert answer.columns == ["passenger_id", "country", "tier"]


def test_a_role_without_a_subscription_is_refused(granted: World) -> None:
    stranger = "network-planning/engineer"

    assert granted.query("test", stranger, using.FIRST_TRY).state == "FAILED"


def test_an_administrator_of_the_consumer_account_cannot_read_the_data(granted: World) -> None:
    assert granted.query("test", "network-planning", using.FIRST_TRY).state == "FAILED"


def test_the_owning_domain_reads_its_own_product_by_its_standing_subscription(
    granted: World,
) -> None:
    answer = granted.query("test", "fleet/steward", "SELECT count(*) FROM fleet_shared.planes_v1")

    assert answer.rows == [[3322]], answer.error


@pytest.mark.parametrize(
    ("domain", "table"),
    [
        ("flight-ops", "flights"),
        ("fleet", "airlines"),
        ("environment", "weather"),
        ("environment", "airports"),
        ("loyalty", "passengers"),
        ("loyalty", "bookings"),
    ],
)
def test_every_domain_finds_a_link_to_each_of_its_own_tables(
    landed: World, domain: str, table: str
) -> None:
    sql = f"SELECT count(*) FROM {domain.replace('-', '_')}_shared.{table}_v1"  # noqa: S608

    wait_for(table, lambda: landed.query("test", f"{domain}/steward", sql).succeeded)


def test_nobody_but_the_owner_decides(granted: World) -> None:
    request = ask(granted, "environment/airports@1")

    for who in (ANALYST, "fleet/owner", "environment/engineer", "governance/platform"):
        with pytest.raises(RefusedError):
            decide(granted, who, request, "approve")
    assert state_of(granted, request) == "requested"


def test_a_denied_request_grants_nothing(granted: World) -> None:
    request = ask(granted, "environment/airports@1")

    decide(granted, "environment/owner", request, "deny")

    assert state_of(granted, request) == "denied"
    sql = "SELECT count(*) FROM environment_shared.airports_v1"
    assert granted.query("test", ANALYST, sql).state == "FAILED"


def test_revoking_takes_the_access_away_and_the_trail_tells_it(granted: World) -> None:
    request = ask(granted, "fleet/airlines@1")
    sql = "SELECT count(*) FROM fleet_shared.airlines_v1"
    decide(granted, "fleet/owner", request, "approve")
    wait_for("the grant", lambda: granted.query("test", ANALYST, sql).succeeded)

    decide(granted, "fleet/owner", request, "revoke")
    wait_for("the revocation", lambda: state_of(granted, request) == "revoked")

    assert granted.query("test", ANALYST, sql).state == "FAILED"
    records = granted.api("governance/auditor").call("GET", "/audit")["records"]
    told = [record["action"] for record in records if record["subject"] == request]
    assert len(told) >= 4


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"columns": ["carrer"]}, "did you mean 'carrier'"),
        ({"rows": "upper(carrier) = 'UA'"}, "upper"),
        ({"until": "2001-01-01"}, "until"),
        ({"purpose": ""}, "purpose"),
        ({"principal": "arn:aws:iam::200000000002:role/fleet-analyst"}, "account"),
    ],
)
def test_a_request_that_cannot_be_granted_is_refused_with_a_reason(
    granted: World, wanted: dict[str, object], told: str
) -> None:
    with pytest.raises(MeshError, match=told):
        ask(granted, "fleet/airlines@1", **wanted)
