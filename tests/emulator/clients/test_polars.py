"""PyAthena's polars cursors, unmodified, in an environment of their own: polars is heavy."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.emulator.athena.world import SHARED
from tests.emulator.clients.tools import run

SCRIPTS = {
    "cursor": """
from pyathena.polars.cursor import PolarsCursor
frame = connect(cursor_class=PolarsCursor, **options).cursor().execute(query).as_polars()
""",
    "threads": """
from pyathena.polars.async_cursor import AsyncPolarsCursor
with connect(cursor_class=AsyncPolarsCursor, **options).cursor() as cursor:
    frame = cursor.execute(query)[1].result().as_polars()
""",
    "loop": """
import asyncio
from pyathena import aio_connect
from pyathena.aio.polars.cursor import AioPolarsCursor
async def ask():
    connection = await aio_connect(cursor_class=AioPolarsCursor, **options)
    return await (await connection.cursor().execute(query)).as_polars()
frame = asyncio.run(ask())
""",
}
FRAME = """
import json
from pyathena import connect
options = {options!r}
query = "SELECT tail, year, 1.5E0 AS half FROM planes ORDER BY tail"
{body}
print(json.dumps([frame.rows(), [str(kind) for kind in frame.dtypes]]))
"""


@pytest.mark.parametrize("way", SCRIPTS)
def test_a_cursor_gives_a_typed_frame(analyst: Mapping[str, str], tmp_path: Path, way: str) -> None:
    options = {"work_group": "planning", "schema_name": SHARED, "poll_interval": 0.01}
    script = FRAME.format(options=options, body=SCRIPTS[way])

    ended = run("polars", "python", "-c", script, shell=analyst, folder=tmp_path)

    assert ended.returncode == 0, ended.stderr
    rows, kinds = json.loads(ended.stdout)
    assert rows == [["a", 1980, 1.5], ["b", 2010, 1.5], ["c", None, 1.5]]
    assert kinds == ["String", "Int32", "Float64"]
