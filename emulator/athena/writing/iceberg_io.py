"""pyiceberg's door to files where it writes: every object is read and written as the caller."""

import io
from pathlib import Path
from typing import Any

from pyiceberg.io import FileIO, InputFile, OutputFile, OutputStream

from emulator.athena.lake import CloudLake
from emulator.athena.lake_reader import LakeReader
from emulator.athena.reading.iceberg_io import ReadFile
from emulator.athena.reading.plans import Reader
from emulator.athena.writing.caller import Caller


class CallersIO(FileIO):
    """Reads and writes with the rights of the caller.

    Attributes:
        written: locations of data files.
    """

    def __init__(self, caller: Caller, table: str) -> None:
        super().__init__({})
        self._caller = caller
        self._reader: Reader = LakeReader(CloudLake(caller.cloud), caller.principal, table)
        self.written: list[str] = []

    def new_input(self, location: str) -> InputFile:
        """Open for reading."""
        return ReadFile(location, self._reader)

    def new_output(self, location: str) -> OutputFile:
        """Open for writing."""
        return _Object(location, self)

    def delete(self, location: str | InputFile | OutputFile) -> None:
        """Delete an object."""
        named = location if isinstance(location, str) else location.location
        self._caller.delete(named)

    def put(self, location: str, body: bytes) -> None:
        """Write an object."""
        self._caller.put(location, body)
        if location.endswith(".parquet"):
            self.written.append(location)

    def path(self, location: str) -> Path:
        """File of an object."""
        return self._reader.path(location)

    def is_there(self, location: str) -> bool:
        """Whether the caller finds an object."""
        return self._caller.has(location)


class _Object(OutputFile):
    """An object that is written at once, when it is closed."""

    def __init__(self, location: str, files: CallersIO) -> None:
        super().__init__(location)
        self._files = files
        self.size = 0

    def __len__(self) -> int:
        return self.size

    def exists(self) -> bool:
        """Whether it is there."""
        return self._files.is_there(self.location)

    def to_input_file(self) -> InputFile:
        """Open what was written."""
        return self._files.new_input(self.location)

    def create(self, overwrite: bool = False) -> OutputStream:  # noqa: FBT001, FBT002 - pyiceberg's signature
        """Open it."""
        if not overwrite and self.exists():
            raise FileExistsError(self.location)
        return _Upload(self)

    def put(self, body: bytes) -> None:
        """Write it."""
        self.size = len(body)
        self._files.put(self.location, body)


class _Upload(io.BytesIO):
    def __init__(self, file: _Object) -> None:
        super().__init__()
        self._file = file

    def __exit__(self, kind: type[BaseException] | None, *rest: Any) -> None:  # noqa: ANN401, PYI036 - as io has it
        if kind is not None:
            # Nothing half written is ever stored.
            super().close()
        super().__exit__(kind, *rest)

    def close(self) -> None:
        if not self.closed:
            self._file.put(self.getvalue())
        super().close()
