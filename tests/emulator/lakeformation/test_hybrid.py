"""In hybrid access mode IAM decides, except for who was opted in to Lake Formation."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from emulator.api import AwsError
from emulator.lakeformation.reading import ReadableTable, open_table
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import (
    BUCKET,
    LOCATION,
    MISSING_RIGHT,
    PLANES,
    Lake,
    columns,
    database,
    principal,
    refused,
    table,
)

DATA = "fleet/planes/data.parquet"
EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
EVERY_TABLE = {"Table": {"CatalogId": GOVERNANCE, "DatabaseName": "fleet", "TableWildcard": {}}}


@pytest.fixture
def hybrid(lake: Lake) -> Lake:
    """The table's location is registered in hybrid mode, and IAM's group holds all on the table."""
    lake.lf(lake.admin).update_resource(
        ResourceArn=LOCATION, RoleArn=lake.location_role, HybridAccessEnabled=True
    )
    for resource in (database(), table()):
        lake.grant(EVERYBODY, resource, "ALL")
    s3 = lake.client("s3", GOVERNANCE)
    s3.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lake.cloud.region}
    )
    s3.put_object(Bucket=BUCKET, Key=DATA, Body=b"rows")
    return lake


def opt_in(lake: Lake, who: str, resource: Mapping[str, Any] | None = None, by: str = "") -> None:
    lake.lf(by or lake.admin).create_lake_formation_opt_in(
        Principal=principal(who), Resource=resource or table()
    )


def opened(lake: Lake, who: str) -> ReadableTable:
    return open_table(lake.cloud, lake.principal(who), GOVERNANCE, "fleet", "planes")


def read(lake: Lake, found: ReadableTable) -> bytes:
    return lake.cloud.read_object(found.reader, BUCKET, DATA).read_bytes()


def columns_shown(lake: Lake, who: str) -> list[str]:
    shown = lake.glue(who).get_table(CatalogId=GOVERNANCE, DatabaseName="fleet", Name="planes")
    return [column["Name"] for column in shown["Table"]["StorageDescriptor"]["Columns"]]


# Registering


def test_a_location_is_registered_in_hybrid_mode(lake: Lake) -> None:
    lf, arn = lake.lf(lake.admin), f"arn:aws:s3:::{BUCKET}/other"
    lf.register_resource(ResourceArn=arn, RoleArn=lake.location_role, HybridAccessEnabled=True)

    assert lf.describe_resource(ResourceArn=arn)["ResourceInfo"]["HybridAccessEnabled"] is True
    plain = lf.describe_resource(ResourceArn=LOCATION)["ResourceInfo"]
    assert plain["HybridAccessEnabled"] is False


def test_the_mode_changes_only_when_it_is_mentioned(lake: Lake) -> None:
    lf = lake.lf(lake.admin)

    for more, hybrid in (
        ({"HybridAccessEnabled": True}, True),
        ({}, True),
        ({"HybridAccessEnabled": False}, False),
    ):
        lf.update_resource(ResourceArn=LOCATION, RoleArn=lake.location_role, **more)
        info = lf.describe_resource(ResourceArn=LOCATION)["ResourceInfo"]
        assert info["HybridAccessEnabled"] is hybrid


# Who is not opted in


def test_without_opt_in_a_role_reads_with_its_own_rights(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer")

    found = opened(hybrid, engineer)

    assert len(found.columns) == 3
    assert found.reader.role_arn == engineer
    assert read(hybrid, found) == b"rows"


def test_without_opt_in_a_role_needs_rights_in_s3(hybrid: Lake) -> None:
    poor = hybrid.role("poor", allow="glue:*")

    found = opened(hybrid, poor)

    with pytest.raises(AwsError, match="not authorized to perform: s3:GetObject"):
        read(hybrid, found)


def test_without_opt_in_a_role_needs_rights_in_glue(hybrid: Lake) -> None:
    poor = hybrid.role("poor", allow="s3:*")

    with refused("AccessDeniedException", "glue:GetTable"):
        columns_shown(hybrid, poor)


def test_without_opt_in_a_grant_narrows_nothing(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer")

    hybrid.grant(engineer, columns("tail"), "SELECT")

    assert columns_shown(hybrid, engineer) == ["tail", "year", "owner"]


# Who is


def test_who_is_opted_in_needs_a_grant(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer")

    opt_in(hybrid, engineer)

    with refused("AccessDeniedException", "Required Describe on planes"):
        columns_shown(hybrid, engineer)
    with pytest.raises(AwsError, match="Required Select on planes"):
        opened(hybrid, engineer)


def test_who_is_opted_in_reads_what_was_granted_with_vended_credentials(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer", allow="*")
    hybrid.grant(engineer, columns("tail"), "SELECT")

    opt_in(hybrid, engineer)

    found = opened(hybrid, engineer)
    assert found.columns == ("tail",)
    assert found.reader.role_arn == hybrid.location_role
    assert columns_shown(hybrid, engineer) == ["tail"]


def test_opting_one_role_in_changes_nothing_for_others(hybrid: Lake) -> None:
    engineer, other = hybrid.role("engineer"), hybrid.role("other")

    opt_in(hybrid, engineer)

    assert opened(hybrid, other).reader.role_arn == other


def test_all_tables_are_opted_in_to_at_once(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer")

    opt_in(hybrid, engineer, EVERY_TABLE)

    with refused("AccessDeniedException"):
        columns_shown(hybrid, engineer)


def test_a_database_is_opted_in_to_by_itself(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer")

    opt_in(hybrid, engineer, database())

    assert columns_shown(hybrid, engineer) == ["tail", "year", "owner"]
    hybrid.grant(EVERYBODY, EVERY_TABLE, "SELECT")
    with refused("AccessDeniedException", "Required Create Table on fleet"):
        hybrid.create_table("more", by=engineer)


def test_the_table_tells_for_whom_it_is_registered(hybrid: Lake) -> None:
    engineer, other = hybrid.role("engineer"), hybrid.role("other")
    hybrid.grant(engineer, table(), "SELECT")
    opt_in(hybrid, engineer)

    told = {}
    for who in (engineer, other):
        found = hybrid.glue(who).get_table(DatabaseName="fleet", Name="planes")["Table"]
        told[who] = found["IsRegisteredWithLakeFormation"]
    assert told == {engineer: True, other: False}


def test_without_the_group_lake_formation_decides_for_everybody(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer")
    hybrid.revoke(EVERYBODY, table(), "ALL")

    with refused("AccessDeniedException", "Required Describe on planes"):
        columns_shown(hybrid, engineer)
    hybrid.grant(engineer, table(), "SELECT")
    assert opened(hybrid, engineer).reader.role_arn == hybrid.location_role


def test_a_new_table_at_a_hybrid_location_needs_the_right_to_that_location(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer")

    with refused("AccessDeniedException", f"on s3://{BUCKET}/fleet/planes"):
        hybrid.create_table("more", by=engineer)


def test_an_opt_in_ends_with_its_table(hybrid: Lake) -> None:
    opt_in(hybrid, hybrid.role("engineer"))

    hybrid.glue(hybrid.admin).delete_table(DatabaseName="fleet", Name="planes")

    found = hybrid.lf(hybrid.admin).list_lake_formation_opt_ins()
    assert found["LakeFormationOptInsInfoList"] == []


# Opting in


def test_opt_ins_are_listed_and_taken_back(hybrid: Lake) -> None:
    engineer, other = hybrid.role("engineer"), hybrid.role("other")
    for who in (engineer, other):
        opt_in(hybrid, who)
    lf = hybrid.lf(hybrid.admin)

    [listed] = lf.list_lake_formation_opt_ins(Principal=principal(engineer), Resource=table())[
        "LakeFormationOptInsInfoList"
    ]
    assert listed["Principal"] == principal(engineer)
    assert listed["Resource"] == {"Table": PLANES}
    assert listed["LastUpdatedBy"] == hybrid.admin
    lf.delete_lake_formation_opt_in(Principal=principal(engineer), Resource=table())

    [left] = lf.list_lake_formation_opt_ins()["LakeFormationOptInsInfoList"]
    assert left["Principal"] == principal(other)
    assert columns_shown(hybrid, engineer) == ["tail", "year", "owner"]
    with refused("EntityNotFoundException", "not opted in"):
        lf.delete_lake_formation_opt_in(Principal=principal(engineer), Resource=table())


def test_only_administrators_opt_in_and_see_who_is(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer")

    with refused("AccessDeniedException", MISSING_RIGHT):
        opt_in(hybrid, engineer, by=engineer)
    with refused("AccessDeniedException", MISSING_RIGHT):
        hybrid.lf(engineer).list_lake_formation_opt_ins()


@pytest.mark.parametrize(
    ("who", "resource", "code"),
    [
        (EVERYBODY, table(), "InvalidInputException"),
        (f"arn:aws:iam::{GOVERNANCE}:role/nobody", table(), "InvalidInputException"),
        (CONSUMER, columns("tail"), "InvalidInputException"),
        (CONSUMER, table("nothing"), "EntityNotFoundException"),
        (CONSUMER, database("nothing"), "EntityNotFoundException"),
    ],
)
def test_who_and_what_must_be_there(
    hybrid: Lake, who: str, resource: dict[str, Any], code: str
) -> None:
    with refused(code):
        opt_in(hybrid, who, resource)


# Other accounts


def test_before_version_four_nothing_is_shared_beside_the_group(hybrid: Lake) -> None:
    hybrid.put_settings(hybrid.admin, hybrid.admin, Parameters={"CROSS_ACCOUNT_VERSION": "3"})

    with refused("InvalidInputException", EVERYBODY):
        hybrid.grant(hybrid.analyst, table(), "SELECT")


def test_in_lake_formation_mode_nothing_is_shared_beside_the_group(hybrid: Lake) -> None:
    hybrid.lf(hybrid.admin).update_resource(
        ResourceArn=LOCATION, RoleArn=hybrid.location_role, HybridAccessEnabled=False
    )

    with refused("InvalidInputException", EVERYBODY):
        hybrid.grant(hybrid.analyst, table(), "SELECT")


def test_another_accounts_role_reads_only_once_it_is_opted_in(hybrid: Lake) -> None:
    hybrid.grant(hybrid.analyst, table(), "SELECT")
    with refused("AccessDeniedException", "Required Describe on planes"):
        columns_shown(hybrid, hybrid.analyst)

    opt_in(hybrid, hybrid.analyst)

    found = opened(hybrid, hybrid.analyst)
    assert found.reader.role_arn == hybrid.location_role
    assert read(hybrid, found) == b"rows"


def test_an_account_is_opted_in_with_all_its_roles(hybrid: Lake) -> None:
    hybrid.grant(hybrid.analyst, table(), "SELECT")

    opt_in(hybrid, CONSUMER)

    assert columns_shown(hybrid, hybrid.analyst) == ["tail", "year", "owner"]


def test_an_accounts_administrator_opts_its_own_roles_in(hybrid: Lake) -> None:
    keeper = hybrid.role("keeper", CONSUMER)
    hybrid.put_settings(CONSUMER, keeper)
    hybrid.grant(hybrid.analyst, table(), "SELECT")

    opt_in(hybrid, hybrid.analyst, by=keeper)

    assert columns_shown(hybrid, hybrid.analyst) == ["tail", "year", "owner"]
    with refused("AccessDeniedException", MISSING_RIGHT):
        opt_in(hybrid, hybrid.role("engineer"), by=keeper)


def test_the_bucket_counts_for_who_is_not_opted_in(hybrid: Lake) -> None:
    engineer = hybrid.role("engineer")
    deny = {
        "Effect": "Deny",
        "Principal": {"AWS": engineer},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/*",
    }
    hybrid.client("s3", GOVERNANCE).put_bucket_policy(
        Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]})
    )

    with pytest.raises(AwsError, match="explicit deny in a resource-based policy"):
        read(hybrid, opened(hybrid, engineer))
    hybrid.grant(engineer, table(), "SELECT")
    opt_in(hybrid, engineer)
    assert read(hybrid, opened(hybrid, engineer)) == b"rows"
