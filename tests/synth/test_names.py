"""Things are called what other accounts, people and clients call them."""

from dataclasses import replace

import pytest

from policies.rule import Template
from tests.synth.assembly import EXAMPLE, NAMES, Assembly, mesh_of, resource, synthesise

FLEET = EXAMPLE.domain("fleet").account


@pytest.mark.parametrize(
    ("stack", "kind", "field", "names"),
    [
        ("Governance", "AWS::DynamoDB::Table", "TableName", {"mesh-registry"}),
        ("Governance", "AWS::SNS::Topic", "TopicName", {"mesh-alerts"}),
        ("Governance", "AWS::SSM::Parameter", "Name", {"/mesh/api"}),
        ("Governance", "AWS::KMS::Alias", "AliasName", {"alias/mesh", "alias/mesh-tokens"}),
        ("Governance", "AWS::ApiGateway::RestApi", "Name", {"mesh-registry"}),
        ("Governance", "AWS::ApiGateway::Stage", "StageName", {"v1"}),
        ("fleet-Producer", "AWS::SNS::Topic", "TopicName", {"mesh-alerts"}),
        ("fleet-Producer", "AWS::KMS::Alias", "AliasName", {"alias/mesh-domain"}),
        ("fleet-Consumer", "AWS::KMS::Alias", "AliasName", {"alias/mesh-results"}),
        ("fleet-Consumer", "AWS::Events::EventBus", "Name", {"mesh"}),
        ("fleet-Consumer", "AWS::Athena::WorkGroup", "Name", {"fleet"}),
        ("fleet-Consumer", "AWS::S3::Bucket", "BucketName", {NAMES.results_bucket(FLEET)}),
        (
            "fleet-Producer",
            "AWS::S3::Bucket",
            "BucketName",
            {
                NAMES.bucket("landing", FLEET),
                NAMES.bucket("published", FLEET),
                NAMES.bucket("quarantine", FLEET),
            },
        ),
    ],
)
def test_a_thing_has_its_agreed_name(
    assembly: Assembly, stack: str, kind: str, field: str, names: set[str]
) -> None:
    found = {entry[field] for _, entry in assembly.template(stack).of_type(kind)}

    assert found == names


@pytest.mark.parametrize(
    ("stack", "roles"),
    [
        ("Governance", {"governance-platform", "governance-auditor", "mesh-directory"}),
        ("fleet-Producer", {"fleet-owner", "fleet-engineer", "fleet-steward"}),
        ("fleet-Consumer", {"fleet-analyst"}),
    ],
)
def test_people_find_their_roles(assembly: Assembly, stack: str, roles: set[str]) -> None:
    made = {entry["RoleName"] for _, entry in assembly.template(stack).of_type("AWS::IAM::Role")}

    assert roles <= made


def test_the_registry_can_be_restored_is_encrypted_and_indexed(governance: Template) -> None:
    table = resource(governance, "AWS::DynamoDB::Table")

    index = table["GlobalSecondaryIndexes"][0]
    keys = [key["AttributeName"] for key in (*table["KeySchema"], *index["KeySchema"])]
    assert keys == ["pk", "sk", "gsi_pk", "gsi_sk"]
    assert index["IndexName"] == "by-state"
    assert index["Projection"] == {"ProjectionType": "ALL"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "ttl", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["SSESpecification"]["SSEType"] == "KMS"
    assert table["DeletionProtectionEnabled"] is True


def test_the_workgroup_is_enforced_limited_encrypted_and_its_results_end(
    consumer: Template,
) -> None:
    group = resource(consumer, "AWS::Athena::WorkGroup")["WorkGroupConfiguration"]
    bucket = resource(consumer, "AWS::S3::Bucket")

    results = group["ResultConfiguration"]
    days = [rule.get("ExpirationInDays") for rule in bucket["LifecycleConfiguration"]["Rules"]]
    assert group["EnforceWorkGroupConfiguration"] is True
    assert group["BytesScannedCutoffPerQuery"] > 0
    assert results["OutputLocation"] == f"s3://{NAMES.results_bucket(FLEET)}/results/"
    assert results["EncryptionConfiguration"]["EncryptionOption"] == "SSE_KMS"
    assert 1 in days


def test_the_scratch_database_is_the_analysts_alone(consumer: Template) -> None:
    database = resource(consumer, "AWS::Glue::Database")["DatabaseInput"]
    grant = resource(consumer, "AWS::LakeFormation::PrincipalPermissions")

    assert database["Name"] == "fleet_scratch"
    assert database["CreateTableDefaultPermissions"] == []
    assert grant["Resource"]["Database"]["Name"] == "fleet_scratch"
    assert "SELECT" not in grant["Permissions"]


def test_a_consumer_that_publishes_nothing_still_hears_its_alarms(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    mesh = mesh_of(1)
    alone = replace(mesh.domains[0], roles=("consumer",))
    folder = tmp_path_factory.mktemp("consumer") / "cdk.out"
    made = synthesise(folder, replace(mesh, domains=(alone,)), [alone.name])

    assert list(made.templates()) == ["domain-0-Consumer"]
    topic = resource(made.template("domain-0-Consumer"), "AWS::SNS::Topic")
    assert topic["TopicName"] == "mesh-alerts"


def test_lf_tags_are_there_before_anybody_assigns_them(governance: Template) -> None:
    tags = {
        entry["TagKey"]: entry["TagValues"]
        for _, entry in governance.of_type("AWS::LakeFormation::Tag")
    }

    assert tags["mesh-access"] == ["closed", "open"]
    assert tags["mesh-classification"] == ["public", "internal", "confidential", "restricted"]
