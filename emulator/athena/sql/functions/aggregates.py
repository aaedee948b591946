"""Aggregates and window functions.

An aggregate stands inside its modifiers (DISTINCT, FILTER, OVER): what mends its value goes around
all of them, and one that is made of two stands twice inside the same ones.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import call, cast, twice

Again = Callable[[exp.Expr], exp.Expr]
"""Puts another aggregate into the modifiers of the one that is translated."""


@dataclass(frozen=True)
class Aggregate:
    """An aggregate that was tried against Athena's answers."""

    build: Callable[[list[exp.Expr], Again], exp.Expr]
    least: int = 1
    most: int = 1


def _plain(name: str, least: int = 1, most: int = 1) -> Aggregate:
    return Aggregate(lambda arguments, again: again(call(name, *arguments)), least, most)


def _pair(name: str) -> Aggregate:
    def build(arguments: list[exp.Expr], again: Again) -> exp.Expr:
        keys, values = again(call("list", arguments[0])), again(call("list", arguments[1]))
        return call(name, keys, values)

    return Aggregate(build, 2, 2)


def _count_if(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    when = exp.Case(ifs=[exp.If(this=arguments[0], true=exp.Literal.number(1))])
    return again(call("count", when))


def _approx_distinct(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    # Exact is within every error that Athena promises.
    return again(call("count", exp.Distinct(expressions=[arguments[0]])))


def _approx_percentile(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    value, share, *weighted = arguments
    if weighted:
        refuse("approx_percentile with weights")
    return again(call("quantile_disc", value, share))


def _extreme(name: str) -> Aggregate:
    def build(arguments: list[exp.Expr], again: Again) -> exp.Expr:
        value, by, *number = arguments
        return again(call(name if number else f"{name}_null", value, by, *number))

    return Aggregate(build, 2, 3)


def _geometric_mean(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    return call("exp", again(call("avg", call("ln", cast(arguments[0], "DOUBLE")))))


def _histogram(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    return call("ath_histogram", again(call("histogram", arguments[0])))


def _most_frequent(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    return call("ath_most_frequent", again(call("histogram", arguments[1])), arguments[0])


def _listagg(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    return again(call("string_agg", *arguments))


def _map_union(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    return call("ath_map_union", again(call("list", arguments[0])))


def _average(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    argument, distinct = arguments[0], isinstance(arguments[0], exp.Distinct)
    mended = twice("ath_mean_of")([argument.expressions[0] if distinct else argument])
    return again(call("avg", exp.Distinct(expressions=[mended]) if distinct else mended))


def _sum(arguments: list[exp.Expr], again: Again) -> exp.Expr:
    return twice("ath_narrow")([again(call("sum", *arguments))])


def _bits(name: str) -> Aggregate:
    return Aggregate(lambda a, again: again(call(name, cast(a[0], "BIGINT"))))


AGGREGATES: dict[str, Aggregate] = {
    "count": _plain("count", 0, 1),
    "count_if": Aggregate(_count_if),
    "sum": Aggregate(_sum),
    "avg": Aggregate(_average),
    "min": _plain("min", 1, 2),
    "max": _plain("max", 1, 2),
    "min_by": _extreme("arg_min"),
    "max_by": _extreme("arg_max"),
    "arbitrary": _plain("any_value"),
    "any_value": _plain("any_value"),
    "array_agg": _plain("list"),
    "set_agg": Aggregate(lambda a, again: again(call("list", exp.Distinct(expressions=a)))),
    "bool_and": _plain("bool_and"),
    "every": _plain("bool_and"),
    "bool_or": _plain("bool_or"),
    "approx_distinct": Aggregate(_approx_distinct, 1, 2),
    "approx_percentile": Aggregate(_approx_percentile, 2, 3),
    "approx_most_frequent": Aggregate(_most_frequent, 3, 3),
    "geometric_mean": Aggregate(_geometric_mean),
    "histogram": Aggregate(_histogram),
    "listagg": Aggregate(_listagg, 1, 2),
    "map_agg": _pair("ath_map_agg"),
    "multimap_agg": _pair("ath_multimap"),
    "map_union": Aggregate(_map_union),
    "bitwise_and_agg": _bits("bit_and"),
    "bitwise_or_agg": _bits("bit_or"),
    "bitwise_xor_agg": _bits("bit_xor"),
    "grouping": _plain("grouping", 1, 30),
    **{
        name: _plain(name)
        for name in ("stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop")
    },
    "kurtosis": _plain("kurtosis"),
    **{
        name: _plain(name, 2, 2)
        for name in ("corr", "covar_samp", "covar_pop", "regr_slope", "regr_intercept")
    },
    **{
        name: _plain(name, 0, 0)
        for name in ("row_number", "rank", "dense_rank", "percent_rank", "cume_dist")
    },
    "ntile": _plain("ntile"),
    "lag": _plain("lag", 1, 3),
    "lead": _plain("lead", 1, 3),
    "first_value": _plain("first_value"),
    "last_value": _plain("last_value"),
    "nth_value": _plain("nth_value", 2, 2),
}
