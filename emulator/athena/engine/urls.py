"""Functions that take addresses apart, as Java's ``URI`` does: strict about what an address is."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import SplitResult, quote_plus, unquote, unquote_plus, urlsplit

# What Java refuses anywhere in an address; Trino then answers NULL.
_ILLEGAL = re.compile(r"""[\s"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})""")
_AUTHORITY = re.compile(r"(?:.*@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::(\d*))?")


def _split(url: str) -> SplitResult | None:
    if _ILLEGAL.search(url):
        return None
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _part(read: Callable[[SplitResult], str]) -> Callable[[str], str | None]:
    def part(url: str) -> str | None:
        split = _split(url)
        return None if split is None else read(split)

    return part


def _host(split: SplitResult) -> str:
    found = _AUTHORITY.fullmatch(split.netloc)
    return found[1] if found else ""


def _port(url: str) -> int | None:
    split = _split(url)
    found = _AUTHORITY.fullmatch(split.netloc) if split else None
    return int(found[2]) if found and found[2] else None


def _parameter(url: str, name: str) -> str | None:
    split = _split(url)
    pairs = (pair.partition("=") for pair in split.query.split("&")) if split else ()
    return next((unquote_plus(value) for key, _, value in pairs if key == name), None)


def _encode(text: str) -> str:
    return quote_plus(text, safe="*").replace("~", "%7E")


_TEXT = "VARCHAR"
FUNCTIONS: dict[str, tuple[Callable[..., Any], list[Any], Any]] = {
    "py_url_encode": (_encode, [_TEXT], _TEXT),
    "py_url_decode": (unquote_plus, [_TEXT], _TEXT),
    "py_url_extract_protocol": (_part(lambda split: split.scheme), [_TEXT], _TEXT),
    "py_url_extract_host": (_part(_host), [_TEXT], _TEXT),
    "py_url_extract_path": (_part(lambda split: unquote(split.path)), [_TEXT], _TEXT),
    "py_url_extract_port": (_port, [_TEXT], "BIGINT"),
    "py_url_extract_query": (_part(lambda split: unquote(split.query)), [_TEXT], _TEXT),
    "py_url_extract_fragment": (_part(lambda split: unquote(split.fragment)), [_TEXT], _TEXT),
    "py_url_extract_parameter": (_parameter, [_TEXT] * 2, _TEXT),
}
