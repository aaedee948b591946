"""Policies of the organisation bound its member accounts and what is theirs, and nobody else."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from emulator.accounts import Organisation, OrganisationPolicy, PolicyKind, Seed, SeedError
from tests.emulator.arrange import Json, Statement, allow, deny, make_bucket, make_role, policy
from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER, PRODUCER, MakeClient

MANAGEMENT = "100000000000"
SCP: PolicyKind = "SERVICE_CONTROL_POLICY"
RCP: PolicyKind = "RESOURCE_CONTROL_POLICY"
ORGANISATION = Organisation(
    id="o-airmesh0001",
    management_account=MANAGEMENT,
    members=frozenset({GOVERNANCE, PRODUCER, CONSUMER}),
)


def attached(kind: PolicyKind, statement: Statement, *targets: str) -> OrganisationPolicy:
    return OrganisationPolicy(
        name="guard", kind=kind, targets=frozenset(targets), document=policy(statement)
    )


OURS = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-airmesh0001"}}
NO_QUEUES = attached(SCP, deny("sqs:CreateQueue"), "root")
ONLY_ORGANISATION = attached(RCP, {**deny("s3:*", Condition=OURS), "Principal": "*"}, "root")
ONLY_SSM = attached(SCP, allow("ssm:*"), PRODUCER)


@pytest.fixture
def seed() -> Seed:
    policies = (NO_QUEUES, ONLY_ORGANISATION, ONLY_SSM)
    return Seed(
        organisation=replace(
            ORGANISATION, policies=policies, without_full_access=frozenset({PRODUCER})
        )
    )


@pytest.mark.parametrize(
    ("who", "refused"), [(CONSUMER, True), (MANAGEMENT, False), (OUTSIDER, False)]
)
def test_a_service_control_policy_stops_members_and_their_administrators(
    client: MakeClient, who: str, *, refused: bool
) -> None:
    sqs = client("sqs", who)

    if refused:
        told = "with an explicit deny in a service control policy"
        with pytest.raises(ClientError, match=told):
            sqs.create_queue(QueueName="q")
    else:
        assert sqs.create_queue(QueueName="q")["QueueUrl"]


def test_what_no_service_control_policy_allows_is_refused(client: MakeClient) -> None:
    client("ssm", PRODUCER).put_parameter(Name="a", Value="v", Type="String")

    with pytest.raises(ClientError, match="because no service control policy allows the SNS:List"):
        client("sns", PRODUCER).list_topics()


def test_a_resource_control_policy_stops_whom_a_bucket_lets_in(client: MakeClient) -> None:
    opened = policy(allow("s3:GetObject", "arn:aws:s3:::zone/*", Principal="*"))
    zone = make_bucket(client, CONSUMER, "zone")
    zone.delete_public_access_block(Bucket="zone")
    zone.put_bucket_policy(Bucket="zone", Policy=opened)
    zone.put_object(Bucket="zone", Key="k", Body=b"x")
    reader = make_role(client, GOVERNANCE, "reader", allow("s3:GetObject"))
    stranger = make_role(client, OUTSIDER, "stranger", allow("s3:GetObject"))

    assert client("s3", reader).get_object(Bucket="zone", Key="k")["Body"].read() == b"x"

    with pytest.raises(ClientError, match="Access Denied"):
        client("s3", stranger).get_object(Bucket="zone", Key="k")


Change = Callable[[dict[str, Json]], object]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda p: p.update(type="TAG_POLICY"), "a type of"),
        (lambda p: p.update(targets=["ou-1"]), "12-digit"),
        (lambda p: p.update(document={"Statement": [{"Effect": "Deny"}]}), "Action"),
        (lambda p: p["document"]["Statement"][0].update(Effect="Allow"), "only denies"),
    ],
)
def test_a_seed_with_a_broken_policy_is_refused(tmp_path: Path, change: Change, told: str) -> None:
    one: dict[str, Json] = {
        "name": "guard",
        "type": RCP,
        "targets": ["root", PRODUCER],
        "document": {"Statement": [{**deny("s3:*"), "Principal": "*"}]},
    }
    entry = {"id": "o-airmesh0001", "management_account": MANAGEMENT, "members": [PRODUCER]}
    path = tmp_path / "seed.json"
    path.write_text(json.dumps({"organisation": {**entry, "policies": [one]}}), encoding="utf-8")
    assert Seed.from_file(path).organisation.policies[0].targets == {"root", PRODUCER}

    change(one)
    path.write_text(json.dumps({"organisation": {**entry, "policies": [one]}}), encoding="utf-8")

    with pytest.raises(SeedError, match=told):
        Seed.from_file(path)
