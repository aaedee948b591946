"""The detector and the test that the guide shows work as they stand there."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from mesh.pii import book, telling
from mesh.pii.detectors import registry
from tests.docs.shell import ROOT

GUIDE = ROOT / "docs/how-to/add-a-detector.md"


def shown(number: int, folder: Path) -> ModuleType:
    """One of the guide's blocks of Python as a module."""
    block = re.findall(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[number]
    file = folder / f"shown_{number}.py"
    file.write_text(block, encoding="utf-8")
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The registry as it is once the guide's file is there."""
    more = (*registry.every(), shown(0, tmp_path).DETECTOR)
    with monkeypatch.context() as patched:
        for module in (book, telling):
            patched.setattr(module, "every", lambda: more)
        forget()
        yield
    forget()


def forget() -> None:
    """Read the registry anew."""
    book.book.cache_clear()
    telling.forget()


@pytest.mark.usefixtures("added")
def test_the_detector_of_the_guide_passes_the_test_of_the_guide(tmp_path: Path) -> None:
    tests = [one for name, one in vars(shown(1, tmp_path)).items() if name.startswith("test_")]

    assert tests
    for test in tests:
        test()
