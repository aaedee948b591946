"""Every error that the mesh raises on purpose."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator

import cli
import mesh
from docs.pages.markdown import page, section, table
from lambdas.api.handler import STATUS
from mesh import errors
from mesh.errors import MeshError


def kinds() -> list[type[MeshError]]:
    """Every type of error, the tree's first."""
    for package in (mesh, cli):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    return sorted(_below(MeshError), key=_place)


def _place(kind: type[MeshError]) -> tuple[bool, bool, str, str]:
    outside = kind.__module__ != errors.__name__
    return kind is not MeshError, outside, kind.__module__, kind.__name__


def render() -> str:
    """The page."""
    tree = inspect.cleandoc(errors.__doc__ or "").split("\n\n")[1]
    return page(
        "Errors",
        "Every message says what happened, where, and what to do next; none holds personal data. "
        "The `mesh` command prints it on standard error and ends with 1. The registry's API "
        'answers with the status below and `{"error": ..., "message": ...}`.',
        section("The tree", f"```\n{tree}\n```"),
        section(
            "Every type",
            table(
                ["error", "is a", "when", "from the API", "defined in"],
                ([*_row(kind)] for kind in kinds()),
            ),
        ),
    )


def _below(kind: type[MeshError]) -> Iterator[type[MeshError]]:
    yield kind
    for inner in kind.__subclasses__():
        yield from _below(inner)


def _row(kind: type[MeshError]) -> Iterator[str]:
    status, word = next((status, word) for base, status, word in STATUS if issubclass(kind, base))
    yield f"`{kind.__name__}`"
    yield f"`{kind.__bases__[0].__name__}`"
    yield inspect.cleandoc(kind.__doc__ or "").splitlines()[0]
    yield f"{status} `{word}`"
    yield f"`{kind.__module__}`"
