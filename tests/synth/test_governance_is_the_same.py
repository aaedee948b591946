"""The governance template is the same for one domain and for a hundred, byte for byte."""

from pathlib import Path

from tests.synth.assembly import mesh_of, synthesise


def test_governance_does_not_change_with_the_number_of_domains(tmp_path: Path) -> None:
    one = synthesise(tmp_path / "one", mesh_of(1), policies=False)
    hundred = synthesise(tmp_path / "hundred", mesh_of(100), policies=False)

    assert len(list((tmp_path / "hundred").glob("*-Producer.template.json"))) == 100
    assert one.text("Governance") == hundred.text("Governance")


def test_two_domains_differ_by_name_and_account_only(tmp_path: Path) -> None:
    made = synthesise(tmp_path / "two", mesh_of(2), policies=False)

    for stack in ("Producer", "Consumer"):
        first = made.text(f"domain-0-{stack}")
        second = made.text(f"domain-1-{stack}")
        translated = second.replace(b"domain-1", b"domain-0").replace(b"domain_1", b"domain_0")
        assert translated.replace(b"300000000001", b"300000000000") == first
