"""Athena's operations: work groups, history, statements, metadata; each account has its own."""

import json
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pytest
from botocore.exceptions import ClientError

from tests.emulator.athena.world import RESULTS, SHARED, Warehouse
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import refused, table


def test_an_unknown_work_group_is_refused(house: Warehouse) -> None:
    with refused("InvalidRequestException", "WorkGroup nobody is not found"):
        house.athena().start_query_execution(QueryString="SELECT 1", WorkGroup="nobody")


def test_a_work_group_belongs_to_its_account(house: Warehouse) -> None:
    with refused("InvalidRequestException", "is not found"):
        house.athena(GOVERNANCE).get_work_group(WorkGroup="planning")


def test_an_enforced_work_group_says_where_results_go(house: Warehouse) -> None:
    elsewhere = {"OutputLocation": "s3://elsewhere/"}

    ended = house.ask("SELECT 1", ResultConfiguration=elsewhere)

    location = ended["ResultConfiguration"]["OutputLocation"]
    assert location == f"s3://{RESULTS}/results/{ended['QueryExecutionId']}.csv"


def test_a_result_is_encrypted_with_the_work_groups_key(house: Warehouse) -> None:
    ended = house.ask("SELECT 1 AS one")

    key = f"results/{ended['QueryExecutionId']}.csv"
    found = house.client("s3", CONSUMER).get_object(Bucket=RESULTS, Key=key)
    assert found["Body"].read() == b'"one"\n"1"\n'
    assert (found["ServerSideEncryption"], found["SSEKMSKeyId"]) == ("aws:kms", house.key)


def test_a_caller_who_may_not_write_there_gets_no_result(house: Warehouse) -> None:
    reader = house.role("no-results", CONSUMER, allow="athena:*")

    reason = house.fault("SELECT 1", reader)

    assert reason.startswith(f"Access denied when writing output to url: s3://{RESULTS}/results/")


def test_a_caller_who_may_not_read_there_gets_no_rows(house: Warehouse) -> None:
    number = house.ask("SELECT 1")["QueryExecutionId"]
    nosy = house.role("nosy", CONSUMER, allow="athena:*")

    with refused("InvalidRequestException", "Could not read the result"):
        house.athena(nosy).get_query_results(QueryExecutionId=number)


def test_another_account_does_not_see_a_query(house: Warehouse) -> None:
    number = house.ask("SELECT 1")["QueryExecutionId"]

    with refused("InvalidRequestException", "was not found"):
        house.athena(GOVERNANCE).get_query_execution(QueryExecutionId=number)


def test_history_is_kept_by_work_group(house: Warehouse) -> None:
    number = house.ask("SELECT 1")["QueryExecutionId"]

    listed = house.athena().list_query_executions(WorkGroup="planning")["QueryExecutionIds"]
    batch = house.athena().batch_get_query_execution(QueryExecutionIds=[number, "missing"])

    assert listed[0] == number
    assert [e["QueryExecutionId"] for e in batch["QueryExecutions"]] == [number]
    assert batch["UnprocessedQueryExecutionIds"][0]["QueryExecutionId"] == "missing"
    assert house.athena().list_query_executions(WorkGroup="primary")["QueryExecutionIds"] == []


def test_a_stopped_query_is_cancelled(house: Warehouse) -> None:
    endless = (
        "SELECT count(*) FROM UNNEST(sequence(1, 100000)) AS a(x)"
        " CROSS JOIN UNNEST(sequence(1, 10000000)) AS b(y) WHERE x * y % 7 = 3"
    )
    started = house.athena().start_query_execution(QueryString=endless, WorkGroup="planning")

    house.athena().stop_query_execution(QueryExecutionId=started["QueryExecutionId"])

    ended = house.end_of(started["QueryExecutionId"])
    assert ended["Status"]["State"] == "CANCELLED"
    assert ended["Status"]["StateChangeReason"] == "Query cancelled by user"


def test_ten_queries_at_once_all_end(house: Warehouse) -> None:
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda n: house.rows(f"SELECT {n}"), range(10)))

    assert answers == [[[str(n)]] for n in range(10)]


def test_a_scan_over_the_cutoff_is_cancelled(house: Warehouse) -> None:
    noise = np.random.default_rng(1).integers(0, 2**62, 1_500_000)
    house.publish("noise", pa.table({"n": noise}))
    house.open_to_analyst("noise")
    athena = house.athena(CONSUMER)
    result = {"OutputLocation": f"s3://{RESULTS}/small/"}
    athena.create_work_group(Name="small", Configuration={"ResultConfiguration": result})
    before = house.ask("SELECT count(*) FROM noise", WorkGroup="small")
    athena.update_work_group(
        WorkGroup="small", ConfigurationUpdates={"BytesScannedCutoffPerQuery": 10_000_000}
    )

    ended = house.ask("SELECT count(*) FROM noise", WorkGroup="small")

    assert before["Status"]["State"] == "SUCCEEDED"
    assert ended["Status"]["State"] == "CANCELLED"
    assert ended["Status"]["StateChangeReason"] == "Bytes scanned limit was exceeded"


def test_a_result_is_never_used_again(house: Warehouse) -> None:
    reuse = {"ResultReuseByAgeConfiguration": {"Enabled": True, "MaxAgeInMinutes": 60}}
    house.publish("shrinking", pa.table({"n": [1, 2]}))
    house.open_to_analyst("shrinking")
    query = "SELECT n FROM shrinking"
    first = house.ask(query, ResultReuseConfiguration=reuse)
    house.revoke(house.analyst, table("shrinking"), "SELECT")

    second = house.ask(query, ResultReuseConfiguration=reuse)

    assert first["Status"]["State"] == "SUCCEEDED"
    assert second["Status"]["State"] == "FAILED"
    assert not first["Statistics"]["ResultReuseInformation"]["ReusedPreviousResult"]


def test_a_repeated_token_starts_nothing(house: Warehouse) -> None:
    asked = {"QueryString": "SELECT 1", "WorkGroup": "planning", "ClientRequestToken": "t" * 32}

    first, second = (house.athena().start_query_execution(**asked) for _ in range(2))

    assert first["QueryExecutionId"] == second["QueryExecutionId"]


def test_parameters_fill_a_statement(house: Warehouse) -> None:
    rows = house.rows("SELECT ? || ?, ?", ExecutionParameters=["'a'", "'b'", "3"])

    assert rows == [["ab", "3"]]


BOUND = "SELECT a FROM (VALUES 1, 2, 3) AS t (a) WHERE a = ? AND a > 2"


def test_a_parameter_is_one_value_whatever_stands_around_it(house: Warehouse) -> None:
    assert house.rows(BOUND, ExecutionParameters=["3"]) == [["3"]]
    assert house.rows(BOUND, ExecutionParameters=["1 + 2"]) == [["3"]]
    told = house.fault(BOUND, ExecutionParameters=["1 or 1 = 1"])
    assert "TYPE_MISMATCH" in told
    assert "Logical expression term must evaluate to a boolean (actual: integer)" in told


def test_a_parameter_comments_nothing_out(house: Warehouse) -> None:
    assert "is no literal" in house.fault(BOUND, ExecutionParameters=["1 --"])


def test_a_prepared_statement_is_executed_by_name(house: Warehouse) -> None:
    house.athena().create_prepared_statement(
        StatementName="twice", WorkGroup="planning", QueryStatement="SELECT ? * 2"
    )

    assert house.rows("EXECUTE twice USING 21") == [["42"]]
    assert "was not found" in house.fault("EXECUTE thrice USING 21")


def test_show_and_describe_tell_what_the_caller_sees(house: Warehouse) -> None:
    house.open_to_analyst()
    assert house.rows("SHOW DATABASES") == [[SHARED]]
    assert ["planes"] in house.rows(f"SHOW TABLES IN {SHARED}")
    described = house.rows("DESCRIBE planes")
    assert str(described[0][0]).split() == ["tail", "string"]


def test_metadata_is_the_callers(house: Warehouse) -> None:
    house.open_to_analyst()
    athena = house.athena()

    databases = athena.list_databases(CatalogName="AwsDataCatalog")["DatabaseList"]
    table = athena.get_table_metadata(
        CatalogName="AwsDataCatalog", DatabaseName=SHARED, TableName="planes"
    )["TableMetadata"]

    assert [database["Name"] for database in databases] == [SHARED]
    assert {"Name": "year", "Type": "integer"} in table["Columns"]
    with pytest.raises(ClientError):
        athena.get_database(CatalogName="AwsDataCatalog", DatabaseName="nobody")


def test_information_schema_lists_what_is_visible(house: Warehouse) -> None:
    house.open_to_analyst()
    rows = house.rows(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'fleet_shared' AND table_name = 'planes' ORDER BY 1"
    )

    assert [row[0] for row in rows] == ["owner", "tail", "year"]


def test_a_syntax_error_tells_its_place(house: Warehouse) -> None:
    assert house.fault("SELECT FROM WHERE").startswith("SYNTAX_ERROR: line 1:")


def test_an_administrators_policy_is_no_grant(house: Warehouse) -> None:
    stranger = house.role("stranger", CONSUMER)

    reason = house.fault("SELECT * FROM planes", stranger)

    assert "Insufficient" in reason or reason.startswith("TABLE_NOT_FOUND")
    assert json.dumps(reason).count("Traceback") == 0
