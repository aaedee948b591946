"""The ``mesh`` command. Exit codes: 0 ok, 1 refused or not found, 2 bad usage."""

import sys

import typer
from botocore.exceptions import BotoCoreError, ClientError

from cli import access, domains, files, local, products, query, scan, status
from cli.demo.command import demo
from mesh.errors import MeshError

app = typer.Typer(
    help="A data mesh on AWS: find data products, ask for them, query them, publish them.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(local.app, name="local")
app.add_typer(domains.app, name="domain")
app.add_typer(products.app, name="product")
app.add_typer(files.quarantine, name="quarantine")
app.command()(demo)
app.command()(files.put)
app.command()(files.publications)
app.command()(files.verdicts)
app.command()(files.rescan)
app.command()(products.search)
app.command()(access.request)
app.command()(access.requests)
app.command()(access.approve)
app.command()(access.deny)
app.command()(access.revoke)
app.command()(access.grants)
app.command()(access.audit)
app.command()(query.query)
app.command()(status.status)
app.command()(scan.scan)


def main() -> None:
    """Run the command; a refusal is one clear message and never a traceback."""
    try:
        app()
    except MeshError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
    except ClientError as error:
        found = error.response["Error"]
        typer.echo(
            f"AWS refused {error.operation_name}: {found['Code']}: {found['Message']}", err=True
        )
        sys.exit(1)
    except BotoCoreError as error:
        typer.echo(
            f"AWS was not reached: {error}; check credentials and AWS_ENDPOINT_URL", err=True
        )
        sys.exit(1)
