"""Every policy statement of a template, wherever it stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.rule import Template

_DOCUMENTS = {
    "AWS::IAM::ManagedPolicy": ["PolicyDocument"],
    "AWS::IAM::Policy": ["PolicyDocument"],
    "AWS::IAM::Role": ["AssumeRolePolicyDocument"],
    "AWS::KMS::Key": ["KeyPolicy"],
    "AWS::S3::BucketPolicy": ["PolicyDocument"],
    "AWS::SQS::QueuePolicy": ["PolicyDocument"],
    "AWS::SNS::TopicPolicy": ["PolicyDocument"],
    "AWS::ApiGateway::RestApi": ["Policy"],
    "AWS::ECR::Repository": ["RepositoryPolicyText"],
}
IDENTITY = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy")


@dataclass(frozen=True)
class Found:
    """A statement and where it stands.

    Attributes:
        identity: whether it is attached to who acts, and not to what is acted on.
    """

    logical_id: str
    where: str
    statement: Mapping[str, Any]
    identity: bool

    @property
    def allows(self) -> bool:
        """Whether it allows."""
        return bool(self.statement.get("Effect") == "Allow")

    @property
    def actions(self) -> list[str]:
        """Its actions."""
        return _as_list(self.statement.get("Action", []))

    @property
    def principals(self) -> list[str]:
        """Its AWS principals: ``*``, accounts and roles; services left out."""
        principal = self.statement.get("Principal", {})
        if isinstance(principal, str):
            return [principal]
        return _as_list(principal.get("AWS", []))

    def condition_keys(self, *operators: str) -> dict[str, Any]:
        """Keys that its condition asks for under the operators, in lower case."""
        condition = self.statement.get("Condition", {})
        return {
            key.lower(): value
            for operator in operators
            for key, value in condition.get(operator, {}).items()
        }


def statements(template: Template) -> Iterator[Found]:
    """Every statement of every policy of the template."""
    for kind, properties in _DOCUMENTS.items():
        for logical_id, resource in template.of_type(kind):
            for name in properties:
                yield from _of(logical_id, name, resource.get(name), identity=kind in IDENTITY)
    for logical_id, role in template.of_type("AWS::IAM::Role"):
        for index, policy in enumerate(role.get("Policies", [])):
            where = f"Policies.{index}.PolicyDocument"
            yield from _of(logical_id, where, policy["PolicyDocument"], identity=True)
    for logical_id, bus in template.of_type("AWS::Events::EventBusPolicy"):
        statement = bus.get("Statement", {})
        yield Found(logical_id, "Properties.Statement", statement, identity=False)


def _of(logical_id: str, where: str, document: object, *, identity: bool) -> Iterator[Found]:
    if isinstance(document, Mapping):
        for index, statement in enumerate(_as_list(document.get("Statement", []))):
            place = f"Properties.{where}.Statement.{index}"
            yield Found(logical_id, place, statement, identity)


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]
