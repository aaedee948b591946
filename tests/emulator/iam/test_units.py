"""Policies of units bound the accounts below them, level by level from the root down."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from emulator.accounts import Seed, SeedError, Unit
from tests.emulator.arrange import Json, allow, deny, make_bucket, make_role, policy, trust
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER, MakeClient
from tests.emulator.iam.test_organisation import MANAGEMENT, ORGANISATION, RCP, SCP, attached

UPPER, LOWER = "ou-mesh-00000001", "ou-mesh-00000002"
NO_QUEUES = attached(SCP, deny("sqs:CreateQueue"), UPPER)
ONLY_TOPICS = attached(SCP, allow("sns:*"), LOWER)
CLOSED = attached(RCP, {**deny("s3:GetObject"), "Principal": "*"}, UPPER)


@pytest.fixture
def seed() -> Seed:
    units = (
        Unit(id=UPPER, parent="root", accounts=frozenset({CONSUMER})),
        Unit(id=LOWER, parent=UPPER, accounts=frozenset({PRODUCER})),
    )
    return Seed(
        organisation=replace(
            ORGANISATION,
            units=units,
            policies=(NO_QUEUES, ONLY_TOPICS, CLOSED),
            without_full_access=frozenset({LOWER}),
        )
    )


@pytest.mark.parametrize("account", [CONSUMER, PRODUCER])
def test_a_deny_of_a_unit_reaches_every_account_below_it(client: MakeClient, account: str) -> None:
    with pytest.raises(ClientError, match="with an explicit deny in a service control policy"):
        client("sqs", account).create_queue(QueueName="q")


def test_an_account_beside_a_unit_is_free_of_it(client: MakeClient) -> None:
    assert client("sqs", GOVERNANCE).create_queue(QueueName="q")["QueueUrl"]


def test_what_one_level_does_not_allow_none_below_it_can(client: MakeClient) -> None:
    assert client("sns", PRODUCER).list_topics()["Topics"] == []
    assert client("ssm", CONSUMER).describe_parameters()["Parameters"] == []

    with pytest.raises(ClientError, match="because no service control policy allows the ssm"):
        client("ssm", PRODUCER).describe_parameters()


def test_a_resource_policy_of_a_unit_guards_what_its_accounts_own(client: MakeClient) -> None:
    zone, open_zone = (make_bucket(client, who, f"zone{who}") for who in (CONSUMER, GOVERNANCE))
    for s3, name in ((zone, f"zone{CONSUMER}"), (open_zone, f"zone{GOVERNANCE}")):
        s3.put_object(Bucket=name, Key="k", Body=b"x")

    assert open_zone.get_object(Bucket=f"zone{GOVERNANCE}", Key="k")["Body"].read() == b"x"

    with pytest.raises(ClientError, match="with an explicit deny in a resource control policy"):
        zone.get_object(Bucket=f"zone{CONSUMER}", Key="k")


@pytest.mark.parametrize(("path", "allowed"), [(f"{UPPER}/", True), (f"{LOWER}/*", False)])
def test_a_condition_asks_for_the_path_of_a_caller(
    client: MakeClient, path: str, *, allowed: bool
) -> None:
    inside = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": f"o-airmesh0001/r-root/{path}"}}
    role = make_role(client, GOVERNANCE, "target", trusts=trust({"AWS": "*"}, Condition=inside))
    caller = make_role(client, CONSUMER, "caller", allow("sts:AssumeRole"))
    sts = client("sts", caller)

    if allowed:
        assert sts.assume_role(RoleArn=role, RoleSessionName="session")["Credentials"]
    else:
        with pytest.raises(ClientError, match="AccessDenied"):
            sts.assume_role(RoleArn=role, RoleSessionName="session")


@pytest.mark.parametrize(
    ("units", "told"),
    [
        ([{"id": "unit", "parent": "root"}], "must look like"),
        ([{"id": UPPER, "parent": LOWER}], "after its parent"),
        ([{"id": UPPER, "parent": "root"}] * 2, "comes once"),
        ([{"id": UPPER, "parent": "root", "accounts": [GOVERNANCE]}], "are members"),
        (
            [
                {"id": UPPER, "parent": "root", "accounts": [PRODUCER]},
                {"id": LOWER, "parent": UPPER, "accounts": [PRODUCER]},
            ],
            "each in one unit",
        ),
    ],
)
def test_a_seed_with_a_broken_unit_is_refused(tmp_path: Path, units: Json, told: str) -> None:
    entry = {"id": "o-airmesh0001", "management_account": MANAGEMENT, "members": [PRODUCER]}
    path = tmp_path / "seed.json"
    path.write_text(json.dumps({"organisation": {**entry, "units": units}}), encoding="utf-8")

    with pytest.raises(SeedError, match=told):
        Seed.from_file(path)


def test_a_seed_lists_units_and_what_is_attached_to_them(tmp_path: Path) -> None:
    unit = {"id": UPPER, "parent": "root", "accounts": [PRODUCER]}
    guard = {"name": "guard", "type": SCP, "targets": [UPPER], "document": json.loads(policy())}
    entry = {"id": "o-airmesh0001", "management_account": MANAGEMENT, "members": [PRODUCER]}
    path = tmp_path / "seed.json"
    content = {"organisation": {**entry, "units": [unit], "policies": [guard]}}
    path.write_text(json.dumps(content), encoding="utf-8")

    organisation = Seed.from_file(path).organisation

    assert organisation.above(PRODUCER) == ("root", UPPER)
    assert organisation.policies[0].targets == {UPPER}
