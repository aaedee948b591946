"""mesh.yaml is read whole or refused with every fault and its remedy."""

from pathlib import Path

import pytest

from mesh.errors import MeshFileError, UnknownDomainError
from mesh.naming.limits import ScanLimits
from mesh.naming.mesh_file import read_mesh

GOOD = """
prefix: airmesh
organisation: o-airmesh0001
region: eu-central-1
governance: {account: "100000000001"}
domains:
  fleet: {account: "200000000002", roles: [producer]}
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mesh.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_domain_is_what_the_file_says(tmp_path: Path) -> None:
    fleet = read_mesh(written(tmp_path, GOOD)).domain("fleet")

    assert (fleet.account, fleet.is_producer, fleet.is_consumer) == ("200000000002", True, False)


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ('{account: "100000000001"}', "{}", "governance.account is missing or wrong"),
        ('account: "200000000002"', 'acount: "2"', "domains.fleet.account is missing or wrong"),
        ('"200000000002"', '"100000000001"', "is already the account of governance"),
        ("[producer]", "[broker]", "domains.fleet.roles: 'broker' is unknown"),
        ("eu-central-1", "mars", "region: write an AWS region"),
        ("  fleet:", "  Fleet!:", "a domain name is lower kebab case"),
        ("domains:", "scan: {ratio: 1}\ndomains:", "scan.ratio: write a whole number from 2 to"),
        ("domains:", "scan: {file_mb: 20000}\ndomains:", "scan.file_mb: .* from 1 to 10,000"),
        ("domains:", "scan: {depth: deep}\ndomains:", "scan.depth: write a whole number"),
        ("domains:", "scan: {size: 5}\ndomains:", "scan.size is no limit; write one of ratio, "),
        ("domains:", "scan: [5]\ndomains:", "scan: write limits by name"),
    ],
)
def test_a_fault_is_told_with_the_field_and_the_remedy(
    tmp_path: Path, good: str, bad: str, told: str
) -> None:
    with pytest.raises(MeshFileError, match=told):
        read_mesh(written(tmp_path, GOOD.replace(good, bad)))


def test_limits_of_the_scan_are_as_always_but_for_those_that_are_named(tmp_path: Path) -> None:
    text = GOOD.replace("domains:", "scan: {ratio: 50, file_mb: 2000}\ndomains:")

    limits = read_mesh(written(tmp_path, text)).limits

    assert limits == ScanLimits(ratio=50, file_mb=2000)
    assert ScanLimits.from_environment(limits.to_environment()) == limits
    assert read_mesh(written(tmp_path, GOOD)).limits == ScanLimits()


def test_an_unknown_domain_is_answered_with_the_nearest_known_one(tmp_path: Path) -> None:
    mesh = read_mesh(written(tmp_path, GOOD))

    with pytest.raises(UnknownDomainError, match="did you mean 'fleet'"):
        mesh.domain("fleat")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(MeshFileError, match="does not exist"):
        read_mesh(tmp_path / "mesh.yaml")
