"""A query reads exactly what Lake Formation grants its caller, and tells no more."""

import io

import pyarrow as pa
import pyarrow.parquet as pq
from pyiceberg.types import LongType, StringType

from tests.emulator.arrange import deny, policy
from tests.emulator.athena.world import SHARED, Warehouse
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import BUCKET, table


def test_what_is_granted_is_read_through_the_link(house: Warehouse) -> None:
    house.open_to_analyst(columns=["tail", "year"])

    rows = house.rows("SELECT tail, year FROM planes WHERE year > 2000")

    assert rows == [["b", "2010"]]


def test_a_star_is_what_is_granted(house: Warehouse) -> None:
    house.open_to_analyst(columns=["tail", "year"])

    rows = house.rows("SELECT * FROM planes ORDER BY tail")

    assert rows == [["a", "1980"], ["b", "2010"], ["c", None]]


def test_a_column_that_is_not_granted_does_not_exist(house: Warehouse) -> None:
    house.open_to_analyst(columns=["tail", "year"])

    reason = house.fault("SELECT owner FROM planes")

    assert reason == (
        "COLUMN_NOT_FOUND: line 1:8: Column 'owner' cannot be resolved"
        " or requester is not authorized to access requested resources"
    )


def test_a_revoked_table_is_refused_by_name(house: Warehouse) -> None:
    house.publish("retired", house.catalogue().load_table("fleet.planes").scan().to_arrow())
    house.open_to_analyst("retired")
    before = house.rows("SELECT count(*) FROM retired")
    house.revoke(house.analyst, table("retired"), "SELECT")

    reason = house.fault("SELECT count(*) FROM retired")

    assert before == [["3"]]
    assert reason.startswith("Insufficient permissions to execute the query. Insufficient Lake")
    assert "retired" in reason


def test_rows_outside_the_filter_are_absent(house: Warehouse) -> None:
    reader = _reader(house, "filtered", ("tail", "owner"), "year > 2000")

    rows = house.rows("SELECT * FROM planes", reader)

    assert rows == [["b", "you"]]
    assert "year" in house.fault("SELECT year FROM planes", reader)
    assert house.rows("SELECT count(*) FROM planes p JOIN planes q ON p.tail = q.tail", reader) == [
        ["1"]
    ]


def test_several_filters_show_each_cell_that_one_of_them_shows(house: Warehouse) -> None:
    reader = _reader(house, "old", ("tail", "year"), "year < 2000")
    house.grant(reader, house.add_filter("named", ["tail", "owner"], "owner = 'you'"), "SELECT")

    rows = house.rows("SELECT tail, year, owner FROM planes ORDER BY tail", reader)

    assert rows == [["a", "1980", None], ["b", None, "you"]]


def test_a_column_added_later_is_null_in_older_files(house: Warehouse) -> None:
    made = house.publish("grown", pa.table({"n": [1]}))
    with made.update_schema() as change:
        change.add_column("later", StringType())
    made.append(pa.table({"n": [2], "later": ["x"]}))
    house.open_to_analyst("grown")

    assert house.rows("SELECT n, later FROM grown ORDER BY n") == [["1", None], ["2", "x"]]


def test_a_renamed_column_is_found_by_its_id(house: Warehouse) -> None:
    made = house.publish("renamed", pa.table({"n": [1], "m": [10]}))
    with made.update_schema() as change:
        change.rename_column("n", "number")
        change.delete_column("m")
    with made.update_schema() as change:
        change.add_column("m", LongType())
    house.open_to_analyst("renamed")

    assert house.rows("SELECT number, m FROM renamed") == [["1", None]]


def test_a_location_role_without_rights_on_the_bucket_reads_nothing(house: Warehouse) -> None:
    house.publish("closed", pa.table({"n": [1]}))
    house.open_to_analyst("closed")
    before = house.rows("SELECT n FROM closed")
    s3 = house.client("s3", GOVERNANCE)
    refusal = deny("s3:GetObject", f"arn:aws:s3:::{BUCKET}/fleet/closed/*", Principal="*")
    s3.put_bucket_policy(Bucket=BUCKET, Policy=policy(refusal))

    reason = house.fault("SELECT n FROM closed")
    s3.delete_bucket_policy(Bucket=BUCKET)

    assert before == [["1"]]
    assert reason.startswith("PERMISSION_DENIED: Access denied when reading table closed")


def test_a_glue_table_of_parquet_files_is_read_with_its_partitions(house: Warehouse) -> None:
    body = io.BytesIO()
    pq.write_table(pa.table({"n": pa.array([1, 2], pa.int64())}), body)
    key = "fleet/plain/day=2024-01-05/part.parquet"
    house.client("s3", GOVERNANCE).put_object(Bucket=BUCKET, Key=key, Body=body.getvalue())
    house.glue(house.admin).create_table(
        DatabaseName="fleet",
        TableInput={
            "Name": "plain",
            "TableType": "EXTERNAL_TABLE",
            "PartitionKeys": [{"Name": "day", "Type": "date"}],
            "StorageDescriptor": {
                "Columns": [{"Name": "n", "Type": "int"}],
                "Location": f"s3://{BUCKET}/fleet/plain/",
                "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            },
        },
    )
    house.link("plain")
    house.open_to_analyst("plain")

    rows = house.rows("SELECT day, sum(n) FROM plain GROUP BY day")

    assert rows == [["2024-01-05", "3"]]


def test_an_alias_is_no_column_of_its_own_query(house: Warehouse) -> None:
    house.open_to_analyst()

    reason = house.fault("SELECT year + 1 AS later, later + 1 FROM planes")

    assert reason.startswith("COLUMN_NOT_FOUND: line 1:27: Column 'later' cannot be resolved")


def _reader(house: Warehouse, name: str, columns: tuple[str, ...], rows: str) -> str:
    """A role of the consumer that sees the link and one filter."""
    role = house.role(f"reader-{name}", CONSUMER)
    link = {"CatalogId": CONSUMER, "DatabaseName": SHARED, "Name": "planes"}
    house.grant(role, {"Table": link}, "DESCRIBE", by=house.keeper)
    house.grant(role, house.add_filter(name, list(columns), rows), "SELECT")
    return role
