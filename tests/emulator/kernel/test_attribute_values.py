"""Values of DynamoDB come back as they were put, whichever types are within which."""

import pytest

from tests.emulator.conftest import MakeClient
from tests.emulator.kernel.test_threads import make_table

VALUES = {
    "text": {"S": "x"},
    "no text": {"S": ""},
    "number": {"N": "12345678901234567890.5"},
    "truth": {"BOOL": False},
    "nothing": {"NULL": True},
    "bytes": {"B": b"\x00\xff"},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "empty map": {"M": {}},
    "empty list": {"L": []},
    "plain within": {"M": {"S": {"L": [{"N": "1"}, {"M": {"M": {"BOOL": True}}}]}}},
    "bytes within a map": {"M": {"B": {"B": b"\xfe"}, "S": {"S": "y"}}},
    "bytes within a list": {"L": [{"S": "z"}, {"M": {"deep": {"B": b"\x01"}}}]},
    "a set within": {"L": [{"SS": ["c"]}]},
}


@pytest.mark.parametrize("name", VALUES)
def test_a_value_comes_back_as_it_was_put(client: MakeClient, name: str) -> None:
    table = make_table(client)
    item = {"pk": {"S": "1"}, "value": VALUES[name]}

    table.put_item(TableName="t", Item=item)

    found = table.query(
        TableName="t",
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "1"}},
    )
    assert found["Items"] == [item]
    assert table.get_item(TableName="t", Key={"pk": {"S": "1"}})["Item"] == item
