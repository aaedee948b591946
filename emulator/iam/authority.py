"""Decides for a running cloud: gathers policies and circumstances, and asks the core."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from emulator.api import AwsError, Principal
from emulator.iam import stored
from emulator.iam.decision import AccessRequest, Decision, PolicySet, decide
from emulator.iam.documents import Kind, Policy, read_policy
from emulator.iam.errors import PolicyError
from emulator.iam.matching import Context

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_DECIDED_BY_RESOURCE = frozenset({"kms", "iam"})


class Authority:
    """Answers whether a principal may do something to a resource."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud
        self.resource_policies = dict(stored.RESOURCE_POLICIES)

    def authorise(
        self, principal: Principal, action: str, resource: str, context: Context | None = None
    ) -> None:
        """Let pass or refuse.

        Raises:
            AwsError: AccessDenied with AWS's reason; NotImplemented, if a policy says what is
                not understood.
        """
        decision = self.decide(principal, action, resource, context or {})
        if not decision.allowed:
            raise AwsError("AccessDenied", _refusal(principal, action, resource, decision), 403)

    def decide(
        self, principal: Principal, action: str, resource: str, context: Context
    ) -> Decision:
        """Decide with every policy that has a say."""
        with self._cloud.lock:
            owner = self.owner(resource) or principal.account
            request = AccessRequest(
                principal=principal,
                action=action,
                resource=resource,
                resource_account=owner,
                context=self._context(principal, owner, resource, context),
            )
            with _loud():
                return decide(request, self._policies(principal, resource, action))

    def decide_alone(self, principal: Principal, action: str, resource: str) -> Decision:
        """Decide by the caller's own policies, for a resource that does not exist yet."""
        with self._cloud.lock:
            request = AccessRequest(
                principal=principal,
                action=action,
                resource=resource,
                resource_account=principal.account,
                context=self._circumstances(principal, principal.account, resource),
            )
            with _loud():
                return decide(request, self._policies(principal, "", action))

    def owner(self, resource: str) -> str | None:
        """Account that owns a resource; None if its ARN does not say and nobody does."""
        parts = resource.split(":", 5)
        if len(parts) < 6:  # noqa: PLR2004 - parts of an ARN
            return None
        if parts[2] == "s3":
            return bucket_owner(parts[5].split("/", 1)[0])
        return parts[4] or None

    def _policies(self, principal: Principal, resource: str, action: str) -> PolicySet:
        service = resource.split(":", 3)[2] if resource.startswith("arn:") else ""
        if service == "iam" and not action.startswith("sts:"):
            service = ""
        return PolicySet(
            identity=stored.identity_policies(principal),
            boundary=stored.boundary(principal),
            session=stored.session_policy(principal),
            resource=self._resource_policy(service, resource),
            resource_decides=service in _DECIDED_BY_RESOURCE,
        )

    def _resource_policy(self, service: str, resource: str) -> Policy | None:
        find = self.resource_policies.get(service)
        if find is None or (service == "s3" and self.owner(resource) is None):
            return None
        text = find(resource)
        kind: Kind = "trust" if service == "iam" else "resource"
        return read_policy(text, name=f"policy of {resource}", kind=kind) if text else None

    def _context(self, principal: Principal, owner: str, resource: str, given: Context) -> Context:
        context = {**self._circumstances(principal, owner, resource), **_lowered(given)}
        source = context.get("aws:sourceaccount")
        organisation = self._cloud.organisation.id_for(source) if isinstance(source, str) else None
        return {**context, "aws:sourceorgid": organisation} if organisation else context

    def _circumstances(
        self, principal: Principal, owner: str, resource: str
    ) -> dict[str, str | list[str]]:
        organisation = self._cloud.organisation
        parts = resource.split(":", 5)
        now = datetime.now(UTC)
        known: dict[str, str | list[str] | None] = {
            "aws:currenttime": now.isoformat(),
            "aws:epochtime": str(int(now.timestamp())),
            # The local endpoint stands for AWS's, which a client reaches by TLS.
            "aws:securetransport": "true",
            "aws:requestedregion": (parts[3] if len(parts) > 3 else "") or self._cloud.region,  # noqa: PLR2004
            "aws:resourceaccount": owner,
            "s3:resourceaccount": owner if parts[2:3] == ["s3"] else None,
            "aws:resourceorgid": organisation.id_for(owner),
            "aws:viaawsservice": "false",
            "aws:sourceip": "127.0.0.1",
            **_about(principal, organisation.id_for(principal.account)),
        }
        return {key: value for key, value in known.items() if value is not None}


@contextmanager
def _loud() -> Iterator[None]:
    try:
        yield
    except PolicyError as error:
        raise AwsError("NotImplemented", str(error), 501) from None


def _about(principal: Principal, organisation: str | None) -> Mapping[str, str | None]:
    if principal.kind == "service":
        return {"aws:principalisawsservice": "true", "aws:principalservicename": principal.arn}
    return {
        "aws:principalisawsservice": "false",
        "aws:principalarn": principal.policy_arn,
        "aws:principalaccount": principal.account,
        # SNS's own default policy lets whoever is of the topic's account pass by this old key.
        "aws:sourceowner": principal.account,
        "aws:principalorgid": organisation,
        "aws:principaltype": "Account" if principal.kind == "root" else "AssumedRole",
    }


def _lowered(context: Context) -> dict[str, str | list[str]]:
    return {key.lower(): value for key, value in context.items()}


def _refusal(principal: Principal, action: str, resource: str, decision: Decision) -> str:
    by = f" ({decision.statement})" if decision.statement else ""
    return (
        f"User: {principal.arn} is not authorized to perform: {action} on resource: {resource} "
        f"{decision.reason}{by}"
    )


def bucket_owner(name: str) -> str | None:
    """Account that owns a bucket; names are global."""
    from moto.s3.models import s3_backends  # noqa: PLC0415 - heavy, and loaded by the first S3 call

    found = s3_backends.bucket_accounts.get(name)
    return str(found[1]) if found else None
