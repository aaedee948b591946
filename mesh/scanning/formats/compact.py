"""Places in Thrift's compact protocol, without building what it holds.

https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
"""

BINARY, LIST, SET, STRUCT = 8, 9, 10, 12
LONG = 15
_FLAGS, NUMBERS = (1, 2), (4, 5, 6)
# A flag's value is its kind; a byte and a double follow.
_SIZES = {1: 0, 2: 0, 3: 1, 7: 8}
_MOST_BITS = 64


def end_of_struct(content: bytes, place: int) -> int:
    """The place behind a structure.

    Raises:
        IndexError: if it goes on behind the content.
        ValueError: if it is none.
    """
    while head := content[place]:
        place += 1
        if not head >> 4:
            _, place = number_at(content, place)
        place = end_of(content, place, head & 15)
    return place + 1


def end_of(content: bytes, place: int, kind: int) -> int:
    """The place behind a value of a field."""
    if kind in NUMBERS:
        while content[place] & 0x80:
            place += 1
        return place + 1
    if kind == BINARY:
        length, place = number_at(content, place)
        return place + length
    if kind == STRUCT:
        return end_of_struct(content, place)
    if kind in {LIST, SET}:
        return _end_of_list(content, place)
    if kind not in _SIZES:
        raise ValueError("no such kind of a field")
    return place + _SIZES[kind]


def _end_of_list(content: bytes, place: int) -> int:
    place, count, inner = list_at(content, place)
    if inner in _FLAGS:
        return place + count
    for _ in range(count):
        place = end_of(content, place, inner)
    return place


def list_at(content: bytes, place: int) -> tuple[int, int, int]:
    """The place of a list's first value, their number and their kind."""
    head = content[place]
    if head >> 4 < LONG:
        return place + 1, head >> 4, head & 15
    count, place = number_at(content, place + 1)
    return place, count, head & 15


def number_at(content: bytes, place: int) -> tuple[int, int]:
    """A number without a sign, and the place behind it."""
    number = shift = 0
    while shift < _MOST_BITS:
        byte = content[place]
        number |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:  # noqa: PLR2004 - the bit that says there is more
            return number, place
    raise ValueError("no such number")
