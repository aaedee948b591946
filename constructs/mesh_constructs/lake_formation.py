"""Lake Formation as every account of the mesh needs it."""

from aws_cdk import CustomResource, Duration, Stack
from aws_cdk import aws_lakeformation as lakeformation
from constructs import Construct

from mesh.access.closing import ACCESS_TAG, CLOSED, OPEN
from mesh.naming import Names
from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.function import FunctionProps, MeshFunction
from mesh_constructs.governance_functions import scheduled
from mesh_constructs.place import Place
from mesh_constructs.policy import allow
from mesh_constructs.queue import DeadLetters

CROSS_ACCOUNT_VERSION = "4"
LF_TAGS = {
    ACCESS_TAG: [CLOSED, OPEN],
    "mesh-classification": ["public", "internal", "confidential", "restricted"],
}
_SETTINGS = ["lakeformation:GetDataLakeSettings", "lakeformation:PutDataLakeSettings"]
_CLOSING = ["lakeformation:ListPermissions", "lakeformation:RevokePermissions"]


class LakeFormationSettings(Construct):
    """Merges the mesh's administrators into the account's settings; no default grants remain.

    A custom resource, because CloudFormation's own type cannot clear the default permissions and
    replaces administrators that others made. Its function also runs by the hour with the same
    properties: what somebody changed by hand since is set right.

    Args:
        closed_catalogue: whether what everybody whom IAM lets in may do in the catalogue itself,
            such as making databases, is revoked.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        key_arn: str,
        dead_letters: DeadLetters,
        closed_catalogue: bool = False,
    ) -> None:
        super().__init__(scope, construct_id)
        self._closed_catalogue = closed_catalogue
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
                # A deployment and the clock must not put settings over each other's.
                concurrency=1,
                statements=[
                    allow("Settings", _SETTINGS, "*"),
                    allow("LeaveOutGoneRoles", ["iam:GetRole"], roles),
                    *([allow("CloseCatalogue", _CLOSING, "*")] if closed_catalogue else []),
                ],
            ),
        )
        acknowledge(
            self,
            "*",
            roles,
            reason="Lake Formation's settings and grants have no resource of their own to name, "
            "and one put names all administrators of the account: each is looked up, read only, "
            "because Lake Formation refuses a put that names a role which is gone.",
        )

    def administrators(
        self, *functions: MeshFunction, readers: tuple[str, ...] = ()
    ) -> CustomResource:
        """Make the functions' roles and CloudFormation administrators, `readers` read-only."""
        properties = {
            "Admins": [*(each.role.attr_arn for each in functions), self._deploy_role],
            "ReadOnlyAdmins": list(readers),
            "Parameters": {"CROSS_ACCOUNT_VERSION": CROSS_ACCOUNT_VERSION},
            "ClosedCatalogue": "true" if self._closed_catalogue else "false",
        }
        event = {"reason": "drift", "ResourceProperties": properties}
        scheduled(
            self._function,
            "Hourly",
            name="mesh-settings-hourly",
            rate="1 hour",
            event=Stack.of(self).to_json_string(event),
        )
        return CustomResource(
            self,
            "Settings",
            service_token=self._function.function.attr_arn,
            resource_type="Custom::LakeFormationSettings",
            service_timeout=Duration.minutes(5),
            properties=properties,
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
