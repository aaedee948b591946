"""Only the publisher makes tokens, and the key that makes them stays the same for ever."""

import pytest

from policies.rule import Template
from tests.synth.assembly import NAMES, Assembly, resource, role_statements, statements_of


@pytest.fixture
def governance(assembly: Assembly) -> Template:
    return assembly.template("Governance")


def test_the_key_of_tokens_gives_codes_and_neither_rotates_nor_goes(governance: Template) -> None:
    key = resource(governance, "AWS::KMS::Key", KeySpec="HMAC_256")

    assert key["KeyUsage"] == "GENERATE_VERIFY_MAC"
    assert "EnableKeyRotation" not in key


def test_its_policy_lets_nobody_but_the_publisher_use_it(governance: Template) -> None:
    key = resource(governance, "AWS::KMS::Key", KeySpec="HMAC_256")
    statements = statements_of(key["KeyPolicy"])

    using = [s for s in statements.values() if any("Mac" in action for action in s["Action"])]
    assert [s["Action"] for s in using] == [["kms:GenerateMac"]]
    publisher = NAMES.governance_role_arn("mesh-publisher")
    assert using[0]["Condition"] == {"ArnEquals": {"aws:PrincipalArn": publisher}}
    assert not any("*" in action for s in statements.values() for action in s["Action"])


@pytest.mark.parametrize("name", ["mesh-publisher", "mesh-scanner", "mesh-api", "mesh-sweep"])
def test_only_the_publishers_role_asks_for_it(governance: Template, name: str) -> None:
    statements = role_statements(governance, name)

    asks = [s for s in statements.values() if "kms:GenerateMac" in s["Action"]]
    assert len(asks) == (name == "mesh-publisher")
