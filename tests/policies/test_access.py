"""Actions are named, strangers refused, roles named by condition, functions act as themselves."""

from typing import Any

import pytest

from policies.rules import (
    actions_named,
    grants_by_decision,
    roles_by_condition,
    roles_own,
    strangers_refused,
)
from tests.policies.templates import broken, of, policy, statement, template

ROLE = "AWS::IAM::Role"
OURS = {"StringEquals": {"aws:PrincipalOrgID": "o-airmesh0001"}}


def role(**changes: Any) -> dict[str, Any]:  # noqa: ANN401
    document = policy(statement(**changes))
    return of(ROLE, Policies=[{"PolicyName": "own", "PolicyDocument": document}])


def test_named_actions_pass() -> None:
    assert broken(actions_named.RULE, template(R=role())) == []


@pytest.mark.parametrize("action", ["*", "s3:*", "s3:Get*", ["s3:GetObject", "kms:*"]])
def test_an_action_by_pattern_is_found(action: object) -> None:
    assert broken(actions_named.RULE, template(R=role(Action=action))) == ["R"]


def test_all_actions_but_some_are_found() -> None:
    made = template(R=role(Action=[], NotAction=["iam:*"]))

    assert broken(actions_named.RULE, made) == ["R"]


def test_a_denied_pattern_passes() -> None:
    assert broken(actions_named.RULE, template(R=role(Effect="Deny", Action="s3:*"))) == []


@pytest.mark.parametrize("kind", ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"])
def test_policies_of_their_own_are_looked_at_too(kind: str) -> None:
    made = template(P=of(kind, PolicyDocument=policy(statement(Action="s3:*"))))

    assert broken(actions_named.RULE, made) == ["P"]


RESOURCES = [
    ("AWS::S3::BucketPolicy", "PolicyDocument"),
    ("AWS::SQS::QueuePolicy", "PolicyDocument"),
    ("AWS::SNS::TopicPolicy", "PolicyDocument"),
    ("AWS::KMS::Key", "KeyPolicy"),
    ("AWS::IAM::Role", "AssumeRolePolicyDocument"),
    ("AWS::ApiGateway::RestApi", "Policy"),
]


@pytest.mark.parametrize(("kind", "field"), RESOURCES)
@pytest.mark.parametrize("principal", ["*", {"AWS": "*"}, {"AWS": ["111122223333", "*"]}])
def test_everybody_is_found_everywhere(kind: str, field: str, principal: object) -> None:
    made = template(P=of(kind, **{field: policy(statement(Principal=principal))}))

    assert broken(strangers_refused.RULE, made) == ["P"]


def test_everybody_on_an_event_bus_is_found() -> None:
    made = of("AWS::Events::EventBusPolicy", Statement=statement(Principal="*"))

    assert broken(strangers_refused.RULE, template(P=made)) == ["P"]


def test_all_principals_but_some_are_found() -> None:
    made = of(ROLE, AssumeRolePolicyDocument=policy(statement(NotPrincipal={"AWS": "1"})))

    assert broken(strangers_refused.RULE, template(P=made)) == ["P"]


@pytest.mark.parametrize(
    "made",
    [
        statement(Principal={"AWS": "*"}, Condition=OURS),
        statement(Principal={"AWS": "arn:aws:iam::111122223333:root"}),
        statement(Principal={"Service": "lambda.amazonaws.com"}),
        statement(Principal="*", Effect="Deny"),
    ],
)
def test_the_organisation_accounts_and_services_pass(made: dict[str, Any]) -> None:
    resource = of(ROLE, AssumeRolePolicyDocument=policy(made))

    assert broken(strangers_refused.RULE, template(P=resource)) == []


@pytest.mark.parametrize(
    "condition",
    [
        {"StringNotEquals": {"aws:PrincipalOrgID": "o-airmesh0001"}},
        {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-airmesh0001"}},
        {"Bool": {"aws:SecureTransport": "true"}},
    ],
)
def test_a_condition_that_lets_strangers_in_is_found(condition: dict[str, Any]) -> None:
    made = statement(Principal="*", Condition=condition)
    resource = of(ROLE, AssumeRolePolicyDocument=policy(made))

    assert broken(strangers_refused.RULE, template(P=resource)) == ["P"]


@pytest.mark.parametrize("name", ["role/mesh-scanner", "user/somebody"])
def test_a_role_as_principal_is_found(name: str) -> None:
    made = statement(Principal={"AWS": f"arn:aws:iam::111122223333:{name}"})
    resource = of("AWS::S3::BucketPolicy", PolicyDocument=policy(made))

    assert broken(roles_by_condition.RULE, template(P=resource)) == ["P"]


def test_a_role_by_condition_passes() -> None:
    condition = {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/r"}}
    made = statement(Principal={"AWS": "arn:aws:iam::111122223333:root"}, Condition=condition)
    resource = of("AWS::S3::BucketPolicy", PolicyDocument=policy(made))

    assert broken(roles_by_condition.RULE, template(P=resource)) == []


def function(role_id: str) -> dict[str, Any]:
    return of("AWS::Lambda::Function", Role={"Fn::GetAtt": [role_id, "Arn"]})


def test_functions_with_roles_of_their_own_pass() -> None:
    made = template(F=function("A"), G=function("B"))

    assert broken(roles_own.RULE, made) == []


def test_functions_that_share_a_role_are_found() -> None:
    made = template(F=function("A"), G=function("A"))

    assert broken(roles_own.RULE, made) == ["F", "G"]


def test_a_role_from_elsewhere_is_found() -> None:
    made = of("AWS::Lambda::Function", Role="arn:aws:iam::111122223333:role/shared")

    assert broken(roles_own.RULE, template(F=made)) == ["F"]


def grant(**changes: object) -> dict[str, Any]:
    properties = {
        "Principal": {"DataLakePrincipalIdentifier": "arn:aws:iam::111122223333:role/r"},
        "Permissions": ["DESCRIBE"],
        "PermissionsWithGrantOption": [],
    }
    return of("AWS::LakeFormation::PrincipalPermissions", **{**properties, **changes})


def test_describing_passes() -> None:
    assert broken(grants_by_decision.RULE, template(G=grant())) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"Permissions": ["SELECT"]},
        {"Permissions": ["ALL"]},
        {"PermissionsWithGrantOption": ["DESCRIBE"]},
        {"Principal": {"DataLakePrincipalIdentifier": "111122223333"}},
        {"Principal": {"DataLakePrincipalIdentifier": "IAM_ALLOWED_PRINCIPALS"}},
    ],
)
def test_a_grant_that_nobody_decided_is_found(changes: dict[str, object]) -> None:
    assert broken(grants_by_decision.RULE, template(G=grant(**changes))) == ["G"]
