"""Lake Formation's settings of an account: read, merged, put; what others set stays."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_lakeformation import LakeFormationClient

_TRIES = 8
_PAUSE_SECONDS = 2.0
_AGAIN = frozenset({"ConcurrentModificationException", "InvalidInputException"})


@dataclass(frozen=True, kw_only=True)
class WantedSettings:
    """What the mesh needs in an account's settings, beside what is there."""

    admins: Sequence[str]
    read_only_admins: Sequence[str]
    parameters: Mapping[str, str]


class LakeSettings:
    """The settings of the function's own account."""

    def __init__(
        self,
        client: "LakeFormationClient",
        iam: "IAMClient",
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._iam = iam
        self._sleep = sleep

    @classmethod
    def connect(cls) -> "LakeSettings":
        """Use the function's own role and region."""
        return cls(boto3.client("lakeformation"), boto3.client("iam"))

    def merge(self, wanted: WantedSettings) -> bool:
        """Put the settings with what is wanted in them; gives whether anything had to change.

        A role made a moment ago is not known everywhere yet: the put is tried again.
        """
        for attempt in range(_TRIES):
            try:
                return self._merge_once(wanted)
            except ClientError as error:
                last = attempt == _TRIES - 1
                if last or error.response["Error"]["Code"] not in _AGAIN:
                    raise
                self._sleep(_PAUSE_SECONDS)
        raise AssertionError("the last try returned or raised")  # pragma: no cover

    def _merge_once(self, wanted: WantedSettings) -> bool:
        before: dict[str, Any] = dict(self._client.get_data_lake_settings()["DataLakeSettings"])
        after = before | {
            "DataLakeAdmins": self._merged(before.get("DataLakeAdmins"), wanted.admins),
            "ReadOnlyAdmins": self._merged(before.get("ReadOnlyAdmins"), wanted.read_only_admins),
            "CreateDatabaseDefaultPermissions": [],
            "CreateTableDefaultPermissions": [],
            "Parameters": {**before.get("Parameters", {}), **wanted.parameters},
        }
        if _comparable(after) == _comparable(before):
            return False
        self._client.put_data_lake_settings(DataLakeSettings=after)  # type: ignore[arg-type]
        return True

    def _merged(
        self, known: Sequence[Mapping[str, str]] | None, wanted: Sequence[str]
    ) -> list[dict[str, str]]:
        arns = [each["DataLakePrincipalIdentifier"] for each in known or ()]
        kept = [arn for arn in arns if arn in wanted or self._exists(arn)]
        return [{"DataLakePrincipalIdentifier": arn} for arn in dict.fromkeys([*kept, *wanted])]

    def _exists(self, arn: str) -> bool:
        # Lake Formation refuses every put that names a role which is gone.
        if ":role/" not in arn:
            return True
        try:
            self._iam.get_role(RoleName=arn.rsplit("/", maxsplit=1)[-1])
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchEntity":
                raise
            return False
        return True


def _comparable(settings: Mapping[str, Any]) -> dict[str, Any]:
    admins = {
        name: {each["DataLakePrincipalIdentifier"] for each in settings.get(name, ())}
        for name in ("DataLakeAdmins", "ReadOnlyAdmins")
    }
    defaults = ("CreateDatabaseDefaultPermissions", "CreateTableDefaultPermissions")
    rest = {name: settings.get(name, []) for name in defaults}
    return {**admins, **rest, "Parameters": dict(settings.get("Parameters", {}))}
