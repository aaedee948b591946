"""Policies of the organisation: what its accounts may do at most, and who may use what is theirs.

Source: AWS Organizations user guide, "SCP evaluation" and "RCP evaluation".
"""

from typing import TYPE_CHECKING

from emulator.accounts import Organisation
from emulator.api import Principal
from emulator.iam.documents import Policy, read_policy

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL_ACCESS = read_policy(
    '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}', name="FullAWSAccess"
)
_RESOURCES_CONTROLLED = frozenset({"dynamodb", "ecr", "kms", "logs", "s3", "sqs", "sts"})
"""Services in which resource control policies have a say, as far as they are emulated."""


def service_control(
    organisation: Organisation, principal: Principal
) -> tuple[tuple[Policy, ...], ...]:
    """Levels of service control policies above a caller: each must allow what it does.

    None for services, for service-linked roles and in the management account.
    """
    account = principal.account
    spared = principal.kind in {"service", "anonymous"} or _is_linked(principal)
    if spared or not _governed(organisation, account):
        return ()
    levels = (*organisation.above(account), account)
    return tuple(tuple(_level(organisation, target)) for target in levels)


def resource_control(
    organisation: Organisation, owner: str, principal: Principal, action: str
) -> tuple[Policy, ...]:
    """Resource control policies above a resource; they only deny.

    None for service-linked roles, and for resources of the management account.
    """
    service = action.split(":", maxsplit=1)[0]
    controlled = service in _RESOURCES_CONTROLLED and not _is_linked(principal)
    if not controlled or not _governed(organisation, owner):
        return ()
    levels = {*organisation.above(owner), owner}
    return tuple(
        read_policy(policy.document, name=policy.name, kind="resource")
        for policy in organisation.policies
        if policy.kind == "RESOURCE_CONTROL_POLICY" and levels & policy.targets
    )


def _level(organisation: Organisation, target: str) -> "Iterator[Policy]":
    if target not in organisation.without_full_access:
        yield FULL_ACCESS
    for policy in organisation.policies:
        if policy.kind == "SERVICE_CONTROL_POLICY" and target in policy.targets:
            yield read_policy(policy.document, name=policy.name)


def _is_linked(principal: Principal) -> bool:
    return ":role/aws-service-role/" in (principal.role_arn or "")


def _governed(organisation: Organisation, account: str) -> bool:
    member = organisation.id_for(account) is not None
    return member and account != organisation.management_account
