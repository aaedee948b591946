"""Words in the names of columns that speak for names of people, addresses and user names."""

import re
from pathlib import Path

_TEXT = (Path(__file__).parent / "lexicon.txt").read_text(encoding="utf-8")
_SECTIONS = {
    title: tuple(line for line in lines.splitlines() if line and not line.startswith("#"))
    for title, lines in re.findall(r"^\[(.+?)\]\n([^\[]*)", _TEXT, flags=re.MULTILINE)
}


def _words(section: str) -> frozenset[str]:
    return frozenset(word for line in _SECTIONS[section] for word in line.split())


# A name of a person, whatever else the column's name says; and two words that do the same.
NAMES = _words("names")
NAME_PAIRS = tuple(tuple(line.split()) for line in _SECTIONS["name pairs"])
# People, or a word that may stand for their names; and things that have names too.
PEOPLE = _words("people")
THINGS = _words("things")
# The word for a name of anything.
PLAIN_NAMES = _words("plain names")
# Last words of names of columns that hold keys, amounts and the like.
KEYS = _words("keys")
ADDRESSES = _words("addresses")
NO_ADDRESSES = _words("no_addresses")
HANDLES = _words("handles")
# The other part of a name, where a plain one is the family's or the given one.
NAME_PARTS = _words("name parts")
# Columns beside which a plain name is a person's, and those beside which it is a thing's.
PERSONAL = _words("personal")
IMPERSONAL = _words("impersonal")
# What tools call a column that has no name.
NAMELESS = r"(?:c|col|column|field|f|v|var|x|unnamed|_c|attr|a|value|item)?[ _:.-]*\d*"
