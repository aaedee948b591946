"""Engines of others get the location role's credentials: known ones, and cut to what is theirs."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest

from emulator.credentials import Credentials
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER
from tests.emulator.lakeformation.world import (
    BUCKET,
    LOCATION,
    Lake,
    columns,
    principal,
    refused,
    table,
)

TABLE_ARN = f"arn:aws:glue:eu-central-1:{GOVERNANCE}:table/fleet/planes"
DATA, OTHER = "fleet/planes/data.parquet", "fleet/airlines/data.parquet"
COLUMNS, CELLS = "COLUMN_PERMISSION", "CELL_FILTER_PERMISSION"
METADATA = {"CatalogId": GOVERNANCE, "DatabaseName": "fleet", "Name": "planes"}


def allow(who: str, *actions: str, resource: object = "*") -> dict[str, Any]:
    given = {"AWS": who}
    return {"Effect": "Allow", "Principal": given, "Action": actions, "Resource": resource}


def document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def make_vending(lake: Lake) -> Lake:
    """The table's files lie in the producer's bucket, under the producer's key."""
    root, role = f"arn:aws:iam::{PRODUCER}:root", lake.location_role
    kms = lake.client("kms", PRODUCER)
    key = kms.create_key(Policy=document(allow(root, "kms:*"), allow(role, "kms:*")))
    rule = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key["KeyMetadata"]["Arn"]}
    s3 = lake.client("s3", PRODUCER)
    s3.create_bucket(
        Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": lake.cloud.region}
    )
    s3.put_bucket_encryption(
        Bucket=BUCKET,
        ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": rule}]},
    )
    both = [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"]
    s3.put_bucket_policy(Bucket=BUCKET, Policy=document(allow(role, "s3:*", resource=both)))
    for path in (DATA, OTHER):
        s3.put_object(Bucket=BUCKET, Key=path, Body=b"rows")
    return lake


def let_in(lake: Lake, **settings: object) -> None:
    """Let engines of the consumer's account in that call themselves ``engine1``."""
    known: dict[str, object] = {
        "AllowExternalDataFiltering": True,
        "ExternalDataFilteringAllowList": [principal(CONSUMER)],
        "AuthorizedSessionTagValueList": ["engine1"],
    }
    lake.put_settings(lake.admin, lake.admin, **(known | settings))


def engine(lake: Lake, tag: str = "engine1") -> Credentials:
    """The analyst's session as an engine makes it."""
    trusts = {
        "Effect": "Allow",
        "Principal": {"AWS": CONSUMER},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
    }
    lake.client("iam", CONSUMER).update_assume_role_policy(
        RoleName="analyst", PolicyDocument=document(trusts)
    )
    given = lake.client("sts", CONSUMER).assume_role(
        RoleArn=lake.analyst,
        RoleSessionName="engine",
        Tags=[{"Key": "LakeFormationAuthorizedCaller", "Value": tag}],
    )["Credentials"]
    return Credentials(
        access_key=given["AccessKeyId"],
        secret_key=given["SecretAccessKey"],
        session_token=given["SessionToken"],
    )


def vend(lake: Lake, who: str | Credentials, *types: str, **more: object) -> Any:  # noqa: ANN401 - an S3 client
    """S3 with what is vended for the table."""
    asked: dict[str, Any] = {"TableArn": TABLE_ARN, **more}
    if types:
        asked["SupportedPermissionTypes"] = list(types)
    given = lake.make("lakeformation", who).get_temporary_glue_table_credentials(**asked)
    made = Credentials(
        access_key=given["AccessKeyId"],
        secret_key=given["SecretAccessKey"],
        session_token=given["SessionToken"],
    )
    return lake.make("s3", made)


def metadata(lake: Lake, who: str | Credentials, *types: str) -> dict[str, Any]:
    answer: dict[str, Any] = lake.make("glue", who).get_unfiltered_table_metadata(
        **METADATA,
        SupportedPermissionTypes=list(types or (COLUMNS,)),
        AuditContext={"AdditionalAuditContext": "query 1", "AllColumnsRequested": True},
    )
    return answer


def read(s3: Any, key: str = DATA) -> bytes:  # noqa: ANN401 - as boto3 types it
    body: bytes = s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return body


@contextmanager
def denied() -> Iterator[None]:
    with refused("AccessDenied"):
        yield


# Who gets any


def test_a_known_engine_reads_with_what_is_vended(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "SELECT")

    assert read(vend(vending, engine(vending))) == b"rows"


def test_an_engine_is_known_by_its_sessions_tag(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "SELECT")

    for who in (vending.analyst, engine(vending, "engine2")):
        with refused("AccessDeniedException", "LakeFormationAuthorizedCaller"):
            vend(vending, who)


@pytest.mark.parametrize(
    "settings",
    [
        {"AllowExternalDataFiltering": False},
        {"ExternalDataFilteringAllowList": []},
        {"ExternalDataFilteringAllowList": [principal(PRODUCER)]},
    ],
)
def test_without_the_settings_no_engine_gets_any(
    vending: Lake, settings: dict[str, object]
) -> None:
    let_in(vending, **settings)
    vending.grant(vending.analyst, columns("tail"), "SELECT")

    with refused("AccessDeniedException", CONSUMER):
        vend(vending, engine(vending), COLUMNS)
    with refused("AccessDeniedException", CONSUMER):
        metadata(vending, engine(vending))


def test_the_settings_are_read_back(vending: Lake) -> None:
    let_in(vending, AllowFullTableExternalDataAccess=True, TrustedResourceOwners=[PRODUCER])

    found = vending.lf(vending.admin).get_data_lake_settings()["DataLakeSettings"]
    assert found["AllowExternalDataFiltering"] is True
    assert found["AllowFullTableExternalDataAccess"] is True
    assert found["ExternalDataFilteringAllowList"] == [principal(CONSUMER)]
    assert found["AuthorizedSessionTagValueList"] == ["engine1"]
    assert found["TrustedResourceOwners"] == [PRODUCER]


def test_full_tables_need_no_tag_where_that_is_allowed(vending: Lake) -> None:
    vending.put_settings(vending.admin, vending.admin, AllowFullTableExternalDataAccess=True)
    vending.grant(vending.analyst, columns("tail"), "SELECT")
    with refused("AccessDeniedException"):
        vend(vending, vending.analyst, COLUMNS)

    vending.revoke(vending.analyst, columns("tail"), "SELECT")
    vending.grant(vending.analyst, table(), "SELECT")

    assert read(vend(vending, vending.analyst)) == b"rows"


def test_without_a_grant_nobody_gets_any(vending: Lake) -> None:
    let_in(vending)

    with refused("AccessDeniedException", "Insufficient Lake Formation permission"):
        vend(vending, engine(vending))
    vending.grant(vending.analyst, table(), "DESCRIBE")
    with refused("AccessDeniedException", "Required Select on planes"):
        vend(vending, engine(vending))


def test_the_caller_needs_get_data_access(vending: Lake) -> None:
    poor = vending.role("poor", CONSUMER, allow="glue:*")
    vending.put_settings(vending.admin, vending.admin, AllowFullTableExternalDataAccess=True)
    vending.grant(poor, table(), "SELECT")

    with refused("AccessDeniedException", "lakeformation:GetDataAccess"):
        vend(vending, poor)


# What the engine must be able to enforce


@pytest.mark.parametrize(
    ("filtered", "types", "given"),
    [
        (None, (), True),
        (["tail"], (), False),
        (["tail"], (COLUMNS,), True),
        (["tail"], (CELLS,), True),
        ("year > 2000", (COLUMNS,), False),
        ("year > 2000", (COLUMNS, CELLS), True),
        ("year > 2000", ("NESTED_PERMISSION",), True),
    ],
)
def test_an_engine_must_enforce_what_restricts_its_caller(
    vending: Lake, filtered: list[str] | str | None, types: tuple[str, ...], *, given: bool
) -> None:
    let_in(vending)
    restricted = table()
    if isinstance(filtered, list):
        restricted = columns(*filtered)
    elif filtered:
        restricted = vending.add_filter("f", None, filtered)
    vending.grant(vending.analyst, restricted, "SELECT")

    mismatch = refused("PermissionTypeMismatchException")
    with nullcontext() if given else mismatch:
        vend(vending, engine(vending), *types)
    if types:
        mismatch = refused("PermissionTypeMismatchException")
        with nullcontext() if given else mismatch:
            metadata(vending, engine(vending), *types)


def test_unfiltered_metadata_is_the_whole_schema_with_what_may_be_read(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, columns("tail", "year"), "SELECT")

    found = metadata(vending, engine(vending))

    listed = [column["Name"] for column in found["Table"]["StorageDescriptor"]["Columns"]]
    assert listed == ["tail", "year", "owner"]
    assert found["AuthorizedColumns"] == ["tail", "year"]
    assert found["IsRegisteredWithLakeFormation"] is True
    assert found["CellFilters"] == []
    assert "RowFilter" not in found


def test_cell_filters_tell_by_column_which_rows_may_be_read(vending: Lake) -> None:
    let_in(vending)
    for name, shown, rows in (
        ("old", ["tail", "year"], "year < 2000"),
        ("new", ["tail", "owner"], "year > 2010"),
        ("all", ["year"], None),
    ):
        vending.grant(vending.analyst, vending.add_filter(name, shown, rows), "SELECT")

    found = metadata(vending, engine(vending), CELLS)

    told = {one["ColumnName"]: one["RowFilterExpression"] for one in found["CellFilters"]}
    assert told == {"tail": "(year < 2000) OR (year > 2010)", "owner": "year > 2010"}
    assert found["AuthorizedColumns"] == ["tail", "year", "owner"]
    assert "RowFilter" not in found


def test_one_row_filter_is_told_for_the_table_too(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, vending.add_filter("f", None, "year > 2010"), "SELECT")

    assert metadata(vending, engine(vending), CELLS)["RowFilter"] == "year > 2010"


def test_with_describe_alone_no_column_is_authorised(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "DESCRIBE")

    assert metadata(vending, engine(vending))["AuthorizedColumns"] == []


def test_unfiltered_metadata_needs_the_right_to_get_the_table(vending: Lake) -> None:
    let_in(vending)
    poor = vending.role("poor", CONSUMER, allow="lakeformation:*")

    with refused("AccessDeniedException", "glue:GetTable on resource"):
        metadata(vending, poor)


# How far it reaches


def test_what_is_vended_reaches_no_other_table(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "SELECT")
    s3 = vend(vending, engine(vending))

    with denied():
        read(s3, OTHER)
    with denied():
        s3.list_objects_v2(Bucket=BUCKET, Prefix="fleet/airlines/")
    listed = s3.list_objects_v2(Bucket=BUCKET, Prefix="fleet/planes/")["Contents"]
    assert [one["Key"] for one in listed] == [DATA]


@pytest.mark.parametrize(
    ("permissions", "may"),
    [
        (["SELECT"], {"read"}),
        (["SELECT", "INSERT"], {"read", "write"}),
        (["INSERT"], {"write"}),
        (["DELETE"], {"delete"}),
        (["ALL"], {"read", "write", "delete"}),
    ],
)
def test_what_is_vended_reads_or_writes_as_asked(
    vending: Lake, permissions: list[str], may: set[str]
) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "ALL")
    s3 = vend(vending, engine(vending), Permissions=permissions)

    with nullcontext() if "read" in may else denied():
        read(s3)
    with nullcontext() if "write" in may else denied():
        s3.put_object(Bucket=BUCKET, Key="fleet/planes/more.parquet", Body=b"rows")
    with nullcontext() if "delete" in may else denied():
        s3.delete_object(Bucket=BUCKET, Key=DATA)
    with denied():
        s3.put_object(Bucket=BUCKET, Key=OTHER, Body=b"rows")


def test_what_the_caller_does_not_hold_is_not_vended(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "SELECT")

    with refused("AccessDeniedException", "Required Insert on planes"):
        vend(vending, engine(vending), Permissions=["SELECT", "INSERT"])


def test_a_path_narrows_what_is_vended_and_never_widens_it(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "SELECT")

    narrow = vend(vending, engine(vending), S3Path=f"s3://{BUCKET}/fleet/planes/year=2020")
    with denied():
        read(narrow)
    for path in (f"s3://{BUCKET}/fleet", f"s3://{BUCKET}/fleet/planes2"):
        with refused("InvalidInputException", "not within"):
            vend(vending, engine(vending), S3Path=path)


@pytest.mark.parametrize("seconds", [21_601, 100_000])
def test_credentials_last_six_hours_at_most(vending: Lake, seconds: int) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "SELECT")

    with refused("InvalidInputException", "DurationSeconds"):
        vend(vending, engine(vending), DurationSeconds=seconds)
    vend(vending, engine(vending), DurationSeconds=900)


def test_where_nothing_is_registered_nothing_is_vended(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "SELECT")
    vending.lf(vending.admin).deregister_resource(ResourceArn=LOCATION)

    with refused("InvalidInputException", "not registered"):
        vend(vending, engine(vending))
    assert metadata(vending, engine(vending))["IsRegisteredWithLakeFormation"] is False


@pytest.mark.parametrize("arn", ["planes", TABLE_ARN.replace("table", "database")])
def test_credentials_are_for_a_table(vending: Lake, arn: str) -> None:
    with refused("InvalidInputException", "ARN of a table"):
        vending.lf(vending.analyst).get_temporary_glue_table_credentials(TableArn=arn)


# Partitions
