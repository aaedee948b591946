"""Training says how its data differ from those that the shipped weights come from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from training import columns, spans
from training.data import hashes, listed, unlike

_SHARE_ALIKE = ("ewt", "wikigold", "stacko", "emerging-test")


def test_each_way_in_which_data_differ_is_told(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in ("one", "two"):
        (tmp_path / "raw" / name).write_text(name, encoding="utf-8")
    wanted = hashes(tmp_path)
    (tmp_path / "raw" / "one").unlink()
    (tmp_path / "raw" / "two").write_text("other", encoding="utf-8")
    (tmp_path / "raw" / "three").write_text("three", encoding="utf-8")

    assert list(unlike(wanted, wanted)) == []
    assert list(unlike(hashes(tmp_path), wanted)) == [
        "missing: 1 files, raw/one",
        "not the same: 1 files, raw/two",
        "not listed: 1 files, raw/three",
    ]


def test_many_files_that_differ_are_told_by_a_few() -> None:
    (line,) = unlike({}, {f"raw/{name}": "" for name in "abcdefg"})

    assert line == "missing: 7 files, raw/a, raw/b, raw/c, raw/d, raw/e …"


def test_no_listed_file_is_of_a_source_under_share_alike() -> None:
    assert [one for one in listed() if any(source in one for source in _SHARE_ALIKE)] == []


@pytest.mark.parametrize("train", [columns.main, spans.main])
def test_training_without_fixed_hashes_ends_at_once(
    train: Callable[[Path], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)

    with pytest.raises(SystemExit, match="PYTHONHASHSEED=0"):
        train(tmp_path)
