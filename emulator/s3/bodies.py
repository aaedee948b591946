"""Each version's body is one file in the state folder, so that engines read it where it lies."""

import itertools
import threading
from pathlib import Path
from typing import Any, Self

from moto.s3 import models

_numbers = itertools.count(1)
_folder: list[Path] = []


class BodyFile:
    """What moto writes a body to: a file that no handle stays open on.

    The file outlives the object: a query that started before a delete still reads what it saw. All
    bodies go with the state folder.
    """

    def __init__(self, *_: object, **__: object) -> None:
        self.path = _folder[-1] / f"{next(_numbers):09}"
        self.path.touch()
        self._position = 0

    def __deepcopy__(self, _: object) -> Self:
        return self

    def seek(self, position: int) -> int:
        """Move; from the start only."""
        self._position = position
        return position

    def truncate(self) -> None:
        """Start anew, as moto does before it writes."""
        with self.path.open("r+b") as body:
            body.truncate(self._position)

    def write(self, content: bytes) -> int:
        """Write at the position."""
        with self.path.open("r+b") as body:
            body.seek(self._position)
            written = body.write(content)
        self._position += written
        return written

    def read(self, size: int = -1) -> bytes:
        """Read from the position."""
        with self.path.open("rb") as body:
            body.seek(self._position)
            content = body.read(size)
        self._position += len(content)
        return content

    def close(self) -> None:
        """Nothing is open, and the file stays."""


class _Temporary:
    """Stands where moto's S3 looks for ``tempfile``."""

    SpooledTemporaryFile = BodyFile


def _without_lock(stored: models.FakeKey) -> dict[str, Any]:
    return {name: value for name, value in vars(stored).items() if name != "lock"}


def _with_lock(stored: models.FakeKey, state: dict[str, Any]) -> None:
    vars(stored).update(state)
    stored.lock = threading.Lock()


def keep_in(folder: Path) -> None:
    """Let moto's S3 keep bodies in a folder from now on."""
    folder.mkdir()
    _folder[:] = [folder]
    # moto copies every version, body and all, to list them; copies share the file.
    models.FakeKey.__getstate__ = _without_lock  # type: ignore[method-assign, assignment]
    models.FakeKey.__setstate__ = _with_lock  # type: ignore[method-assign, assignment]
    models.tempfile = _Temporary  # type: ignore[assignment, attr-defined]


def path_of(stored: models.FakeKey) -> Path:
    """File of a stored object's body."""
    buffer = stored._value_buffer  # noqa: SLF001 - moto's place for it
    assert isinstance(buffer, BodyFile)  # noqa: S101 - made by the line above
    return buffer.path
