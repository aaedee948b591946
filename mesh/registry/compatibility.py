"""Within a major version a contract only grows: what consumers rely on stays."""

from collections.abc import Iterator

from mesh.contracts import Contract, Table
from mesh.errors import ContractError


class IncompatibleContractError(ContractError):
    """A contract breaks what its major version promised; all breaks are told at once."""

    def __init__(self, address: str, breaks: tuple[str, ...]) -> None:
        self.breaks = breaks
        told = "; ".join(breaks)
        super().__init__(
            f"{address} cannot take this update: {told}. The contract in force stays; undo these, "
            "or publish a new major version"
        )


def check_update(current: Contract, proposed: Contract) -> None:
    """Accept a contract only if it adds to the one in force.

    Raises:
        IncompatibleContractError: with every break.
    """
    breaks = tuple(_breaks(current, proposed))
    if breaks:
        raise IncompatibleContractError(str(current.address), breaks)


def _breaks(current: Contract, proposed: Contract) -> Iterator[str]:
    if _version(proposed.version) < _version(current.version):
        yield f"version {proposed.version} is lower than {current.version}"
    later = {table.name: table for table in proposed.tables}
    for table in current.tables:
        name = current.table_name(table)
        if table.name not in later:
            yield f"table {name} is gone"
        else:
            yield from _table_breaks(name, table, later[table.name])


def _table_breaks(name: str, current: Table, proposed: Table) -> Iterator[str]:
    later = {column.name: column for column in proposed.columns}
    for column in current.columns:
        if column.name not in later:
            yield f"column {name}.{column.name} is gone"
        elif later[column.name].deidentify != column.deidentify:
            yield (
                f"column {name}.{column.name} changes how it is de-identified, and published rows "
                "stay as they are"
            )
        elif later[column.name].type != column.type:
            yield (
                f"column {name}.{column.name} changes from {column.type} to "
                f"{later[column.name].type}"
            )
        elif column.is_guarded and not later[column.name].is_guarded:
            # Published rows keep what they hold: only the guard on them would be gone.
            yield (
                f"column {name}.{column.name} is personal, restricted or opaque and would no "
                "longer be, though published rows stay readable"
            )
    known = {column.name for column in current.columns}
    for column in proposed.columns:
        if column.name not in known and column.required:
            yield f"new column {name}.{column.name} is required, but published rows lack it"


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
