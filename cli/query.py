"""`mesh query`: SQL through Athena, as a consumer runs it."""

from typing import Annotated

import boto3
import typer

from cli import profiles, project
from cli.athena import run_query
from cli.options import As, Json
from cli.output import console, show_json, show_rows
from mesh.errors import MeshError, NotFoundError
from mesh.naming.mesh_file import Mesh


def query(
    sql: Annotated[str, typer.Argument(help="One SELECT; tables are <domain>_shared.<table>.")],
    *,
    profile: As = None,
    workgroup: Annotated[
        str | None, typer.Option(help="Workgroup; the domain's if absent.")
    ] = None,
    json: Json = False,
) -> None:
    """Run SQL in the domain's Athena workgroup and print the rows."""
    mesh = project.mesh()
    session = profiles.session_for(mesh, profile)
    result = run_query(session, sql, workgroup or own_workgroup(mesh, session))
    if json:
        show_json(vars(result))
    elif result.succeeded:
        rows = [dict(zip(result.columns, row, strict=True)) for row in result.rows]
        show_rows(rows, result.columns, as_json=False, empty="no rows")
        console.print(f"{len(rows)} rows", style="dim")
    if not result.succeeded:
        raise MeshError(f"the query ended {result.state}: {result.error}")


def own_workgroup(mesh: Mesh, session: boto3.Session) -> str:
    """The workgroup of the domain whose account the caller is in.

    Raises:
        NotFoundError: if the account is no domain of the mesh.
    """
    account = session.client("sts").get_caller_identity()["Account"]
    for domain in mesh.domains:
        if domain.account == account:
            return domain.name
    raise NotFoundError(
        f"account {account} is no domain of mesh.yaml; name a workgroup with --workgroup"
    )
