"""How a table may follow its contract: by new columns at the end, and by nothing else."""

from collections.abc import Mapping

from mesh.contracts.model import Contract, Table
from mesh.errors import ContractError

# Columns that the publisher adds to every table.
SOURCE_COLUMN = "_mesh_source"
RECORDED_COLUMN = "_mesh_recorded_at"


def wanted_columns(table: Table) -> dict[str, str]:
    """Names and contract types of the catalogue table, the mesh's own columns at the end."""
    columns = {column.name: column.type for column in table.as_published().columns}
    return columns | {SOURCE_COLUMN: "string", RECORDED_COLUMN: "timestamp"}


def columns_to_add(contract: Contract, table: Table, existing: Mapping[str, str]) -> dict[str, str]:
    """Columns that the contract has and the catalogue table lacks.

    Args:
        contract: for the message.
        table: of the contract.
        existing: names and contract types of the catalogue table.

    Raises:
        ContractError: if a column was dropped, or has another type.
    """
    wanted = wanted_columns(table)
    faults = [f"column {name} is gone" for name in existing if name not in wanted]
    faults += [
        f"column {name} was {existing[name]} and is {kind}"
        for name, kind in wanted.items()
        if name in existing and existing[name] != kind.replace(" ", "")
    ]
    if faults:
        raise ContractError(
            f"{contract.address}: {'; '.join(faults)}; only new columns may be added, "
            f"anything else needs a new major version"
        )
    return {name: kind for name, kind in wanted.items() if name not in existing}
