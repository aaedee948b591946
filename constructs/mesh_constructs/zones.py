"""A domain's storage."""

from dataclasses import dataclass

from constructs import Construct

from mesh.naming import Zone
from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.bucket import Bucket, BucketProps, bucket_arn, expiry, old_versions
from mesh_constructs.place import Place
from mesh_constructs.policy import (
    Statement,
    account,
    allow,
    deny,
    other_roles,
    roles,
)

# Scanner and publisher tag the exact version that settled with its state. What waits in quarantine
# stays in landing as well: a release scans the landed version again.
SETTLED_TAG = "mesh:settled"
LEAVE_LANDING = ("published", "superseded", "discarded")


@dataclass(frozen=True, kw_only=True)
class ZonesProps:
    """What a domain states about its storage.

    Attributes:
        key_arn: key of the domain; encrypts every zone.
        settled_days: days after which published and discarded files leave landing; others never.
    """

    place: Place
    key_arn: str
    settled_days: int = 7


class Zones(Construct):
    """A domain's three buckets. Only ``published`` is read from outside, by its location role."""

    def __init__(self, scope: Construct, construct_id: str, props: ZonesProps) -> None:
        super().__init__(scope, construct_id)
        settled = [
            expiry(
                state,
                days=props.settled_days,
                tagFilters=[{"key": SETTLED_TAG, "value": state}],
            )
            for state in LEAVE_LANDING
        ]
        self.landing = self._zone(
            "Landing", "landing", props, settled, _landing(props), tells_events=True
        )
        self.published = self._zone(
            "Published",
            "published",
            props,
            [old_versions("replaced", days=7)],
            _published(props),
        )
        self.quarantine = self._zone(
            "Quarantine",
            "quarantine",
            props,
            [old_versions("discarded", days=30)],
            _quarantine(props),
        )
        self.names = {
            "landing": self.landing.name,
            "published": self.published.name,
            "quarantine": self.quarantine.name,
        }
        acknowledge(
            self,
            "AwsSolutions-S1",
            reason="S3 cannot deliver server access logs into a bucket that is encrypted with a "
            "key of ours; who read or wrote which object is in CloudTrail's data events, "
            "per object and complete, where server access logs are best effort.",
        )

    def _zone(
        self,
        construct_id: str,
        zone: Zone,
        props: ZonesProps,
        lifecycle: list[dict[str, object]],
        statements: list[Statement],
        *,
        tells_events: bool = False,
    ) -> Bucket:
        return Bucket(
            self,
            construct_id,
            BucketProps(
                name=props.place.names.bucket(zone, props.place.account),
                key_arn=props.key_arn,
                lifecycle=lifecycle,
                statements=statements,
                tells_events=tells_events,
            ),
        )


def _landing(props: ZonesProps) -> list[Statement]:
    """Governance reads and tags exact versions and compares the list with its ledger."""
    names = props.place.names
    arn = bucket_arn(names.bucket("landing", props.place.account))
    governance = account(names.governance_account)
    readers = roles(*map(names.governance_role_arn, ("mesh-scanner", "mesh-publisher")))
    actions = ["s3:GetObject", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"]
    return [
        allow(
            "ReadAndSettle",
            [*actions, "s3:PutObjectVersionTagging"],
            f"{arn}/*",
            to=governance,
            when=readers,
        ),
        # Who may not list is told "denied" of a version that is gone, not "not found".
        allow("TellGone", ["s3:ListBucket"], arn, to=governance, when=readers),
        allow(
            "Compare",
            ["s3:ListBucketVersions"],
            arn,
            to=governance,
            when=roles(names.governance_role_arn("mesh-sweep")),
        ),
    ]


def _published(props: ZonesProps) -> list[Statement]:
    """One committer writes, Lake Formation's role reads; the domain's administrators do neither."""
    names = props.place.names
    arn = bucket_arn(names.bucket("published", props.place.account))
    governance = account(names.governance_account)
    publisher = names.governance_role_arn("mesh-publisher")
    location = names.location_role_arn(props.place.owner)
    read, write = ["s3:GetObject", "s3:GetObjectVersion"], ["s3:PutObject", "s3:DeleteObject"]
    lists = ["s3:ListBucket", "s3:GetBucketLocation"]
    return [
        allow(
            "Commit",
            [*read, *write, "s3:DeleteObjectVersion", "s3:AbortMultipartUpload"],
            f"{arn}/*",
            to=governance,
            when=roles(publisher),
        ),
        allow("Read", read, f"{arn}/*", to=governance, when=roles(location)),
        allow("List", lists, arn, to=governance, when=roles(publisher, location)),
        allow(
            "ListVersions",
            ["s3:ListBucketVersions"],
            arn,
            to=governance,
            when=roles(publisher),
        ),
        *_nobody_else(arn, publisher, location),
    ]


def _nobody_else(arn: str, publisher: str, location: str) -> list[Statement]:
    return [
        deny(
            "OneCommitter",
            ["s3:PutObject*", "s3:DeleteObject*", "s3:AbortMultipartUpload", "s3:ReplicateObject"],
            f"{arn}/*",
            to={"AWS": "*"},
            when=other_roles(publisher),
        ),
        deny(
            "NoReadAround",
            ["s3:GetObject*"],
            f"{arn}/*",
            to={"AWS": "*"},
            when=other_roles(publisher, location),
        ),
    ]


def _quarantine(props: ZonesProps) -> list[Statement]:
    """Governance puts refused files here and reads none."""
    names = props.place.names
    arn = bucket_arn(names.bucket("quarantine", props.place.account))
    writers = roles(*map(names.governance_role_arn, ("mesh-scanner", "mesh-publisher")))
    return [
        allow(
            "Refuse",
            ["s3:PutObject", "s3:AbortMultipartUpload"],
            f"{arn}/*",
            to=account(names.governance_account),
            when=writers,
        ),
    ]
