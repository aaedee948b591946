"""`mesh request` and what follows: who asks, who decides, what is granted."""

import re
from typing import Annotated, Any

import typer

from cli import profiles, project
from cli.governance import address, governance
from cli.options import As, Json, Product, brief
from cli.output import console, progress_console, show_json, show_rows
from mesh.naming.mesh_file import Mesh

_TIME = "month (2027-03), day (2027-03-31) or moment (2027-03-31T12:00:00Z)"
Id = Annotated[str, typer.Argument(help="Id of the request.")]


def request(
    product: Product,
    *,
    purpose: Annotated[str, typer.Option(help="What the data is for.", callback=brief)],
    until: Annotated[str, typer.Option(help="Last day of the subscription, yyyy-mm-dd.")],
    principal: Annotated[str | None, typer.Option(help="Role ARN; your own if absent.")] = None,
    table: Annotated[str | None, typer.Option(help="Table, if the product has several.")] = None,
    columns: Annotated[str | None, typer.Option(help="Columns, by comma.")] = None,
    rows: Annotated[
        str | None, typer.Option(help="Row expression, like \"origin = 'JFK'\".")
    ] = None,
    profile: As = None,
    json: Json = False,
) -> None:
    """Ask for a product. Without --columns: all but personal, restricted and opaque ones."""
    body = {
        "product": str(address(product)),
        "principal": principal or own_role(profile),
        "purpose": purpose,
        "until": until,
        "table": table,
        "columns": [name.strip() for name in columns.split(",")] if columns else None,
        "rows": rows,
    }
    done = governance(profile).call("POST", "/requests", body)
    if json:
        show_json(done)
    else:
        console.print(f"request {done['id']} waits for the owner of {done['product']}")


def own_role(profile: str | None) -> str:
    """ARN of the role that the caller acts as."""
    session = profiles.session_for(project.mesh(), profile)
    arn = session.client("sts").get_caller_identity()["Arn"]
    if ":assumed-role/" not in arn:
        return str(arn)
    account, role = arn.split(":")[4], arn.split("/")[1]
    return f"arn:aws:iam::{account}:role/{role}"


def requests(
    state: Annotated[str | None, typer.Option(help="Only requests in this state.")] = None,
    *,
    profile: As = None,
    json: Json = False,
) -> None:
    """List requests that you made or may decide."""
    query = {"state": state} if state else {}
    found = governance(profile).call("GET", "/requests", query=query)["requests"]
    show_rows(
        found if json else people("principal", found),
        ["id", "product", "principal", "columns", "rows", "purpose", "until", "state"],
        as_json=json,
        empty="no requests",
        extra=["purpose", "rows", "columns", "until"],
    )


def approve(request_id: Id, *, profile: As = None, json: Json = False) -> None:
    """Approve a request. Only the owner of the product may."""
    _decide(request_id, "approve", None, profile, as_json=json)


def deny(
    request_id: Id,
    *,
    why: Annotated[str, typer.Option(help="Reason, told to who asked.", callback=brief)],
    profile: As = None,
    json: Json = False,
) -> None:
    """Deny a request. Only the owner of the product may."""
    _decide(request_id, "deny", why, profile, as_json=json)


def revoke(
    request_id: Id,
    *,
    why: Annotated[str, typer.Option(help="Reason, kept in the audit trail.", callback=brief)] = "",
    profile: As = None,
    json: Json = False,
) -> None:
    """Revoke an active subscription. Only the owner of the product may."""
    _decide(request_id, "revoke", why, profile, as_json=json)


def _decide(
    request_id: str, decision: str, why: str | None, profile: str | None, *, as_json: bool
) -> None:
    done = governance(profile).call("POST", f"/requests/{request_id}/{decision}", {"why": why})
    if as_json:
        show_json(done)
    else:
        console.print(f"request {done['id']} is {done['state']}")


def grants(
    product: Annotated[str | None, typer.Argument(help="Only grants on this product.")] = None,
    *,
    profile: As = None,
    json: Json = False,
) -> None:
    """List what is granted now, owners' standing rights included."""
    query = {"product": str(address(product))} if product else {}
    found = governance(profile).call("GET", "/grants", query=query)["grants"]
    show_rows(
        found if json else people("principal", found),
        ["product", "principal", "columns", "rows", "until", "state"],
        as_json=json,
        empty="nothing is granted",
        extra=["until", "rows"],
    )


def audit(
    *,
    since: Annotated[
        str | None, typer.Option(help=f"First {_TIME}; a year back if absent.")
    ] = None,
    until: Annotated[str | None, typer.Option(help=f"Last {_TIME}; today if absent.")] = None,
    subject: Annotated[
        str | None, typer.Option(help="Only this request, product, file or domain.")
    ] = None,
    profile: As = None,
    json: Json = False,
) -> None:
    """Print who asked, who decided, what was granted and revoked."""
    asked = {"since": since, "until": until, "subject": subject}
    query = {name: value for name, value in asked.items() if value}
    found = governance(profile).call("GET", "/audit", query=query)
    records = found["records"]
    show_rows(
        records if json else people("actor", records),
        ["at", "actor", "action", "subject", "detail"],
        as_json=json,
        empty="nothing happened then",
        extra=["detail"],
    )
    if found.get("earlier"):
        progress_console.print(
            f"older records are left out; see them with --until {records[0]['at']}"
        )


def people(column: str, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records for people: roles as their profiles, in a column and in details; whole seconds."""
    mesh = project.mesh()
    return [
        record
        | {column: _named(mesh, record[column])}
        | {name: text(mesh, record[name]) for name, text in _TEXTS.items() if name in record}
        for record in records
    ]


def _named(mesh: Mesh, who: str | list[str]) -> str | list[str]:
    if isinstance(who, str):
        return profiles.profile_of(mesh, who)
    return [profiles.profile_of(mesh, arn) for arn in who]


def _moment(_mesh: Mesh, at: str) -> str:
    return f"{at[:19]}Z"


def _detail(mesh: Mesh, text: str) -> str:
    roles = r"arn:aws:iam::\d{12}:role/[\w+=,.@/-]*\w"
    return re.sub(roles, lambda found: profiles.profile_of(mesh, found[0]), text)


_TEXTS = {"at": _moment, "detail": _detail}
