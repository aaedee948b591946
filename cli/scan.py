"""`mesh scan`: personal data in any file or folder, on this machine, without a mesh."""

from typing import Annotated

import typer

from cli.options import As, Json
from mesh.aws.languages import Language


def scan(
    path: Annotated[str, typer.Argument(help="File, folder, s3://bucket/key or s3://bucket/.")],
    *,
    profile: As = None,
    json: Json = False,
    comprehend: Annotated[
        bool,
        typer.Option(
            help="Ask Amazon Comprehend too, about up to 20 cells of each column of text, which "
            "leave this machine and cost money: the price is told before."
        ),
    ] = False,
    language: Annotated[Language, typer.Option(help="Of what Comprehend is asked about.")] = "en",
    yes: Annotated[bool, typer.Option("--yes", help="Agree to Comprehend's price.")] = False,
) -> None:
    """Find personal data in files of any format, however packed; only masked evidence is shown.

    A folder is scanned with everything below it. Exit code 1 says that a file was not looked at
    as a whole: what was not looked at is never clean.
    """
    from cli import scanning  # noqa: PLC0415 - loads the engine, which no other command needs

    opinion_in = language if comprehend else None
    scanning.scan(path, profile=profile, json=json, opinion_in=opinion_in, yes=yes)
