"""Reading ODCS v3 documents into contracts; a bad one is answered with all its faults at once."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Any

import yaml
from open_data_contract_standard.model import OpenDataContractStandard
from pydantic import ValidationError

from mesh.contracts.checks import check
from mesh.contracts.faults import ContractFaultsError, Fault, Lines, Path
from mesh.contracts.model import Contract
from mesh.contracts.translation import to_contract


def read_contract(path: FilePath, kinds: Sequence[str] = ()) -> Contract:
    """Read ``domains/<domain>/products/<product>.odcs.yaml``.

    Args:
        path: of the file.
        kinds: of personal data that mesh.yaml adds.

    Raises:
        ContractFaultsError: with file, line, field and what to write instead, for every fault.
    """
    text = path.read_text(encoding="utf-8")
    domain = path.parent.parent.name
    product = path.name.removesuffix(".odcs.yaml")
    document, lines = _load(text, str(path))
    return parse_contract(document, str(path), domain, product=product, lines=lines, kinds=kinds)


def read_document(path: FilePath) -> dict[str, Any]:
    """The document of a contract file as it is sent to governance, unchecked."""
    return _load(path.read_text(encoding="utf-8"), str(path))[0]


def parse_contract(
    document: Mapping[str, Any],
    where: str,
    domain: str,
    *,
    product: str | None = None,
    lines: Lines | None = None,
    kinds: Sequence[str] = (),
) -> Contract:
    """Check a document and translate it.

    Args:
        where: how to call the document in messages.
        domain: the domain that publishes it; the document must name the same.
        product: the product's name if the place already tells it.
        lines: of the document's fields, if it has any.
        kinds: of personal data that mesh.yaml adds.

    Raises:
        ContractFaultsError: with every fault.
    """
    faults = list(_shape_faults(document)) or list(check(document, domain, product, kinds))
    if faults:
        raise ContractFaultsError(where, faults, lines)
    return replace(to_contract(document), digest=digest_of(normalise(document)))


def normalise(document: Mapping[str, Any]) -> str:
    """The document as canonical JSON: same content, same text."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """SHA-256 of a normalised document, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


class _TextDates(yaml.SafeLoader):
    """YAML without dates: a contract is JSON at heart, and JSON has none."""


_TextDates.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in rules if tag != "tag:yaml.org,2002:timestamp"]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _load(text: str, where: str) -> tuple[dict[str, Any], Lines]:
    try:
        document = yaml.load(text, Loader=_TextDates)  # noqa: S506 - derives from SafeLoader
        lines = Lines.read(text)
    except yaml.YAMLError as error:
        raise ContractFaultsError(where, [Fault((), f"is no YAML: {error}")]) from None
    if not isinstance(document, dict):
        raise ContractFaultsError(where, [Fault((), "is empty; start with 'apiVersion: v3.0.2'")])
    return document, lines


def _shape_faults(document: Mapping[str, Any]) -> Iterator[Fault]:
    """Faults against the published models of the standard, unknown fields included."""
    try:
        model = OpenDataContractStandard(**document)
    except ValidationError as error:
        yield from (_model_fault(fault) for fault in error.errors())
    except TypeError:
        yield Fault((), "every field needs a name that is text")
    else:
        known = model.model_dump(by_alias=True, exclude_unset=True)
        yield from _unknown_fields(document, known, ())


def _model_fault(error: Mapping[str, Any]) -> Fault:
    path: Path = tuple(step for step in error["loc"] if not _is_type_step(step))
    if error["type"] == "extra_forbidden":
        return Fault(path, "is no field of the standard; remove it or make it a customProperty")
    return Fault(path, f"{error['msg'][0].lower()}{error['msg'][1:]}")


def _is_type_step(step: str | int) -> bool:
    # Pydantic adds the tried member of a union to the path; a writer has no such field.
    return isinstance(step, str) and (step[:1].isupper() or "[" in step or step in {"str", "int"})


def _unknown_fields(written: object, known: object, path: Path) -> Iterator[Fault]:
    if isinstance(written, Mapping) and isinstance(known, Mapping):
        for key, value in written.items():
            if key not in known:
                advice = "is no field of the standard; remove it or make it a customProperty"
                yield Fault((*path, key), advice)
            else:
                yield from _unknown_fields(value, known[key], (*path, key))
    elif isinstance(written, Sequence) and isinstance(known, Sequence):
        for index, (one, other) in enumerate(zip(written, known, strict=False)):
            if not isinstance(one, str):
                yield from _unknown_fields(one, other, (*path, index))
