"""``DELETE``, ``UPDATE`` and ``MERGE``, read from Trino's grammar."""

from collections.abc import Mapping, Sequence

from sqlglot import exp

from emulator.athena.faults import QueryFault, place, refuse
from emulator.athena.writing.statements import Change, Merge, Name, When


def read_change(tree: exp.Delete | exp.Update | exp.Merge, name: Name) -> Change | Merge:
    """Read DELETE, UPDATE or MERGE.

    Raises:
        QueryFault: SYNTAX_ERROR, or NOT_SUPPORTED for a form that is not known here.
    """
    if isinstance(tree, exp.Merge):
        return _merge(tree, name)
    where = tree.args.get("where")
    return Change(
        name,
        tree.this,
        where.this if where is not None else None,
        _assigned(tree.expressions) if isinstance(tree, exp.Update) else {},
        deletes=isinstance(tree, exp.Delete),
    )


def _merge(tree: exp.Merge, name: Name) -> Merge:
    source, condition = tree.args["using"], tree.args.get("on")
    if condition is None or not source.alias_or_name:
        raise QueryFault("SYNTAX_ERROR", "line 1:1: MERGE needs a named source and ON")
    whens = [_when(item) for item in tree.args["whens"].expressions]
    return Merge(name, tree.this, source, condition, whens)


def _when(item: exp.When) -> When:
    matched, then = bool(item.args.get("matched")), item.args["then"]
    condition = item.args.get("condition")
    if isinstance(then, exp.Update):
        return When(matched, condition, _assigned(then.expressions))
    if isinstance(then, exp.Insert):
        return When(matched, condition, _inserted(then))
    if str(then.name).upper() == "DELETE":
        return When(matched, condition, {}, deletes=True)
    return refuse("this form of MERGE", item)


def _inserted(then: exp.Insert) -> Mapping[str, exp.Expr]:
    columns = then.this.expressions if isinstance(then.this, exp.Tuple) else []
    values = then.expression.expressions if isinstance(then.expression, exp.Tuple) else []
    if not columns:
        refuse("INSERT without columns in MERGE", then)
    if len(columns) != len(values):
        raise QueryFault(
            "SYNTAX_ERROR", f"{place(then)}: Insert query has mismatched number of values"
        )
    return {c.name.lower(): value for c, value in zip(columns, values, strict=True)}


def _assigned(items: Sequence[exp.Expr]) -> Mapping[str, exp.Expr]:
    values = {}
    for item in items:
        if not isinstance(item, exp.EQ) or not isinstance(item.this, exp.Column):
            refuse("this form of UPDATE", item)
        values[item.this.name.lower()] = item.expression
    return values
