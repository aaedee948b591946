"""Options that many commands share."""

from typing import Annotated

import typer

from mesh.registry.reasons import fault_of


def brief(text: str | None) -> str | None:
    """A text that goes into the audit trail, if the registry would take it."""
    fault = fault_of(text or "")
    if fault:
        raise typer.BadParameter(f"it {fault}")
    return text


Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
As = Annotated[
    str | None,
    typer.Option(
        "--as",
        help="Act as PROFILE: ACCOUNT or ACCOUNT/ROLE in the embedded AWS, else an AWS profile.",
        metavar="PROFILE",
    ),
]
Product = Annotated[str, typer.Argument(help="domain/product or domain/product@major.")]
