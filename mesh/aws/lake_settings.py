"""Lake Formation's settings of an account: read, merged, put, read back; what others set stays."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from mesh.access.settings import (
    ADMINISTRATORS,
    EVERYBODY,
    Settings,
    WantedSettings,
    differences,
    merge,
    named,
)
from mesh.aws.lake_formation import again
from mesh.errors import MeshError

if TYPE_CHECKING:
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_lakeformation import LakeFormationClient

_TRIES = 8
_PAUSE_SECONDS = 2.0
_AGAIN = frozenset({"ConcurrentModificationException", "InvalidInputException"})
_CATALOGUE: Any = {"Catalog": {}}
_NO_ADMINISTRATOR = (
    "Lake Formation's settings are not as declared, and mesh-settings may not put them: "
    "make its role a data lake administrator again, or let it pass the policies that deny it"
)


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

    def merge(self, wanted: WantedSettings) -> tuple[str, ...]:
        """Put the settings with what is wanted in them, unless it is there already.

        A role made a moment ago is not known everywhere yet: the put is tried again.

        Returns:
            What was not as wanted, one text each.

        Raises:
            MeshError: if the settings read back are still not as wanted, or if somebody took from
                the function what lets it put them.
        """
        for attempt in range(_TRIES):
            try:
                return self._merge_once(wanted)
            except ClientError as error:
                last, code = attempt == _TRIES - 1, error.response["Error"]["Code"]
                if code == "AccessDeniedException":
                    raise MeshError(_NO_ADMINISTRATOR) from error
                if last or code not in _AGAIN:
                    raise
                self._sleep(_PAUSE_SECONDS)
        raise AssertionError("the last try returned or raised")  # pragma: no cover

    def close_catalogue(self) -> tuple[str, ...]:
        """Take from everybody whom IAM lets in what they may do in the catalogue itself.

        Returns:
            What they could do, one text each.

        Raises:
            MeshError: if they still can.
        """
        held = self._everybodys()
        if not held:
            return ()
        who: Any = {"DataLakePrincipalIdentifier": EVERYBODY}
        taken: Any = sorted(held)
        again(
            lambda: self._client.revoke_permissions(
                Principal=who, Resource=_CATALOGUE, Permissions=taken
            )
        )
        if left := self._everybodys():
            raise MeshError(
                f"Lake Formation still lets {EVERYBODY} {', '.join(sorted(left))} in the catalogue "
                "after a revocation; revoke it as a data lake administrator"
            )
        return tuple(f"{EVERYBODY} held {permission} on the catalogue" for permission in taken)

    def _merge_once(self, wanted: WantedSettings) -> tuple[str, ...]:
        found = self._read()
        right = merge(found, wanted, self._gone(found))
        drifted = differences(found, right)
        if drifted:
            put: Any = right
            self._client.put_data_lake_settings(DataLakeSettings=put)
            if left := differences(self._read(), right):
                raise MeshError(
                    f"Lake Formation's settings are not as put: {'; '.join(left)}; "
                    "look in CloudTrail who else puts them"
                )
        return drifted

    def _read(self) -> Settings:
        return self._client.get_data_lake_settings()["DataLakeSettings"]

    def _gone(self, found: Settings) -> frozenset[str]:
        arns = (arn for setting in ADMINISTRATORS for arn in named(found, setting))
        return frozenset(self._unknown(arns))

    def _unknown(self, arns: Iterable[str]) -> Iterator[str]:
        for arn in arns:
            if ":role/" not in arn:
                continue
            try:
                self._iam.get_role(RoleName=arn.rsplit("/", maxsplit=1)[-1])
            except ClientError as error:
                if error.response["Error"]["Code"] != "NoSuchEntity":
                    raise
                yield arn

    def _everybodys(self) -> frozenset[str]:
        held: set[str] = set()
        token: dict[str, str] = {}
        while True:
            page = self._client.list_permissions(Resource=_CATALOGUE, **token)  # type: ignore[arg-type]
            for entry in page["PrincipalResourcePermissions"]:
                if entry["Principal"]["DataLakePrincipalIdentifier"] == EVERYBODY:
                    held.update(entry["Permissions"])
            if not page.get("NextToken"):
                return frozenset(held)
            token = {"NextToken": page["NextToken"]}
