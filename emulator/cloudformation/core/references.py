"""What points at what inside a template, and the order that follows."""

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter

from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.template import Declared, Json, Template

SUBSTITUTED = re.compile(r"\$\{(?!!)\s*([^}]+?)\s*\}")


def references(value: Json) -> Iterator[str]:
    """Names that a value refers to by Ref, GetAtt or Sub: resources and parameters."""
    if isinstance(value, list):
        for item in value:
            yield from references(item)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key == "Ref" and len(value) == 1:
            yield str(inner)
        elif key == "Fn::GetAtt" and len(value) == 1:
            yield (inner.split(".", 1) if isinstance(inner, str) else inner)[0]
        elif key == "Fn::Sub" and len(value) == 1:
            yield from _substituted(inner)
        else:
            yield from references(inner)


def _substituted(inner: Json) -> Iterator[str]:
    text, own = (inner, {}) if isinstance(inner, str) else (inner[0], inner[1])
    for name in SUBSTITUTED.findall(text):
        if name not in own:
            yield name.split(".", 1)[0]
    yield from references(own)


def check_references(template: Template) -> None:
    """Refuse a template that refers to what it does not declare.

    Raises:
        TemplateError: naming every missing name.
    """
    resources = set(template.resources)
    for block, entries in (("Resources", template.resources), ("Outputs", template.outputs)):
        known = resources | set(template.parameters)
        missing: set[str] = set()
        for entry in entries.values():
            wanted = entry.properties if isinstance(entry, Declared) else entry
            missing |= {name for name in references(wanted) if not _known(name, known)}
            if isinstance(entry, Declared):
                missing |= set(entry.depends_on) - resources
        if missing:
            listed = ", ".join(sorted(missing))
            message = (
                f"Template format error: Unresolved resource dependencies [{listed}] in the "
                f"{block} block of the template"
            )
            raise TemplateError(message)


def _known(name: str, known: set[str]) -> bool:
    return name.startswith("AWS::") or name in known


def dependencies(resources: Mapping[str, Declared]) -> dict[str, set[str]]:
    """What must be there before each resource."""
    return {
        name: {
            wanted
            for wanted in (*references(resource.properties), *resource.depends_on)
            if wanted in resources and wanted != name
        }
        for name, resource in resources.items()
    }


def in_order(wanted: Mapping[str, set[str]]) -> list[str]:
    """Names, each after everything that it needs; ties as the template has them.

    Raises:
        TemplateError: naming a circle.
    """
    try:
        return list(TopologicalSorter(wanted).static_order())
    except CycleError as error:
        circle = ", ".join(dict.fromkeys(error.args[1]))
        message = f"Template error: Circular dependency between resources: [{circle}]"
        raise TemplateError(message) from None
