"""Nobody reads what a contract says is changed: not in the table, its files or its statistics."""

from pathlib import Path
from typing import Any

from mesh.contracts.model import Column, Contract, Deidentification, Method, Table
from tests.unit.mesh.publishing.fakes import planes, staged
from tests.unit.mesh.publishing.test_publishing import Hangar

ENTITIES = ("CREDIT_CARD", "DATE_OF_BIRTH", "EMAIL_ADDRESS")


def hangar(folder: Path, method: Method, *, kind: str = "string", **options: Any) -> Hangar:  # noqa: ANN401
    """Planes whose second column is not published as it lands."""
    asked = Deidentification(method=method, **options)
    columns = (
        Column(name="tailnum", type="string", required=True),
        Column(name="seats", type=kind, personal=ENTITIES, deidentify=asked),
    )
    table = Table(name=None, columns=columns, null_values=("",))
    contract: Contract = planes(tables=(table,))
    return Hangar(folder, staged(contract))


def rows(of: Hangar) -> list[dict[str, Any]]:
    found = of.tables.rows().to_pylist()
    return [{name: row[name] for name in row if not name.startswith("_mesh")} for row in found]


def test_tokens_are_published_and_no_file_of_the_table_holds_a_value(tmp_path: Path) -> None:
    of = hangar(tmp_path, "tokenise")
    of.land("a.csv", "N1,pilot@example.org", "N2,", "N3,pilot@example.org")
    of.publish()

    first, empty, again = (row["seats"] for row in rows(of))
    assert first == again
    assert first.startswith("tok_")
    assert empty is None
    written = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert any(b"tailnum" in content for content in written)
    assert not any(b"pilot@example" in content for content in written)


def test_a_dropped_column_is_in_no_table(tmp_path: Path) -> None:
    of = hangar(tmp_path, "drop")
    of.land("a.csv", "N1,pilot@example.org")
    of.publish()

    assert rows(of) == [{"tailnum": "N1"}]


def test_what_stays_personal_goes_to_quarantine_and_not_to_the_table(tmp_path: Path) -> None:
    of = hangar(tmp_path, "generalise", kind="bigint", band=1)
    file = of.land("a.csv", "N1,4111111111111111", "N2,5555555555554444", "N3,4012888888881881")
    of.publish()

    assert of.state(file) == "quarantined"
    assert of.tables.rows().num_rows == 0
    (refusal,) = of.at.ledger.quarantined()
    assert "seats still holds CREDIT_CARD after generalise" in refusal.verdict.reasons[0]


def test_a_value_that_cannot_be_generalised_sends_its_file_alone_to_quarantine(
    tmp_path: Path,
) -> None:
    of = hangar(tmp_path, "generalise", to="month")
    bad, good = of.land("a.csv", "N1,spring 1980"), of.land("b.csv", "N2,1980-05-17")
    of.publish()

    assert (of.state(bad), of.state(good)) == ("quarantined", "published")
    assert rows(of) == [{"tailnum": "N2", "seats": "1980-05-01"}]
    (refusal,) = of.at.ledger.quarantined()
    assert "spring" not in " ".join(refusal.verdict.reasons)
