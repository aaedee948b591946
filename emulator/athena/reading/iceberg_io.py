"""pyiceberg's door to files: every one is opened by the reader, and so decided."""

from pyiceberg.io import FileIO, InputFile, InputStream, OutputFile

from emulator.athena.reading.plans import Reader


class ReadFile(InputFile):
    """An object as a file on disk."""

    def __init__(self, location: str, reader: Reader) -> None:
        super().__init__(location)
        self._reader = reader

    def __len__(self) -> int:
        return self._reader.path(self.location).stat().st_size

    def exists(self) -> bool:
        """Say that it is there: a file that is not fails when it is opened."""
        return True

    def open(self, seekable: bool = True) -> InputStream:  # noqa: FBT001, FBT002, ARG002 - pyiceberg's signature
        """Open it."""
        return self._reader.path(self.location).open("rb")


class ReaderIO(FileIO):
    """Reads through a reader, writes nothing."""

    def __init__(self, reader: Reader) -> None:
        super().__init__({})
        self._reader = reader

    def new_input(self, location: str) -> InputFile:
        """Open for reading."""
        return ReadFile(location, self._reader)

    def new_output(self, location: str) -> OutputFile:
        """Refuse: queries write nothing."""
        raise NotImplementedError(f"a query writes nothing, not even {location}")

    def delete(self, location: str | InputFile | OutputFile) -> None:
        """Refuse: queries delete nothing."""
        raise NotImplementedError(f"a query deletes nothing, not even {location}")
