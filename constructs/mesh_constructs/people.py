"""Roles that people take in the account of their team."""

from collections.abc import Sequence

from aws_cdk import aws_iam as iam
from constructs import Construct

from mesh.naming import Names
from mesh.naming.names import scratch_database
from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.bucket import bucket_arn
from mesh_constructs.directory import calling_registry, registry_address
from mesh_constructs.place import Place
from mesh_constructs.policy import Statement, account, allow, by_alias, document, trust

RESULTS_KEY = "mesh-results"


class PersonRole(Construct):
    """A stable role that the account itself hands out: subscriptions and grants name it.

    Args:
        short: like ``owner``: the role is called ``fleet-owner``.
        statements: what it may do beyond finding and calling the registry.
        patterns: resources among the statements' that are patterns, each known to the reviewer.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        short: str,
        statements: Sequence[Statement] = (),
        patterns: Sequence[str] = (),
    ) -> None:
        super().__init__(scope, construct_id)
        names = place.names
        policy = document(*calling_registry(names), *statements)
        self.role = iam.CfnRole(
            self,
            "Role",
            role_name=f"{place.owner}-{short}",
            description="A role for people; who may take it is decided in this account.",
            assume_role_policy_document=trust(account(place.account)),
            max_session_duration=4 * 3600,
            policies=[{"policyName": "own", "policyDocument": policy}],
        )
        acknowledge(
            self,
            registry_address(names),
            *patterns,
            reason="The registry's API decides each call by the caller's account and role, its id "
            "is not known beforehand. Objects and catalogue entries are named by pattern "
            "within this domain's own buckets and catalogues, where Lake Formation decides "
            "what is read (lakeformation:GetDataAccess knows no resources).",
        )


def querying(place: Place) -> tuple[list[Statement], list[str]]:
    """What a role needs to query in its domain's workgroup, and the patterns among it.

    Lake Formation decides what it reads: no published bucket and no domain key is named here.
    """
    names, owner = place.names, place.account
    results = bucket_arn(names.results_bucket(owner))
    here, there = _catalogue(names, owner), _catalogue(names, names.governance_account)
    keys = f"arn:aws:kms:{names.region}:{owner}:key/*"
    scratch = scratch_database(place.owner)
    patterns = [f"{results}/*", keys, "*", *here[1:], *there[1:]]
    own_tables = f"arn:aws:glue:{names.region}:{owner}:table/{scratch}/*"
    own_database = f"arn:aws:glue:{names.region}:{owner}:database/{scratch}"
    statements = [
        allow("Query", _QUERY, f"arn:aws:athena:{names.region}:{owner}:workgroup/{place.owner}"),
        allow(
            "Browse", _BROWSE, f"arn:aws:athena:{names.region}:{owner}:datacatalog/AwsDataCatalog"
        ),
        allow("Describe", _DESCRIBE, [*here, *there]),
        allow("Scratch", _TABLES, [here[0], own_database, own_tables]),
        allow("Read", ["lakeformation:GetDataAccess"], "*"),
        allow("Results", _OBJECTS, f"{results}/*"),
        allow("ListResults", _LISTS, results),
        allow(
            "ResultsKey",
            ["kms:Decrypt", "kms:GenerateDataKey"],
            keys,
            when=by_alias(f"alias/{RESULTS_KEY}", f"s3.{names.region}.amazonaws.com"),
        ),
    ]
    return statements, [*patterns, own_tables]


def _catalogue(names: Names, owner: str) -> list[str]:
    base = f"arn:aws:glue:{names.region}:{owner}"
    return [f"{base}:catalog", f"{base}:database/*", f"{base}:table/*"]


_QUERY = [
    f"athena:{operation}"
    for operation in (
        "StartQueryExecution",
        "StopQueryExecution",
        "GetQueryExecution",
        "BatchGetQueryExecution",
        "GetQueryResults",
        "GetQueryResultsStream",
        "GetQueryRuntimeStatistics",
        "ListQueryExecutions",
        "GetWorkGroup",
    )
]
_BROWSE = [
    f"athena:{operation}"
    for operation in (
        "GetDataCatalog",
        "GetDatabase",
        "ListDatabases",
        "GetTableMetadata",
        "ListTableMetadata",
    )
]
_DESCRIBE = [
    f"glue:{operation}"
    for operation in (
        "GetDatabase",
        "GetDatabases",
        "GetTable",
        "GetTables",
        "GetPartition",
        "GetPartitions",
        "BatchGetPartition",
    )
]
_TABLES = ["glue:CreateTable", "glue:UpdateTable", "glue:DeleteTable"]
_OBJECTS = [
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
    "s3:ListMultipartUploadParts",
]
_LISTS = ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"]
