"""Counts are exact, however many values a column holds and however they are looked at."""

import re
import string
from collections.abc import Sequence
from itertools import islice, product
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mesh.pii import Engine
from mesh.pii.batch import Batch
from mesh.pii.detectors.model import PatternDetector
from mesh.pii.detectors.registry import every
from mesh.pii.layouts import Positions, layout_of
from mesh.pii.telling import told_of

PATTERNS = tuple(one for one in every() if isinstance(one, PatternDetector))
SURE = tuple(one for one in PATTERNS if one.sure)
SPECIMENS = (
    "jane.doe@example.org", "a+b@mail.example.co.uk", "x@y.museum", "logo@2x.png", "a@b.js",
    "a.b@example.org", "+1-212-555-0187", "(594) 643-8399", "001-581-896-0013x3890",
    "+11 111 111 1111", "5938662345",
    "+44 20 7946 0958", "10.20.30.40", "127.0.0.1", "256.1.1.1", "01.2.3.4",
    "2001:db8::ff00:42:8329", "00:1B:44:11:3A:B7", "52.5163, 13.3777", "password: hunter2!",
    "https://example.org/?email=1", "postgres://app:s3cret@db.example.org/x", "nothing", "12:30:59",
    "user=j.doe@mail.example.org.", "søren@example.org", '{"ip": "10.20.30.40"}', "fe80:1:2::1",
    "2001:db8:85a3:8d3:1319:8a2e:370:7348", "$5$rounds=5000$salt$0123456789abcdefghijkl",
    "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "Chrome/138.0.0.0", "(rv:1.9.5.20)", "web-1/10.20.30.40",
    "(61) 98552-7874", "(702) 7768761", "010-1200-4567", "06 85 56 52 33", "04 12 19 23 41",
)  # fmt: skip
LAYOUT_SIGNS = st.characters(
    max_codepoint=126, exclude_characters=re.sub("[9a]", "", string.digits + string.ascii_letters)
)
STANDS_FOR = {"9": "0159", "a": "aZxe", "_": "_\u00e9"}
SIGNS = tuple("@.:-+_ ()x019aZ_,;\u00e9\n")


def random_column(rows: int, rng: np.random.Generator) -> list[str | None]:
    """Specimens, alone or two together, every other one with one sign changed or taken away."""
    return [random_value(rng) for _ in range(rows)]


def random_value(rng: np.random.Generator) -> str | None:
    text = " ".join(rng.choice(SPECIMENS, rng.choice((0, 1, 1, 1, 2))))
    place = int(rng.integers(len(text) + 1))
    change = rng.random()
    if change < 0.3:
        return text[:place] + str(rng.choice(SIGNS)) + text[place:]
    return text[:place] + text[place + 1 :] if change < 0.5 else text or None


def counted(column: str, batches: "Sequence[pa.Array[Any]]") -> dict[str, int]:
    engine = Engine()
    for values in batches:
        engine.add(pa.record_batch({column: values}))
    kinds = {one.entity for one in PATTERNS}
    return {one.entity: one.count for one in engine.findings() if one.entity in kinds}


def counted_slowly(column: str, values: list[str | None]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in filter(None, values):
        for entity in {
            detector.entity
            for detector, told in told_of(column)
            if isinstance(detector, PatternDetector)
            and (told.is_telling or not detector.only_told)
            and detector.occurs_in(value, whole=bool(detector.told_shape) and told.is_telling)
        }:
            counts[entity] = counts.get(entity, 0) + 1
    return counts


@pytest.mark.parametrize("column", ["notes", "phone", "email"])
@pytest.mark.parametrize("seed", range(3))
def test_counts_are_those_of_looking_at_each_row(column: str, seed: int) -> None:
    values = random_column(3_000, np.random.default_rng(seed))
    plain = [pa.array(values[:1_000], pa.string()), pa.array(values[1_000:], pa.string())]

    expected = counted_slowly(column, values)

    assert counted(column, plain) == expected
    assert counted(column, [one.dictionary_encode() for one in plain]) == expected
    assert len(expected) > 5


@pytest.mark.parametrize(
    ("right", "wrong", "entity"),
    [
        ("jane@example.org", "logo@2x.png", "EMAIL_ADDRESS"),
        ("10.20.30.40", "999.20.30.40", "IP_ADDRESS"),
        ("+1-212-555-0187", "+1-111-111-1111", "PHONE_NUMBER"),
    ],
)
def test_a_column_full_of_right_values_still_looks_at_each(
    right: str, wrong: str, entity: str
) -> None:
    prefixes = [f"{number} " for number in range(10_100)]
    batches = [pa.array([prefix + right for prefix in prefixes]), pa.array([wrong] * 50)]

    assert counted("notes", batches)[entity] == len(prefixes)


SHARED = {
    "URL_WITH_IDENTITY": "https://example.org/?email=1",
    "CONNECTION_STRING": "postgres://app:s3cret@db.example.org/x",
    "PASSWORD": "password: hunter2!",
    "PASSWORD_HASH": "$5$rounds=5000$salt$0123456789abcdefghijkl",
    "PRIVATE_KEY": "-----BEGIN PRIVATE KEY-----",
    "JWT": "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.",
    "API_TOKEN": "xoxb-0123456789",
    "AWS_ACCESS_KEY": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_KEY": "secret wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
}


@pytest.mark.parametrize(
    "detector", [one for one in PATTERNS if one.shared], ids=lambda one: one.entity
)
def test_patterns_that_share_a_sieve_are_found_in_values_of_one_layout_and_of_many(
    detector: PatternDetector,
) -> None:
    alike = [f"{SHARED[detector.entity]} {number:03}" for number in range(100)]
    unlike = [f"{'x' * number} {SHARED[detector.entity]}" for number in range(100)]

    assert counted("notes", [pa.array(alike)])[detector.entity] == 100
    assert counted("notes", [pa.array(unlike)])[detector.entity] == 100


def test_no_address_has_a_longer_label_than_names_of_hosts_may_have() -> None:
    hosts = [f"wrote to x@{'b' * (50 + number)}.org" for number in range(200)]

    assert counted("notes", [pa.array(hosts)])["EMAIL_ADDRESS"] == 14


@pytest.mark.parametrize("between", [" ", "\n", "\n\n", ", "])
@pytest.mark.parametrize(
    ("right", "wrong", "entity"),
    [
        ("jane@example.org", "logo@2x.png", "EMAIL_ADDRESS"),
        ("10.20.30.40", "127.0.0.1", "IP_ADDRESS"),
        ("+1-212-555-0187", "+1-111-111-1111", "PHONE_NUMBER"),
        ("00:1B:44:11:3A:B7", "00:00:00:00:00:00", "MAC_ADDRESS"),
    ],
)
def test_of_many_right_values_each_is_judged_by_itself_even_where_it_has_lines(
    right: str, wrong: str, entity: str, between: str
) -> None:
    values = [f"{right}{between}{wrong}", f"{wrong}{between}{right}", right, wrong]
    words = ("".join(signs) for signs in product(string.ascii_letters, repeat=3))
    many = [f"{word} {right}" for word in islice(words, 4_000)]
    rest = [values[0], wrong, values[1], wrong]

    assert counted("notes", [pa.array([*many, *rest])])[entity] == len(many) + 2
    assert counted("notes", [pa.array([*values, *many])])[entity] == len(many) + 3


@pytest.mark.parametrize(
    "detector", [one for one in PATTERNS if one.shared], ids=lambda one: one.entity
)
def test_shared_sieves_have_no_anchor_so_that_neighbours_are_sieved_as_one(
    detector: PatternDetector,
) -> None:
    outside_classes = re.sub(r"\\[^bBAzZ]|\[\^?\]?[^\]]*\]", "", detector.sieve)

    assert not re.search(r"[\^$]|\\", outside_classes)


def passing(detector: PatternDetector, value: str) -> tuple[Batch, Positions]:
    batch = Batch(pa.array([value]), 0)
    return batch, batch.layouts.having(batch.laid_out(detector.gate, detector.layout))


@given(st.data())
def test_values_that_a_pattern_is_sure_of_are_right(data: st.DataObject) -> None:
    detector = data.draw(st.sampled_from(SURE))
    sure_of = detector.sure_part if detector.varied else f"(?m){detector.sure}"
    value = data.draw(st.from_regex(sure_of, alphabet=st.characters(max_codepoint=0x24F)))
    batch, gated = passing(detector, value)
    sure = batch.worded(gated, detector.sure_word)
    if detector.varied:
        sure = batch.having_varied(sure_of, sure, detector.varied)

    assert not len(sure) or detector.occurs_in(value) is not None


@given(st.data())
def test_values_with_no_digits_but_those_that_a_pattern_is_sure_of_are_right(
    data: st.DataObject,
) -> None:
    detector = data.draw(st.sampled_from([one for one in SURE if one.varied]))
    value = data.draw(st.from_regex(detector.sure_alone, alphabet=st.characters(max_codepoint=127)))
    batch, gated = passing(detector, value)
    sure = batch.varied(batch.matching(detector.sure_alone, gated), detector.varied)

    assert not len(sure) or detector.occurs_in(value) is not None


@given(st.data())
def test_values_of_a_layout_that_is_sure_are_right(data: st.DataObject) -> None:
    detector = data.draw(st.sampled_from([one for one in PATTERNS if one.sure_layout]))
    layout = data.draw(st.from_regex(detector.sure_layout, alphabet=LAYOUT_SIGNS))
    value = re.sub("[9a_]", lambda sign: data.draw(st.sampled_from(STANDS_FOR[sign[0]])), layout)
    batch, sure = passing(detector, value)

    assert not len(batch.varied(sure, detector.varied)) or detector.occurs_in(value) is not None


@pytest.mark.parametrize("detector", PATTERNS, ids=lambda one: one.entity)
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(st.data())
def test_a_value_with_an_occurrence_has_a_layout_and_a_sieve_that_say_so(
    detector: PatternDetector, data: st.DataObject
) -> None:
    value = data.draw(st.from_regex(detector.pattern, alphabet=st.characters(codec="ascii")))
    batch = Batch(pa.array([value]), 0)

    gated = batch.layouts.having(batch.laid_out(detector.gate, detector.layout))
    passed = batch.matching(detector.sieve, gated) if detector.sieve else gated

    assert len(passed) == 1 or detector.occurs_in(value) is None


@given(st.text())
def test_a_layout_keeps_each_sign_but_letters_digits_and_what_is_no_ascii(value: str) -> None:
    signs = [sign if sign.isascii() else "_" * len(sign.encode()) for sign in value]
    expected = re.sub("[A-Za-z]", "a", re.sub("[0-9]", "9", "".join(signs)))

    assert layout_of(value) == expected


@pytest.mark.parametrize("many", [1, 255, 256, 257, 512, 1_000])
def test_however_often_a_text_holds_a_sign_it_is_looked_at(many: int) -> None:
    text = "jane@example.org " * many

    assert counted("notes", [pa.array(["nothing", text, "", text])])["EMAIL_ADDRESS"] == 2
