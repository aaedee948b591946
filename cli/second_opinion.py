"""`mesh scan --comprehend`: what Amazon Comprehend says of a few cells, for a price told before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import typer

from cli.output import progress_console, show_json, show_rows
from mesh.errors import RefusedError
from mesh.scanning.results import FileScan
from mesh.scanning.second_opinion import Opinion, Sampled, Second, asked, bounded, price


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How the price is agreed to.

    Attributes:
        yes: it is already.
        json: a program reads standard output, and there is nobody to ask.
    """

    yes: bool
    json: bool


def second_opinion(
    opinion: Opinion,
    samples: Iterable[Sampled],
    scans: Sequence[FileScan],
    agreement: Agreement,
) -> None:
    """Tell the price, send the cells if it is agreed to, and show what comes back.

    Args:
        opinion: whom to ask.
        samples: of all files.
        scans: of the files; a program is shown both together.
        agreement: to the price.

    Raises:
        RefusedError: if the price is not agreed to; nothing was sent.
    """
    given = list(samples)
    sent = bounded(given)
    progress_console.print(price(opinion, sent)[1], highlight=False, markup=False, soft_wrap=True)
    if len(sent) < len(given):
        left = len(given) - len(sent)
        progress_console.print(f"{left} columns are left out; scan fewer files at once")
    is_agreed = agreement.yes or not sent or (not agreement.json and _agrees())
    seconds = list(asked(opinion, sent, scans)) if is_agreed else []
    if agreement.json:
        show_json([_told(scan, seconds, is_agreed=is_agreed) for scan in scans])
    elif is_agreed:
        _show(seconds)
    if not is_agreed:
        raise RefusedError(f"nothing was sent to {opinion.name}; add --yes to agree to the price")


def _agrees() -> bool:
    return typer.confirm("Send these cells?", err=True)


def _told(scan: FileScan, seconds: Iterable[Second], *, is_agreed: bool) -> dict[str, object]:
    told = [one.to_dict() for one in seconds if one.path == scan.path]
    return scan.to_dict() | {"second_opinion": told if is_agreed else None}


def _show(seconds: Iterable[Second]) -> None:
    rows = (
        {
            "file": one.path,
            "column": one.column,
            "type": one.entity,
            "cells": f"{one.cells} of {one.sampled}",
            "evidence": list(one.evidence),
            "found by scan": "yes" if one.is_known else "no",
        }
        for one in seconds
    )
    show_rows(
        rows,
        ["file", "column", "type", "cells", "evidence", "found by scan"],
        as_json=False,
        empty="the second opinion finds nothing",
        extra=["evidence"],
    )
