"""A catalogue's policy lets in, keeps out, and shares by LF-tags as the first versions did."""

import json
from typing import Any

import pytest

from emulator.lakeformation.reading import open_table
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER
from tests.emulator.lakeformation.world import LOCATION, Lake, refused, table

ALL = [
    f"arn:aws:glue:eu-central-1:{GOVERNANCE}:{part}"
    for part in ("catalog", "database/*", "table/*")
]
RAM = {
    "Effect": "Allow",
    "Principal": {"Service": "ram.amazonaws.com"},
    "Action": "glue:ShareResource",
    "Resource": ALL,
}


def statement(who: str, effect: str = "Allow", **more: object) -> dict[str, Any]:
    given = {"Principal": {"AWS": who}, "Action": "glue:*", "Resource": ALL}
    return {"Effect": effect, **given, **more}


def put(lake: Lake, *statements: dict[str, Any], **more: object) -> str:
    document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    answer = lake.glue(GOVERNANCE).put_resource_policy(PolicyInJson=document, **more)
    return str(answer["PolicyHash"])


def get(lake: Lake, who: str) -> str:
    found = lake.glue(who).get_table(CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes")
    return str(found["Table"]["Name"])


def test_a_policy_is_read_back_and_deleted(lake: Lake) -> None:
    glue = lake.glue(GOVERNANCE)
    with refused("EntityNotFoundException"):
        glue.get_resource_policy()

    made = put(lake, RAM)

    found = glue.get_resource_policy()
    assert json.loads(found["PolicyInJson"])["Statement"] == [RAM]
    assert found["PolicyHash"] == made
    glue.delete_resource_policy()
    with refused("EntityNotFoundException"):
        glue.delete_resource_policy()


@pytest.mark.parametrize(
    "condition",
    [
        {"PolicyExistsCondition": "NOT_EXIST"},
        {"PolicyHashCondition": "another"},
    ],
)
def test_a_policy_is_put_only_over_what_was_read(lake: Lake, condition: dict[str, str]) -> None:
    with refused("ConditionCheckFailureException"):
        put(lake, RAM, PolicyExistsCondition="MUST_EXIST")
    made = put(lake, RAM, PolicyExistsCondition="NOT_EXIST")

    with refused("ConditionCheckFailureException"):
        put(lake, RAM, **condition)
    put(lake, RAM, PolicyHashCondition=made, PolicyExistsCondition="MUST_EXIST")


def test_a_policy_that_is_not_understood_is_not_kept(lake: Lake) -> None:
    with refused("InvalidInputException", "not valid"):
        put(lake, statement("*", "Perhaps"))


def test_within_the_account_the_policy_gives_what_iam_does_not(lake: Lake) -> None:
    poor = lake.role("poor", allow="lakeformation:*")
    lake.grant(poor, table(), "SELECT")
    with refused("AccessDeniedException", "glue:GetTable"):
        get(lake, poor)

    put(lake, statement(poor))

    assert get(lake, poor) == "planes"


def test_a_denial_keeps_out_whom_lake_formation_lets_in(lake: Lake) -> None:
    engineer = lake.role("engineer")
    for who in (engineer, lake.analyst):
        lake.grant(who, table(), "SELECT")
        assert get(lake, who) == "planes"

    put(lake, *(statement(who, "Deny") for who in (engineer, lake.analyst)), EnableHybrid="TRUE")

    for who in (engineer, lake.analyst):
        with refused("AccessDeniedException", "explicit deny in a resource-based policy"):
            get(lake, who)


def test_where_lake_formation_decides_an_allowance_shows_another_account_nothing(
    lake: Lake,
) -> None:
    put(lake, statement(lake.analyst))

    with refused("AccessDeniedException", "Insufficient Lake Formation permission"):
        get(lake, lake.analyst)


def test_where_iam_decides_the_policy_lets_another_account_in(lake: Lake) -> None:
    lake.lf(lake.admin).deregister_resource(ResourceArn=LOCATION)
    lake.grant("IAM_ALLOWED_PRINCIPALS", table(), "ALL")
    with refused("AccessDeniedException", "Insufficient Lake Formation permission"):
        get(lake, lake.analyst)

    put(lake, statement(f"arn:aws:iam::{CONSUMER}:root"))

    assert get(lake, lake.analyst) == "planes"
    found = open_table(lake.cloud, lake.principal(lake.analyst), GOVERNANCE, "fleet", "planes")
    assert found.reader.role_arn == lake.analyst
    poor = lake.role("poor", CONSUMER, allow="lakeformation:*")
    with refused("AccessDeniedException", "glue:GetTable"):
        get(lake, poor)
    with refused("AccessDeniedException"):
        get(lake, PRODUCER)


def test_in_lake_formation_mode_the_policy_lets_nobody_in(lake: Lake) -> None:
    lake.grant("IAM_ALLOWED_PRINCIPALS", table(), "ALL")
    put(lake, statement(f"arn:aws:iam::{CONSUMER}:root"))

    with refused("AccessDeniedException", "Insufficient Lake Formation permission"):
        get(lake, lake.analyst)


def test_beside_lake_formations_shares_a_policy_says_that_it_is_hybrid(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "SELECT")

    with refused("InvalidInputException", "EnableHybrid"):
        put(lake, RAM)
    put(lake, RAM, EnableHybrid="TRUE")


def test_where_there_is_a_policy_it_must_let_ram_share(lake: Lake) -> None:
    put(lake, statement(f"arn:aws:iam::{PRODUCER}:root"))
    with refused("AccessDeniedException", "glue:ShareResource"):
        lake.grant(lake.analyst, table(), "SELECT")

    put(lake, statement(f"arn:aws:iam::{PRODUCER}:root"), RAM)
    lake.grant(lake.analyst, table(), "SELECT")

    assert get(lake, lake.analyst) == "planes"


def test_before_version_three_lf_tags_share_by_the_policy_alone(lake: Lake) -> None:
    keeper = lake.role("keeper", CONSUMER)
    lake.put_settings(CONSUMER, keeper)
    lake.put_settings(lake.admin, lake.admin, Parameters={"CROSS_ACCOUNT_VERSION": "2"})
    lf = lake.lf(lake.admin)
    lf.create_lf_tag(TagKey="area", TagValues=["open"])
    tags = [{"TagKey": "area", "TagValues": ["open"]}]
    lf.add_lf_tags_to_resource(Resource=table(), LFTags=tags)
    policy = {"LFTagPolicy": {"CatalogId": GOVERNANCE, "ResourceType": "TABLE", "Expression": tags}}
    lake.grant(CONSUMER, policy, "DESCRIBE")

    assert (
        lake.client("ram", GOVERNANCE).get_resource_shares(resourceOwner="SELF")["resourceShares"]
        == []
    )
    with refused("AccessDeniedException"):
        get(lake, keeper)
    by_tags = {"Bool": {"glue:EvaluatedByLakeFormationTags": "true"}}
    put(lake, statement(f"arn:aws:iam::{CONSUMER}:root", Condition=by_tags))
    assert get(lake, keeper) == "planes"
    lake.glue(GOVERNANCE).delete_resource_policy()
    with refused("AccessDeniedException"):
        get(lake, keeper)
