"""Images reach consumers once their contract says why nobody need look into them, not before."""

from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cli.demo import using
from cli.demo.world import World, wait_for
from cli.files import follow
from mesh.naming import ProductAddress
from tests.journeys.registering import document, register
from tests.journeys.test_access import ask, decide
from tests.journeys.test_command import mesh
from tests.journeys.test_files import settle

PHOTOS = ProductAddress("fleet", "photos")
WHY = "photographs by the spotter at the fence, no people on them"
PHOTO = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb0043ffd9")
MAIL = b"sent by waldemar.unique@example.org"
SQL = "SELECT tailnum, photo, to_hex(photo) FROM fleet_shared.photos_v1 ORDER BY tailnum"


def contract(version: str, *custom: dict[str, Any]) -> dict[str, Any]:
    told = {"description": "Told by its name.", "classification": "internal"}
    columns = [
        {"name": "tailnum", "physicalType": "string"} | told,
        {"name": "photo", "physicalType": "binary", "customProperties": [*custom]} | told,
    ]
    table = {"name": "photos", "description": "One aircraft.", "properties": columns}
    return document("airlines", PHOTOS, version=version, schema=[table])


def parquet(*photos: bytes | None) -> bytes:
    sink = pa.BufferOutputStream()
    tails = [f"N{number}" for number, _ in enumerate(photos, start=1)]
    pq.write_table(pa.table({"tailnum": tails, "photo": pa.array(photos, pa.binary())}), sink)
    return sink.getvalue().to_pybytes()


@pytest.fixture(scope="module")
def refused(granted: World) -> dict[str, Any]:
    """A file with an image, landed before the contract declared its column."""
    register(granted, contract("1.0.0"))
    return dict(settle(granted, PHOTOS, "spotted.parquet", parquet(PHOTO, None)))


@pytest.fixture(scope="module")
def declared(granted: World, refused: dict[str, Any]) -> World:
    """The next version of the contract declares the column, and the file is released."""
    register(granted, contract("1.1.0", {"property": "opaque", "value": WHY}))
    body = {"product": "fleet/photos", "file": refused["id"], "reason": "1.1.0 declares it"}
    granted.api("fleet/owner").call("POST", "/quarantine/release", body | {"waive": []})
    return granted


def test_bytes_that_no_contract_declares_are_quarantined(refused: dict[str, Any]) -> None:
    assert refused["state"] == "quarantined"
    assert "BINARY_CONTENT" in refused["reason"]


def test_declared_bytes_are_published_and_the_record_and_the_product_say_why(
    declared: World, refused: dict[str, Any]
) -> None:
    (settled,) = follow(declared.api("fleet/owner"), PHOTOS, [refused["id"]])

    assert settled["state"] == "published", settled
    assert settled["notes"] == [
        f"column photo holds bytes that nobody looked into, as the contract declares: {WHY}"
    ]
    asked = ("product", "show", "fleet/photos", "--as", using.ANALYST)
    shown = mesh(*asked, AWS_ENDPOINT_URL=declared.aws.endpoint)
    assert f"photo is opaque: {WHY}" in " ".join(shown.stdout.split()), shown.stderr


def test_a_consumer_that_names_the_column_reads_every_byte_by_athena(declared: World) -> None:
    request = ask(declared, "fleet/photos@1", columns=["tailnum", "photo"])
    decide(declared, "fleet/owner", request, "approve")
    wait_for("the grant", lambda: declared.query("test", using.ANALYST, SQL).succeeded)

    answer = declared.query("test", using.ANALYST, SQL)

    assert answer.rows == [["N1", PHOTO.hex(" "), PHOTO.hex().upper()], ["N2", None, None]]


def test_a_request_that_names_no_column_asks_for_no_image(declared: World) -> None:
    request = ask(declared, "fleet/photos@1")

    found = declared.api("fleet/owner").call("GET", "/requests")["requests"]
    (asked,) = [each for each in found if each["id"] == request]
    assert asked["columns"] == ["tailnum"]


def test_text_in_a_declared_column_is_refused_as_anywhere(declared: World) -> None:
    settled = settle(declared, PHOTOS, "mail.parquet", parquet(PHOTO, MAIL))

    assert settled["state"] == "quarantined"
    assert "photo holds EMAIL_ADDRESS" in str(settled["reason"])
    assert "waldemar" not in str(settled)


def test_the_owning_domain_finds_the_column_as_bytes_in_the_catalogue(declared: World) -> None:
    sql = "DESCRIBE fleet_shared.photos_v1"
    wait_for("the link", lambda: declared.query("test", "fleet/steward", sql).succeeded)

    assert ["photo", "binary", ""] in declared.query("test", "fleet/steward", sql).rows
