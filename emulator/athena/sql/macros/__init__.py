"""DuckDB macros that mend its functions: only those that a query needs are made in its worker."""

import re
from functools import cache
from importlib.resources import files

_NAME = re.compile(r"\bath_\w+")


@cache
def _all() -> dict[str, str]:
    macros = {}
    for file in files(__package__).iterdir():
        if file.name.endswith(".sql"):
            text = re.sub(r"^--.*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
            for statement in re.split(r";\s*\n", text):
                if found := re.match(r"CREATE MACRO (\w+)", statement.strip()):
                    macros[found.group(1)] = statement.strip()
    return macros


def needed(sql: str) -> list[str]:
    """Statements that make the macros a query uses, and the macros those use, in order."""
    ordered: dict[str, None] = {}
    for name in dict.fromkeys(_NAME.findall(sql.lower())):
        _require(name, ordered)
    return [_all()[name] for name in ordered]


def _require(name: str, ordered: dict[str, None]) -> None:
    if name in ordered or name not in _all():
        return
    for inner in _NAME.findall(_all()[name]):
        if inner != name:
            _require(inner, ordered)
    ordered[name] = None
