"""Whether an engine of others is given a table, to filter it by itself.

Sources: Lake Formation developer guide, "Registering a third-party query engine" (who may call),
"Lake Formation workflow for application integration API operations" and the Glue API reference,
GetUnfilteredTableMetadata (an engine that cannot enforce what is granted gets nothing). Assumed:
the order in which the faults are told, and their words.
"""

from collections.abc import Collection
from dataclasses import dataclass

from emulator.lakeformation.engine.readable import Cells
from emulator.lakeformation.engine.settings import External

# Each of them includes those before it.
_PERMISSION_TYPES = (
    "COLUMN_PERMISSION",
    "CELL_FILTER_PERMISSION",
    "NESTED_PERMISSION",
    "NESTED_CELL_PERMISSION",
)


@dataclass(frozen=True, kw_only=True)
class Engine:
    """Who asks for a table that it filters by itself.

    Attributes:
        account: of the caller whose rights count.
        tag: the value of the session tag by which the engine is known, if it has one.
        enforces: the permission types that it says it can enforce.
    """

    account: str
    tag: str | None
    enforces: Collection[str]


@dataclass(frozen=True)
class Fault:
    """Why a table is not given: the error's code, and its message."""

    code: str
    message: str


def fault_of(
    external: External, engine: Engine, cells: tuple[Cells, ...], columns: tuple[str, ...]
) -> Fault | None:
    """Why an engine is not given a table, or ``None``.

    Args:
        cells: what its caller may read of the table.
        columns: all that the table has.
    """
    if external.full_tables and is_full(cells, columns):
        return None
    if not external.filtering or engine.account not in external.accounts:
        return _denied(
            f"account {engine.account} is not among those whose engines may filter data here "
            "(AllowExternalDataFiltering, ExternalDataFilteringAllowList)"
        )
    needed = needs(cells, columns)
    if needed is not None and not any(_rank(one) >= _rank(needed) for one in engine.enforces):
        supported = ", ".join(engine.enforces) or "none"
        return Fault(
            "PermissionTypeMismatchException",
            f"The engine must enforce {needed} on this table; it supports: {supported}.",
        )
    if engine.tag is None or engine.tag not in external.session_tags:
        return _denied(
            "the session's tag LakeFormationAuthorizedCaller is not among those of known engines "
            "(AuthorizedSessionTagValueList)"
        )
    return None


def is_full(cells: tuple[Cells, ...], columns: tuple[str, ...]) -> bool:
    """Whether all of a table may be read: every column in every row."""
    return any(not cell.rows and cell.columns >= set(columns) for cell in cells)


def needs(cells: tuple[Cells, ...], columns: tuple[str, ...]) -> str | None:
    """The permission type that an engine must enforce, if any."""
    if any(cell.rows for cell in cells):
        return "CELL_FILTER_PERMISSION"
    if cells and not is_full(cells, columns):
        return "COLUMN_PERMISSION"
    return None


def row_filter(cells: tuple[Cells, ...]) -> str | None:
    """The rows of which anything may be read, as one expression; ``None`` for all of them."""
    if any(not cell.rows for cell in cells):
        return None
    return _either([_both(cell.rows) for cell in cells])


def cell_filters(cells: tuple[Cells, ...], columns: tuple[str, ...]) -> dict[str, str]:
    """By column the rows in which it may be read, where that is not every row."""
    found = {}
    for column in columns:
        seen = [cell for cell in cells if column in cell.columns]
        expression = row_filter(tuple(seen))
        if expression is not None:
            found[column] = expression
    return found


def _denied(reason: str) -> Fault:
    return Fault("AccessDeniedException", f"Access denied: {reason}.")


def _rank(kind: str) -> int:
    return _PERMISSION_TYPES.index(kind) if kind in _PERMISSION_TYPES else -1


def _both(rows: tuple[str, ...]) -> str:
    return rows[0] if len(rows) == 1 else " AND ".join(f"({row})" for row in rows)


def _either(expressions: list[str]) -> str | None:
    different = list(dict.fromkeys(expressions))
    if len(different) < 2:  # noqa: PLR2004 - nothing to join
        return different[0] if different else None
    return " OR ".join(f"({one})" for one in different)
