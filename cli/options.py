"""Options that many commands share."""

from typing import Annotated

import typer

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
