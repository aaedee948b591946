"""The API believes the request context alone, and each route lets in whom the design names."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from lambdas.api.handler import answer
from mesh.aws.registry import audit_record
from mesh.errors import ConflictError
from mesh.registry.domains import DomainEntry, registered
from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER, PRODUCER
from tests.unit.lambdas.control_plane.mesh_world import MeshWorld
from tests.unit.mesh.access.building import ANALYST, OWNER

PLATFORM = f"arn:aws:iam::{GOVERNANCE}:role/governance-platform"
AUDITOR = f"arn:aws:iam::{GOVERNANCE}:role/governance-auditor"
REGISTRATION = f"arn:aws:iam::{PRODUCER}:role/mesh-registration"
KEY = f"arn:aws:kms:eu-central-1:{PRODUCER}:key/0f"
ASKED = {
    "product": "loyalty/passengers@1",
    "principal": ANALYST,
    "purpose": "counting members",
    "until": "2027-02-28",
}


def ask(mesh: MeshWorld, **changes: object) -> dict[str, Any]:
    status, made = mesh.call(ANALYST, "POST", "/requests", ASKED | changes)
    assert status == 201, made
    return dict(made)


def test_only_the_platform_team_invites(mesh: MeshWorld) -> None:
    body = {"account": "200000000003", "roles": ["producer"]}

    assert mesh.call(OWNER, "PUT", "/domains/environment/invitation", body)[0] == 403
    assert mesh.call(AUDITOR, "PUT", "/domains/environment/invitation", body)[0] == 403
    assert mesh.call(PLATFORM, "PUT", "/domains/environment/invitation", body)[0] == 200
    taken = mesh.call(PLATFORM, "PUT", "/domains/loyalty/invitation", body)
    assert (taken[0], taken[1]["error"]) == (409, "conflict")


def test_an_invitation_takes_nothing_back_that_the_registrar_writes_meanwhile(
    mesh: MeshWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, body = "/domains/environment/invitation", {"account": "200000000003", "roles": None}
    mesh.call(PLATFORM, "PUT", path, body)
    read = mesh.registry.domains

    def read_and_be_outrun() -> list[DomainEntry]:
        before = read()
        invited = next(entry for entry in before if entry.name == "environment")
        if invited.state == "invited":
            mesh.registry.write_domain(registered(invited, KEY, "2027-01-15T12:00:00Z"))
        return before

    monkeypatch.setattr(mesh.registry, "domains", read_and_be_outrun)
    answered = mesh.call(PLATFORM, "PUT", path, body | {"roles": ["producer"]})

    entry = mesh.registry.domain("environment")
    assert answered[0] == 200
    assert entry is not None
    assert (entry.state, entry.key_arn, entry.roles) == ("registered", KEY, ("producer",))


def test_a_domain_is_written_over_what_was_read_or_not_at_all(mesh: MeshWorld) -> None:
    (before,) = (entry for entry in mesh.registry.domains() if entry.name == "loyalty")
    mesh.registry.write_domain(replace(before, key_arn=KEY))

    with pytest.raises(ConflictError, match="somebody else"):
        mesh.registry.write_domain(replace(before, roles=("producer",)))

    after = mesh.registry.domain("loyalty")
    assert after is not None
    assert (after.key_arn, after.roles) == (KEY, before.roles)


@pytest.mark.parametrize(
    ("caller", "status"),
    [
        (REGISTRATION, 202),
        (OWNER, 403),
        (REGISTRATION.replace(PRODUCER, CONSUMER), 403),
        (REGISTRATION.replace(PRODUCER, OUTSIDER), 403),
    ],
)
def test_only_the_invited_accounts_registration_registers_a_domain(
    mesh: MeshWorld, caller: str, status: int
) -> None:
    assert mesh.call(caller, "PUT", "/domains/loyalty", {"key_arn": KEY})[0] == status


def test_a_domain_names_a_key_of_its_own(mesh: MeshWorld) -> None:
    other = KEY.replace(PRODUCER, CONSUMER)

    assert mesh.call(REGISTRATION, "PUT", "/domains/loyalty", {"key_arn": other})[0] == 400


def test_a_ticket_is_shown_to_its_own_account_only(mesh: MeshWorld) -> None:
    _, given = mesh.call(REGISTRATION, "PUT", "/domains/loyalty", {"key_arn": KEY})
    path = f"/tickets/{given['ticket']}"

    assert mesh.call(REGISTRATION, "GET", path)[1]["state"] == "pending"
    assert mesh.call(ANALYST, "GET", path)[0] == 404
    assert ("register", given["ticket"]) in mesh.messages.sent


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_only_its_own_domain_registers_or_deprecates_a_product(
    mesh: MeshWorld, method: str
) -> None:
    body = {"contract": "{}", "digest": "0"}
    path = "/products/loyalty/passengers/1"

    assert mesh.call(REGISTRATION, method, path, body)[0] == 202
    assert mesh.call(OWNER, method, path, body)[0] == 403
    assert mesh.call(REGISTRATION.replace(PRODUCER, CONSUMER), method, path, body)[0] == 403


def test_a_request_is_decided_by_the_owner_alone(mesh: MeshWorld) -> None:
    path = f"/requests/{ask(mesh)['id']}"

    for stranger in (ANALYST, PLATFORM, OWNER.replace("owner", "steward")):
        for decision in ("approve", "deny", "revoke"):
            assert mesh.call(stranger, "POST", f"{path}/{decision}", {"why": "so"})[0] == 403
    assert mesh.call(OWNER, "POST", f"{path}/approve")[1]["state"] == "approved"
    assert mesh.call(OWNER, "POST", f"{path}/approve")[0] == 409


@pytest.mark.parametrize("decider", ["jo@airmesh.example", "Jo@Airmesh.example"])
def test_one_person_in_two_roles_does_not_approve_their_own_request(
    mesh: MeshWorld, decider: str
) -> None:
    asker = "jo@airmesh.example"
    status, made = mesh.call(ANALYST, "POST", "/requests", ASKED, session=asker)
    path = f"/requests/{made['id']}"

    refused = mesh.call(OWNER, "POST", f"{path}/approve", session=decider)

    assert (status, refused[0]) == (201, 403)
    assert "nobody approves their own" in refused[1]["message"]
    assert asker not in refused[1]["message"]
    assert mesh.call(OWNER, "POST", f"{path}/approve", session="kim")[0] == 200
    assert mesh.call(OWNER, "POST", f"{path}/revoke", session=decider)[0] == 200


def test_nobody_asks_for_another_account(mesh: MeshWorld) -> None:
    status, told = mesh.call(OWNER, "POST", "/requests", ASKED)

    assert (status, told["error"]) == (403, "refused")


def test_payload_and_headers_do_not_say_who_calls(mesh: MeshWorld) -> None:
    event = {
        "httpMethod": "POST",
        "path": "/requests/x/approve",
        "headers": {"X-Account-Id": PRODUCER, "Authorization": OWNER},
        "body": json.dumps({"caller": OWNER, "accountId": PRODUCER}),
        "requestContext": {"accountId": GOVERNANCE, "identity": {}},
    }

    assert answer(mesh.router, event)["statusCode"] == 403


def test_requests_and_grants_are_shown_to_both_sides_and_governance_only(mesh: MeshWorld) -> None:
    request_id = ask(mesh)["id"]
    outside = ANALYST.replace(CONSUMER, OUTSIDER)

    for reader in (ANALYST, OWNER, AUDITOR):
        found = mesh.call(reader, "GET", "/requests?state=requested")[1]["requests"]
        assert [each["id"] for each in found] == [request_id]
    assert mesh.call(outside, "GET", "/requests")[1] == {"requests": []}
    assert mesh.call(outside, "GET", "/grants")[1] == {"grants": []}


def test_every_step_of_a_request_is_in_the_trail_and_strangers_do_not_see_it(
    mesh: MeshWorld,
) -> None:
    request_id = ask(mesh)["id"]
    mesh.call(OWNER, "POST", f"/requests/{request_id}/approve", {"why": "fits"})
    path = "/audit?subject=" + request_id

    month = mesh.registry.audit(_this_month())
    assert [(each.actor, each.action) for each in month if each.subject == request_id] == [
        (ANALYST, "request"),
        (OWNER, "approve"),
    ]
    assert mesh.call(ANALYST.replace(CONSUMER, OUTSIDER), "GET", path)[1]["records"] == []


@pytest.mark.parametrize(
    ("caller", "path", "body", "name"),
    [
        (OWNER, "/requests/{id}/deny", {"why": "x" * 501}, "why has 501 characters"),
        (OWNER, "/requests/{id}/approve", {"why": "one\ntwo"}, "why has a line break"),
        (
            OWNER,
            "/requests/{id}/revoke",
            {"why": 5},
            "why is missing in the body; write it as text",
        ),
        (ANALYST, "/requests", ASKED | {"purpose": "x" * 501}, "3 to 500 characters"),
        (
            OWNER,
            "/quarantine/discard",
            {"product": "loyalty/passengers", "file": "f", "reason": "x" * 501},
            "reason has 501 characters",
        ),
    ],
)
def test_a_reason_is_short_and_on_one_line(
    mesh: MeshWorld, caller: str, path: str, body: object, name: str
) -> None:
    request_id = ask(mesh)["id"]

    status, told = mesh.call(caller, "POST", path.format(id=request_id), body)

    assert status == 400
    assert name in told["message"]
    assert mesh.call(OWNER, "GET", "/requests")[1]["requests"][0]["state"] == "requested"


def test_the_trail_is_shown_over_months_and_between_two_days(mesh: MeshWorld) -> None:
    older = replace(
        audit_record(actor=OWNER, action="approve", subject="a1", detail="", accounts=[PRODUCER]),
        at="2026-03-05T08:00:00.000000Z",
    )
    mesh.registry.record(older)

    for query in ("", "?since=2026-03&until=2026-03-05", "?month=2026-03"):
        answered = mesh.call(OWNER, "GET", f"/audit{query}")[1]
        assert [record["at"] for record in answered["records"]] == [older.at], query
        assert answered["earlier"] is False
    assert mesh.call(OWNER, "GET", "/audit?since=2026-03-06")[1]["records"] == []
    assert mesh.call(ANALYST, "GET", "/audit")[1]["records"] == []


def test_links_name_what_the_accounts_roles_may_read(mesh: MeshWorld) -> None:
    request_id = ask(mesh)["id"]
    mesh.call(OWNER, "POST", f"/requests/{request_id}/approve")
    assert mesh.call(ANALYST, "GET", "/links")[1] == {"links": []}

    mesh.publish()
    mesh.run(request_id)
    (link,) = mesh.call(ANALYST, "GET", "/links")[1]["links"]
    assert link == {
        "database": "loyalty",
        "table": "passengers_v1",
        "local_database": "loyalty_shared",
        "roles": [ANALYST],
    }


def test_search_tells_what_has_no_data_yet(mesh: MeshWorld) -> None:
    (found,) = mesh.call(ANALYST, "GET", "/products?search=members")[1]["products"]
    assert (found["product"], found["data"]) == ("loyalty/passengers@1", "not yet published")

    mesh.publish()
    (found,) = mesh.call(ANALYST, "GET", "/products")[1]["products"]
    assert found["data"] == "published"


@pytest.mark.parametrize(
    ("method", "path", "status", "word"),
    [
        ("GET", "/nothing", 404, "no GET /nothing"),
        ("GET", "/products/loyalty/passenger", 404, "did you mean 'loyalty/passengers'"),
        ("GET", "/products/loyalty/passengers?major=9", 404, "it has 1"),
        ("GET", "/requests?state=open", 400, "no state 'open'"),
        ("POST", "/requests/x/approve", 404, "mesh requests"),
        ("POST", "/requests", 400, "product is missing"),
        ("GET", "/files?product=loyalty/passengers", 403, "own account"),
        ("GET", "/audit?month=may", 400, "2027-03"),
    ],
)
def test_an_error_is_one_line_that_names_the_fix(
    mesh: MeshWorld, method: str, path: str, status: int, word: str
) -> None:
    found, told = mesh.call(ANALYST, method, path)

    assert found == status
    assert word in told["message"]
    assert "\n" not in told["message"]


def _this_month() -> str:
    return datetime.now(UTC).strftime("%Y-%m")
