"""`mesh local`: the embedded AWS on this machine."""

import os
import shlex
from collections.abc import Callable
from typing import Annotated

import typer

from cli import profiles, project
from cli.assembly import StackArtifact, read_stacks, synthesise
from cli.deployment import Deployed, deploy
from cli.embedded import DEFAULT_PORT, EmbeddedAws
from cli.output import console, progress_console, show_json, show_rows
from mesh.errors import NotFoundError, UnreachableError, advice

app = typer.Typer(help="The embedded AWS on this machine.", no_args_is_help=True)

Port = Annotated[int, typer.Option(help="Port on this machine.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


@app.command()
def up(
    port: Port = DEFAULT_PORT,
    *,
    detach: Annotated[bool, typer.Option("--detach", help="Run in the background.")] = False,
    json: Json = False,
) -> None:
    """Start the embedded AWS."""
    aws, mesh = EmbeddedAws(port), project.mesh()
    if not detach:
        if aws.health() is not None:
            aws.start(mesh)  # tells what runs already
        console.print(f"starting the embedded AWS at {aws.endpoint}; Ctrl-C stops it")
        command = aws.command(mesh)
        os.execv(command[0], command)  # noqa: S606 - the command becomes the embedded AWS
    aws.start(mesh)
    if json:
        show_json({"endpoint": aws.endpoint})
    else:
        console.print(f"embedded AWS at {aws.endpoint}; stop it with 'mesh local down{aws.option}'")


@app.command()
def status(port: Port = DEFAULT_PORT, *, json: Json = False) -> None:
    """Say whether the embedded AWS runs."""
    aws = EmbeddedAws(port)
    health = aws.health()
    if json:
        show_json({"running": health is not None, "endpoint": aws.endpoint, **(health or {})})
    elif health is not None:
        console.print(f"running at {aws.endpoint}")
    if health is None:
        raise UnreachableError(
            f"no embedded AWS answers at {aws.endpoint}; start it with 'mesh local up{aws.option}'"
        )


@app.command()
def down(port: Port = DEFAULT_PORT, *, json: Json = False) -> None:
    """Stop the embedded AWS; its state is gone."""
    EmbeddedAws(port).stop()
    if json:
        show_json({"running": False})
    else:
        console.print("stopped")


@app.command()
def env(
    profile: Annotated[str, typer.Argument(help="ACCOUNT or ACCOUNT/ROLE.")],
    port: Port = DEFAULT_PORT,
    *,
    json: Json = False,
) -> None:
    """Print shell exports that make any AWS client act as PROFILE."""
    variables = profiles.exports(EmbeddedAws(port), project.mesh(), profile)
    if json:
        show_json(variables)
        return
    for name, value in variables.items():
        # An empty token would be sent as a token: the administrator has none.
        line = f"export {name}={shlex.quote(value)}" if value else f"unset {name}"
        typer.echo(line)


@app.command()
def explain(
    request_id: Annotated[str, typer.Argument(help="x-amzn-RequestId of an answer.")],
    port: Port = DEFAULT_PORT,
    *,
    json: Json = False,
) -> None:
    """Say which rights a request asked for, and which statement decided each."""
    aws = EmbeddedAws(port)
    aws.require()
    found = aws.explain(request_id)
    if json:
        show_json(found)
        return
    console.print(f"{found['operation']}: {'allowed' if found['allowed'] else 'refused'}")
    show_rows(
        found["decisions"],
        ["allowed", "action", "resource", "principal", "reason", "statement"],
        as_json=False,
        empty="no right was asked for",
    )


@app.command("deploy")
def deploy_command(
    stacks: Annotated[list[str] | None, typer.Argument(help="Stacks; all if none.")] = None,
    port: Port = DEFAULT_PORT,
    *,
    json: Json = False,
) -> None:
    """Synthesise, and deploy into the embedded AWS."""
    aws = EmbeddedAws(port)
    aws.require()
    done = deploy_stacks(aws, choose(read_stacks(synthesise()), stacks or []), _report)
    if json:
        show_json([vars(entry) for entry in done])
    else:
        show_rows(
            [vars(entry) for entry in done],
            ["stack", "account", "change", "seconds"],
            as_json=False,
            empty="nothing to deploy",
        )


def choose(stacks: list[StackArtifact], names: list[str]) -> list[StackArtifact]:
    """The named stacks, or all.

    Raises:
        NotFoundError: if a name is no stack.
    """
    known = [stack.name for stack in stacks]
    for name in names:
        if name not in known:
            raise NotFoundError(f"the app has no stack {name!r}; {advice(name, known)}")
    return [stack for stack in stacks if not names or stack.name in names]


def deploy_stacks(
    aws: EmbeddedAws, stacks: list[StackArtifact], report: Callable[[Deployed], None]
) -> list[Deployed]:
    """Deploy stacks with the administrators of their accounts."""
    os.environ["AWS_ENDPOINT_URL"] = aws.endpoint
    mesh = project.mesh()
    return deploy(
        stacks,
        lambda account: profiles.local_session(aws, mesh, account),
        report,
    )


def _report(deployed: Deployed) -> None:
    progress_console.print(f"{deployed.stack}: {deployed.change} in {deployed.seconds:.1f} s")
