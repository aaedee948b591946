"""Steps 4 to 7: search, refusal, request, approval, answer, revocation, audit."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cli.access import people
from cli.demo.story import Story
from cli.demo.world import World, wait_for
from cli.output import console as output
from cli.output import show_rows

ANALYST = "network-planning/analyst"

ANSWER = """
SELECT w.visib < 3 AS low_sight,
       CASE WHEN f.year - p.year < 5 THEN 'under 5'
            WHEN f.year - p.year < 15 THEN '5 to 14'
            ELSE '15 and over' END AS plane_age,
       count(*) AS departures,
       round(avg(f.dep_delay), 1) AS mean_delay
FROM flight_ops_shared.flights_v1 f
JOIN environment_shared.weather_v1 w ON w.origin = f.origin AND w.time_hour = f.time_hour
JOIN fleet_shared.planes_v1 p ON p.tailnum = f.tailnum
WHERE f.dep_delay IS NOT NULL AND p.year IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2
"""
ORIGINS = "SELECT DISTINCT origin FROM flight_ops_shared.flights_v1"
HIDDEN_COLUMN = (
    "flight-ops/flights",
    "dest",
    "SELECT dest FROM flight_ops_shared.flights_v1 LIMIT 5",
)
PERSONAL_COLUMN = (
    "loyalty/passengers",
    "email",
    "SELECT email FROM loyalty_shared.passengers_v1 LIMIT 5",
)
FIRST_TRY = "SELECT count(*) AS departures FROM flight_ops_shared.flights_v1"

_REQUESTS: tuple[dict[str, Any], ...] = (
    {
        "product": "flight-ops/flights@1",
        "columns": ["year", "month", "day", "hour", "dep_delay", "carrier", "tailnum", "origin",
                    "time_hour"],
        "rows": "origin = 'JFK' AND month <= 6",
    },
    {"product": "fleet/planes@1", "columns": ["tailnum", "year", "manufacturer", "seats"]},
    {"product": "environment/weather@1"},
    {"product": "loyalty/passengers@1", "columns": ["passenger_id", "country", "tier"]},
)  # fmt: skip


def meet_refusal(story: Story, world: World) -> None:
    """The analyst finds the products and may not read them."""
    with story.step("The analyst searches, queries, and is refused"):
        found = world.api(ANALYST).call("GET", "/products", query={"search": "delay"})["products"]
        story.expect("the search finds products", happened=bool(found))
        for product in found:
            story.say(f"{product['product']}: {product['title']} ({product['data']})")
        refused = world.query("before grant", ANALYST, FIRST_TRY)
        story.expect("the query is refused", happened=refused.state == "FAILED")
        story.say(f"refused: {refused.error}")
        story.report["refused_before_grant"] = True


def ask_and_approve(story: Story, world: World) -> list[str]:
    """The analyst asks, the owners approve, governance grants, the links appear."""
    with story.step("The analyst asks; the owners approve; governance grants"):
        return grant_all(story, world)


def grant_all(story: Story, world: World) -> list[str]:
    """Ask for every product of the story and see each request through to readable."""
    account = world.mesh.account("network-planning")
    principal = f"arn:aws:iam::{account}:role/network-planning-analyst"
    until = (datetime.now(UTC) + timedelta(days=90)).date().isoformat()
    ids = []
    for wanted in _REQUESTS:
        body = wanted | {"principal": principal, "until": until, "purpose": "timetable buffers"}
        asked = world.api(ANALYST).call("POST", "/requests", body)
        owner = wanted["product"].split("/")[0]
        world.api(f"{owner}/owner").call(
            "POST", f"/requests/{asked['id']}/approve", {"why": "fits"}
        )
        story.say(f"{wanted['product']}: asked as {asked['id']}, approved by {owner}/owner")
        ids.append(asked["id"])
    wait_for("every grant", lambda: _states(world, ids) == {"active"})
    for wanted in _REQUESTS:
        _wait_for_link(world, wanted["product"])
    story.say("granted; the resource links are in the consumer's account")
    return ids


def get_the_answer(story: Story, world: World) -> None:
    """The granted query answers; what was not granted stays out of reach."""
    with story.step("The analyst joins three domains; what is not granted stays refused"):
        answer = world.query("granted", ANALYST, ANSWER)
        story.expect(f"the query answers ({answer.error})", happened=answer.succeeded)
        story.expect("the answer has rows", happened=bool(answer.rows))
        story.report["answer"] = {"columns": answer.columns, "rows": answer.rows}
        if not story.console.quiet:
            rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
            show_rows(rows, answer.columns, as_json=False, empty="")
        for product, column, sql in (HIDDEN_COLUMN, PERSONAL_COLUMN):
            refused = world.query("granted", ANALYST, sql)
            told = refused.state == "FAILED" and f"'{column}' cannot be resolved" in str(
                refused.error
            )
            story.expect(f"{column} of {product} is refused", happened=told)
            story.report.setdefault("refused_columns", []).append(f"{product}.{column}")
            story.say(f"{product}.{column} refused: {refused.error}")
        origins = world.query("granted", ANALYST, ORIGINS)
        story.expect("only rows of JFK are there", happened=origins.rows == [["JFK"]])
        story.say("rows outside the row expression are absent: only JFK is there")


def take_it_back(story: Story, world: World, ids: list[str]) -> None:
    """The owner revokes; the same query is refused; the audit trail tells all."""
    with story.step("The owner revokes; the same query is refused; the audit trail"):
        flights = ids[0]
        world.api("flight-ops/owner").call(
            "POST", f"/requests/{flights}/revoke", {"why": "the study is over"}
        )
        wait_for("the revocation", lambda: _states(world, [flights]) == {"revoked"})
        refused = world.query("after revoke", ANALYST, ANSWER)
        story.expect("the query is refused again", happened=refused.state == "FAILED")
        story.report["refused_after_revoke"] = True
        story.say(f"refused: {refused.error}")
        records = world.api("governance/auditor").call("GET", "/audit")["records"]
        actions = {record["action"] for record in records if record["subject"] == flights}
        story.expect(
            f"the trail has request, approval, grant and revocation, not only {sorted(actions)}",
            happened=len(actions) >= 4,  # noqa: PLR2004
        )
        if not story.console.quiet:
            shown = [record for record in records if record["subject"] in ids]
            show_rows(
                people("actor", shown),
                ["at", "actor", "action", "subject"],
                as_json=False,
                empty="",
            )
            output.print()


def _states(world: World, ids: list[str]) -> set[str]:
    found = world.api(ANALYST).call("GET", "/requests")["requests"]
    return {request["state"] for request in found if request["id"] in ids}


def _wait_for_link(world: World, product: str) -> None:
    domain, name = product.split("@", maxsplit=1)[0].split("/")
    database, table = f"{domain.replace('-', '_')}_shared", f"{name.replace('-', '_')}_v1"
    glue = world.session(ANALYST).client("glue")

    def linked() -> bool:
        try:
            glue.get_table(DatabaseName=database, Name=table)
        except (glue.exceptions.EntityNotFoundException, glue.exceptions.ClientError):
            return False
        return True

    wait_for(f"the link {database}.{table}", linked)
