"""An explicit deny wins; otherwise every side that has a say must allow."""

import json

import pytest

from emulator.iam.decision import PolicySet
from emulator.iam.documents import Policy, read_policy
from emulator.iam.errors import PolicyError
from tests.emulator.arrange import Json, Statement, allow, deny
from tests.emulator.iam.deciding import (
    ADMINISTRATOR,
    ALLOWS,
    EVENTS,
    HERE,
    NOTHING,
    ROLE,
    SESSION,
    THERE,
    ask,
    document,
    named,
)


@pytest.mark.parametrize(
    ("identity", "resource", "allowed"),
    [
        (ALLOWS, None, True),
        (NOTHING, None, False),
        (NOTHING, named({"AWS": ROLE}), True),
        (NOTHING, named({"AWS": SESSION}), True),
        (NOTHING, named("*"), True),
        (NOTHING, named({"AWS": HERE}), False),
        (ALLOWS, named({"AWS": HERE}), True),
        (ALLOWS, named({"AWS": ROLE}, deny("s3:GetObject")), False),
        (ALLOWS, named({"AWS": f"{ROLE}2"}, deny("*")), True),
    ],
)
def test_within_an_account_one_side_is_enough(
    identity: tuple[Policy, ...], resource: Policy | None, *, allowed: bool
) -> None:
    assert ask(PolicySet(identity=identity, resource=resource)).allowed is allowed


@pytest.mark.parametrize(
    ("identity", "resource", "allowed"),
    [
        (ALLOWS, None, False),
        (ALLOWS, named({"AWS": ROLE}), True),
        (ALLOWS, named({"AWS": HERE}), True),
        (ALLOWS, named({"AWS": f"arn:aws:iam::{HERE}:root"}), True),
        (ALLOWS, named({"AWS": THERE}), False),
        (NOTHING, named({"AWS": ROLE}), False),
        (NOTHING, named({"AWS": SESSION}), False),
        ((document(deny("s3:Get*")), *ALLOWS), named({"AWS": ROLE}), False),
    ],
)
def test_across_accounts_both_sides_must_allow(
    identity: tuple[Policy, ...], resource: Policy | None, *, allowed: bool
) -> None:
    answer = ask(PolicySet(identity=identity, resource=resource), owner=THERE)

    assert answer.allowed is allowed


@pytest.mark.parametrize(
    ("identity", "resource", "allowed"),
    [
        (ALLOWS, None, False),
        (ALLOWS, named({"AWS": HERE}), True),
        (NOTHING, named({"AWS": HERE}), False),
        (NOTHING, named({"AWS": ROLE}), True),
        (ALLOWS, named({"AWS": THERE}), False),
    ],
)
def test_a_keys_or_roles_own_policy_is_the_authority(
    identity: tuple[Policy, ...], resource: Policy | None, *, allowed: bool
) -> None:
    policies = PolicySet(identity=identity, resource=resource, resource_decides=True)

    assert ask(policies).allowed is allowed


@pytest.mark.parametrize(
    ("boundary", "session", "allowed"),
    [
        (document(allow("s3:*")), None, True),
        (document(allow("glue:*")), None, False),
        (None, document(allow("s3:GetObject", "arn:aws:s3:::zone/a/*")), True),
        (None, document(allow("s3:GetObject", "arn:aws:s3:::zone/c/*")), False),
        (document(allow("s3:*"), deny("s3:GetObject")), None, False),
        (document(allow("s3:*")), document(allow("glue:*")), False),
    ],
)
def test_boundary_and_session_policy_only_take_away(
    boundary: Policy | None, session: Policy | None, *, allowed: bool
) -> None:
    policies = PolicySet(identity=ALLOWS, boundary=boundary, session=session)

    assert ask(policies).allowed is allowed


def test_a_boundary_alone_gives_nothing() -> None:
    assert not ask(PolicySet(boundary=document(allow("*")))).allowed


def test_a_boundary_limits_what_a_resource_gives_to_the_role() -> None:
    resource = named({"AWS": ROLE})
    boundary = document(allow("glue:*"))

    assert not ask(PolicySet(boundary=boundary, resource=resource)).allowed


@pytest.mark.parametrize("everyone", ["*", {"AWS": "*"}])
def test_nothing_but_a_deny_bounds_what_a_resource_gives_to_everyone(everyone: Json) -> None:
    # IAM user guide, "AWS JSON policy elements: Principal": a wildcard, also with a condition on
    # aws:PrincipalArn, names the session itself.
    resource, narrow = named(everyone), document(allow("glue:*"))

    assert ask(PolicySet(boundary=narrow, session=narrow, resource=resource)).allowed
    assert not ask(PolicySet(session=document(deny("s3:*")), resource=resource)).allowed


def test_only_the_new_version_of_the_language_has_variables() -> None:
    own = allow("*", "arn:aws:s3:::${aws:PrincipalTag/zone}/*")
    text = json.dumps({"Version": "2008-10-17", "Statement": [own]})
    old = read_policy(text, name="old")
    context = {"aws:principaltag/zone": "zone"}

    assert ask(PolicySet(identity=(document(own),)), context=context).allowed
    assert not ask(PolicySet(identity=(old,)), context=context).allowed


def test_a_version_that_does_not_exist_is_told() -> None:
    with pytest.raises(PolicyError, match="Version is '2020-01-01'"):
        read_policy('{"Version": "2020-01-01", "Statement": []}', name="p")


@pytest.mark.parametrize("field", ["NotPrincipal", "Resource", "NotResource"])
def test_a_trust_policy_has_fields_of_its_own(field: str) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole", field: "*"}

    with pytest.raises(PolicyError, match=f"prohibited field {field}"):
        document(statement, kind="trust")


def test_an_administrator_needs_no_policy_but_obeys_a_resources_deny() -> None:
    assert ask(PolicySet(), principal=ADMINISTRATOR).allowed
    refusing = PolicySet(resource=named("*", deny("s3:GetObject")))

    assert not ask(refusing, principal=ADMINISTRATOR).allowed


def test_a_service_needs_the_resources_word() -> None:
    assert not ask(PolicySet(), principal=EVENTS).allowed
    assert not ask(PolicySet(resource=named({"AWS": HERE})), principal=EVENTS).allowed

    allowing = PolicySet(resource=named({"Service": "events.amazonaws.com"}))
    assert ask(allowing, principal=EVENTS).allowed


@pytest.mark.parametrize(
    ("statement", "applies"),
    [
        (allow("S3:getobject"), True),
        (allow("s3:Get?bject"), True),
        (allow("s3:GetObj.ct"), False),
        (allow("s3:Get"), False),
        (allow("*", "arn:aws:s3:::zone/*.csv"), True),
        (allow("*", "arn:aws:s3:::zone/?"), False),
        ({"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}, False),
        ({"Effect": "Allow", "NotAction": "glue:*", "Resource": "*"}, True),
        ({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::zone/*"}, False),
        ({"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::other/*"}, True),
        (allow("*", "arn:aws:s3:::${aws:PrincipalAccount}/*"), False),
        (allow("*", "arn:aws:s3"), True),
        (allow("*", "arn:aws:s3:::zone"), False),
        (allow("*", "arn:aws:sqs"), False),
        (allow("*", "arn:aws:s3:::${aws:PrincipalTag/zone, 'zone'}/*"), True),
    ],
)
def test_actions_and_resources_match_as_in_iam(statement: Statement, *, applies: bool) -> None:
    context = {"aws:principalaccount": HERE}

    answer = ask(PolicySet(identity=(document(statement),)), context=context)

    assert answer.allowed is applies


def test_a_deny_with_not_resource_denies_everything_else() -> None:
    lock = {"Effect": "Deny", "Action": "*", "NotResource": "arn:aws:s3:::other/*"}

    assert not ask(PolicySet(identity=(document(lock), *ALLOWS))).allowed


@pytest.mark.parametrize(
    ("names", "spared"),
    [
        ((HERE, ROLE, SESSION), True),
        ((f"arn:aws:iam::{HERE}:root", ROLE, SESSION), True),
        ((ROLE,), False),
        ((HERE,), False),
        ((HERE, ROLE), False),
        ((HERE, f"{ROLE}2", SESSION), False),
    ],
)
def test_a_deny_with_not_principal_spares_who_is_named_with_account_role_and_session(
    names: tuple[str, ...], *, spared: bool
) -> None:
    lock = document({**deny("*"), "NotPrincipal": {"AWS": list(names)}}, kind="resource")

    assert ask(PolicySet(identity=ALLOWS, resource=lock)).allowed is spared


def test_a_deny_with_not_principal_never_spares_who_has_a_boundary() -> None:
    names = [HERE, ROLE, SESSION]
    lock = document({**deny("*"), "NotPrincipal": {"AWS": names}}, kind="resource")
    boundary = document(allow("*"))

    assert not ask(PolicySet(identity=ALLOWS, resource=lock, boundary=boundary)).allowed


@pytest.mark.parametrize(
    ("policies", "reason"),
    [
        (PolicySet(), "because no identity-based policy allows the s3:GetObject action"),
        (
            PolicySet(identity=ALLOWS, boundary=document(allow("sqs:*"))),
            "because no permissions boundary allows the s3:GetObject action",
        ),
        (
            PolicySet(identity=ALLOWS, session=document(allow("sqs:*"))),
            "because no session policy allows the s3:GetObject action",
        ),
        (
            PolicySet(identity=ALLOWS, boundary=document(deny("s3:*"))),
            "with an explicit deny in a permissions boundary",
        ),
        (
            PolicySet(identity=ALLOWS, session=document(deny("s3:*"))),
            "with an explicit deny in a session policy",
        ),
        (
            PolicySet(identity=ALLOWS, resource_decides=True),
            "because no resource-based policy allows the s3:GetObject action",
        ),
    ],
)
def test_a_refusal_says_which_policy_as_aws_does(policies: PolicySet, reason: str) -> None:
    assert ask(policies).reason == reason


def test_a_decision_names_the_statement_that_decided() -> None:
    policy = document(allow("s3:*"), deny("s3:Get*", Sid="NoReads"), name="Reader/inline")

    answer = ask(PolicySet(identity=(policy,)))

    assert answer.statement == "Reader/inline, statement NoReads"
    assert answer.reason == "with an explicit deny in an identity-based policy"


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        ({"Effect": "Maybe", "Action": "*", "Resource": "*"}, "Effect is 'Maybe'"),
        ({"Effect": "Allow", "Resource": "*"}, "either Action or NotAction"),
        ({"Effect": "Allow", "Action": "*"}, "either Resource or NotResource"),
        ({**allow("*"), "Principal": "*"}, "prohibited field Principal"),
        (allow("GetObject"), "prefaced by a vendor"),
        ({**allow("*"), "Sid": "read all"}, "must be alpha-numeric"),
        ({**allow("*"), "Conditions": {}}, "unknown field Conditions"),
        ({**allow("*"), "Condition": {"StringIs": {"a": "b"}}}, "'StringIs' does not exist"),
    ],
)
def test_what_is_not_understood_is_told(broken: Statement, told: str) -> None:
    with pytest.raises(PolicyError, match=told):
        document(broken)


def test_an_unknown_condition_key_is_told_when_the_statement_would_apply() -> None:
    asks = document(allow("s3:*", Condition={"StringEquals": {"aws:SourceVpc": "y"}}))

    with pytest.raises(PolicyError, match="aws:SourceVpc"):
        ask(PolicySet(identity=(asks,)))
