"""Comparisons where DuckDB answers otherwise: NaN, and NULL inside of arrays, rows and maps."""

from collections.abc import Callable, Sequence

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import call
from emulator.athena.sql.types import Types, family

Finish = Callable[[exp.Expr], exp.Expr]
COMPARISONS = (exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE)
_MACROS = {"array": "ath_array_equal", "map": "ath_map_equal"}


def compare(node: exp.Expr, types: Types) -> Finish | None:
    """Translate a comparison by what is known of its sides; None where DuckDB means the same."""
    sides = [node.this, node.expression]
    rows = [_fields(side) for side in sides]
    if isinstance(node, (exp.EQ, exp.NEQ)) and rows[0] and len(rows[0]) == len(rows[1]):
        return _rows
    kinds = [types.of(side) for side in sides]
    if any(_is_char(side) for side in sides) and not all(_is_char(side) for side in sides):
        refuse("a comparison of CHAR with VARCHAR", node)
    families = {family(kind) for kind in kinds}
    if len(families) == 1 and (macro := _MACROS.get(str(family(kinds[0])))):
        return _by_macro(macro) if isinstance(node, (exp.EQ, exp.NEQ)) else None
    return _guarded(node, kinds)


def _is_char(node: exp.Expr) -> bool:
    return isinstance(node, exp.Cast) and node.to.this == exp.DType.CHAR


def _fields(node: exp.Expr) -> Sequence[exp.Expr]:
    row = isinstance(node, exp.Anonymous) and str(node.this).lower() == "row"
    return node.expressions if row or isinstance(node, exp.Tuple) else ()


def _rows(made: exp.Expr) -> exp.Expr:
    # Field by field: one NULL makes the answer NULL, unless another field differs.
    pairs = zip(_fields(made.this), _fields(made.expression), strict=True)
    return _turned(made, exp.and_(*(exp.EQ(this=a, expression=b) for a, b in pairs)))


def _by_macro(name: str) -> Finish:
    return lambda made: _turned(made, call(name, made.this, made.expression))


def _turned(made: exp.Expr, same: exp.Expr) -> exp.Expr:
    return exp.Paren(this=exp.Not(this=exp.Paren(this=same)) if isinstance(made, exp.NEQ) else same)


def _guarded(node: exp.Expr, kinds: Sequence[str | None]) -> Finish | None:
    """NaN equals nothing and is neither less nor greater: DuckDB takes it for the greatest."""
    side = 1 if isinstance(node, (exp.LT, exp.LTE)) else 0
    if isinstance(node, (exp.EQ, exp.NEQ)) and kinds[0] not in ("double", "real"):
        side = 1
    value = node.expression if side else node.this
    if kinds[side] not in ("double", "real") or isinstance(value, exp.Literal):
        return None

    def finish(made: exp.Expr) -> exp.Expr:
        tested = made.expression if side else made.this
        number = exp.Not(this=call("isnan", tested.copy()))
        if not isinstance(made, exp.NEQ):
            return exp.Paren(this=exp.And(this=made.copy(), expression=number))
        return exp.Paren(
            this=exp.Not(
                this=exp.Paren(
                    this=exp.And(
                        this=exp.EQ(this=made.this, expression=made.expression), expression=number
                    )
                )
            )
        )

    return finish
