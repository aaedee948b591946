"""One account is synthesised alone, as it is among all; what is wrong is told in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from aws_cdk import App

from app import main
from tests.synth.assembly import ROOT, Assembly

LISTED = "*.template.json"


def choosing(account: str, folder: Path) -> App:
    """The app as ``-c domain=ACCOUNT`` makes it."""
    return App(outdir=str(folder), context={"domain": account})


def test_a_domain_alone_is_what_it_is_among_all(tmp_path: Path, assembly: Assembly) -> None:
    status = main(choosing("fleet", tmp_path))

    made = {file.name.split(".")[0]: file.read_bytes() for file in tmp_path.glob(LISTED)}
    assert status == 0
    assert set(made) == {"fleet-Producer", "fleet-Consumer", "fleet-Products"}
    assert all(assembly.text(stack) == text for stack, text in made.items())


def test_governance_alone_is_what_it_is_among_all(tmp_path: Path, assembly: Assembly) -> None:
    status = main(choosing("governance", tmp_path))

    assert status == 0
    assert [file.name for file in tmp_path.glob(LISTED)] == ["Governance.template.json"]
    assert (tmp_path / "Governance.template.json").read_bytes() == assembly.text("Governance")


def test_an_unknown_domain_is_told_with_what_was_probably_meant(tmp_path: Path) -> None:
    given = {"CDK_OUTDIR": str(tmp_path), "CDK_CONTEXT_JSON": '{"domain": "flet"}'}
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        cwd=ROOT,
        env=os.environ | given,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == "mesh.yaml has no domain 'flet'; did you mean 'fleet'?\n"


def test_a_missing_account_is_told_with_the_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (ROOT / "mesh.yaml").read_text(encoding="utf-8")
    broken = text.replace('fleet: {account: "200000000002", ', "fleet: {")
    (tmp_path / "mesh.yaml").write_text(broken, encoding="utf-8")

    status = main(App(outdir=str(tmp_path / "out")), tmp_path)

    assert broken != text
    said = capsys.readouterr().err
    assert status == 1
    assert said.count("\n") == 1
    assert "domains.fleet.account is missing or wrong" in said


def test_a_wrong_contract_is_told_with_its_file_and_field(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    products = tmp_path / "domains" / "fleet" / "products"
    products.mkdir(parents=True)
    (tmp_path / "mesh.yaml").write_bytes((ROOT / "mesh.yaml").read_bytes())
    contract = ROOT / "domains" / "fleet" / "products" / "planes.odcs.yaml"
    text = contract.read_text(encoding="utf-8")
    (products / contract.name).write_text(
        text.replace("physicalType: string", "physicalType: strin", 1), encoding="utf-8"
    )

    status = main(choosing("fleet", tmp_path / "out"), tmp_path)

    said = capsys.readouterr().err
    assert status == 1
    assert "planes.odcs.yaml" in said
    assert "strin" in said
    assert "Traceback" not in said
