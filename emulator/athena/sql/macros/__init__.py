"""DuckDB macros that mend its functions: made once, in the parent of workers."""

import re
from importlib.resources import files

_NAME = re.compile(r"\bath_\w+")


def library() -> list[str]:
    """Statements that make every macro, each after those that it uses."""
    statements, ordered = _statements(), dict[str, None]()
    for name in statements:
        _require(name, statements, ordered)
    return [statements[name] for name in ordered]


def _statements() -> dict[str, str]:
    macros = {}
    for file in files(__package__).iterdir():
        if file.name.endswith(".sql"):
            text = re.sub(r"^--.*\n", "", file.read_text("utf-8"), flags=re.MULTILINE)
            for statement in re.split(r";\s*\n", text):
                if found := re.match(r"CREATE MACRO (\w+)", statement.strip()):
                    macros[found.group(1)] = statement.strip()
    return macros


def _require(name: str, statements: dict[str, str], ordered: dict[str, None]) -> None:
    if name in ordered or name not in statements:
        return
    for inner in _NAME.findall(statements[name]):
        if inner != name:
            _require(inner, statements, ordered)
    ordered[name] = None
