"""What parts of a workbook refer to: the sheets of the book, and links that lead out of it."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

_OUTSIDE = "External"


@dataclass(frozen=True, kw_only=True)
class Relation:
    """One reference.

    Attributes:
        key: by which the referring part names it.
        target: a part's path from the archive's root, or an address outside.
    """

    key: str
    target: str
    is_outside: bool


def relations(content: bytes, base: str) -> Iterator[Relation]:
    """Give what a ``.rels`` part holds.

    Args:
        content: of the part.
        base: folder of the parts that refer.

    Raises:
        expat.ExpatError: if it is no XML.
    """
    found: list[Relation] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "Relationship":
            target, is_outside = attributes.get("Target", ""), attributes.get("TargetMode")
            found.append(
                Relation(
                    key=attributes.get("Id", ""),
                    target=target if is_outside == _OUTSIDE else _path(base, target),
                    is_outside=is_outside == _OUTSIDE,
                )
            )

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(content, True)  # noqa: FBT003 - expat's own
    yield from found


def _path(base: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
