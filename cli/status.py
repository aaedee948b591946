"""`mesh status`: is the mesh well."""

from cli.governance import governance
from cli.options import As, Json
from cli.output import console, show_json


def status(*, profile: As = None, json: Json = False) -> None:
    """Count domains, products, files by state and requests; say what waits for somebody."""
    found = governance(profile).call("GET", "/status")
    if json:
        show_json(found)
        return
    for name, value in found.items():
        console.print(f"{name.replace('_', ' ')}: {value}")
