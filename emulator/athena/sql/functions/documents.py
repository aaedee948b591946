"""JSON: paths are checked and translated while the query is read."""

import re

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import Function, call, renamed, text_of

_STEP = re.compile(r"""\.(\w+)|\[(\d+)\]|\["([^"]*)"\]|\['([^']*)'\]|\."([^"]*)\"""")

# Calls whose value is JSON: a cast of one reads the document.
GIVE_JSON = frozenset({"json_parse", "json_extract", "json_array_get"})


def path(argument: exp.Expr) -> str:
    """Translate ``$.a[0]["b c"]``, with or without ``lax``; wildcards and filters are refused."""
    written = text_of(argument, "a JSON path").strip()
    plain = re.sub(r"^(lax|strict)\s+", "", written)
    if not plain.startswith("$"):
        refuse(f"JSON path '{written}'", argument)
    steps, at = ["$"], 1
    while at < len(plain):
        found = _STEP.match(plain, at)
        if found is None:
            return refuse(f"JSON path '{written}'", argument)
        field, index = next((g for g in (found[1], *found.groups()[2:]) if g), None), found[2]
        steps.append(f"[{index}]" if index is not None else f'."{field}"')
        at = found.end()
    return "".join(steps)


def _on_path(name: str) -> Function:
    return Function(lambda a: call(name, a[0], path(a[1])), 2, 2)


FUNCTIONS: dict[str, Function] = {
    "json_extract": _on_path("ath_json_extract"),
    "json_extract_scalar": _on_path("ath_json_scalar"),
    "json_size": _on_path("ath_json_size"),
    "json_exists": _on_path("ath_json_exists"),
    "json_parse": renamed("ath_json_parse"),
    "json_format": renamed("ath_json_format"),
    "json_array_length": renamed("ath_json_array_length"),
    "json_array_contains": renamed("ath_json_array_contains", 2, 2),
    "json_array_get": renamed("ath_json_array_get", 2, 2),
    "is_json_scalar": renamed("ath_is_json_scalar"),
}
