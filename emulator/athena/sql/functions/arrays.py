"""Arrays, and the lambdas that walk over them."""

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import (
    Function,
    by_count,
    call,
    cast,
    in_lambda,
    lambda_of,
    macro,
    number_of,
    put_in,
    renamed,
    twice,
)


def texts(array: exp.Expr) -> exp.Expr:
    """Cast every element to varchar."""
    element = exp.to_identifier("_element")
    return call(
        "list_transform", array, in_lambda(["_element"], twice("ath_cast_varchar")([element]))
    )


def _join(arguments: list[exp.Expr]) -> exp.Expr:
    array, separator, *other = arguments
    name = "ath_array_join_of" if other else "ath_array_join"
    return call(name, texts(array), separator, *other)


def _matching(name: str) -> Function:
    def build(arguments: list[exp.Expr]) -> exp.Expr:
        found = call("list_transform", *arguments)
        if name == "none":
            return exp.Not(this=call("ath_any", found))
        return call(f"ath_{name}", found)

    return Function(build, 2, 2)


def _reduce(arguments: list[exp.Expr]) -> exp.Expr:
    array, start, step, output = arguments
    lambda_of(step, 2, "reduce")
    names, body = lambda_of(output, 1, "reduce")
    reduced = call("list_reduce", array, step, start)
    return put_in(body, {names[0]: exp.Paren(this=reduced)})


def _zip_with(arguments: list[exp.Expr]) -> exp.Expr:
    first, second, step = arguments
    names, body = lambda_of(step, 2, "zip_with")
    pair = exp.to_identifier("_pair")
    values: dict[str, exp.Expr] = {
        name: exp.Paren(this=call("array_extract", pair, index))
        for index, name in enumerate(names, start=1)
    }
    zipped = call("list_zip", first, second)
    return call("list_transform", zipped, in_lambda(["_pair"], put_in(body, values)))


def _sort(arguments: list[exp.Expr]) -> exp.Expr:
    array, *by = arguments
    if by:
        refuse("array_sort with a lambda", by[0])
    return call("ath_array_sort", array)


_SEQUENCE = Function(by_count({2: "ath_sequence", 3: "ath_sequence_by"}), 2, 3)
_LARGEST_COMBINATION = 5


def _combinations(arguments: list[exp.Expr]) -> exp.Expr:
    size = number_of(arguments[1], "the size of combinations")
    if not 1 <= size <= _LARGEST_COMBINATION:
        refuse("combinations of more than 5 elements", arguments[1])
    return _chosen(arguments[0], size, [])


def _chosen(array: exp.Expr, size: int, picked: list[str]) -> exp.Expr:
    # Indices in rising order, the last one the innermost: the order in which Trino lists them.
    name = f"_i{len(picked)}"
    start = exp.to_identifier(picked[-1]) if picked else exp.Literal.number(0)
    rest = call("range", exp.Add(this=start, expression=exp.Literal.number(1)), _end(array))
    indices = [*picked, name]
    if len(indices) == size:
        row = [call("array_extract", array.copy(), exp.to_identifier(i)) for i in indices]
        return call("list_transform", rest, in_lambda([name], call("list_value", *row)))
    inner = in_lambda([name], _chosen(array, size, indices))
    return call("flatten", call("list_transform", rest, inner))


def _end(array: exp.Expr) -> exp.Expr:
    return exp.Add(this=call("len", array.copy()), expression=exp.Literal.number(1))


FUNCTIONS: dict[str, Function] = {
    **macro("array_distinct", "array_max", "array_min"),
    **macro("array_union", "array_intersect", "array_except", "arrays_overlap", least=2, most=2),
    **macro("contains", "array_position", "array_remove", "trim_array", least=2, most=2),
    **macro("contains_sequence", "ngrams", "repeat", least=2, most=2),
    **macro("slice", least=3, most=3),
    "cardinality": Function(lambda a: cast(call("cardinality", *a), "BIGINT"), 1, 1),
    "array_join": Function(_join, 2, 3),
    "array_sort": Function(_sort, 1, 2),
    "array_first": Function(lambda a: call("array_extract", a[0], 1), 1, 1),
    "array_last": Function(lambda a: call("list_extract", a[0], exp.Neg(this=_one())), 1, 1),
    "flatten": renamed("flatten"),
    "transform": renamed("list_transform", 2, 2),
    "filter": renamed("list_filter", 2, 2),
    "reduce": Function(_reduce, 4, 4),
    "any_match": _matching("any"),
    "all_match": _matching("all"),
    "none_match": _matching("none"),
    "zip": renamed("list_zip", 2, 5),
    "zip_with": Function(_zip_with, 3, 3),
    "sequence": _SEQUENCE,
    "combinations": Function(_combinations, 2, 2),
    "row": renamed("row", 1, None),
}


def _one() -> exp.Expr:
    return exp.Literal.number(1)
