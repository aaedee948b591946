"""How one of Athena's functions becomes DuckDB's: the entries of the allow-list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from emulator.athena.faults import QueryFault, place, refuse

Build = Callable[[list[exp.Expr]], exp.Expr]


@dataclass(frozen=True)
class Function:
    """A function that was tried against Athena's answers.

    Attributes:
        build: makes DuckDB's expression from the translated arguments.
        least: fewest arguments.
        most: most arguments; None for any number.
    """

    build: Build
    least: int
    most: int | None


def call(name: str, *arguments: exp.Expr | str | int) -> exp.Expr:
    """Write a call of a DuckDB function; plain Python values become literals."""
    return exp.Anonymous(this=name, expressions=[_expression(value) for value in arguments])


def _expression(value: exp.Expr | str | int) -> exp.Expr:
    if isinstance(value, exp.Expr):
        return value
    return exp.Literal.string(value) if isinstance(value, str) else exp.Literal.number(value)


def by_count(names: Mapping[int, str]) -> Build:
    """Call another DuckDB function for another number of arguments."""
    return lambda arguments: call(names[len(arguments)], *arguments)


def cast(value: exp.Expr, kind: str) -> exp.Expr:
    """Write DuckDB's own cast."""
    return exp.Cast(this=value, to=exp.DataType.build(kind, dialect="duckdb"))


def twice(name: str) -> Build:
    """Call a macro that takes its operand twice: once to choose the overload, once as it is."""
    return lambda arguments: call(name, arguments[0].copy(), *arguments)


def same(*names: str, least: int = 1, most: int | None = 1) -> dict[str, Function]:
    """DuckDB's function of that name means the same."""
    return {name: renamed(name, least, most) for name in names}


def renamed(name: str, least: int = 1, most: int | None = 1) -> Function:
    """DuckDB has it under another name."""
    return Function(lambda arguments: call(name, *arguments), least, most)


def macro(*names: str, least: int = 1, most: int | None = 1) -> dict[str, Function]:
    """The macro ``ath_<name>`` mends what DuckDB does otherwise."""
    return {name: renamed(f"ath_{name}", least, most) for name in names}


def apply(name: str, node: exp.Expr, function: Function, arguments: list[exp.Expr]) -> exp.Expr:
    """Translate one call.

    Raises:
        QueryFault: FUNCTION_NOT_FOUND, if the number of arguments is not one that Athena knows.
    """
    too_many = function.most is not None and len(arguments) > function.most
    if len(arguments) < function.least or too_many:
        raise QueryFault(
            "FUNCTION_NOT_FOUND",
            f"{place(node)}: Unexpected parameters ({len(arguments)}) for function {name}",
        )
    return function.build(arguments)


def text_of(argument: exp.Expr, what: str) -> str:
    """Read an argument that must be written out, as a format is."""
    if isinstance(argument, exp.Literal) and argument.is_string:
        return str(argument.this)
    return refuse(f"{what} that is not a literal", argument)


def number_of(argument: exp.Expr, what: str) -> int:
    """Read an argument that must be a whole number written out."""
    if isinstance(argument, exp.Literal) and not argument.is_string and argument.this.isdigit():
        return int(argument.this)
    return refuse(f"{what} that is not a literal", argument)


def lambda_of(argument: exp.Expr, parameters: int, what: str) -> tuple[list[str], exp.Expr]:
    """Split ``(a, b) -> body`` into its parameter names and its body."""
    if not isinstance(argument, exp.Lambda) or len(argument.expressions) != parameters:
        raise QueryFault(
            "TYPE_MISMATCH", f"{place(argument)}: {what} takes a lambda of {parameters} arguments"
        )
    return [parameter.name for parameter in argument.expressions], argument.this


def in_lambda(parameters: Sequence[str], body: exp.Expr) -> exp.Expr:
    """Write a lambda."""
    names = [exp.to_identifier(name) for name in parameters]
    return exp.Lambda(this=body, expressions=names)


def put_in(body: exp.Expr, values: Mapping[str, exp.Expr]) -> exp.Expr:
    """Replace a lambda's parameters in its body by other expressions."""

    def change(node: exp.Expr) -> exp.Expr:
        free = isinstance(node, exp.Identifier) and not isinstance(
            node.parent, (exp.Column, exp.Table, exp.Alias, exp.ColumnDef, exp.Lambda)
        )
        field = isinstance(node.parent, exp.Dot) and node.arg_key == "expression"
        inner = isinstance(node.parent, exp.Lambda) and node.arg_key == "this"
        if isinstance(node, exp.Identifier) and (free or inner) and not field:
            return values[node.name].copy() if node.name in values else node
        return node

    return exp.Paren(this=body.copy().transform(change))
