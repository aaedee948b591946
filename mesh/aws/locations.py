"""A domain's things in governance: location role, registered location, database."""

import json
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from mesh.access.lake import Database
from mesh.aws.lake_formation import again
from mesh.naming.names import LOCATION_PATH, Names, database

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient
    from mypy_boto3_iam import IAMClient
    from mypy_boto3_lakeformation import LakeFormationClient

POLICY = "read-published"
_ABSENT = frozenset({"EntityNotFoundException", "NoSuchEntity"})


class DomainLocation:
    """Makes a domain's location and database as they must be; no write when they are."""

    def __init__(
        self, names: Names, iam: "IAMClient", lake: "LakeFormationClient", glue: "GlueClient"
    ) -> None:
        self._names = names
        self._iam = iam
        self._lake = lake
        self._glue = glue

    @classmethod
    def connect(cls, names: Names) -> "DomainLocation":
        """Use the function's own role and region."""
        return cls(names, boto3.client("iam"), boto3.client("lakeformation"), boto3.client("glue"))

    def ensure(self, domain: str, account: str, key_arn: str) -> None:
        """Make role, location and database of a domain real."""
        self._role(domain, account, key_arn)
        self._registration(domain, account)
        self._database(domain, account)

    def bucket_arn(self, account: str) -> str:
        """The published bucket of the domain's account."""
        return f"arn:aws:s3:::{self._names.bucket('published', account)}"

    def _role(self, domain: str, account: str, key_arn: str) -> None:
        name = self._names.location_role_name(domain)
        try:
            found = self._iam.get_role(RoleName=name)["Role"]
        except ClientError as error:
            _require_absent(error)
            self._iam.create_role(
                RoleName=name,
                Path=LOCATION_PATH,
                Description=f"Lake Formation reads the published zone of {domain} with it.",
                AssumeRolePolicyDocument=json.dumps(_TRUST),
                PermissionsBoundary=self._names.location_boundary_arn,
            )
        else:
            if not _equal(found.get("AssumeRolePolicyDocument"), _TRUST):
                self._iam.update_assume_role_policy(
                    RoleName=name, PolicyDocument=json.dumps(_TRUST)
                )
            boundary = found.get("PermissionsBoundary", {}).get("PermissionsBoundaryArn")
            if boundary != self._names.location_boundary_arn:
                self._iam.put_role_permissions_boundary(
                    RoleName=name, PermissionsBoundary=self._names.location_boundary_arn
                )
        wanted = self._policy(account, key_arn)
        if not _equal(self._stored_policy(name), wanted):
            self._iam.put_role_policy(
                RoleName=name, PolicyName=POLICY, PolicyDocument=json.dumps(wanted)
            )

    def _stored_policy(self, role: str) -> Any:  # noqa: ANN401 - a policy document, or None
        try:
            return self._iam.get_role_policy(RoleName=role, PolicyName=POLICY)["PolicyDocument"]
        except ClientError as error:
            _require_absent(error)
            return None

    def _policy(self, account: str, key_arn: str) -> dict[str, Any]:
        bucket = self.bucket_arn(account)
        via = {"StringEquals": {"kms:ViaService": f"s3.{self._names.region}.amazonaws.com"}}
        return {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Read",
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:GetObjectVersion"],
                    "Resource": f"{bucket}/*",
                },
                {
                    "Sid": "List",
                    "Effect": "Allow",
                    "Action": ["s3:ListBucket", "s3:GetBucketLocation"],
                    "Resource": bucket,
                },
                {
                    "Sid": "Decrypt",
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:DescribeKey"],
                    "Resource": key_arn,
                    "Condition": via,
                },
            ],
        }

    def _registration(self, domain: str, account: str) -> None:
        arn, role = self.bucket_arn(account), self._names.location_role_arn(domain)
        try:
            found = self._lake.describe_resource(ResourceArn=arn)["ResourceInfo"]
        except ClientError as error:
            _require_absent(error)
            again(
                lambda: self._lake.register_resource(
                    ResourceArn=arn,
                    RoleArn=role,
                    UseServiceLinkedRole=False,
                    HybridAccessEnabled=False,
                ),
                # A role made a moment ago is not known everywhere yet.
                also=frozenset({"InvalidInputException"}),
            )
        else:
            if found.get("RoleArn") != role or found.get("HybridAccessEnabled"):
                again(
                    lambda: self._lake.update_resource(
                        ResourceArn=arn, RoleArn=role, HybridAccessEnabled=False
                    )
                )

    def _database(self, domain: str, account: str) -> None:
        wanted: Any = {
            "Name": database(domain),
            "Description": f"Published tables of domain {domain}.",
            "LocationUri": f"s3://{self._names.bucket('published', account)}/",
            "CreateTableDefaultPermissions": [],
            "Parameters": {"mesh_domain": domain, "mesh_account": account},
        }
        try:
            found: Any = self._glue.get_database(Name=wanted["Name"])["Database"]
        except ClientError as error:
            _require_absent(error)
            self._glue.create_database(DatabaseInput=wanted)
        else:
            if any(found.get(name, []) != value for name, value in wanted.items()):
                self._glue.update_database(Name=wanted["Name"], DatabaseInput=wanted)


def resource(domain: str) -> Database:
    """The domain's database as a resource of Lake Formation."""
    return Database(database(domain))


_TRUST: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "lakeformation.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}


def _equal(stored: Any, wanted: dict[str, Any]) -> bool:  # noqa: ANN401 - a policy document
    document = json.loads(stored) if isinstance(stored, str) else stored
    return bool(document == wanted)


def _require_absent(error: ClientError) -> None:
    if error.response["Error"]["Code"] not in _ABSENT:
        raise error
