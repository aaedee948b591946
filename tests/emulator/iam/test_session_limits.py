"""Managed policies bound a session, and its transitive tags go on to the sessions after it."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.credentials import Credentials
from tests.emulator.arrange import Json, allow, deny, make_role, policy, trust
from tests.emulator.conftest import CONSUMER, PRODUCER, MakeClient
from tests.emulator.iam.things import session_of

BOTH = {"Action": ["sts:AssumeRole", "sts:TagSession"]}
TEAM = [{"Key": "team", "Value": "one"}]
EVERYTHING = allow(["s3:ListAllMyBuckets", "sqs:ListQueues", "sns:ListTopics"])
MAY_CHAIN = allow(["sts:AssumeRole", "sts:TagSession"])


def root(account: str) -> dict[str, str]:
    return {"AWS": f"arn:aws:iam::{account}:root"}


def assume(client: MakeClient, who: str | Credentials, role: str, **asked: Json) -> Credentials:
    sts = client("sts", who)
    return session_of(sts.assume_role(RoleArn=role, RoleSessionName="session", **asked))


def managed(client: MakeClient, name: str, *statements: Any) -> dict[str, str]:  # noqa: ANN401 - statements
    made = client("iam", PRODUCER).create_policy(
        PolicyName=name, PolicyDocument=policy(*statements)
    )
    return {"arn": made["Policy"]["Arn"]}


def test_managed_and_inline_policies_bound_a_session_together(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "worker", EVERYTHING)
    queues = managed(client, "queues", allow("sqs:ListQueues"))

    session = assume(
        client, PRODUCER, role, PolicyArns=[queues], Policy=policy(allow("s3:ListAllMyBuckets"))
    )

    client("sqs", session).list_queues()
    client("s3", session).list_buckets()
    with pytest.raises(ClientError, match="because no session policy allows the SNS:ListTopics"):
        client("sns", session).list_topics()


def test_a_deny_of_a_managed_policy_bounds_a_session(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "worker", EVERYTHING)
    all_but = managed(client, "all-but", allow("*"), deny("sns:*"))

    session = assume(client, PRODUCER, role, PolicyArns=[all_but])

    client("sqs", session).list_queues()
    with pytest.raises(ClientError, match="with an explicit deny in a session policy"):
        client("sns", session).list_topics()


@pytest.mark.parametrize(
    "arns",
    [[f"arn:aws:iam::{PRODUCER}:policy/none"], ["arn:aws:iam::aws:policy/ReadOnlyAccess"] * 11],
)
def test_a_session_is_bound_by_at_most_ten_policies_that_exist(
    client: MakeClient, arns: list[str]
) -> None:
    role = make_role(client, PRODUCER, "worker", EVERYTHING)

    with pytest.raises(ClientError, match="ValidationError"):
        assume(client, PRODUCER, role, PolicyArns=[{"arn": arn} for arn in arns])


def test_transitive_tags_reach_the_next_session_and_others_do_not(client: MakeClient) -> None:
    first = make_role(client, PRODUCER, "first", MAY_CHAIN, trusts=trust(root(PRODUCER), **BOTH))
    by_team = {"StringEquals": {"aws:PrincipalTag/team": "one"}}
    second = make_role(
        client,
        CONSUMER,
        "second",
        allow("s3:ListAllMyBuckets", Condition=by_team),
        trusts=trust(root(PRODUCER), **BOTH),
    )

    for transitive, served in ((["team"], True), ([], False)):
        session = assume(client, PRODUCER, first, Tags=TEAM, TransitiveTagKeys=transitive)
        chained = client("s3", assume(client, session, second))
        if served:
            chained.list_buckets()
        else:
            with pytest.raises(ClientError, match="AccessDenied"):
                chained.list_buckets()


def test_a_trust_policy_sees_inherited_tags_and_none_is_given_anew(client: MakeClient) -> None:
    first = make_role(client, PRODUCER, "first", MAY_CHAIN, trusts=trust(root(PRODUCER), **BOTH))
    of_team = {"StringEquals": {"aws:RequestTag/team": "one"}}
    trusts = trust(root(PRODUCER), **BOTH, Condition=of_team)
    second = make_role(client, CONSUMER, "second", trusts=trusts)
    session = assume(client, PRODUCER, first, Tags=TEAM, TransitiveTagKeys=["team"])

    assert assume(client, session, second)

    with pytest.raises(ClientError, match="InvalidParameterValue"):
        assume(client, session, second, Tags=[{"Key": "Team", "Value": "two"}])


def test_only_a_tag_that_is_given_can_be_transitive(client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "first", trusts=trust(root(PRODUCER), **BOTH))

    with pytest.raises(ClientError, match="InvalidParameterValue"):
        assume(client, PRODUCER, role, Tags=TEAM, TransitiveTagKeys=["cost"])


def test_a_trust_policy_says_which_tags_may_be_transitive(client: MakeClient) -> None:
    only = {"ForAllValues:StringEquals": {"sts:TransitiveTagKeys": ["cost"]}}
    role = make_role(client, PRODUCER, "first", trusts=trust({"AWS": "*"}, **BOTH, Condition=only))
    caller = make_role(client, PRODUCER, "caller")

    assert assume(client, caller, role, Tags=TEAM)
    with pytest.raises(ClientError, match="AccessDenied"):
        assume(client, caller, role, Tags=TEAM, TransitiveTagKeys=["team"])
