"""Short sentences of a rule as the shapes of Lake Formation's API.

``SELECT, DESCRIBE on orders to analyst with grant option`` names permissions, a resource and a
principal. A resource is one of::

    catalog                      all tables of sales          orders(order_id, total)
    database sales               orders                       orders(all)
    location                     sales.orders                 orders(all but email)
    filter eu of orders          tag team=sales|hr            tables where team=sales & zone=raw
                                                              databases where team=sales

Anything may be followed by ``in consumer``: it lies in that account's catalogue, not in
governance's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Shape = dict[str, Any]
_GRANT = re.compile(
    r"(?P<permissions>[A-Z_, ]+) on (?P<resource>.+?) (?:to|from) (?P<principal>[\w\-:/$.*]+)"
    r"(?P<option> with grant option)?",
)


class SentenceError(ValueError):
    """A sentence that is not understood; the message quotes it."""


@dataclass(frozen=True)
class Grant:
    """A grant or revocation as it was said."""

    permissions: tuple[str, ...]
    resource: str
    principal: str
    with_option: bool


def read_grant(sentence: str) -> Grant:
    """Read ``… on … to …`` or ``… on … from …``.

    Raises:
        SentenceError: if it is none.
    """
    found = _GRANT.fullmatch(" ".join(sentence.split()))
    if not found:
        raise SentenceError(f"not a grant: {sentence!r}")
    permissions = tuple(word.strip() for word in found["permissions"].split(","))
    return Grant(permissions, found["resource"], found["principal"], bool(found["option"]))


def account_in(resource: str) -> tuple[str, str]:
    """Part a resource from the account whose catalogue it is in."""
    name, _, account = resource.partition(" in ")
    return name.strip(), account.strip() or "governance"


def read_resource(name: str, catalog: str, location: str) -> Shape:  # noqa: PLR0911 - one per kind
    """Read what a grant names; ``location`` is the ARN that the word ``location`` stands for."""
    if name == "catalog":
        return {"Catalog": {}}
    if name == "location":
        return {"DataLocation": {"CatalogId": catalog, "ResourceArn": location}}
    if found := re.fullmatch(r"database (\S+)", name):
        return {"Database": {"CatalogId": catalog, "Name": found[1]}}
    if found := re.fullmatch(r"all tables of (\S+)", name):
        every: Shape = {"TableWildcard": {}}
        return {"Table": {"CatalogId": catalog, "DatabaseName": found[1], **every}}
    if found := re.fullmatch(r"filter (\S+) of (\S+)", name):
        return {"DataCellsFilter": {"Name": found[1], **read_filtered(found[2], catalog)}}
    if found := re.fullmatch(r"tag (\S+?)=(\S+)", name):
        return {"LFTag": {"CatalogId": catalog, "TagKey": found[1], "TagValues": _values(found[2])}}
    if found := re.fullmatch(r"(tables|databases) where (.+)", name):
        kind, pairs = found[1][:-1].upper(), read_tags(found[2])
        policy = {"CatalogId": catalog, "ResourceType": kind, "Expression": pairs}
        return {"LFTagPolicy": policy}
    if found := re.fullmatch(r"([\w.\-]+)\((.+)\)", name):
        return {"TableWithColumns": {**read_table(found[1], catalog), **read_columns(found[2])}}
    if re.fullmatch(r"[\w.\-]+", name):
        return {"Table": read_table(name, catalog)}
    raise SentenceError(f"not a resource: {name!r}")


def read_table(name: str, catalog: str) -> Shape:
    """``orders`` or ``sales.orders``."""
    database, _, table = name.rpartition(".")
    return {"CatalogId": catalog, "DatabaseName": database or "sales", "Name": table}


def read_filtered(name: str, catalog: str) -> Shape:
    """The table of a data cells filter, in that call's own words."""
    table = read_table(name, catalog)
    return {
        "TableCatalogId": catalog,
        "DatabaseName": table["DatabaseName"],
        "TableName": table["Name"],
    }


def read_columns(said: str) -> Shape:
    """``order_id, total``, ``all`` or ``all but email``."""
    if said == "all":
        return {"ColumnWildcard": {}}
    if said.startswith("all but "):
        return {"ColumnWildcard": {"ExcludedColumnNames": _names(said.removeprefix("all but "))}}
    return {"ColumnNames": _names(said)}


def read_tags(said: str) -> list[Shape]:
    """``team=sales|hr & zone=raw``."""
    pairs = (part.strip().partition("=") for part in said.split("&"))
    return [{"TagKey": key, "TagValues": _values(values)} for key, _, values in pairs]


def fill(said: Any, names: Mapping[str, str]) -> Any:  # noqa: ANN401 - as YAML gives it
    """Write what ``$name`` stands for wherever it is said, and what is said many times.

    ``{times: 3, of: "role-#"}`` is a list of three, each with its own number for ``#``;
    ``{times: 3, text: "a "}`` is one text.
    """
    match said:
        case {"times": int(times), "of": one}:
            return [fill(_numbered(one, number), names) for number in range(times)]
        case {"times": int(times), "text": str(text)}:
            return text * times
    if isinstance(said, str):
        return re.sub(r"\$(\w+)", lambda found: names[found[1]], said)
    if isinstance(said, Mapping):
        return {key: fill(value, names) for key, value in said.items()}
    if isinstance(said, list):
        return [fill(value, names) for value in said]
    return said


def each(step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """A step, or as many as ``{times: 3, of: …}`` says, each with its own number for ``#``."""
    match step:
        case {"times": int(times), "of": one}:
            return [_numbered(one, number) for number in range(times)]
    return [step]


def _numbered(said: Any, number: int) -> Any:  # noqa: ANN401 - as YAML gives it
    if isinstance(said, str):
        return said.replace("#", str(number))
    if isinstance(said, Mapping):
        return {key: _numbered(value, number) for key, value in said.items()}
    return [_numbered(value, number) for value in said] if isinstance(said, list) else said


def _values(said: str) -> list[str]:
    return said.split("|")


def _names(said: str) -> list[str]:
    return [name.strip() for name in said.split(",")]
