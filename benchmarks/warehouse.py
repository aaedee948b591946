"""A lake in an embedded AWS of its own, registered in Lake Formation, and analysts to read it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeAlias

import boto3
import pyarrow as pa
from pyarrow import parquet

from cli import project
from cli.embedded import EmbeddedAws

LAKE, RESULTS, DATABASE, WORKGROUP = "bench-lake", "bench-results", "bench", "bench"
_FORMAT = "org.apache.hadoop.hive.ql.io.parquet"
_TYPES = {"int32": "int", "int64": "bigint", "double": "double", "string": "string"}

_VARIABLES = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
Rights: TypeAlias = Mapping[str, Sequence[str]]
"""Resources with what may be done to them; what has no ARN here takes any."""
_LOCATION: Rights = {
    f"arn:aws:s3:::{LAKE}": ["s3:ListBucket"],
    f"arn:aws:s3:::{LAKE}/*": ["s3:GetObject"],
    "*": ["kms:Decrypt"],
}
_ANALYST: Rights = {
    f"arn:aws:s3:::{RESULTS}/*": ["s3:GetObject", "s3:PutObject"],
    "*": [
        *("athena:StartQueryExecution", "athena:GetQueryExecution", "athena:GetQueryResults"),
        *("glue:GetDatabase", "glue:GetTable", "lakeformation:GetDataAccess"),
        *("kms:Decrypt", "kms:GenerateDataKey"),
    ],
}


@dataclass
class Warehouse:
    """One account with a lake, a work group, and roles that IAM and Lake Formation hold."""

    aws: EmbeddedAws
    account: str
    region: str

    @classmethod
    def lay(cls, aws: EmbeddedAws) -> Self:
        """Make an empty lake in the account of the first domain."""
        mesh = project.mesh()
        made = cls(aws, mesh.domains[0].account, mesh.names.region)
        made._lay_foundations()
        return made

    def put(self, table: str, path: Path) -> None:
        """Add a table of one Parquet file."""
        self.client("s3").upload_file(str(path), LAKE, f"{table}/part-0.parquet")
        columns = [
            {"Name": field.name, "Type": _TYPES[str(field.type)]}
            for field in parquet.read_schema(path)
        ]
        storage = {
            "Location": f"s3://{LAKE}/{table}/",
            "Columns": columns,
            "InputFormat": f"{_FORMAT}.MapredParquetInputFormat",
            "OutputFormat": f"{_FORMAT}.MapredParquetOutputFormat",
            "SerdeInfo": {"SerializationLibrary": f"{_FORMAT}.serde.ParquetHiveSerDe"},
        }
        self.client("glue").create_table(
            DatabaseName=DATABASE, TableInput={"Name": table, "StorageDescriptor": storage}
        )

    def analyst(self, name: str, tables: Mapping[str, pa.Schema], rows: Mapping[str, str]) -> Any:  # noqa: ANN401 - as boto3 types it
        """Athena as a new role that may read every column; ``rows`` are conditions by table."""
        arn = self._role(name, {"AWS": f"arn:aws:iam::{self.account}:root"}, _ANALYST)
        self._grant(arn, {"Database": {"Name": DATABASE}}, "DESCRIBE")
        for table, schema in tables.items():
            resource = self._cells(name, table, schema.names, rows.get(table))
            self._grant(arn, resource, "SELECT")
        return self.client("athena", arn)

    def client(self, service: str, role: str = "") -> Any:  # noqa: ANN401 - as boto3 types it
        """A client as a role, or as the account's administrator."""
        keys = self.aws.administrator(self.account)
        if role:
            sts = self.client("sts")
            given = sts.assume_role(RoleArn=role, RoleSessionName="bench")["Credentials"]
            names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
            keys = dict(zip(_VARIABLES, (given[name] for name in names), strict=True))
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=self.region,
            endpoint_url=self.aws.endpoint,
            **{variable.lower(): keys[variable] for variable in _VARIABLES if variable in keys},
        )

    def _lay_foundations(self) -> None:
        s3, formation = self.client("s3"), self.client("lakeformation")
        key = self.client("kms").create_key()["KeyMetadata"]["Arn"]
        for bucket in (LAKE, RESULTS):
            where = {"LocationConstraint": self.region}
            s3.create_bucket(Bucket=bucket, CreateBucketConfiguration=where)
            default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
            rule = {"ApplyServerSideEncryptionByDefault": default}
            s3.put_bucket_encryption(
                Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]}
            )
        administrator = {"DataLakePrincipalIdentifier": f"arn:aws:iam::{self.account}:root"}
        formation.put_data_lake_settings(
            DataLakeSettings={
                "DataLakeAdmins": [administrator],
                "CreateDatabaseDefaultPermissions": [],
                "CreateTableDefaultPermissions": [],
            }
        )
        location = self._role("location", {"Service": "lakeformation.amazonaws.com"}, _LOCATION)
        formation.register_resource(ResourceArn=f"arn:aws:s3:::{LAKE}", RoleArn=location)
        self.client("glue").create_database(DatabaseInput={"Name": DATABASE})
        place = {"OutputLocation": f"s3://{RESULTS}/"}
        self.client("athena").create_work_group(
            Name=WORKGROUP, Configuration={"ResultConfiguration": place}
        )

    def _role(self, name: str, who: Mapping[str, str], rights: Rights) -> str:
        iam = self.client("iam")
        trust = {"Effect": "Allow", "Principal": who, "Action": "sts:AssumeRole"}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))
        statements = [
            {"Effect": "Allow", "Action": actions, "Resource": resource}
            for resource, actions in rights.items()
        ]
        iam.put_role_policy(RoleName=name, PolicyName="bench", PolicyDocument=_policy(*statements))
        return str(made["Role"]["Arn"])

    def _cells(self, name: str, table: str, columns: list[str], rows: str | None) -> dict[str, Any]:
        if rows is None:
            named = {"DatabaseName": DATABASE, "Name": table, "ColumnNames": columns}
            return {"TableWithColumns": named}
        place = {"TableCatalogId": self.account, "DatabaseName": DATABASE, "TableName": table}
        cells = {"Name": name, "ColumnNames": columns, "RowFilter": {"FilterExpression": rows}}
        self.client("lakeformation").create_data_cells_filter(TableData={**place, **cells})
        return {"DataCellsFilter": {**place, "Name": name}}

    def _grant(self, role: str, resource: Mapping[str, Any], permission: str) -> None:
        self.client("lakeformation").grant_permissions(
            Principal={"DataLakePrincipalIdentifier": role},
            Resource=resource,
            Permissions=[permission],
        )


def _policy(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
