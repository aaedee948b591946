"""Training gives the same weights for the same data, and says what data it lacks."""

import json
import random
import re
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
import pytest
from faker.providers import date_time

from benchmarks.pii_tables import TableRead
from mesh.pii.model.columns import KINDS
from mesh.pii.model.deciding import EVIDENCE
from mesh.pii.model.values import features
from training.columns_deciding import Column, columns_of, fitted
from training.columns_fitting import Learner
from training.columns_values import Pools, labelled, of_locale, read
from training.columns_writing import written

POOLS = Pools(
    given=["Maria", "Piotr"],
    surnames=["Okafor", "Byrne"],
    local=[("Kofi", "Osei"), ("Ines", "Moreau")],
    full=["Diego Ferrari"],
    organisations=["Pirrol GmbH"],
    places=["Lagos"],
    regions=[("Lagos", "Lagos State", "Nigeria")],
    addresses=["Forsterstr. 57"],
    phrases=["lock nut", "red paint"],
    sentences=["The train left on time."],
)


def test_a_missing_source_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="world-cities"):
        read(tmp_path, random.Random(1))  # noqa: S311 - for a model


def test_cells_of_several_people_are_written_too() -> None:
    rng = random.Random(5)  # noqa: S311 - for a model
    names = [written(POOLS, "full name", rng).lower() for _ in range(400)]

    assert any(re.fullmatch(r"[a-z]+ [a-z]+ ?[|;] ?[a-z]+ [a-z]+.*", name) for name in names)
    assert any(re.fullmatch(r"[a-z]+,[a-z]+", name) for name in names)


def test_amounts_sections_and_digests_are_written_among_what_names_nobody() -> None:
    rng = random.Random(5)  # noqa: S311 - for a model
    texts = [written(POOLS, "text", rng).lower() for _ in range(4_000)]

    for form in (r"[a-z]+ \d+, [a-z]+ \d+", r"\d+ [a-z]+ [a-z]+, \d+ .*", r"[0-9a-f]{32}"):
        assert any(re.fullmatch(form, text) for text in texts), form


def test_the_same_seed_writes_the_same_values_of_every_kind() -> None:
    first, second = (
        list(labelled(POOLS, random.Random(5), 20))  # noqa: S311 - for a model
        for _ in range(2)
    )

    assert first == second
    assert {kind for _, kind in first} == set(range(len(KINDS)))


def test_the_same_months_are_drawn_years_later(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            return cls(2040, 1, 1, tzinfo=tz)

    first = of_locale("de_DE")
    months = [first.month_name() for _ in range(50)]
    monkeypatch.setattr(date_time, "datetime", Later)
    later = of_locale("de_DE")

    assert [later.month_name() for _ in range(50)] == months
    assert len(set(months)) == 12


def test_a_learner_tells_apart_what_it_was_shown() -> None:
    learner = Learner()
    texts = ["Maria Okafor", "12 Main St"] * 20
    kinds = np.array([KINDS.index("full name"), KINDS.index("address")] * 20)
    for _ in range(10):
        learner.learn(features(texts), kinds)
    learner.told()
    learner.learn(features(texts), kinds)

    assert learner.told() < 0.1
    assert learner.packed()["steps"].dtype == np.int8


def test_labelled_columns_with_missing_values_give_the_evidence_of_those_that_are_there(
    tmp_path: Path,
) -> None:
    file = {"file": "people.csv", "repo": "one/one"}
    label = {"file": "people.csv", "column": "name", "entity": "PERSON"}
    (tmp_path / "labels.json").write_text(json.dumps({"files": [file], "columns": [label]}))

    def read_file(values: list[str | None]) -> list[Column]:
        batch = pa.RecordBatch.from_pydict({"name": pa.array(values, pa.string())})
        return list(columns_of(tmp_path, lambda _: (TableRead("", (batch,)),)))

    whole, missing = (
        read_file(["Maria Okafor", "Kofi Osei"]),
        read_file(["Maria Okafor", None, "Kofi Osei", None]),
    )

    assert [one.label for one in missing] == ["PERSON", "PERSON"]
    for one, other in zip(whole, missing, strict=True):
        assert one.evidence["PERSON"] == pytest.approx(other.evidence["PERSON"])


def test_evidence_that_labelled_columns_show_gets_its_weight() -> None:
    def column(label: str, model: float) -> Column:
        evidence = {kind: np.zeros(len(names)) for kind, names in EVIDENCE.items()}
        evidence["PERSON"][0] = model
        return Column("repo", label, evidence)

    decisions = fitted([column("PERSON", 2.0)] * 9 + [column("none", -2.0)] * 9)

    assert decisions.weights["PERSON"][0] > 1
    assert decisions.weights["PERSON"][EVIDENCE["PERSON"].index("key")] == pytest.approx(-3)
