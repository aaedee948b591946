"""Maps: entries in, entries out."""

from sqlglot import exp

from emulator.athena.sql.calls import (
    Function,
    call,
    in_lambda,
    lambda_of,
    macro,
    put_in,
    renamed,
    same,
)

# Calls whose value is a map: a subscript on one must find its key.
GIVE_MAPS = frozenset(
    {"map", "map_concat", "map_filter", "map_from_entries", "multimap_from_entries", "map_agg"}
    | {"transform_keys", "transform_values", "split_to_map", "split_to_multimap", "histogram"}
    | {"multimap_agg", "map_union", "map_zip_with"}
)


def _each(function: str, build: str) -> Function:
    def translate(arguments: list[exp.Expr]) -> exp.Expr:
        names, body = lambda_of(arguments[1], 2, function)
        entry = exp.to_identifier("_entry")
        key, value = (
            exp.Paren(this=exp.Dot(this=entry.copy(), expression=exp.to_identifier(part)))
            for part in ("key", "value")
        )
        made = put_in(body, {names[0]: key, names[1]: value})
        return _BUILDERS[build](call("map_entries", arguments[0]), key, value, made)

    return Function(translate, 2, 2)


def _kept(entries: exp.Expr, _key: exp.Expr, _value: exp.Expr, made: exp.Expr) -> exp.Expr:
    return call("map_from_entries", call("list_filter", entries, in_lambda(["_entry"], made)))


def _with_value(entries: exp.Expr, key: exp.Expr, _value: exp.Expr, made: exp.Expr) -> exp.Expr:
    pair = call("row", key.copy(), made)
    return call("map_from_entries", call("list_transform", entries, in_lambda(["_entry"], pair)))


def _with_key(entries: exp.Expr, _key: exp.Expr, value: exp.Expr, made: exp.Expr) -> exp.Expr:
    pair = call("row", made, value.copy())
    return call("map_from_entries", call("list_transform", entries, in_lambda(["_entry"], pair)))


_BUILDERS = {"kept": _kept, "value": _with_value, "key": _with_key}


FUNCTIONS: dict[str, Function] = {
    **same("map_keys", "map_values", "map_from_entries"),
    **macro("map_entries"),
    **same("map", least=0, most=2),
    **macro("element_at", least=2, most=2),
    "map_concat": renamed("map_concat", 2, None),
    "map_filter": _each("map_filter", "kept"),
    "transform_values": _each("transform_values", "value"),
    "transform_keys": _each("transform_keys", "key"),
}
