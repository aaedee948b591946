"""`mesh domain`: which accounts belong to the mesh."""

from typing import Annotated

import typer

from cli import project
from cli.governance import governance
from cli.options import As, Json
from cli.output import console, show_json, show_rows

app = typer.Typer(help="Invite domains and list them.", no_args_is_help=True)


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="Name of the domain in mesh.yaml.")],
    *,
    profile: As = None,
    json: Json = False,
) -> None:
    """Invite a domain of mesh.yaml: only its account may then register under its name.

    Called by governance/platform.
    """
    domain = project.mesh().domain(name)
    body = {"account": domain.account, "roles": list(domain.roles)}
    done = governance(profile).call("PUT", f"/domains/{name}/invitation", body)
    if json:
        show_json(done)
    else:
        console.print(f"{name} is invited: account {domain.account} may register it")


@app.command("list")
def list_command(*, profile: As = None, json: Json = False) -> None:
    """List the domains that governance knows."""
    rows = governance(profile).call("GET", "/domains")["domains"]
    show_rows(
        rows,
        ["name", "account", "state", "registered_at"],
        as_json=json,
        empty="no domain yet; invite one with 'mesh domain add NAME'",
    )
