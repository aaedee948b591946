"""`mesh put`, `mesh quarantine`, `mesh publications`: files on their way to consumers."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import boto3
import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from cli import profiles, project
from cli.governance import address, governance
from cli.options import As, Json, Product, brief
from cli.output import console, progress_console, show_json, show_rows
from mesh.aws.governance_api import GovernanceApi
from mesh.errors import NotFoundError, RefusedError, UnreachableError
from mesh.naming import ProductAddress

quarantine = typer.Typer(help="Files that were refused.", no_args_is_help=True)

SETTLED = frozenset({"published", "quarantined", "discarded", "superseded"})
FOLLOW_SECONDS = 300
POLL_SECONDS = 0.25

FileId = Annotated[str, typer.Argument(help="Id of the file, as 'mesh quarantine list' prints it.")]
Waive = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN=KIND",
        help="Answer for a finding, named as in the file's findings: it may be published from "
        "this version of the file, within 30 days. Repeat it for more.",
    ),
]
Reason = Annotated[str, typer.Option(help="Why; kept in the audit trail.", callback=brief)]


def put(
    product: Product,
    files: Annotated[list[Path], typer.Argument(help="Files to land.")],
    *,
    profile: As = None,
    json: Json = False,
) -> None:
    """Land files and follow each to published or quarantined."""
    wanted = address(product)
    for file in files:
        if not file.is_file():
            raise NotFoundError(f"{file} is no file; nothing was landed")
    mesh = project.mesh()
    session = profiles.session_for(mesh, profile)
    bucket = mesh.names.bucket("landing", mesh.domain(wanted.domain).account)
    landed = [land(session, bucket, wanted, file) for file in files]
    settled = _follow_with_bar(governance(profile), wanted, landed)
    show_rows(settled, ["file", "state", "rows", "reason"], as_json=json, empty="nothing landed")
    for note in [] if json else dict.fromkeys(note for file in settled for note in file["notes"]):
        console.print(Text(f"note: {note}"))
    refused = [entry for entry in settled if entry["state"] != "published"]
    if refused:
        raise RefusedError(
            f"{len(refused)} of {len(settled)} files were not published; "
            "see 'mesh quarantine list' for the masked evidence"
        )


def land(session: boto3.Session, bucket: str, product: ProductAddress, file: Path) -> str:
    """Put one file into the landing zone; gives its id in the ledger: key and version."""
    key = f"{product.product}/{file.name}"
    with file.open("rb") as body:
        answer = session.client("s3").put_object(Bucket=bucket, Key=key, Body=body)
    return f"{key}#{answer['VersionId']}"


def settled_files(
    api: GovernanceApi, product: ProductAddress, landed: list[str]
) -> list[dict[str, Any]]:
    """The ledger's records of those landed files that have settled."""
    name = f"{product.domain}/{product.product}"
    found = api.call("GET", "/files", query={"product": name})["files"]
    return [file for file in found if file["id"] in landed and file["state"] in SETTLED]


def _follow_with_bar(
    api: GovernanceApi, product: ProductAddress, landed: list[str]
) -> list[dict[str, Any]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=progress_console, transient=True) as progress:
        task = progress.add_task("scan and publish", total=len(landed))
        return follow(
            api, product, landed, lambda settled: progress.update(task, completed=settled)
        )


def follow(
    api: GovernanceApi,
    product: ProductAddress,
    landed: list[str],
    report: Callable[[int], None] | None = None,
) -> list[dict[str, Any]]:
    """Wait until every landed file is published or quarantined.

    Raises:
        UnreachableError: if a file has not settled in time; it is not lost, the sweep finds it.
    """
    deadline = time.monotonic() + FOLLOW_SECONDS
    while True:
        settled = settled_files(api, product, landed)
        if report:
            report(len(settled))
        if len(settled) == len(landed):
            return settled
        if time.monotonic() > deadline:
            waiting = sorted(set(landed) - {file["id"] for file in settled})
            raise UnreachableError(
                f"not settled after {FOLLOW_SECONDS} s: {', '.join(waiting)}; they are kept in "
                "landing and the hourly sweep takes them up again; see 'mesh status'"
            )
        time.sleep(POLL_SECONDS)


@quarantine.command("list")
def list_quarantine(
    product: Annotated[str | None, typer.Argument(help="Only files of this product.")] = None,
    *,
    profile: As = None,
    json: Json = False,
) -> None:
    """List refused files with their reason and masked evidence."""
    query = {"state": "quarantined"}
    if product:
        wanted = address(product)
        query["product"] = f"{wanted.domain}/{wanted.product}"
    show_rows(
        governance(profile).call("GET", "/files", query=query)["files"],
        ["id", "product", "reason", "landed_at"],
        as_json=json,
        empty="nothing is in quarantine",
    )


@quarantine.command()
def discard(
    product: Product, file: FileId, *, reason: Reason, profile: As = None, json: Json = False
) -> None:
    """Give a refused file up. Only the owner may."""
    _settle("discard", product, file, {"reason": reason}, profile, as_json=json)


@quarantine.command()
def release(
    product: Product,
    file: FileId,
    *,
    reason: Reason,
    waive: Waive = None,
    profile: As = None,
    json: Json = False,
) -> None:
    """Send a refused file through the scan again. Only the owner may.

    It needs a contract that has changed since the refusal, or a waiver for each finding.
    """
    body = {"reason": reason, "waive": [_finding(each) for each in waive or ()]}
    _settle("release", product, file, body, profile, as_json=json)


def _finding(text: str) -> dict[str, str]:
    column, _, entity = text.rpartition("=")
    if not column or not entity:
        raise typer.BadParameter(
            f"{text!r} is no finding; write it as COLUMN=KIND, such as remarks=EMAIL_ADDRESS",
            param_hint="--waive",
        )
    return {"column": column, "entity": entity}


def _settle(
    decision: str,
    product: str,
    file: str,
    asked: dict[str, Any],
    profile: str | None,
    *,
    as_json: bool,
) -> None:
    wanted = address(product)
    body = {"product": f"{wanted.domain}/{wanted.product}", "file": file, **asked}
    done = governance(profile).call("POST", f"/quarantine/{decision}", body)
    if as_json:
        show_json(done)
        return
    console.print(Text(f"{file} is {done['state']}"))
    for waiver in done.get("waivers", ()):
        console.print(
            Text(f"waived until {waiver['until']}: {waiver['column']}={waiver['entity']}")
        )


def verdicts(product: Product, file: FileId, *, profile: As = None, json: Json = False) -> None:
    """List what was said of one file version, the verdict that counts first; old ones stay."""
    wanted = address(product)
    path = f"/verdicts/{wanted.domain}/{wanted.product}"
    found = governance(profile).call("GET", path, query={"file": file})["verdicts"]
    show_rows(
        [{**each, "reason": "; ".join(each["reasons"])} for each in found],
        ["judged_at", "status", "reason", "notes", "engine_version", "contract_version"],
        as_json=json,
        empty="nothing was said yet",
        extra=["engine_version", "contract_version", "notes"],
    )


def rescan(product: Product, file: FileId, *, profile: As = None, json: Json = False) -> None:
    """Have a published file judged anew. Only the owner may.

    It stays published: what a newer scanner refuses is an alert, and the verdict before is kept.
    Files that are not published yet are judged anew by themselves.
    """
    wanted = address(product)
    body = {"product": f"{wanted.domain}/{wanted.product}", "file": file}
    done = governance(profile).call("POST", "/rescan", body)
    if json:
        show_json(done)
    else:
        console.print(Text(f"{file} is scanned again; see 'mesh verdicts {product} {file}'"))


def publications(product: Product, *, profile: As = None, json: Json = False) -> None:
    """List what was published, newest first: the unit of rollback and withdrawal."""
    wanted = address(product)
    path = f"/publications/{wanted.domain}/{wanted.product}"
    show_rows(
        governance(profile).call("GET", path)["publications"],
        ["id", "committed_at", "rows", "files", "contract_version"],
        as_json=json,
        empty="nothing was published yet",
        extra=["files", "contract_version"],
    )
