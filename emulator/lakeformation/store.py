"""Where the lakes of all accounts are kept."""

from datetime import UTC, datetime

from emulator.api import AwsError, Call, Principal
from emulator.cloud import Cloud
from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, Lake, Subject
from emulator.lakeformation.engine.resources import Catalog


class Lakes:
    """One lake per account, each starting as AWS starts it: IAM alone decides."""

    def __init__(self, cloud: Cloud) -> None:
        self._lakes: dict[str, Lake] = {}
        ours = cloud.organisation
        self._groups = {ours.arn: ours.members | {ours.management_account}}

    def of(self, account: str) -> Lake:
        """The lake of an account's catalogue."""
        if account not in self._lakes:
            self._lakes[account] = _untouched(account, self._groups)
        return self._lakes[account]

    def accounts(self) -> list[str]:
        """The accounts that have one."""
        return sorted(self._lakes)


def lake_of(cloud: Cloud, account: str) -> Lake:
    """The lake of an account's catalogue in a cloud."""
    return cloud.store(Lakes).of(account)


def subject_of(principal: Principal) -> Subject:
    """Who Lake Formation sees: the role behind a session."""
    return Subject(principal.policy_arn, principal.account)


def administers_home(cloud: Cloud, subject: Subject) -> bool:
    """Whether a subject administers its own account's lake."""
    return subject.arn in lake_of(cloud, subject.account).settings.admins


def denied(reason: str) -> AwsError:
    """A refusal as Lake Formation and Glue send it."""
    return AwsError("AccessDeniedException", reason)


def invalid(reason: str) -> AwsError:
    """An input that Lake Formation does not accept."""
    return AwsError("InvalidInputException", reason)


def missing(reason: str) -> AwsError:
    """A thing that does not exist, told to somebody who may know."""
    return AwsError("EntityNotFoundException", reason)


def not_authorised() -> AwsError:
    """What somebody reads who may not: it does not say whether the thing exists."""
    return denied(
        "Resource does not exist or requester is not authorized to access requested permissions."
    )


def catalog_named(call: Call) -> str:
    """The catalogue that a call is about."""
    return str(call.parameters.get("CatalogId") or call.account)


def _untouched(account: str, groups: dict[str, frozenset[str]]) -> Lake:
    lake = Lake(account, groups=groups)
    lake.put_grant(
        Grant(
            principal=EVERYONE_BY_IAM,
            resource=Catalog(account),
            permissions=frozenset({"CREATE_DATABASE"}),
            grantable=frozenset(),
            grantor_account=account,
            granted_by="lakeformation.amazonaws.com",
            updated=datetime.now(UTC),
        )
    )
    return lake
