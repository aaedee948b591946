"""Numbers, bits, conditions."""

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import Function, call, cast, macro, renamed, same, twice


def _decided(name: str) -> Function:
    # Trino: NULL as soon as one argument is NULL; DuckDB skips them.
    def build(arguments: list[exp.Expr]) -> exp.Expr:
        missing = exp.or_(*(exp.Is(this=a.copy(), expression=exp.Null()) for a in arguments))
        return exp.Case(ifs=[exp.If(this=missing, true=exp.Null())], default=call(name, *arguments))

    return Function(build, 1, None)


def _constant(text: str) -> Function:
    return Function(lambda _: cast(exp.Literal.string(text), "DOUBLE"), 0, 0)


def _to_digits(plain: str, name: str) -> Function:
    def build(arguments: list[exp.Expr]) -> exp.Expr:
        return call(plain, *arguments) if len(arguments) == 1 else twice(name)(arguments)

    return Function(build, 1, 2)


def _width_bucket(arguments: list[exp.Expr]) -> exp.Expr:
    name = {2: "ath_width_bucket_of", 4: "ath_width_bucket"}.get(len(arguments))
    return call(name, *arguments) if name else refuse("width_bucket of three arguments")


def _random(arguments: list[exp.Expr]) -> exp.Expr:
    return call("ath_random", *arguments) if arguments else call("random")


def _nullif(arguments: list[exp.Expr]) -> exp.Expr:
    return call("nullif", *arguments)


def _whole(name: str) -> Function:
    return Function(lambda arguments: cast(call(name, *arguments), "BIGINT"), 1, 2)


def _bitwise(name: str) -> Function:
    return Function(
        lambda arguments: call(name, *(cast(argument, "BIGINT") for argument in arguments)), 2, 2
    )


def _operator(kind: type[exp.Binary]) -> Function:
    def build(arguments: list[exp.Expr]) -> exp.Expr:
        first, second = (exp.Paren(this=cast(argument, "BIGINT")) for argument in arguments)
        return exp.Paren(this=kind(this=first, expression=second))

    return Function(build, 2, 2)


FUNCTIONS: dict[str, Function] = {
    **same("abs", "exp", "degrees", "radians", "sin", "cos", "tan", "asin", "acos", "atan"),
    **same("sinh", "cosh", "tanh"),
    **same("atan2", "power", "pow", "mod", least=2, most=2),
    **same("pi", least=0, most=0),
    **same("coalesce", least=2, most=None),
    **macro("sqrt", "ln", "log2", "log10", "cbrt"),
    **macro("log", least=2, most=2),
    "nullif": Function(_nullif, 2, 2),
    "ceil": Function(twice("ath_ceiling"), 1, 1),
    "ceiling": Function(twice("ath_ceiling"), 1, 1),
    "floor": Function(twice("ath_floor"), 1, 1),
    "sign": Function(twice("ath_sign"), 1, 1),
    "round": _to_digits("round", "ath_round"),
    "truncate": _to_digits("trunc", "ath_truncate"),
    "greatest": _decided("greatest"),
    "least": _decided("least"),
    "e": Function(lambda _: call("exp", 1), 0, 0),
    "nan": _constant("nan"),
    "infinity": _constant("inf"),
    "is_nan": renamed("isnan"),
    "is_finite": renamed("isfinite"),
    "is_infinite": renamed("isinf"),
    "width_bucket": Function(_width_bucket, 2, 4),
    "random": Function(_random, 0, 1),
    "rand": Function(_random, 0, 1),
    "to_base": renamed("ath_to_base", 2, 2),
    "from_base": renamed("py_from_base", 2, 2),
    "bitwise_and": _operator(exp.BitwiseAnd),
    "bitwise_or": _operator(exp.BitwiseOr),
    "bitwise_xor": _bitwise("xor"),
    "bitwise_not": Function(
        lambda arguments: exp.BitwiseNot(this=exp.Paren(this=cast(arguments[0], "BIGINT"))), 1, 1
    ),
    "bitwise_left_shift": renamed("ath_bitwise_left_shift", 2, 2),
    "bitwise_right_shift": renamed("ath_bitwise_right_shift", 2, 2),
    "bitwise_right_shift_arithmetic": renamed("ath_bitwise_right_shift_arithmetic", 2, 2),
    "bit_count": renamed("py_bit_count", 2, 2),
    "uuid": renamed("uuid", 0, 0),
}
