"""JSON: paths are checked and translated while the query is read."""

import json
import re

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import Function, call, cast, renamed, text_of

_STEP = re.compile(r"""\.(\w+)|\[(\d+)\]|\["([^"]*)"\]|\['([^']*)'\]|\."([^"]*)\"""")

# Calls whose value is JSON: a cast of one reads the document.
GIVE_JSON = frozenset({"json_parse", "json_extract", "json_array_get"})


def steps(argument: exp.Expr, *, modes: bool = False) -> list[str | int]:
    """Read ``$.a[0]["b c"]`` into names and indices; wildcards and filters are refused.

    Args:
        argument: the path, written out.
        modes: whether it is one of SQL's own language; its mode, ``lax`` or not, comes first.
    """
    written = text_of(argument, "a JSON path").strip()
    mode = re.match(r"(lax|strict)\s+", written) if modes else None
    plain = written[mode.end() :] if mode else written
    if not plain.startswith("$"):
        refuse(f"JSON path '{written}'", argument)
    found: list[str | int] = [mode[1] if mode else "lax"] if modes else []
    at = 1
    while at < len(plain):
        step = _STEP.match(plain, at)
        if step is None:
            return refuse(f"JSON path '{written}'", argument)
        name = next((group for group in (step[1], *step.groups()[2:]) if group), "")
        found.append(int(step[2]) if step[2] is not None else name)
        at = step.end()
    return found


def path(argument: exp.Expr) -> str:
    """Write a path for DuckDB."""
    return "$" + "".join(f"[{s}]" if isinstance(s, int) else f'."{s}"' for s in steps(argument))


def by_path(name: str, document: exp.Expr, argument: exp.Expr) -> exp.Expr:
    """Call one of the functions of SQL's own path language."""
    return call(name, document, json.dumps(steps(argument, modes=True), ensure_ascii=False))


def parsed(document: exp.Expr) -> exp.Expr:
    """Read a text as JSON: objects have their keys in order from here on."""
    return cast(call("py_json_parse", document), "JSON")


def _scalar(arguments: list[exp.Expr]) -> exp.Expr:
    document, where = arguments
    return call("py_json_scalar", document, json.dumps(steps(where), ensure_ascii=False))


def _on_path(name: str) -> Function:
    return Function(lambda a: call(name, a[0], path(a[1])), 2, 2)


FUNCTIONS: dict[str, Function] = {
    "json_extract": _on_path("ath_json_extract"),
    "json_extract_scalar": Function(_scalar, 2, 2),
    "json_size": _on_path("ath_json_size"),
    "json_exists": Function(lambda a: by_path("py_json_exists", *a), 2, 2),
    "json_parse": Function(lambda a: parsed(a[0]), 1, 1),
    "json_format": renamed("ath_json_format"),
    "json_array_length": renamed("ath_json_array_length"),
    "json_array_contains": renamed("ath_json_array_contains", 2, 2),
    "json_array_get": renamed("ath_json_array_get", 2, 2),
    "is_json_scalar": renamed("ath_is_json_scalar"),
}
