"""Builders for decisions: policies as Python objects, one reader, one request."""

from emulator.api import Principal
from emulator.iam.decision import AccessRequest, Decision, PolicySet, decide
from emulator.iam.documents import Kind, Policy, read_policy
from emulator.iam.matching import Context
from tests.emulator.arrange import Json, Statement, allow, policy

HERE, THERE = "111111111111", "222222222222"
ROLE = f"arn:aws:iam::{HERE}:role/team/Reader"
SESSION = f"arn:aws:sts::{HERE}:assumed-role/Reader/s"
OBJECT = "arn:aws:s3:::zone/a/b.csv"
READER = Principal(account=HERE, arn=SESSION, kind="role", role_arn=ROLE)
ADMINISTRATOR = Principal(account=HERE, arn=f"arn:aws:iam::{HERE}:root", kind="root")
EVENTS = Principal(account=HERE, arn="events.amazonaws.com", kind="service")


def document(*statements: Statement, kind: Kind = "identity", name: str = "p") -> Policy:
    return read_policy(policy(*statements), name=name, kind=kind)


def named(principal: Json, effect: Statement | None = None) -> Policy:
    return document({**(effect or allow("*")), "Principal": principal}, kind="resource")


def ask(
    policies: PolicySet,
    *,
    principal: Principal = READER,
    action: str = "s3:GetObject",
    owner: str = HERE,
    context: Context | None = None,
) -> Decision:
    request = AccessRequest(
        principal=principal,
        action=action,
        resource=OBJECT,
        resource_account=owner,
        context=context or {},
    )
    return decide(request, policies)


ALLOWS = (document(allow("s3:*")),)
NOTHING: tuple[Policy, ...] = ()
