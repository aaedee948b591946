"""UNNEST of arrays, of several at once, of maps and of arrays of rows, as a lateral query."""

from sqlglot import exp

from emulator.athena.faults import QueryFault, place
from emulator.athena.sql.calls import call


def translate(node: exp.Unnest, maps: list[bool]) -> exp.Expr:
    """Write ``UNNEST(a, …) WITH ORDINALITY AS u(x, …, o)`` as a lateral subquery."""
    alias, offset = node.args.get("alias"), node.args.get("offset")
    named = [column.name for column in alias.columns] if alias else []
    names = named or [f"_col{index}" for index in range(len(node.expressions))]
    outputs = _outputs(node, names, maps)
    if offset:
        names = [*names, offset.name if isinstance(offset, exp.Identifier) else "ordinality"]
        outputs = [*outputs, _ordinality(node.expressions, maps)]
    table = alias.this.name if alias and alias.this else "_unnest"
    return exp.Lateral(
        this=exp.Subquery(this=exp.Select(expressions=outputs)),
        alias=exp.TableAlias(
            this=exp.to_identifier(table, quoted=True),
            columns=[exp.to_identifier(name, quoted=True) for name in names],
        ),
    )


def _outputs(node: exp.Unnest, names: list[str], maps: list[bool]) -> list[exp.Expr]:
    outputs: list[exp.Expr] = []
    for value, keyed in zip(node.expressions, maps, strict=True):
        if keyed:
            outputs += [_unnest(call(f"map_{part}", value.copy())) for part in ("keys", "values")]
        else:
            outputs.append(_unnest(value))
    if len(outputs) < len(names) and len(outputs) == 1:
        # More names than arrays: the elements are rows, each field becomes a column.
        depth = exp.PropertyEQ(
            this=exp.to_identifier("max_depth"), expression=exp.Literal.number(2)
        )
        return [exp.Anonymous(this="unnest", expressions=[node.expressions[0], depth])]
    if len(outputs) != len(names):
        raise QueryFault(
            "MISMATCHED_COLUMN_ALIASES",
            f"{place(node)}: Column alias list has {len(names)} entries"
            f" but 'u' has {len(outputs)} columns available",
        )
    return outputs


def _unnest(value: exp.Expr) -> exp.Expr:
    return exp.Anonymous(this="unnest", expressions=[value])


def _ordinality(values: list[exp.Expr], maps: list[bool]) -> exp.Expr:
    lengths = [
        call("coalesce", call("cardinality" if keyed else "len", value.copy()), 0)
        for value, keyed in zip(values, maps, strict=True)
    ]
    return _unnest(call("generate_series", 1, call("greatest", *lengths)))
