"""Work groups, prepared statements and catalogues are kept and listed through the API."""

from typing import Any

from tests.emulator.athena.world import RESULTS, SHARED, Warehouse
from tests.emulator.conftest import CONSUMER, GOVERNANCE
from tests.emulator.lakeformation.world import refused


def test_a_prepared_statement_is_kept_changed_and_removed(house: Warehouse) -> None:
    athena = house.athena(CONSUMER)
    named = {"StatementName": "once", "WorkGroup": "planning"}
    athena.create_prepared_statement(**named, QueryStatement="SELECT ?")

    athena.update_prepared_statement(**named, QueryStatement="SELECT ? + 1")

    kept = athena.get_prepared_statement(**named)["PreparedStatement"]
    assert kept["QueryStatement"] == "SELECT ? + 1"
    assert house.rows("EXECUTE once USING 1") == [["2"]]
    listed = athena.list_prepared_statements(WorkGroup="planning")["PreparedStatements"]
    assert "once" in [statement["StatementName"] for statement in listed]
    athena.delete_prepared_statement(**named)
    with refused("ResourceNotFoundException", "was not found"):
        athena.get_prepared_statement(**named)


def test_a_work_group_with_history_is_deleted_only_on_purpose(house: Warehouse) -> None:
    athena = house.athena(CONSUMER)
    result = {"OutputLocation": f"s3://{RESULTS}/passing/"}
    athena.create_work_group(Name="passing", Configuration={"ResultConfiguration": result})
    house.ask("SELECT 1", CONSUMER, WorkGroup="passing")
    assert "passing" in _groups(house)

    with refused("InvalidRequestException", "not empty"):
        athena.delete_work_group(WorkGroup="passing")
    athena.delete_work_group(WorkGroup="passing", RecursiveDeleteOption=True)

    assert "passing" not in _groups(house)


def test_the_primary_work_group_stays(house: Warehouse) -> None:
    with refused("InvalidRequestException", "primary"):
        house.athena(CONSUMER).delete_work_group(WorkGroup="primary")


def test_each_account_has_its_one_catalogue(house: Warehouse) -> None:
    for account in (CONSUMER, GOVERNANCE):
        athena = house.athena(account)
        listed = athena.list_data_catalogs()["DataCatalogsSummary"]
        found = athena.get_data_catalog(Name="AwsDataCatalog")["DataCatalog"]

        assert [entry["CatalogName"] for entry in listed] == ["AwsDataCatalog"]
        assert found["Parameters"]["catalog-id"] == account


def test_listed_tables_are_those_that_the_caller_sees(house: Warehouse) -> None:
    house.open_to_analyst(columns=("tail",))

    (planes,) = [t for t in _tables(house, house.analyst) if t["Name"] == "planes"]

    assert [column["Name"] for column in planes["Columns"]] == ["tail"]
    with refused("MetadataException", "Required Describe"):
        _tables(house, house.role("bystander", CONSUMER))


def test_a_query_tells_what_it_read(house: Warehouse) -> None:
    house.open_to_analyst()
    number = house.ask("SELECT count(*) FROM planes")["QueryExecutionId"]

    told = house.athena().get_query_runtime_statistics(QueryExecutionId=number)

    rows = told["QueryRuntimeStatistics"]["Rows"]
    assert rows["OutputRows"] == 1
    assert rows["InputBytes"] > 0


def _groups(house: Warehouse) -> list[str]:
    return [g["Name"] for g in house.athena(CONSUMER).list_work_groups()["WorkGroups"]]


def _tables(house: Warehouse, who: str) -> list[dict[str, Any]]:
    listed = house.athena(who).list_table_metadata(
        CatalogName="AwsDataCatalog", DatabaseName=SHARED
    )
    return list(listed["TableMetadataList"])
