"""Whatever the policies are: a deny wins, limits only take away, and silence allows nothing."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from emulator.api import Principal
from emulator.iam.decision import AccessRequest, PolicySet, decide
from emulator.iam.documents import Kind, Policy, read_policy
from tests.emulator.arrange import Json

HERE, THERE = "111111111111", "222222222222"
ROLE = f"arn:aws:iam::{HERE}:role/r"
READER = Principal(
    account=HERE, arn=f"arn:aws:sts::{HERE}:assumed-role/r/s", kind="role", role_arn=ROLE
)

actions = st.sampled_from(["*", "s3:*", "s3:Get*", "s3:GetObject", "s3:PutObject", "glue:*"])
resources = st.sampled_from(
    ["*", "arn:aws:s3:::zone/*", "arn:aws:s3:::zone/k", "arn:aws:s3:::no/*"]
)
conditions = st.sampled_from(
    [
        {},
        {"StringEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}},
        {"Bool": {"aws:SecureTransport": "false"}},
    ]
)
principals = st.sampled_from(["*", {"AWS": ROLE}, {"AWS": HERE}, {"AWS": THERE}])


@st.composite
def statements(draw: st.DrawFn, kind: Kind) -> Json:
    statement: Json = {
        "Effect": draw(st.sampled_from(["Allow", "Deny"])),
        draw(st.sampled_from(["Action", "NotAction"])): draw(actions),
        draw(st.sampled_from(["Resource", "NotResource"])): draw(resources),
        "Condition": draw(conditions),
    }
    if kind == "resource":
        statement["Principal"] = draw(principals)
    return statement


def policies(kind: Kind = "identity") -> st.SearchStrategy[Policy]:
    written = st.lists(statements(kind), max_size=3)
    return written.map(lambda listed: document(listed, kind))


def document(listed: list[Json], kind: Kind = "identity") -> Policy:
    return read_policy(json.dumps({"Statement": listed}), name="p", kind=kind)


def sets() -> st.SearchStrategy[PolicySet]:
    return st.builds(
        PolicySet,
        identity=st.lists(policies(), max_size=2).map(tuple),
        boundary=st.none() | policies(),
        session=st.none() | policies(),
        resource=st.none() | policies("resource"),
        resource_decides=st.booleans(),
    )


requests = st.builds(
    AccessRequest,
    principal=st.just(READER),
    action=st.sampled_from(["s3:GetObject", "s3:PutObject"]),
    resource=st.just("arn:aws:s3:::zone/k"),
    resource_account=st.sampled_from([HERE, THERE]),
    context=st.sampled_from([{}, {"aws:principalorgid": "o-1"}, {"aws:securetransport": "true"}]),
)
DENY_ALL = document([{"Effect": "Deny", "Action": "*", "Resource": "*"}])


def changed(policy_set: PolicySet, **parts: Json) -> PolicySet:
    return PolicySet(**{**vars(policy_set), **parts})


@settings(max_examples=300, deadline=None)
@given(requests, sets())
def test_a_deny_anywhere_wins(request: AccessRequest, having: PolicySet) -> None:
    assert not decide(request, changed(having, identity=(*having.identity, DENY_ALL))).allowed
    assert not decide(request, changed(having, boundary=DENY_ALL)).allowed
    assert not decide(request, changed(having, session=DENY_ALL)).allowed


@settings(max_examples=300, deadline=None)
@given(requests, sets(), policies())
def test_limits_only_take_away(request: AccessRequest, having: PolicySet, limit: Policy) -> None:
    for part in ("boundary", "session"):
        unlimited = decide(request, changed(having, **{part: None})).allowed
        limited = decide(request, changed(having, **{part: limit})).allowed

        assert unlimited or not limited


@settings(max_examples=300, deadline=None)
@given(requests, sets())
def test_across_accounts_silence_of_one_side_refuses(
    request: AccessRequest, having: PolicySet
) -> None:
    if request.resource_account == THERE:
        assert not decide(request, changed(having, identity=())).allowed
        assert not decide(request, changed(having, resource=None)).allowed


@settings(max_examples=300, deadline=None)
@given(requests, sets())
def test_what_is_allowed_names_the_statement_that_allowed_it(
    request: AccessRequest, having: PolicySet
) -> None:
    decision = decide(request, having)

    assert decision.allowed == (decision.reason == "allowed")
    assert decision.statement or not decision.allowed
