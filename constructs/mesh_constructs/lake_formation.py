"""Lake Formation as every account of the mesh needs it."""

from aws_cdk import CustomResource, Duration
from aws_cdk import aws_lakeformation as lakeformation
from constructs import Construct

from mesh.naming import Names
from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.function import FunctionProps, MeshFunction
from mesh_constructs.place import Place
from mesh_constructs.policy import allow
from mesh_constructs.queue import DeadLetters

CROSS_ACCOUNT_VERSION = "4"
LF_TAGS = {
    "mesh-access": ["closed", "open"],
    "mesh-classification": ["public", "internal", "confidential", "restricted"],
}


class LakeFormationSettings(Construct):
    """Merges the mesh's administrators into the account's settings; no default grants remain.

    A custom resource, because CloudFormation's own type cannot clear the default permissions and
    replaces administrators that others made.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        key_arn: str,
        dead_letters: DeadLetters,
    ) -> None:
        super().__init__(scope, construct_id)
        names, account = place.names, place.account
        self._deploy_role = names.role_arn(
            account, f"cdk-hnb659fds-cfn-exec-role-{account}-{names.region}"
        )
        roles = names.role_arn(account, "*")
        self._function = MeshFunction(
            self,
            "Function",
            FunctionProps(
                place=place,
                name="mesh-settings",
                key_arn=key_arn,
                dead_letters=dead_letters,
                timeout_seconds=120,
                statements=[
                    allow(
                        "Settings",
                        ["lakeformation:GetDataLakeSettings", "lakeformation:PutDataLakeSettings"],
                        "*",
                    ),
                    allow("LeaveOutGoneRoles", ["iam:GetRole"], roles),
                ],
            ),
        )
        acknowledge(
            self,
            "*",
            roles,
            reason="Lake Formation's settings have no resource of their own to name, and one put "
            "names all administrators of the account: each is looked up, read only, "
            "because Lake Formation refuses a put that names a role which is gone.",
        )

    def administrators(
        self, *functions: MeshFunction, readers: tuple[str, ...] = ()
    ) -> CustomResource:
        """Make the functions' roles and CloudFormation administrators, `readers` read-only."""
        return CustomResource(
            self,
            "Settings",
            service_token=self._function.function.attr_arn,
            resource_type="Custom::LakeFormationSettings",
            service_timeout=Duration.minutes(5),
            properties={
                "Admins": [*(each.role.attr_arn for each in functions), self._deploy_role],
                "ReadOnlyAdmins": list(readers),
                "Parameters": {"CROSS_ACCOUNT_VERSION": CROSS_ACCOUNT_VERSION},
            },
        )


class LakeFormationTags(Construct):
    """The tag keys of the mesh: for open products and for discovery, never for anything else."""

    def __init__(
        self, scope: Construct, construct_id: str, *, names: Names, after: CustomResource
    ) -> None:
        super().__init__(scope, construct_id)
        for key, values in LF_TAGS.items():
            tag = lakeformation.CfnTag(
                self,
                key.title().replace("-", ""),
                catalog_id=names.governance_account,
                tag_key=key,
                tag_values=values,
            )
            tag.node.add_dependency(after)
