"""Views as Athena keeps them in Glue: a comment that holds JSON that holds the query.

Source: https://docs.aws.amazon.com/athena/latest/ug/views.html, and Trino's ``ViewReaderUtil``,
which writes and reads this form.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any

from emulator.athena.faults import QueryFault
from emulator.athena.reading.types import athena_type
from emulator.athena.sql.views import View

_CATALOGUE = "awsdatacatalog"
_STORED = re.compile(r"/\* Presto View: (\S+) \*/")


def read_view(table: Mapping[str, Any]) -> View | None:
    """A view of the catalogue; None if the table is no view.

    Raises:
        QueryFault: INVALID_VIEW, for what Athena did not write.
    """
    if table.get("TableType") != "VIRTUAL_VIEW":
        return None
    found = _STORED.match(table.get("ViewOriginalText") or "")
    try:
        said = json.loads(base64.b64decode(found[1], validate=True)) if found else {}
        return View(said["originalSql"], said.get("catalog", _CATALOGUE), said["schema"])
    except (binascii.Error, ValueError, KeyError):
        name = f"{table.get('DatabaseName')}.{table['Name']}"
        raise QueryFault("INVALID_VIEW", f"Invalid view: '{name}' was not made by Athena") from None


def view_input(name: str, view: View, kinds: Mapping[str, str]) -> dict[str, Any]:
    """A view as Glue takes it; ``kinds`` are Glue's types of its columns."""
    described = {
        "originalSql": view.sql,
        "catalog": view.catalogue,
        "schema": view.database,
        "columns": [{"name": n, "type": athena_type(kind)} for n, kind in kinds.items()],
    }
    text = base64.b64encode(json.dumps(described).encode()).decode()
    return {
        "Name": name,
        "TableType": "VIRTUAL_VIEW",
        "Parameters": {"presto_view": "true", "comment": "Presto View"},
        "PartitionKeys": [],
        "StorageDescriptor": {
            "Columns": [{"Name": n, "Type": kind} for n, kind in kinds.items()],
            "Location": "",
            "SerdeInfo": {},
        },
        "ViewOriginalText": f"/* Presto View: {text} */",
        "ViewExpandedText": "/* Presto View */",
    }
