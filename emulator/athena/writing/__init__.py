"""Statements that write: they read as any query of their caller, and write with its rights."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from emulator.athena.results import encryption_of
from emulator.athena.running import Query
from emulator.athena.writing import statements as says
from emulator.athena.writing.altering import alter
from emulator.athena.writing.caller import Caller
from emulator.athena.writing.changing import change
from emulator.athena.writing.creating import create_table_as
from emulator.athena.writing.defining import create_database, create_table, drop
from emulator.athena.writing.inserting import insert_into
from emulator.athena.writing.merging import merge
from emulator.athena.writing.reading_text import read
from emulator.athena.writing.unloading import unload
from emulator.athena.writing.views import create_view

if TYPE_CHECKING:
    from emulator.cloud import Cloud


@dataclass(frozen=True)
class Writing:
    """Runs one statement that writes."""

    cloud: "Cloud"
    query: Query

    def run(self, text: str) -> None:
        """Run it to its end.

        Raises:
            QueryFault: in Athena's words.
        """
        execution = self.query.execution
        caller = Caller(self.cloud, execution.principal, encryption_of(execution))
        statement = read(text, execution.database)
        execution.kind, execution.substatement = _kinds(statement)
        execution.header = False
        if isinstance(statement, says.CreateTableAs):
            create_table_as(statement, self.query, caller)
        elif isinstance(statement, says.InsertInto):
            insert_into(statement, self.query, caller)
        elif isinstance(statement, says.Alter):
            alter(statement, caller)
        elif isinstance(statement, says.Merge):
            merge(statement, self.query, caller)
        elif isinstance(statement, says.Change):
            change(statement, self.query, caller)
        elif isinstance(statement, says.Unload):
            unload(statement, self.query, caller)
        elif isinstance(statement, says.CreateView):
            create_view(statement, self.query, caller)
        elif isinstance(statement, says.CreateTable):
            create_table(statement, caller)
        elif isinstance(statement, says.CreateDatabase):
            create_database(statement, caller)
        else:
            drop(statement, caller)


def _kinds(statement: says.Write) -> tuple[str, str]:
    """Statement type and substatement type as GetQueryExecution tells them."""
    if isinstance(statement, says.Drop):
        return "DDL", f"DROP_{statement.kind}"
    if isinstance(statement, says.Change):
        return "DML", "DELETE" if statement.deletes else "UPDATE"
    return {
        says.CreateTableAs: ("DDL", "CREATE_TABLE_AS_SELECT"),
        says.InsertInto: ("DML", "INSERT"),
        says.Unload: ("DML", "UNLOAD"),
        says.CreateView: ("DDL", "CREATE_VIEW"),
        says.CreateTable: ("DDL", "CREATE_TABLE"),
        says.Alter: ("DDL", "ALTER_TABLE"),
        says.Merge: ("DML", "MERGE"),
        says.CreateDatabase: ("DDL", "CREATE_DATABASE"),
    }[type(statement)]
