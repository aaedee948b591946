"""Decides for a running cloud: gathers policies and circumstances, and asks the core."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from emulator.api import AwsError, Principal
from emulator.iam import resource_policies, stored
from emulator.iam.actions.need import Need
from emulator.iam.circumstances import circumstances
from emulator.iam.decision import AccessRequest, Decision, PolicySet, decide
from emulator.iam.documents import Kind, Policy, read_policy
from emulator.iam.errors import PolicyError
from emulator.iam.explaining import Explained, Explanations
from emulator.iam.matching import Context
from emulator.iam.organisation import resource_control, service_control
from emulator.iam.refusals import refusal

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_DECIDED_BY_RESOURCE = frozenset({"kms", "iam"})


class Authority:
    """Answers whether a principal may do something to a resource."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud
        self.resource_policies = dict(resource_policies.RESOURCE_POLICIES)
        self.explanations = Explanations()

    def authorise(
        self, principal: Principal, action: str, resource: str, context: Context | None = None
    ) -> None:
        """Let pass or refuse.

        Raises:
            AwsError: AccessDenied with AWS's reason; NotImplemented, if a policy says what is
                not understood.
        """
        need = Need(action=action, resource=resource, context=context or {})
        self.require(principal, need)

    def require(self, principal: Principal, need: Need) -> None:
        """Let pass or refuse what an action table asks for.

        Raises:
            AwsError: AccessDenied and NotImplemented as ``authorise``.
        """
        action, resource = need.action, need.resource
        if need.alone:
            decision = self.decide_alone(principal, action, resource, need.context)
        else:
            decision = self.decide(principal, action, resource, need.context)
        if not decision.allowed:
            insider = self._insider(principal, resource)
            message = refusal(principal, action, resource, decision, insider=insider)
            raise AwsError("AccessDenied", message, 403)

    def decide(
        self, principal: Principal, action: str, resource: str, context: Context
    ) -> Decision:
        """Decide with every policy that has a say."""
        with self._cloud.lock:
            owner = self.owner(resource) or principal.account
            policies = self._policies(principal, resource, action, owner)
            return self._decided(principal, action, resource, owner, context, policies)

    def decide_alone(
        self, principal: Principal, action: str, resource: str, context: Context | None = None
    ) -> Decision:
        """Decide by the caller's side: the resource does not exist yet, or its owner said yes."""
        with self._cloud.lock:
            policies = self._policies(principal, "", action, principal.account)
            account = principal.account
            return self._decided(principal, action, resource, account, context or {}, policies)

    def _decided(
        self,
        principal: Principal,
        action: str,
        resource: str,
        owner: str,
        context: Context,
        policies: PolicySet,
    ) -> Decision:
        request = AccessRequest(
            principal=principal,
            action=action,
            resource=resource,
            resource_account=owner,
            context=circumstances(
                self._cloud, principal, self.owner(resource) or owner, resource, context
            ),
        )
        with _loud():
            decision = decide(request, policies)
        explained = Explained(
            principal=principal, action=action, resource=resource, decision=decision
        )
        self.explanations.keep(explained)
        return decision

    def _insider(self, principal: Principal, resource: str) -> bool:
        owner = self.owner(resource) or principal.account
        organisation = self._cloud.organisation
        ours = organisation.id_for(principal.account)
        return owner == principal.account or (
            ours is not None and organisation.id_for(owner) == ours
        )

    def owner(self, resource: str) -> str | None:
        """Account that owns a resource; None if its ARN does not say and nobody does."""
        parts = resource.split(":", 5)
        if len(parts) < 6:  # noqa: PLR2004 - parts of an ARN
            return None
        if parts[2] == "s3":
            return bucket_owner(parts[5].split("/", 1)[0])
        return parts[4] or None

    def _policies(self, principal: Principal, resource: str, action: str, owner: str) -> PolicySet:
        organisation = self._cloud.organisation
        service = resource.split(":", 3)[2] if resource.startswith("arn:") else ""
        if service == "iam" and not action.startswith("sts:"):
            service = ""
        return PolicySet(
            identity=stored.identity_policies(principal),
            boundary=stored.boundary(principal),
            session=stored.session_policy(principal),
            resource=self._resource_policy(service, resource),
            granted=resource_policies.grants_of_key(resource) if service == "kms" else None,
            resource_decides=service in _DECIDED_BY_RESOURCE,
            service_control=service_control(organisation, principal),
            resource_control=resource_control(organisation, owner, principal, action),
        )

    def _resource_policy(self, service: str, resource: str) -> Policy | None:
        find = self.resource_policies.get(service)
        if find is None or (service == "s3" and self.owner(resource) is None):
            return None
        text = find(resource)
        kind: Kind = "trust" if service == "iam" else "resource"
        return read_policy(text, name=f"policy of {resource}", kind=kind) if text else None


@contextmanager
def _loud() -> Iterator[None]:
    try:
        yield
    except PolicyError as error:
        raise AwsError("NotImplemented", str(error), 501) from None


def bucket_owner(name: str) -> str | None:
    """Account that owns a bucket; names are global."""
    from moto.s3.models import s3_backends  # noqa: PLC0415 - heavy, and loaded by the first S3 call

    found = s3_backends.bucket_accounts.get(name)
    return str(found[1]) if found else None
