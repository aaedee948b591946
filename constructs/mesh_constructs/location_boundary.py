"""The most that a location role may ever do."""

from aws_cdk import aws_iam as iam
from constructs import Construct

from mesh.naming import Names
from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.bucket import bucket_arn
from mesh_constructs.policy import allow, by_alias, document, in_organisation, merged

DOMAIN_KEY = "mesh-domain"


class LocationBoundary(Construct):
    """Bounds Lake Formation's location roles: published zones of the organisation, no write."""

    def __init__(self, scope: Construct, construct_id: str, *, names: Names) -> None:
        super().__init__(scope, construct_id)
        published = bucket_arn(names.bucket("published", "*"))
        keys = f"arn:aws:kms:{names.region}:*:key/*"
        ours = in_organisation(names.organisation)
        via_s3 = by_alias(f"alias/{DOMAIN_KEY}", f"s3.{names.region}.amazonaws.com")
        policy = iam.CfnManagedPolicy(
            self,
            "Policy",
            managed_policy_name="mesh-location-boundary",
            description="The most that a role under /mesh/location/ may ever do.",
            policy_document=document(
                allow("Read", ["s3:GetObject", "s3:GetObjectVersion"], f"{published}/*", when=ours),
                allow("List", ["s3:ListBucket", "s3:GetBucketLocation"], published, when=ours),
                allow(
                    "Decrypt", ["kms:Decrypt", "kms:DescribeKey"], keys, when=merged(ours, via_s3)
                ),
            ),
        )
        acknowledge(
            policy,
            published,
            f"{published}/*",
            keys,
            reason="A boundary grants nothing. It is the same for one and for a thousand domains, "
            "so it names published zones and domain keys by pattern, held to the "
            "organisation by condition.",
        )
