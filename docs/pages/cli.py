"""Every command of ``mesh``, read from the command itself."""

import inspect
from collections.abc import Iterator

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from cli import main
from docs.pages.markdown import page, section, table

Command = TyperCommand | TyperGroup
# Typer gives them to every command-line program.
_NOT_OURS = ("install_completion", "show_completion")


def commands() -> dict[str, TyperCommand]:
    """Every command by its full name, like ``mesh local up``."""
    return dict(_walk("mesh", typer.main.get_command(main.app)))


def render() -> str:
    """The page."""
    codes = (main.__doc__ or "").partition("Exit codes: ")[2]
    return page(
        "The `mesh` command",
        "`.venv/bin/mesh`, or `mesh` after `. .venv/bin/activate`. `PROFILE` is `ACCOUNT` or "
        "`ACCOUNT/ROLE` in the embedded AWS (`fleet`, `fleet/owner`, `governance/platform`), "
        "and the name of an AWS profile elsewhere.",
        f"Exit codes: {codes} Messages of errors go to standard error and name what to do.",
        *(_describe(name, command) for name, command in commands().items()),
    )


def parameters(command: TyperCommand) -> Iterator[TyperArgument | TyperOption]:
    """What a command takes."""
    for parameter in command.params:
        if isinstance(parameter, TyperArgument | TyperOption) and parameter.name not in _NOT_OURS:
            yield parameter


def written(parameter: TyperArgument | TyperOption) -> str:
    """A parameter as people write it."""
    if isinstance(parameter, TyperOption):
        value = "" if parameter.is_flag else f" {_value(parameter)}"
        return f"{', '.join(parameter.opts)}{value}"
    several = "..." if parameter.nargs == -1 else ""
    name = f"{str(parameter.name).upper()}{several}"
    return name if parameter.required else f"[{name}]"


def _value(option: TyperOption) -> str:
    return option.metavar or str(option.name).upper()


def _walk(name: str, command: object) -> Iterator[tuple[str, TyperCommand]]:
    if isinstance(command, TyperGroup):
        for word, inner in command.commands.items():
            yield from _walk(f"{name} {word}", inner)
    elif isinstance(command, TyperCommand):
        yield name, command


def _describe(name: str, command: TyperCommand) -> str:
    takes = list(parameters(command))
    arguments = [written(one) for one in takes if isinstance(one, TyperArgument)]
    asked = [written(one) for one in takes if isinstance(one, TyperOption) and one.required]
    rows = [[f"`{written(one)}`", _help(one)] for one in takes]
    return section(
        f"`{name}`",
        inspect.cleandoc(command.help or ""),
        f"    {' '.join([name, *arguments, *asked, '[OPTIONS]'])}",
        table(["argument or option", "what it is"], rows),
    )


def _help(parameter: TyperArgument | TyperOption) -> str:
    told = parameter.help or ""
    flag = isinstance(parameter, TyperOption) and parameter.is_flag
    if flag or parameter.default in (None, ""):
        return told
    return f"{told} Default: `{parameter.default}`."
