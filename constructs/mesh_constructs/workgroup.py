"""Where a consumer account queries."""

from aws_cdk import CustomResource
from aws_cdk import aws_athena as athena
from aws_cdk import aws_glue as glue
from aws_cdk import aws_lakeformation as lakeformation
from constructs import Construct

from mesh.naming.names import scratch_database
from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.bucket import Bucket, BucketProps, expiry
from mesh_constructs.place import Place

_TIB = 1024**4


class Workgroup(Construct):
    """The domain's Athena workgroup: encrypted results that end after a day, a limit per query."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        key_arn: str,
        scan_bytes: int = _TIB,
    ) -> None:
        super().__init__(scope, construct_id)
        self._place = place
        self.results = Bucket(
            self,
            "Results",
            BucketProps(
                name=place.names.results_bucket(place.account),
                key_arn=key_arn,
                lifecycle=[expiry("results-and-scratch", days=1)],
            ),
        )
        acknowledge(
            self.results,
            "AwsSolutions-S1",
            reason="Objects live for a day and are read by the account's own roles only; server "
            "access logs cannot be delivered under a key of ours, CloudTrail's data events "
            "say who read.",
        )
        group = athena.CfnWorkGroup(
            self,
            "Workgroup",
            name=place.owner,
            description="Queries of this account; settings are enforced.",
            state="ENABLED",
            work_group_configuration={
                "enforceWorkGroupConfiguration": True,
                "publishCloudWatchMetricsEnabled": True,
                "bytesScannedCutoffPerQuery": scan_bytes,
                "engineVersion": {"selectedEngineVersion": "Athena engine version 3"},
                "resultConfiguration": {
                    "outputLocation": f"s3://{self.results.name}/results/",
                    "encryptionConfiguration": {"encryptionOption": "SSE_KMS", "kmsKey": key_arn},
                },
            },
        )
        group.node.add_dependency(self.results)

    def scratch(self, *, role_arn: str, after: CustomResource) -> None:
        """Make the one database where analysts may write; its objects end in a day."""
        name = scratch_database(self._place.owner)
        database = glue.CfnDatabase(
            self,
            "Scratch",
            catalog_id=self._place.account,
            database_input={
                "name": name,
                "description": "Results of one day; neither shared nor registered.",
                "locationUri": f"s3://{self.results.name}/scratch/",
                "createTableDefaultPermissions": [],
            },
        )
        database.node.add_dependency(after)
        grant = lakeformation.CfnPrincipalPermissions(
            self,
            "ScratchGrant",
            principal={"dataLakePrincipalIdentifier": role_arn},
            resource={"database": {"catalogId": self._place.account, "name": name}},
            permissions=["CREATE_TABLE", "DESCRIBE"],
            permissions_with_grant_option=[],
        )
        grant.add_resource_dependency(database)
