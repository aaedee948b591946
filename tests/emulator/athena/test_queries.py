"""A query reads exactly what Lake Formation grants its caller, and tells no more."""

from tests.emulator.athena.world import Warehouse
from tests.emulator.lakeformation.world import table


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
