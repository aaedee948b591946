"""A governance account with a table, and the roles that want to see it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.api import Principal
from emulator.cloud import Cloud
from tests.emulator.conftest import CONSUMER, GOVERNANCE, MakeClient

BUCKET = "airmesh-published-100000000001"
LOCATION = f"arn:aws:s3:::{BUCKET}/fleet"
PLANES = {"CatalogId": GOVERNANCE, "DatabaseName": "fleet", "Name": "planes"}
COLUMNS = (("tail", "string"), ("year", "int"), ("owner", "string"))
MISSING_RIGHT = (
    "Resource does not exist or requester is not authorized to access requested permissions."
)


@dataclass
class World:
    """One embedded AWS as a test sees it."""

    cloud: Cloud
    make: MakeClient
    _clients: dict[tuple[str, str], Any] = field(default_factory=dict)

    def client(self, service: str, who: str) -> Any:  # noqa: ANN401 - as boto3 types it
        """A boto3 client on the real port, made once."""
        if (service, who) not in self._clients:
            self._clients[service, who] = self.make(service, who)
        return self._clients[service, who]

    def lf(self, who: str) -> Any:  # noqa: ANN401 - as boto3 types it
        """Lake Formation as somebody."""
        return self.client("lakeformation", who)

    def glue(self, who: str) -> Any:  # noqa: ANN401 - as boto3 types it
        """Glue as somebody."""
        return self.client("glue", who)

    def role(
        self, name: str, account: str = GOVERNANCE, *, service: str | None = None, allow: str = "*"
    ) -> str:
        """Make a role that may do what ``allow`` says, and give its ARN."""
        trusted = {"Service": service} if service else {"AWS": f"arn:aws:iam::{account}:root"}
        iam = self.client("iam", account)
        trust = _policy({"Principal": trusted, "Action": "sts:AssumeRole"})
        role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]
        allowed = _policy({"Action": allow, "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=allowed)
        return str(role["Arn"])

    def principal(self, role: str) -> Principal:
        """Who a session of a role is."""
        return self.cloud.principal_of(self.cloud.session(role, "test").access_key)

    def put_settings(self, account: str, *admins: str, **settings: object) -> None:
        """Put settings as an account's administrator or its first data lake administrator."""
        shape: dict[str, Any] = {
            "DataLakeAdmins": [principal(admin) for admin in admins],
            "CreateDatabaseDefaultPermissions": [],
            "CreateTableDefaultPermissions": [],
            "Parameters": {"CROSS_ACCOUNT_VERSION": "4"},
        }
        self.lf(account).put_data_lake_settings(DataLakeSettings=shape | settings)


@dataclass
class Lake(World):
    """A world in which governance has one table in a registered location."""

    admin: str = ""
    location_role: str = ""
    analyst: str = ""

    def grant(
        self, who: str, resource: Mapping[str, Any], *permissions: str, by: str = "", **more: object
    ) -> None:
        """Grant as the administrator, or somebody else."""
        self.lf(by or self.admin).grant_permissions(
            Principal=principal(who), Resource=resource, Permissions=list(permissions), **more
        )

    def revoke(self, who: str, resource: Mapping[str, Any], *permissions: str) -> None:
        """Revoke as the administrator."""
        self.lf(self.admin).revoke_permissions(
            Principal=principal(who), Resource=resource, Permissions=list(permissions)
        )

    def add_filter(self, name: str, columns: list[str] | None, rows: str | None) -> dict[str, Any]:
        """Make a data cells filter on the table, and give the resource that a grant names."""
        chosen: dict[str, Any] = {"ColumnNames": columns} if columns else {"ColumnWildcard": {}}
        shape: dict[str, Any] = {"FilterExpression": rows} if rows else {"AllRowsWildcard": {}}
        named = cells(name)["DataCellsFilter"]
        self.lf(self.admin).create_data_cells_filter(
            TableData={**named, **chosen, "RowFilter": shape}
        )
        return cells(name)

    def create_table(self, name: str = "planes", by: str = "") -> None:
        """Make a table of that name with the usual columns."""
        self.glue(by or self.admin).create_table(DatabaseName="fleet", TableInput=table_input(name))


def make_lake(cloud: Cloud, client: MakeClient) -> Lake:
    """Governance with administrator, registered location and table; a consumer's analyst."""
    lake = Lake(cloud, client)
    lake.admin = lake.role("registrar")
    lake.location_role = lake.role("lf-location-fleet", service="lakeformation.amazonaws.com")
    lake.analyst = lake.role("analyst", CONSUMER)
    lake.put_settings(GOVERNANCE, lake.admin)
    lake.lf(lake.admin).register_resource(ResourceArn=LOCATION, RoleArn=lake.location_role)
    lake.glue(lake.admin).create_database(DatabaseInput={"Name": "fleet"})
    lake.create_table()
    return lake


def principal(arn: str) -> dict[str, str]:
    """A principal as a call names it."""
    return {"DataLakePrincipalIdentifier": arn}


def table(name: str = "planes") -> dict[str, Any]:
    """A table as a grant names it."""
    return {"Table": PLANES | {"Name": name}}


def columns(*names: str, excluding: bool = False) -> dict[str, Any]:
    """Columns of the table as a grant names them."""
    if excluding:
        return {"TableWithColumns": PLANES | {"ColumnWildcard": {"ExcludedColumnNames": names}}}
    return {"TableWithColumns": PLANES | {"ColumnNames": names}}


def cells(name: str) -> dict[str, Any]:
    """A data cells filter as a grant names it."""
    return {
        "DataCellsFilter": {
            "TableCatalogId": GOVERNANCE,
            "DatabaseName": "fleet",
            "TableName": "planes",
            "Name": name,
        }
    }


def database(name: str = "fleet") -> dict[str, Any]:
    """A database as a grant names it."""
    return {"Database": {"CatalogId": GOVERNANCE, "Name": name}}


def table_input(name: str, location: str = f"s3://{BUCKET}/fleet/planes") -> dict[str, Any]:
    """A table as Glue takes it."""
    listed = [{"Name": column, "Type": kind} for column, kind in COLUMNS]
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"table_type": "ICEBERG", "metadata_location": f"{location}/metadata/1.json"},
        "StorageDescriptor": {"Columns": listed, "Location": location},
    }


def link_input(name: str, target: str = "planes") -> dict[str, Any]:
    """A resource link to a table of governance as Glue takes it."""
    return {"Name": name, "TargetTable": PLANES | {"Name": target}}


class refused:  # noqa: N801 - reads as a statement: with refused("AccessDeniedException", "Describe")
    """Expects a call to fail with this code, and these words in its message."""

    def __init__(self, code: str, words: str = "") -> None:
        self._code, self._words = code, words
        self._raises = pytest.raises(ClientError)

    def __enter__(self) -> None:
        self._caught = self._raises.__enter__()

    def __exit__(self, *raised: Any) -> bool:  # noqa: ANN401, PYI036 - handed on as it comes
        caught = bool(self._raises.__exit__(*raised))
        error = self._caught.value.response["Error"]
        assert error["Code"] == self._code, error
        assert self._words in error["Message"], error
        return caught


def _policy(statement: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
