"""What an engine of others is told of a table: what its caller may read, if it can enforce that."""

from collections.abc import Collection
from dataclasses import dataclass

from emulator.api import AwsError, Principal
from emulator.cloud import Cloud
from emulator.lakeformation.abroad import at
from emulator.lakeformation.catalogue import GlueShape, columns_of
from emulator.lakeformation.engine.engines import Engine, fault_of
from emulator.lakeformation.engine.readable import Cells, readable
from emulator.lakeformation.engine.resources import Table
from emulator.lakeformation.reading import resolve
from emulator.lakeformation.sight import require
from emulator.lakeformation.store import lake_of, subject_of

TAG = "LakeFormationAuthorizedCaller"
"""The key of the session tag by which an engine is known."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A table as its engine gets it: all of it, with what its caller may read."""

    table: Table
    found: GlueShape
    cells: tuple[Cells, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column of the table."""
        return columns_of(self.found)

    @property
    def authorised(self) -> tuple[str, ...]:
        """The columns of which anything may be read; none with DESCRIBE alone."""
        seen = {column for cell in self.cells for column in cell.columns}
        return tuple(column for column in self.columns if column in seen)


def open_for(cloud: Cloud, principal: Principal, named: Table, enforces: Collection[str]) -> Opened:
    """Decide whether the engine of a caller is given a table; resource links are followed.

    Raises:
        AwsError: AccessDeniedException, EntityNotFoundException, PermissionTypeMismatchException.
    """
    subject = subject_of(principal)
    table, found = resolve(cloud, subject, named)
    require(cloud, subject, "DESCRIBE", table)
    lake = lake_of(cloud, table.catalog)
    opened = Opened(
        table=table,
        found=found,
        cells=readable(lake, at(cloud, lake, subject, table), table, columns_of(found)),
    )
    engine = Engine(
        account=principal.account, tag=dict(principal.session_tags).get(TAG), enforces=enforces
    )
    fault = fault_of(lake.settings.external, engine, opened.cells, opened.columns)
    if fault is not None:
        raise AwsError(fault.code, fault.message)
    return opened
