"""A domain's buckets: one committer, one reader, nothing without TLS, nothing lost."""

from typing import Any

import pytest

from mesh.naming import Zone
from mesh.publishing.ledger import SETTLED
from policies.rule import Template
from tests.synth.assembly import EXAMPLE, NAMES, resource, role_statements, statements_of

FLEET = EXAMPLE.domain("fleet")
PUBLISHER = NAMES.governance_role_arn("mesh-publisher")
SCANNER = NAMES.governance_role_arn("mesh-scanner")
LOCATION = NAMES.location_role_arn("fleet")
GOVERNANCE = {"AWS": f"arn:aws:iam::{NAMES.governance_account}:root"}


def policy(producer: Template, zone: Zone) -> dict[str, dict[str, Any]]:
    bucket = NAMES.bucket(zone, FLEET.account)
    found = resource(producer, "AWS::S3::BucketPolicy", Bucket=bucket)
    return statements_of(found["PolicyDocument"])


def roles(statement: dict[str, Any], operator: str = "ArnEquals") -> list[str]:
    return list(statement["Condition"][operator]["aws:PrincipalArn"])


@pytest.mark.parametrize("zone", ["landing", "published", "quarantine"])
def test_nothing_passes_without_tls(producer: Template, zone: Zone) -> None:
    statement = policy(producer, zone)["OnlyTls"]

    arn = f"arn:aws:s3:::{NAMES.bucket(zone, FLEET.account)}"
    assert statement["Effect"] == "Deny"
    assert statement["Principal"] == {"AWS": "*"}
    assert statement["Action"] == ["s3:*"]
    assert statement["Resource"] == [arn, f"{arn}/*"]
    assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_everybody_but_the_publisher_is_denied_to_write_published(producer: Template) -> None:
    statement = policy(producer, "published")["OneCommitter"]

    assert statement["Effect"] == "Deny"
    assert statement["Principal"] == {"AWS": "*"}
    assert {"s3:PutObject*", "s3:DeleteObject*"} <= set(statement["Action"])
    assert roles(statement, "ArnNotEquals") == [PUBLISHER]


def test_everybody_but_location_role_and_publisher_is_denied_to_read_published(
    producer: Template,
) -> None:
    statement = policy(producer, "published")["NoReadAround"]

    assert statement["Effect"] == "Deny"
    assert statement["Action"] == ["s3:GetObject*"]
    assert roles(statement, "ArnNotEquals") == [PUBLISHER, LOCATION]


def test_the_location_role_may_only_read(producer: Template) -> None:
    allowed = [
        action
        for statement in policy(producer, "published").values()
        if statement["Effect"] == "Allow" and LOCATION in roles(statement)
        for action in statement["Action"]
    ]

    assert set(allowed) == {
        "s3:GetObject",
        "s3:GetObjectVersion",
        "s3:ListBucket",
        "s3:GetBucketLocation",
    }


@pytest.mark.parametrize("zone", ["landing", "published", "quarantine"])
def test_governance_is_let_in_as_account_and_named_roles(producer: Template, zone: Zone) -> None:
    allowed = [entry for entry in policy(producer, zone).values() if entry["Effect"] == "Allow"]

    assert allowed
    assert all(entry["Principal"] == GOVERNANCE for entry in allowed)
    assert all(roles(entry) for entry in allowed)


def test_nobody_of_governance_reads_quarantine(producer: Template) -> None:
    statements = policy(producer, "quarantine")

    assert set(statements) == {"OnlyTls", "Refuse"}
    assert not any("Get" in action for action in statements["Refuse"]["Action"])


def test_the_domains_key_opens_to_three_roles_of_governance_through_s3(producer: Template) -> None:
    statements = statements_of(resource(producer, "AWS::KMS::Key")["KeyPolicy"])

    objects = statements["Objects"]
    assert objects["Principal"] == GOVERNANCE
    assert roles(objects) == [SCANNER, PUBLISHER, LOCATION]
    via = objects["Condition"]["StringEquals"]["kms:ViaService"]
    assert via == f"s3.{NAMES.region}.amazonaws.com"


def test_landing_lets_go_of_settled_versions_only(producer: Template) -> None:
    name = NAMES.bucket("landing", FLEET.account)
    bucket = resource(producer, "AWS::S3::Bucket", BucketName=name)

    ending = [
        rule for rule in bucket["LifecycleConfiguration"]["Rules"] if "ExpirationInDays" in rule
    ]
    tags = [tag for rule in ending for tag in rule["TagFilters"]]
    assert all(rule["TagFilters"] for rule in ending)
    assert {tag["Key"] for tag in tags} == {"mesh:settled"}
    # What waits in quarantine is released from landing.
    assert {tag["Value"] for tag in tags} == SETTLED - {"quarantined"}


def test_landing_tells_eventbridge_and_the_rule_sends_to_the_scanner(producer: Template) -> None:
    name = NAMES.bucket("landing", FLEET.account)
    bucket = resource(producer, "AWS::S3::Bucket", BucketName=name)
    rule = resource(producer, "AWS::Events::Rule", Name="mesh-landing")

    told = bucket["NotificationConfiguration"]["EventBridgeConfiguration"]
    target = rule["Targets"][0]
    assert told == {"EventBridgeEnabled": True}
    assert rule["EventPattern"]["detail"] == {"bucket": {"name": [name]}}
    assert target["Arn"] == NAMES.queue_arn("mesh-scanner")
    assert target["SqsParameters"] == {"MessageGroupId": "fleet"}
    assert target["RoleArn"]
    assert target["DeadLetterConfig"]["Arn"]


def test_who_reads_landing_is_told_that_a_version_is_gone(
    producer: Template, governance: Template
) -> None:
    tells = policy(producer, "landing")["TellGone"]

    assert tells["Action"] == ["s3:ListBucket"]
    for reader in ("mesh-scanner", "mesh-publisher"):
        assert f"arn:aws:iam::{NAMES.governance_account}:role/{reader}" in roles(tells)
        assert role_statements(governance, reader)["TellGone"]["Action"] == ["s3:ListBucket"]
