"""The decision over one request: pure, and it names the statement that decided.

Source: IAM user guide, "Policy evaluation logic" and "Cross-account policy evaluation logic".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from emulator.api import Principal
from emulator.iam.documents import Policy, Principals, Statement, read_policy
from emulator.iam.matching import Context, matches_action, matches_text

_RIGHTLESS = frozenset({"service", "anonymous"})
"""Callers that have no policies of their own."""
_EVERYTHING = read_policy(
    '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}', name="account root"
)


@dataclass(frozen=True, kw_only=True)
class AccessRequest:
    """What is asked: who, what, on which resource, under which circumstances.

    Attributes:
        resource_account: account that owns the resource.
        context: condition keys, in lower case.
    """

    principal: Principal
    action: str
    resource: str
    resource_account: str
    context: Context


@dataclass(frozen=True, kw_only=True)
class PolicySet:
    """Every policy that has a say.

    Attributes:
        identity: of the role; an account's administrator needs none.
        boundary: permissions boundary, if the role has one.
        session: policy of the session, if it has one.
        resource: policy of the resource, if it has one.
        granted: what the grants of a key allow, whatever its policy and the caller's say.
        service_control: levels of the organisation above the caller; each must allow.
        resource_control: of the organisation, above the resource; they only deny.
        resource_decides: keys and roles: nothing is allowed that the resource's policy does not
            allow or hand to the account.
    """

    identity: tuple[Policy, ...] = ()
    boundary: Policy | None = None
    session: Policy | None = None
    resource: Policy | None = None
    granted: Policy | None = None
    resource_decides: bool = False
    service_control: tuple[tuple[Policy, ...], ...] = ()
    resource_control: tuple[Policy, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Allowed or not, with the reason in AWS's words and the deciding statement, if one decided."""

    allowed: bool
    reason: str
    statement: str | None = None

    @property
    def explicit(self) -> bool:
        """Whether a statement denies, rather than none allows."""
        return not self.allowed and self.statement is not None


class Named(IntEnum):
    """How closely a resource policy names a caller."""

    NOT = 0
    ACCOUNT = 1  # the account may hand it on by its own identity policies
    ROLE = 2  # the role itself
    SESSION = 3  # this very session, a user, a service, or everyone: nothing else bounds it


def decide(request: AccessRequest, policies: PolicySet) -> Decision:
    """Decide: an explicit deny wins, then every side that has a say must allow.

    Raises:
        PolicyError: if a matching statement has a condition that is not understood.
    """
    denied = _denied(request, policies)
    if denied:
        return denied
    for level in policies.service_control:
        if not _allow(request, level):
            return _refused("no service control policy", request)
    named, statement = _allowed_by_resource(request, policies.resource)
    foreign = request.principal.account != request.resource_account
    needs_resource = foreign or policies.resource_decides or request.principal.kind in _RIGHTLESS
    if needs_resource and not (named or _granted(request, policies)):
        return _refused("no resource-based policy", request)
    if request.principal.kind in _RIGHTLESS:
        return _allowed(statement)
    return _own_side(request, policies, named, statement)


def names_caller(request: AccessRequest, policy: Policy) -> bool:
    """Whether a resource's policy allows something to a caller, or to its account."""
    return _allowed_by_resource(request, policy)[0] > Named.NOT


def _own_side(
    request: AccessRequest, policies: PolicySet, named: Named, statement: Statement | None
) -> Decision:
    own_account = request.principal.account == request.resource_account
    by_identity = _granted(request, policies) or _allow(request, _identity(request, policies))
    if not (own_account and named >= Named.ROLE) and not by_identity:
        return _refused("no identity-based policy", request)
    if own_account and named == Named.SESSION:
        return _allowed(statement)
    if policies.boundary and not _allow(request, (policies.boundary,)):
        return _refused("no permissions boundary", request)
    if policies.session and not _allow(request, (policies.session,)):
        return _refused("no session policy", request)
    return _allowed(by_identity or statement)


def _granted(request: AccessRequest, policies: PolicySet) -> Statement | None:
    return _allowed_by_resource(request, policies.granted)[1]


def _allowed(statement: Statement | None) -> Decision:
    label = statement.label if statement else None
    return Decision(allowed=True, reason="allowed", statement=label)


def _refused(missing: str, request: AccessRequest) -> Decision:
    reason = f"because {missing} allows the {request.action} action"
    return Decision(allowed=False, reason=reason)


def _identity(request: AccessRequest, policies: PolicySet) -> tuple[Policy, ...]:
    return (_EVERYTHING,) if request.principal.kind == "root" else policies.identity


def _denied(request: AccessRequest, policies: PolicySet) -> Decision | None:
    limits = (
        *((" resource control policy", policy) for policy in policies.resource_control),
        *((" service control policy", p) for level in policies.service_control for p in level),
        (" permissions boundary", policies.boundary),
        (" session policy", policies.session),
        *(("n identity-based policy", policy) for policy in policies.identity),
        (" resource-based policy", policies.resource),
    )
    for kind, policy in limits:
        for statement in policy.statements if policy else ():
            if statement.effect == "Deny" and _denies(statement, request, policies):
                reason = f"with an explicit deny in a{kind}"
                return Decision(allowed=False, reason=reason, statement=statement.label)
    return None


def _allow(request: AccessRequest, policies: Iterable[Policy]) -> Statement | None:
    for policy in policies:
        for statement in policy.statements:
            if statement.effect == "Allow" and _applies(statement, request):
                return statement
    return None


def _allowed_by_resource(
    request: AccessRequest, policy: Policy | None
) -> tuple[Named, Statement | None]:
    best, by = Named.NOT, None
    for statement in policy.statements if policy else ():
        if statement.effect != "Allow" or not _applies(statement, request):
            continue
        named = _named(statement.principals, request.principal)
        if named > best:
            best, by = named, statement
    return best, by


def _denies(statement: Statement, request: AccessRequest, policies: PolicySet) -> bool:
    if not (statement.principals and statement.principals.negated):
        return _applies(statement, request)
    # Whoever has a permissions boundary is never spared.
    spared = policies.boundary is None and _spared(statement.principals, request.principal)
    return not spared and _acts_here(statement, request)


def _spared(principals: Principals, principal: Principal) -> bool:
    """Whether ``NotPrincipal`` names all that a caller is: account, role and session.

    Source: IAM user guide, "AWS JSON policy elements: NotPrincipal".
    """
    if ("*", "*") in principals.named or ("AWS", "*") in principals.named:
        return True
    named = {_one(kind, name, principal) for kind, name in principals.named}
    if principal.kind == "user":
        return {Named.ACCOUNT, Named.SESSION} <= named
    if principal.kind != "role":
        return bool(named - {Named.NOT})
    return {Named.ACCOUNT, Named.ROLE, Named.SESSION} <= named


def _applies(statement: Statement, request: AccessRequest) -> bool:
    if statement.principals and not _covers(statement, request.principal):
        return False
    return _acts_here(statement, request)


def _acts_here(statement: Statement, request: AccessRequest) -> bool:
    acts = any(matches_action(pattern, request.action) for pattern in statement.actions)
    if acts == statement.not_actions:
        return False
    on = any(matches_text(p, request.resource, request.context) for p in statement.resources)
    if on == statement.not_resources:
        return False
    return all(condition.holds(request.context) for condition in statement.conditions)


def _covers(statement: Statement, principal: Principal) -> bool:
    return _named(statement.principals, principal) > Named.NOT


def _named(principals: Principals | None, principal: Principal) -> Named:
    if principals is None:
        return Named.NOT
    best = max((_one(kind, name, principal) for kind, name in principals.named), default=Named.NOT)
    if principals.negated:
        return Named.ROLE if best == Named.NOT else Named.NOT
    return best


def _one(kind: str, name: str, principal: Principal) -> Named:
    if kind == "Service":
        matches = principal.kind == "service" and principal.arn == name
        return Named.SESSION if matches else Named.NOT
    if kind == "*" or (kind == "AWS" and name == "*"):
        return Named.SESSION
    if kind != "AWS" or principal.kind == "service":
        return Named.NOT
    if name in {principal.account, f"arn:aws:iam::{principal.account}:root"}:
        # The administrator is the account; for a role this only hands the decision on.
        return Named.ROLE if principal.kind == "root" else Named.ACCOUNT
    if name == principal.arn:
        return Named.SESSION
    return Named.ROLE if name == principal.role_arn else Named.NOT
