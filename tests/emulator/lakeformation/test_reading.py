"""An engine reads exactly the granted cells, with the credentials of the location's role."""

import json
from contextlib import nullcontext

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from emulator.api import AwsError
from emulator.lakeformation.reading import (
    ReadableTable,
    open_table,
    visible_databases,
    visible_tables,
)
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER
from tests.emulator.lakeformation.world import (
    BUCKET,
    LOCATION,
    PLANES,
    Lake,
    columns,
    database,
    link_input,
    table,
    table_input,
)

ROWS = pa.table({"tail": ["a", "b"], "year": [1980, 2010], "owner": ["me", "you"]})


def opened(
    lake: Lake, who: str = "", catalog: str | None = GOVERNANCE, database: str = "fleet"
) -> ReadableTable:
    return open_table(lake.cloud, lake.principal(who or lake.analyst), catalog, database, "Planes")


def rows_of(expression: pc.Expression | None) -> list[str]:
    assert expression is not None
    return [str(owner) for owner in ROWS.filter(expression)["owner"].to_pylist()]


def make_link(lake: Lake, target: str = "planes") -> str:
    """A database of the consumer with a link; Lake Formation decides there too."""
    keeper = lake.role("links", CONSUMER)
    lake.put_settings(CONSUMER, keeper)
    glue = lake.glue(keeper)
    glue.create_database(DatabaseInput={"Name": "fleet_shared"})
    glue.create_table(DatabaseName="fleet_shared", TableInput=link_input("planes", target))
    return keeper


def let_see_link(lake: Lake, keeper: str) -> None:
    link = {"Table": PLANES | {"CatalogId": CONSUMER, "DatabaseName": "fleet_shared"}}
    lake.grant(lake.analyst, link, "DESCRIBE", by=keeper)


def test_a_role_of_another_account_reads_its_filter(lake: Lake) -> None:
    cells = lake.add_filter("f", ["tail", "owner"], "year > 2000")
    lake.grant(lake.analyst, cells, "SELECT")

    found = opened(lake)

    assert found.columns == ("tail", "owner")
    [only] = found.filters
    assert only.columns == {"tail", "owner"}
    assert rows_of(only.rows) == ["you"]
    assert found.table["StorageDescriptor"]["Location"] == f"s3://{BUCKET}/fleet/planes"


def test_several_filters_are_told_one_by_one(lake: Lake) -> None:
    for name, column, rows in (("old", "tail", "year < 2000"), ("own", "owner", None)):
        lake.grant(lake.analyst, lake.add_filter(name, [column], rows), "SELECT")

    found = opened(lake)

    assert found.columns == ("tail", "owner")
    told = {next(iter(f.columns)): f.rows for f in found.filters}
    assert told["owner"] is None
    assert rows_of(told["tail"]) == ["me"]


def test_columns_alone_need_no_filter(lake: Lake) -> None:
    lake.grant(lake.analyst, columns("year"), "SELECT")

    found = opened(lake)

    assert (found.columns, found.filters) == (("year",), ())


def test_without_a_grant_nothing_opens(lake: Lake) -> None:
    lake.grant(lake.analyst, table(), "DESCRIBE")

    with pytest.raises(AwsError, match=r"AccessDeniedException: .*Required Select on planes"):
        opened(lake)


def test_the_administrator_reads_no_data_of_others(lake: Lake) -> None:
    publisher, other = lake.role("publisher"), lake.role("other-admin")
    lake.grant(publisher, database(), "CREATE_TABLE")
    location = {"DataLocation": {"CatalogId": GOVERNANCE, "ResourceArn": LOCATION}}
    lake.grant(publisher, location, "DATA_LOCATION_ACCESS")
    lake.put_settings(lake.admin, lake.admin, other)
    lake.glue(lake.admin).delete_table(DatabaseName="fleet", Name="planes")

    lake.create_table(by=publisher)

    assert len(opened(lake, publisher).columns) == 3
    with pytest.raises(AwsError, match="Required Select"):
        opened(lake, other)


def test_what_is_missing_is_told_only_to_who_sees_its_database(lake: Lake) -> None:
    def open_nothing() -> None:
        open_table(lake.cloud, lake.principal(lake.analyst), GOVERNANCE, "fleet", "nothing")

    with pytest.raises(AwsError, match=r"AccessDeniedException: .*Required Describe on nothing"):
        open_nothing()
    lake.grant(lake.analyst, database(), "DESCRIBE")
    with pytest.raises(AwsError, match="EntityNotFoundException: Table nothing not found"):
        open_nothing()


def test_a_dropped_and_recreated_table_opens_for_nobody(lake: Lake) -> None:
    lake.grant(lake.analyst, columns("year"), "SELECT")
    assert opened(lake)

    lake.glue(lake.admin).delete_table(DatabaseName="fleet", Name="planes")
    lake.create_table()

    with pytest.raises(AwsError, match="AccessDenied"):
        opened(lake)


def test_a_filter_that_no_longer_fits_shows_nothing(lake: Lake) -> None:
    lake.grant(lake.analyst, lake.add_filter("f", ["tail"], "year > 2000"), "SELECT")
    changed = table_input("planes")
    changed["StorageDescriptor"]["Columns"][1]["Type"] = "date"

    lake.glue(lake.admin).update_table(DatabaseName="fleet", TableInput=changed)

    with pytest.raises(AwsError, match="no longer fits table planes"):
        opened(lake)


# Links


def test_a_link_needs_describe_of_its_own_beside_the_right_on_its_target(lake: Lake) -> None:
    keeper = make_link(lake)
    lake.grant(lake.analyst, columns("year"), "SELECT")
    with pytest.raises(AwsError, match=r"AccessDeniedException: .*Describe on planes"):
        opened(lake, catalog=None, database="fleet_shared")

    let_see_link(lake, keeper)

    found = opened(lake, catalog=None, database="fleet_shared")
    assert found.columns == ("year",)
    assert found.table["DatabaseName"] == "fleet"


def test_a_link_opens_nothing_by_itself(lake: Lake) -> None:
    let_see_link(lake, make_link(lake))

    with pytest.raises(AwsError, match="Required Select on planes"):
        opened(lake, catalog=None, database="fleet_shared")


def test_a_link_outlives_its_target_and_leads_nowhere(lake: Lake) -> None:
    let_see_link(lake, make_link(lake))
    lake.grant(lake.analyst, database(), "DESCRIBE")
    lake.glue(lake.admin).delete_table(DatabaseName="fleet", Name="planes")

    with pytest.raises(AwsError, match="EntityNotFoundException: Table planes not found"):
        opened(lake, catalog=None, database="fleet_shared")


def test_a_link_to_a_database_leads_to_its_tables(lake: Lake) -> None:
    keeper = lake.role("links", CONSUMER)
    lake.put_settings(CONSUMER, keeper)
    lake.glue(keeper).create_database(
        DatabaseInput={
            "Name": "linked",
            "TargetDatabase": {"CatalogId": GOVERNANCE, "DatabaseName": "fleet"},
        }
    )
    lake.grant(lake.analyst, columns("year"), "SELECT")
    with pytest.raises(AwsError, match="Required Describe on linked"):
        opened(lake, catalog=None, database="linked")

    link = {"Database": {"CatalogId": CONSUMER, "Name": "linked"}}
    lake.grant(lake.analyst, link, "DESCRIBE", by=keeper)

    assert opened(lake, catalog=None, database="linked").columns == ("year",)
    shown = visible_tables(lake.cloud, lake.principal(lake.analyst), None, "linked")
    assert [found["Name"] for found in shown] == ["planes"]


# What is seen


def test_only_what_is_granted_is_listed(lake: Lake) -> None:
    lake.create_table("airlines")
    lake.grant(lake.analyst, columns("year"), "SELECT")
    analyst = lake.principal(lake.analyst)

    assert visible_databases(lake.cloud, analyst, GOVERNANCE) == []
    [found] = visible_tables(lake.cloud, analyst, GOVERNANCE, "fleet")

    assert found["Name"] == "planes"
    assert [c["Name"] for c in found["StorageDescriptor"]["Columns"]] == ["year"]
    lake.grant(lake.analyst, database(), "DESCRIBE")
    [seen] = visible_databases(lake.cloud, analyst, GOVERNANCE)
    assert seen["Name"] == "fleet"


def test_a_database_of_which_nothing_is_seen_is_refused(lake: Lake) -> None:
    with pytest.raises(AwsError, match=r"AccessDeniedException: .*Required Describe on fleet"):
        visible_tables(lake.cloud, lake.principal(lake.analyst), GOVERNANCE, "fleet")


# Whose credentials read


def put_object(lake: Lake, key: str) -> None:
    s3 = lake.client("s3", PRODUCER)
    s3.put_object(Bucket=BUCKET, Key=key, Body=b"rows")


@pytest.fixture
def bucket(lake: Lake) -> Lake:
    """The producer's bucket with a file, open to the location's role by bucket policy."""
    lake.client("s3", PRODUCER).create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lake.cloud.region}
    )
    allow = {
        "Effect": "Allow",
        "Principal": {"AWS": lake.location_role},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{BUCKET}/*",
    }
    lake.client("s3", PRODUCER).put_bucket_policy(
        Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    )
    put_object(lake, "fleet/planes/data.parquet")
    put_object(lake, "fleet/airlines/data.parquet")
    lake.grant(lake.analyst, columns("year"), "SELECT")
    return lake


def read(lake: Lake, key: str = "fleet/planes/data.parquet") -> bytes:
    return lake.cloud.read_object(opened(lake).reader, BUCKET, key).read_bytes()


def test_files_are_read_as_the_locations_role(bucket: Lake) -> None:
    reader = opened(bucket).reader

    assert (reader.kind, reader.role_arn) == ("role", bucket.location_role)
    assert read(bucket) == b"rows"


def test_what_is_vended_for_one_table_reads_no_other(bucket: Lake) -> None:
    with pytest.raises(AwsError, match="AccessDenied"):
        read(bucket, "fleet/airlines/data.parquet")


@pytest.mark.parametrize(("prefix", "listed"), [("fleet/planes/", True), ("fleet/", False)])
def test_what_is_vended_lists_only_what_lies_below_the_table(
    bucket: Lake, prefix: str, *, listed: bool
) -> None:
    lake = bucket
    allow = {
        "Effect": "Allow",
        "Principal": {"AWS": lake.location_role},
        "Action": "s3:ListBucket",
        "Resource": f"arn:aws:s3:::{BUCKET}",
    }
    lake.client("s3", PRODUCER).put_bucket_policy(
        Bucket=BUCKET, Policy=json.dumps({"Version": "2012-10-17", "Statement": [allow]})
    )
    refusal = pytest.raises(AwsError, match="no session policy allows")

    with nullcontext() if listed else refusal:
        lake.cloud.authorise(
            opened(lake).reader,
            "s3:ListBucket",
            f"arn:aws:s3:::{BUCKET}",
            {"s3:prefix": prefix},
        )


def test_without_the_bucket_policy_the_role_reads_nothing(bucket: Lake) -> None:
    bucket.client("s3", PRODUCER).delete_bucket_policy(Bucket=BUCKET)

    with pytest.raises(AwsError, match="AccessDenied"):
        read(bucket)


def test_without_its_own_policy_the_role_reads_nothing(bucket: Lake) -> None:
    iam = bucket.client("iam", GOVERNANCE)
    iam.delete_role_policy(RoleName="lf-location-fleet", PolicyName="all")

    with pytest.raises(AwsError, match="AccessDenied"):
        read(bucket)


def test_a_role_that_does_not_trust_lake_formation_is_not_vended(bucket: Lake) -> None:
    other = bucket.role("other")
    bucket.lf(bucket.admin).update_resource(ResourceArn=LOCATION, RoleArn=other)

    with pytest.raises(AwsError, match=r"must exist and trust lakeformation.amazonaws.com"):
        opened(bucket)


def test_without_get_data_access_nothing_is_vended(bucket: Lake) -> None:
    poor = bucket.role("poor", CONSUMER, allow="glue:*")
    bucket.grant(poor, columns("year"), "SELECT")

    with pytest.raises(AwsError, match="lakeformation:GetDataAccess"):
        opened(bucket, poor)


def test_without_glue_rights_of_its_own_a_role_opens_nothing(bucket: Lake) -> None:
    poor = bucket.role("poor", CONSUMER, allow="lakeformation:*")
    bucket.grant(poor, columns("year"), "SELECT")

    with pytest.raises(AwsError, match="not authorized to perform: glue:GetTable"):
        opened(bucket, poor)


def test_where_nothing_is_registered_the_callers_own_rights_decide(bucket: Lake) -> None:
    bucket.lf(bucket.admin).deregister_resource(ResourceArn=LOCATION)

    found = opened(bucket)

    assert found.reader.role_arn == bucket.analyst
    with pytest.raises(AwsError, match="AccessDenied"):
        bucket.cloud.read_object(found.reader, BUCKET, "fleet/planes/data.parquet")
