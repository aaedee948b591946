"""`mesh product` and `mesh search`: what domains publish."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.text import Text

from cli import project
from cli.governance import address, governance
from cli.options import As, Json, Product
from cli.output import console, show_json, show_rows
from mesh.contracts.faults import ContractFaultsError
from mesh.contracts.odcs import read_contract
from mesh.errors import ContractError, NotFoundError

app = typer.Typer(help="Data products and their contracts.", no_args_is_help=True)


@app.command()
def validate(
    paths: Annotated[list[Path] | None, typer.Argument(help="Contract files; all if none.")] = None,
    *,
    json: Json = False,
) -> None:
    """Check contracts; every fault is told with file, line, field and what to write instead."""
    results = [_validate(path) for path in paths or project.contract_files()]
    faults = [fault for result in results for fault in result["faults"]]
    if json:
        show_json(results)
    elif not faults:
        console.print(f"{len(results)} contracts are right")
    if faults:
        raise ContractError("\n".join(faults))


def _validate(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise NotFoundError(f"{path} does not exist; name a contract file")
    try:
        contract = read_contract(path, project.mesh().rules.entities)
    except ContractFaultsError as error:
        return {"path": str(path), "product": None, "faults": str(error).splitlines()}
    return {"path": str(path), "product": str(contract.address), "faults": []}


@app.command("list")
def list_command(*, profile: As = None, json: Json = False) -> None:
    """List the products that governance knows."""
    _show_products(governance(profile).call("GET", "/products")["products"], as_json=json)


@app.command()
def show(product: Product, *, profile: As = None, json: Json = False) -> None:
    """Show one product: columns, classification, owner, service levels, sample queries."""
    wanted = address(product)
    path = f"/products/{wanted.domain}/{wanted.product}"
    found = governance(profile).call("GET", path, query={"major": str(wanted.major)})
    if json:
        show_json(found)
        return
    contract = found["contract"]
    console.print(f"[bold]{found['product']}[/bold]  {contract['title']}  ({contract['owner']})")
    console.print(contract["description"])
    for table in contract["tables"]:
        show_rows(
            table["columns"],
            ["name", "type", "classification", "personal", "unit", "description"],
            as_json=False,
            empty="no columns",
        )
        for column in table["columns"]:
            if column["opaque"]:
                console.print(Text(f"{column['name']} is opaque: {column['opaque']}"))
    for name, level in contract["slos"].items():
        console.print(f"{name}: {level}")
    for sample in contract["sample_queries"]:
        console.print(f"  {sample}", style="dim", highlight=False)


def search(
    text: Annotated[str, typer.Argument(help="Words of the title, description, columns or tags.")],
    *,
    profile: As = None,
    json: Json = False,
) -> None:
    """Find data products by words."""
    found = governance(profile).call("GET", "/products", query={"search": text})
    _show_products(found["products"], as_json=json)


def _show_products(rows: list[dict[str, Any]], *, as_json: bool) -> None:
    show_rows(
        rows,
        ["product", "title", "owner", "data", "version"],
        as_json=as_json,
        empty="no product found; try fewer words",
        extra=["owner", "version"],
    )
