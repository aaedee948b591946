"""Only whom a role's trust policy names becomes that role, and not for ever."""

import time

import pytest
from botocore.exceptions import ClientError

from emulator.api import AwsError
from emulator.cloud import Cloud
from emulator.credentials import Credentials
from tests.emulator.arrange import Json, allow, make_bucket, make_role, policy, trust
from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER, PRODUCER, MakeClient

ORGANISATION = {"StringEquals": {"aws:PrincipalOrgID": "o-airmesh0001"}}


def root(account: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account}:root"}


def assume(client: MakeClient, who: str, role: str, **more: Json) -> Credentials:
    answer = client("sts", who).assume_role(RoleArn=role, RoleSessionName="me", **more)
    given = answer["Credentials"]
    return Credentials(
        access_key=given["AccessKeyId"],
        secret_key=given["SecretAccessKey"],
        session_token=given["SessionToken"],
    )


def test_a_session_is_known_by_role_and_name(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "owner", Path="/people/")

    identity = client("sts", assume(client, PRODUCER, role)).get_caller_identity()

    assert identity["Arn"] == f"arn:aws:sts::{PRODUCER}:assumed-role/owner/me"


@pytest.mark.parametrize(
    ("trusts", "who", "asked", "becomes"),
    [
        (trust(root(PRODUCER)), PRODUCER, {}, True),
        (trust(root(PRODUCER)), CONSUMER, {}, False),
        (trust(root(CONSUMER)), CONSUMER, {}, True),
        (trust({"AWS": "*"}, Condition=ORGANISATION), CONSUMER, {}, True),
        (trust({"AWS": "*"}, Condition=ORGANISATION), OUTSIDER, {}, False),
        (trust({"Service": "lambda.amazonaws.com"}), PRODUCER, {}, False),
        (
            trust(root(CONSUMER), Condition={"StringEquals": {"sts:ExternalId": "word"}}),
            CONSUMER,
            {"ExternalId": "word"},
            True,
        ),
        (
            trust(root(CONSUMER), Condition={"StringEquals": {"sts:ExternalId": "word"}}),
            CONSUMER,
            {},
            False,
        ),
        (
            trust(root(CONSUMER), Condition={"StringEquals": {"sts:ExternalId": "word"}}),
            CONSUMER,
            {"ExternalId": "other"},
            False,
        ),
    ],
)
def test_the_trust_policy_decides(
    client: MakeClient, trusts: str, who: str, asked: dict[str, str], *, becomes: bool
) -> None:
    role = make_role(client, PRODUCER, "target", trusts=trusts)

    if becomes:
        assert assume(client, who, role, **asked)
    else:
        with pytest.raises(ClientError, match="AccessDenied"):
            assume(client, who, role, **asked)


def test_a_condition_on_the_callers_role_holds_for_that_role_only(client: MakeClient) -> None:
    mine = f"arn:aws:iam::{GOVERNANCE}:role/mesh-reconciler"
    trusts = trust(root(GOVERNANCE), Condition={"ArnEquals": {"aws:PrincipalArn": mine}})
    role = make_role(client, CONSUMER, "target", trusts=trusts)
    may = allow("sts:AssumeRole", role)
    reconciler = make_role(client, GOVERNANCE, "mesh-reconciler", may)
    other = make_role(client, GOVERNANCE, "mesh-api", may)

    assert assume(client, reconciler, role)
    with pytest.raises(ClientError, match="AccessDenied"):
        assume(client, other, role)


def test_across_accounts_the_caller_needs_its_own_permission_too(client: MakeClient) -> None:
    role = make_role(client, CONSUMER, "target", trusts=trust(root(GOVERNANCE)))
    caller = make_role(client, GOVERNANCE, "nobody")

    with pytest.raises(ClientError, match="no identity-based policy allows"):
        assume(client, caller, role)


def test_a_deny_in_the_trust_policy_denies(client: MakeClient) -> None:
    statement = {"Principal": root(PRODUCER), "Action": "sts:AssumeRole"}
    trusts = policy({"Effect": "Allow", **statement}, {"Effect": "Deny", **statement})
    role = make_role(client, PRODUCER, "target", trusts=trusts)

    with pytest.raises(ClientError, match="explicit deny"):
        assume(client, PRODUCER, role)


def test_a_role_that_does_not_exist_is_refused_not_confirmed(client: MakeClient) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        assume(client, PRODUCER, f"arn:aws:iam::{CONSUMER}:role/none")


def test_a_session_policy_bounds_the_session(client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone").put_object(Bucket="zone", Key="a/1", Body=b"x")
    role = make_role(client, PRODUCER, "reader", allow("s3:*", "arn:aws:s3:::zone/*"))
    bound = policy(allow("s3:GetObject", "arn:aws:s3:::zone/b/*"))
    session = assume(client, PRODUCER, role, Policy=bound)

    with pytest.raises(ClientError, match="no session policy allows"):
        client("s3", session).get_object(Bucket="zone", Key="a/1")


def test_an_expired_session_is_told_so(cloud: Cloud, client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "reader")
    session = cloud.session(role, "short", seconds=0.01)
    time.sleep(0.02)

    with pytest.raises(ClientError, match="ExpiredToken"):
        client("sts", session).get_caller_identity()


def test_sessions_end_with_their_role(cloud: Cloud, client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone")
    role = make_role(client, PRODUCER, "reader")
    session = cloud.session(role, "s")
    client("iam", PRODUCER).delete_role(RoleName="reader")

    with pytest.raises(ClientError, match="InvalidAccessKeyId"):
        client("s3", session).list_objects_v2(Bucket="zone")


def test_engines_get_no_session_of_a_role_that_does_not_exist(cloud: Cloud) -> None:
    with pytest.raises(AwsError, match="NoSuchEntity"):
        cloud.session(f"arn:aws:iam::{PRODUCER}:role/none", "s")


def test_a_session_lasts_no_longer_than_the_role_says(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "reader")

    with pytest.raises(ClientError, match="ValidationError"):
        assume(client, PRODUCER, role, DurationSeconds=3601)


def test_a_session_is_tagged_only_where_the_trust_policy_allows_it(client: MakeClient) -> None:
    tags = [{"Key": "engine", "Value": "one"}]
    plain = make_role(client, PRODUCER, "plain", trusts=trust(root(CONSUMER)))
    with pytest.raises(ClientError, match="sts:TagSession"):
        assume(client, CONSUMER, plain, Tags=tags)

    both = trust(root(CONSUMER), Action=["sts:AssumeRole", "sts:TagSession"])
    tagged = make_role(client, PRODUCER, "tagged", trusts=both)

    assert assume(client, CONSUMER, tagged, Tags=tags)
    with pytest.raises(ClientError, match="Duplicate tag keys"):
        assume(client, CONSUMER, tagged, Tags=[*tags, {"Key": "Engine", "Value": "two"}])


def test_a_sessions_tag_counts_in_conditions(client: MakeClient) -> None:
    both = trust(root(PRODUCER), Action=["sts:AssumeRole", "sts:TagSession"])
    known = {"StringEquals": {"aws:PrincipalTag/engine": "one"}}
    may = allow("s3:ListAllMyBuckets", Condition=known)
    role = make_role(client, PRODUCER, "engine", may, trusts=both)

    for value, served in (("one", True), ("two", False)):
        session = assume(client, PRODUCER, role, Tags=[{"Key": "engine", "Value": value}])
        if served:
            client("s3", session).list_buckets()
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                client("s3", session).list_buckets()
