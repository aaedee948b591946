"""How an account of the organisation finds the registry."""

from aws_cdk import aws_iam as iam
from constructs import Construct

from mesh.naming import Names
from mesh.naming.names import API_PARAMETER, API_STAGE
from mesh_constructs.policy import Statement, allow, document, from_organisation, trust

ROLE = "mesh-directory"


class DirectoryRole(Construct):
    """Any role of the organisation may read the registry's URL with it, and nothing else."""

    def __init__(self, scope: Construct, construct_id: str, *, names: Names) -> None:
        super().__init__(scope, construct_id)
        account = names.governance_account
        parameter = f"arn:aws:ssm:{names.region}:{account}:parameter{API_PARAMETER}"
        iam.CfnRole(
            self,
            "Role",
            role_name=ROLE,
            description="Reads where the mesh's registry answers.",
            assume_role_policy_document=trust({"AWS": "*"}, from_organisation(names.organisation)),
            policies=[
                {
                    "policyName": "own",
                    "policyDocument": document(allow("ReadUrl", ["ssm:GetParameter"], parameter)),
                }
            ],
        )


def registry_address(names: Names) -> str:
    """Every route of the registry's API; its id is not known before it exists."""
    return f"arn:aws:execute-api:{names.region}:{names.governance_account}:*/{API_STAGE}/*"


def calling_registry(names: Names) -> list[Statement]:
    """What a role of any account needs to find and call the registry."""
    return [
        allow("FindRegistry", ["sts:AssumeRole"], names.governance_role_arn(ROLE)),
        allow("CallRegistry", ["execute-api:Invoke"], registry_address(names)),
    ]
