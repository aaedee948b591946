"""Who gets across a border between accounts: the organisation, by name, and nobody else."""

import pytest

from policies.rule import Template
from tests.synth.assembly import (
    EXAMPLE,
    NAMES,
    Assembly,
    resource,
    role_statements,
    statements_of,
    strings,
)

FLEET = EXAMPLE.domain("fleet")
OURS = {"aws:PrincipalOrgID": NAMES.organisation}


def test_the_api_lets_in_the_organisation_by_signature_only(governance: Template) -> None:
    policy = statements_of(resource(governance, "AWS::ApiGateway::RestApi")["Policy"])
    method = resource(governance, "AWS::ApiGateway::Method")

    assert list(policy) == ["Organisation"]
    assert policy["Organisation"]["Condition"] == {"StringEquals": OURS}
    assert method["AuthorizationType"] == "AWS_IAM"


def test_the_directory_role_trusts_the_organisation_and_reads_one_parameter(
    governance: Template,
) -> None:
    role = resource(governance, "AWS::IAM::Role", RoleName="mesh-directory")

    trust = role["AssumeRolePolicyDocument"]["Statement"][0]
    may = role_statements(governance, "mesh-directory")
    assert trust["Condition"] == {"StringEquals": OURS}
    assert may["ReadUrl"]["Action"] == ["ssm:GetParameter"]
    assert may["ReadUrl"]["Resource"].endswith(":parameter/mesh/api")
    assert set(may) == {"ReadUrl"}


def test_only_landing_rules_of_the_organisation_send_to_the_scanner(governance: Template) -> None:
    sending = [
        statement
        for _, policy in governance.of_type("AWS::SQS::QueuePolicy")
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Allow"
    ]

    assert len(sending) == 1
    assert sending[0]["Resource"] == NAMES.queue_arn("mesh-scanner")
    assert sending[0]["Condition"] == {
        "StringEquals": OURS,
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/mesh-landing-events"},
    }


def test_only_the_reconciler_speaks_on_a_consumers_bus(consumer: Template) -> None:
    statement = resource(consumer, "AWS::Events::EventBusPolicy")["Statement"]

    reconciler = NAMES.governance_role_arn("mesh-reconciler")
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{NAMES.governance_account}:root"}
    assert statement["Condition"] == {"ArnEquals": {"aws:PrincipalArn": [reconciler]}}


@pytest.mark.parametrize("role", ["mesh-scanner", "mesh-publisher", "mesh-sweep"])
def test_what_reaches_every_domain_is_held_to_the_organisation(
    governance: Template, role: str
) -> None:
    reaching = [
        statement
        for statement in role_statements(governance, role).values()
        for resource_arn in strings(statement["Resource"])
        if "-*-" in resource_arn or ":*:" in resource_arn
    ]

    assert reaching
    for statement in reaching:
        held = statement["Condition"]["StringEquals"]
        assert held["aws:ResourceOrgID"] == NAMES.organisation
        if statement["Action"][0].startswith("kms:"):
            aliases = statement["Condition"]["ForAnyValue:StringEquals"]
            assert aliases == {"kms:ResourceAliases": "alias/mesh-domain"}
            assert held["kms:ViaService"].split(".")[0] in {"s3", "sns"}


def test_the_registrar_makes_roles_under_one_path_and_within_the_boundary(
    governance: Template,
) -> None:
    may = role_statements(governance, "mesh-registrar")

    locations = f"arn:aws:iam::{NAMES.governance_account}:role/mesh/location/*"
    making = [entry for entry in may.values() if "iam:CreateRole" in entry["Action"]]
    acting = [entry for entry in may.values() if "iam:" in "".join(entry["Action"])]
    changing = [entry for entry in acting if entry["Action"] != ["iam:GetRole"]]
    assert making[0]["Condition"] == {
        "ArnEquals": {"iam:PermissionsBoundary": NAMES.location_boundary_arn}
    }
    assert all(entry["Resource"] == locations for entry in changing)
    assert may["FindLocationRoles"]["Resource"].endswith(f":role/{NAMES.location_role_name('*')}")
    assert "iam:PutRolePolicy" in making[0]["Action"]
    assert may["HandToLakeFormation"]["Condition"] == {
        "StringEquals": {"iam:PassedToService": "lakeformation.amazonaws.com"}
    }


def test_the_location_boundary_reads_published_zones_only(governance: Template) -> None:
    policy = resource(governance, "AWS::IAM::ManagedPolicy")

    boundary = statements_of(policy["PolicyDocument"])
    actions = {action for entry in boundary.values() for action in entry["Action"]}
    assert policy["ManagedPolicyName"] == "mesh-location-boundary"
    assert not any(word in action for action in actions for word in ("Put", "Delete", "Encrypt"))
    assert boundary["Read"]["Resource"] == f"arn:aws:s3:::{NAMES.bucket('published', '*')}/*"
    for entry in boundary.values():
        assert entry["Condition"]["StringEquals"]["aws:ResourceOrgID"] == NAMES.organisation


def test_no_domains_template_names_another_domain(assembly: Assembly) -> None:
    others = {domain.account for domain in EXAMPLE.domains} - {FLEET.account}

    for stack in ("fleet-Producer", "fleet-Consumer"):
        text = assembly.text(stack).decode()
        assert not any(account in text for account in others)


def test_an_analyst_has_no_way_to_data_but_lake_formation(consumer: Template) -> None:
    may = role_statements(consumer, "fleet-analyst")

    results = f"arn:aws:s3:::{NAMES.results_bucket(FLEET.account)}"
    for statement in may.values():
        if statement["Action"][0].startswith("s3:"):
            assert set(strings(statement["Resource"])) <= {results, f"{results}/*"}
        if statement["Action"][0].startswith("kms:"):
            aliases = statement["Condition"]["ForAnyValue:StringEquals"]
            assert aliases == {"kms:ResourceAliases": "alias/mesh-results"}
    assert may["Read"]["Action"] == ["lakeformation:GetDataAccess"]


@pytest.mark.parametrize("short", ["owner", "engineer", "steward"])
def test_a_producers_people_have_no_way_into_published(producer: Template, short: str) -> None:
    may = role_statements(producer, f"fleet-{short}")

    published = NAMES.bucket("published", FLEET.account)
    assert not any(published in text for text in strings(list(may.values())))
    assert ("LandingObjects" in may) is (short != "steward")
    assert ("QuarantineObjects" in may) is (short != "engineer")


def test_people_are_trusted_by_their_own_account_only(assembly: Assembly) -> None:
    for stack, account in (
        ("Governance", NAMES.governance_account),
        ("fleet-Producer", FLEET.account),
        ("fleet-Consumer", FLEET.account),
    ):
        for _, role in assembly.template(stack).of_type("AWS::IAM::Role"):
            trust = role["AssumeRolePolicyDocument"]["Statement"][0]
            if "AWS" in trust["Principal"] and role["RoleName"] != "mesh-directory":
                assert trust["Principal"] == {"AWS": f"arn:aws:iam::{account}:root"}
