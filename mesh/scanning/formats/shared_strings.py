"""Texts of a workbook that its cells name by number."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from mesh.scanning.formats.markup import Grammar, Tokens
from mesh.scanning.reasons import FileRefusedError, Reason

_LARGEST_STRINGS = 128 << 20
# No office program keeps more in a cell, and many cells can name the same text.
_LONGEST_SHARED = 65_535
_GRAMMAR = Grammar({"si": "t t/", "t": "/t", "/t": "/si", "t/": "/si", "/si": "si"}, ("si", "/si"))


class SharedStrings:
    """Texts that cells name by number."""

    def __init__(self) -> None:
        self._tokens = Tokens()
        self._parts: list[str] = []
        self._inside = False
        self._waiting: list[str] = []
        self._arrays: list[pa.StringArray] = []
        self._signs = 0
        self._texts: pa.StringArray | None = None
        self._used = np.zeros(0, dtype=bool)

    def start(self, tag: str, _: dict[str, str]) -> None:
        """Take the texts of ``si``, phonetic ones too."""
        self._inside = tag == "t"

    def end(self, tag: str) -> None:
        """Keep a text that is whole."""
        self._inside = False
        if tag == "si":
            text = "".join(self._parts)
            _check_length(len(text))
            self._waiting.append(text)
            self._parts.clear()

    def text(self, text: str) -> None:
        """Gather."""
        if self._inside:
            self._parts.append(text)
            self._grow(len(text))

    def block(self, texts: bytes) -> bool:
        """Keep whole texts at once; False if they hold what is rare or wrong: then none is kept."""
        read = self._tokens.read(texts, _GRAMMAR, "t")
        if read is None:
            return False
        markup, kinds = read
        found = markup.texts(np.flatnonzero(_GRAMMAR.are(kinds, "t t/")))
        _check_length(pc.max(pc.utf8_length(found)).as_py())
        self._grow(pc.sum(pc.utf8_length(found)).as_py())
        self._flush()
        self._arrays.append(found)
        return True

    def of(self, number: str) -> str:
        """The text of that number.

        Raises:
            FileRefusedError: if there is none.
        """
        texts = self._all()
        place = int(number) if number.isdigit() else len(texts)
        if place >= len(texts):
            raise FileRefusedError(Reason.CORRUPT, "a cell names a text that is not there")
        self._used[place] = True
        return str(texts[place].as_py())

    def among(self, numbers: pa.StringArray) -> pa.StringArray | None:
        """The texts of those numbers; None if one is not there."""
        try:
            places = numbers.cast(pa.int32()).to_numpy()
        except pa.ArrowInvalid:
            return None
        texts = self._all()
        if not 0 <= places.min() <= places.max() < len(texts):
            return None
        self._used[places] = True
        return texts.take(pa.array(places))

    def unused(self) -> pa.StringArray:
        """Texts that no cell has named."""
        return self._all().filter(pa.array(~self._used))

    def _all(self) -> pa.StringArray:
        if self._texts is None:
            self._flush()
            self._texts = pa.concat_arrays([pa.array([], pa.string()), *self._arrays])
            self._arrays = []
            self._used = np.zeros(len(self._texts), dtype=bool)
        return self._texts

    def _flush(self) -> None:
        if self._waiting:
            self._arrays.append(pa.array(self._waiting, pa.string()))
            self._waiting = []

    def _grow(self, signs: int) -> None:
        self._signs += signs
        if self._signs > _LARGEST_STRINGS:
            raise FileRefusedError(Reason.FILE_TOO_LARGE, "its texts are larger than 128 MB")


def _check_length(signs: int) -> None:
    if signs > _LONGEST_SHARED:
        raise FileRefusedError(
            Reason.CELL_TOO_LARGE, f"a text has more than {_LONGEST_SHARED:,} characters"
        )
