"""No property is dropped without a word: what a handler does not do is refused before it starts."""

from collections.abc import Iterator, Mapping

from emulator.cloudformation.core.errors import ResourceError
from emulator.cloudformation.core.template import Json


def check_honoured(
    type_name: str, properties: Mapping[str, Json], honoured: frozenset[str]
) -> None:
    """Refuse a property that the embedded AWS would ignore.

    Args:
        type_name: for the message.
        properties: resolved.
        honoured: dotted paths; a path covers everything below it, lists are passed through.

    Raises:
        ResourceError: naming the first property that is not honoured.
    """
    for path in _paths(properties, ()):
        if not any(_covers(path, known) for known in honoured):
            name = ".".join(path)
            message = (
                f"property {name} of {type_name} is not part of the embedded AWS; leave it out or "
                "teach it to emulator/cloudformation/resources"
            )
            raise ResourceError(message)


def _covers(path: tuple[str, ...], known: str) -> bool:
    parts = tuple(known.split("."))
    return path[: len(parts)] == parts or parts[: len(path)] == path


def _paths(value: Json, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(value, list):
        for item in value:
            yield from _paths(item, path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield (*path, name)
            yield from _paths(inner, (*path, name))
