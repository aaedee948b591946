"""Rules of the scan are read whole or refused with file, line, field and what to write."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesh.errors import MeshFileError
from mesh.naming.linear import pattern_fault
from mesh.naming.mesh_file import read_mesh
from mesh.naming.rules import Allowed, CustomDetector, ScanRules
from tests.unit.mesh.naming.test_mesh_file import GOOD, written

RULES = r"""
personalData:
  detectors:
    - name: LOYALTY_NUMBER
      pattern: AM-\d{9}
      check: luhn
      columns: [loyalty, member]
      share: 0.1
  allow:
    - values: [desk@airline.example]
      owner: data-protection@airline.example
      reason: Our own desk, printed on every ticket.
    - pattern: '[a-z]+@desk\.airline\.example'
      owner: data-protection@airline.example
      reason: Our own desks, printed on every ticket.
  tolerance: {PERSON: 0.02, contact: 0.0}
"""
PIECES = (
    *"ab019.-,:=!<>Pé()[]{}*+?|^$\\", r"\d", r"\b", r"\pL", r"\1", "(?:", "(?i)", "(?=",
    "{200}", "{2,3}", "{20}", "[a-z]", "[^é]", "[[:alpha:]]", "++",
)  # fmt: skip


def test_rules_are_what_the_file_says_and_reach_the_functions_as_they_are(tmp_path: Path) -> None:
    rules = read_mesh(written(tmp_path, GOOD + RULES)).rules

    assert rules.detectors == (
        CustomDetector(
            name="LOYALTY_NUMBER",
            pattern=r"AM-\d{9}",
            check="luhn",
            columns=("loyalty", "member"),
            share=0.1,
        ),
    )
    assert rules.entities == ("CUSTOM:LOYALTY_NUMBER",)
    assert [one.values for one in rules.allow] == [("desk@airline.example",), ()]
    assert dict(rules.tolerance) == {"PERSON": 0.02, "contact": 0.0}
    assert ScanRules.from_environment(rules.to_environment()) == rules
    assert read_mesh(written(tmp_path, GOOD)).rules.to_environment() == {}


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        (r"AM-\d{9}", r"(AM-\d{9})\1", r"detectors[0].pattern: sign 11 '\\' begins what RE2"),
        (r"AM-\d{9}", "(?=AM)", "detectors[0].pattern: sign 1 '(' begins what RE2"),
        (r"AM-\d{9}", "AM{999}", "detectors[0].pattern: {999} repeats too often"),
        (r"AM-\d{9}", "AM(", "detectors[0].pattern: it leaves a group open"),
        ("LOYALTY_NUMBER", "loyalty", "detectors[0].name: write a name in upper snake case"),
        ("check: luhn", "check: sum", "detectors[0].check: write one of luhn, mod97"),
        ("check: luhn", "chekc: luhn", "detectors[0].chekc: is unknown; did you mean 'check'?"),
        ("[loyalty, member]", "loyalty", "detectors[0].columns: write a list of words"),
        ("share: 0.1", "share: 10", "detectors[0].share: write a number from 0.0 to 1.0"),
        ("      reason: Our own desk,", "      why: Our own desk,", "allow[0].reason: say in a"),
        ("[desk@airline.example]", '[""]', "allow[0].values: write a list of texts"),
        (r"'[a-z]+@desk\.airline\.example'", r"'\d+'", "allow[1].pattern: it is too wide"),
        (r"'[a-z]+@desk\.airline\.example'", "'example|.*'", "allow[1].pattern: it is too wide"),
        ("PERSON: 0.02", "PERSONS: 0.02", "tolerance.PERSONS: is no kind or group; did you mean"),
        ("PERSON: 0.02", "PERSON: 2", "tolerance.PERSON: write a share of the filled rows"),
        ("  allow:", "  permit:", "personalData.permit: is unknown; known: allow, detectors"),
    ],
)
def test_a_fault_is_told_with_file_line_field_and_the_remedy(
    tmp_path: Path, good: str, bad: str, told: str
) -> None:
    text = GOOD + RULES.replace(good, bad, 1)
    path = written(tmp_path, text)
    line = next(n for n, each in enumerate(text.splitlines(), 1) if bad.strip() in each)

    with pytest.raises(MeshFileError) as caught:
        read_mesh(path)

    assert told in str(caught.value)
    assert f"{path}:{line}: personalData." in str(caught.value)


def test_two_detectors_of_one_name_are_refused(tmp_path: Path) -> None:
    again = "    - {name: LOYALTY_NUMBER, pattern: 'X[0-9]'}\n  allow:"
    path = written(tmp_path, GOOD + RULES.replace("  allow:", again, 1))

    with pytest.raises(MeshFileError, match=r"detectors\[1\].name: LOYALTY_NUMBER is there twice"):
        read_mesh(path)


def test_rules_that_no_function_can_hold_are_refused(tmp_path: Path) -> None:
    values = ", ".join(f"desk{n}@airline.example" for n in range(200))
    path = written(tmp_path, GOOD + RULES.replace("desk@airline.example", values, 1))

    with pytest.raises(MeshFileError, match=r"personalData: takes .* bytes and 3,000 fit"):
        read_mesh(path)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join))
def test_a_pattern_that_is_accepted_is_one_for_an_engine_of_linear_time(pattern: str) -> None:
    if not pattern_fault(pattern):
        for given in (pattern, rf"\A(?:{pattern})\z"):
            pc.match_substring_regex(pa.array(["a"]), given)


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(?i)am[0-9]{9}", r"\bFF\b|\bLH\b", "é{2,4}?", r"\."]
)
def test_what_a_linear_engine_takes_is_accepted(pattern: str) -> None:
    assert not pattern_fault(pattern)


@pytest.mark.parametrize(
    ("mine", "theirs", "kinds"),
    [("A", "B", ("CUSTOM:A", "CUSTOM:B")), ("A", "A", ("CUSTOM:A",))],
)
def test_a_product_adds_kinds_and_changes_none_of_the_mesh(
    mine: str, theirs: str, kinds: tuple[str, ...]
) -> None:
    mesh = ScanRules(detectors=(CustomDetector(name=mine, pattern="x"),))
    allowed = Allowed(owner="o", reason="r", values=("v",))
    product = ScanRules(detectors=(CustomDetector(name=theirs, pattern="y"),), allow=(allowed,))

    both = mesh.with_those_of(product)

    assert both.entities == kinds
    assert both.detectors[0].pattern == "x"
    assert both.allow == (allowed,)


def test_rules_that_find_otherwise_have_another_digest() -> None:
    patterns: Any = ("x", "y")
    digests = {ScanRules(detectors=(CustomDetector(name="A", pattern=p),)).digest for p in patterns}

    assert len(digests | {ScanRules().digest}) == 3
    assert ScanRules().digest == ""
