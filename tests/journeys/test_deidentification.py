"""What a contract says becomes of personal values is what every consumer reads."""

from typing import Any

import pytest

from cli.demo.world import World
from mesh.naming import ProductAddress
from tests.journeys.registering import document, register
from tests.journeys.test_files import settle

CONTACTS = ProductAddress("loyalty", "contacts")
EMAIL, CARD = "ann.lee@example.org", "4111111111111111"
ASKED = {
    "mail": ("string", ["EMAIL_ADDRESS"], {"method": "tokenise"}),
    "card": ("string", ["CREDIT_CARD"], {"method": "mask", "keep": 4}),
    "born": ("date", ["DATE_OF_BIRTH"], {"method": "generalise", "to": "year"}),
    "phone": ("string", ["PHONE_NUMBER"], {"method": "drop"}),
}


def column(name: str) -> dict[str, Any]:
    kind, entities, asked = ASKED[name]
    return {
        "name": name,
        "physicalType": kind,
        "description": name,
        "classification": "confidential",
        "customProperties": [
            {"property": "personalData", "value": entities},
            {"property": "deidentify", "value": asked},
        ],
    }


@pytest.fixture(scope="module")
def registered(landed: World) -> World:
    """One more product of loyalty."""
    table = {
        "name": "contacts",
        "description": "One person.",
        "properties": list(map(column, ASKED)),
    }
    register(landed, document("passengers", CONTACTS, schema=[table]))
    return landed


def test_consumers_read_tokens_masks_and_years_and_nothing_that_was_dropped(
    registered: World,
) -> None:
    body = f"mail,card,born,phone\n{EMAIL},{CARD},1980-05-17,+49 30 1234567\n".encode()

    first = settle(registered, CONTACTS, "a.csv", body)
    second = settle(registered, CONTACTS, "b.csv", body)

    assert (first["state"], second["state"]) == ("published", "published"), first
    answer = registered.query(
        "test",
        "loyalty/steward",
        'SELECT * FROM loyalty_shared.contacts_v1 ORDER BY "_mesh_source"',
    )
    assert answer.succeeded, answer.error
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    assert "phone" not in rows[0]
    assert [row["card"] for row in rows] == ["*" * 12 + "1111"] * 2
    assert [str(row["born"]) for row in rows] == ["1980-01-01"] * 2
    tokens = {row["mail"] for row in rows}
    assert len(tokens) == 1
    assert tokens.pop().startswith("tok_")


def test_the_registry_shows_the_columns_that_can_be_asked_for(registered: World) -> None:
    shown = registered.api("loyalty/owner").call("GET", "/products/loyalty/contacts")

    (table,) = shown["contract"]["tables"]
    assert [each["name"] for each in table["columns"]] == ["mail", "card", "born"]
