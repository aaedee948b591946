"""The example mesh, synthesised once: governance and one domain stand for every mesh."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from aws_cdk import App, Validations

import app as composition
from mesh.naming.mesh_file import read_mesh
from stacks.mesh import add_stacks

DOMAIN = "fleet"
_ROOT = Path(composition.__file__).parent


@dataclass(frozen=True)
class Accepted:
    """One finding of cdk-nag that was acknowledged."""

    construct: str
    finding: str
    reason: str


@dataclass(frozen=True)
class Example:
    """What the synth gave.

    Attributes:
        resources: of each stack, by the stack's name.
    """

    resources: Mapping[str, tuple[Mapping[str, Any], ...]]
    accepted: tuple[Accepted, ...]


@cache
def example() -> Example:
    """Synthesise; what names one mesh is written as a placeholder."""
    mesh = read_mesh(_ROOT / "mesh.yaml")
    places = {
        mesh.domain(DOMAIN).account: "<account>",
        mesh.names.governance_account: "<governance>",
        f"{mesh.names.prefix}-": "<prefix>-",
        mesh.names.region: "<region>",
        mesh.names.organisation: "<organisation>",
    }
    with tempfile.TemporaryDirectory() as folder:
        app = App(outdir=folder)
        add_stacks(app, mesh, _ROOT / "domains", ["governance", DOMAIN])
        app.synth()
        stacks = {
            neutral(file.name.removesuffix(".template.json"), {}): _resources(file, places)
            for file in sorted(Path(folder).glob("*.template.json"))
        }
        return Example(stacks, tuple(_accepted(app, places)))


def neutral(text: str, places: Mapping[str, str]) -> str:
    """A text with placeholders for what names one mesh."""
    for own, placeholder in places.items():
        text = text.replace(own, placeholder)
    if text == DOMAIN or text.startswith(f"{DOMAIN}-"):
        return f"<domain>{text.removeprefix(DOMAIN)}"
    return text


def _resources(file: Path, places: Mapping[str, str]) -> tuple[Mapping[str, Any], ...]:
    resources = json.loads(file.read_text(encoding="utf-8"))["Resources"]
    return tuple(
        {**_texts(resource.get("Properties", {}), places), "Type": resource["Type"]}
        for resource in resources.values()
    )


def _texts(properties: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, Any]:
    return {
        name: neutral(value, places) if isinstance(value, str) else value
        for name, value in properties.items()
    }


def _accepted(app: App, places: Mapping[str, str]) -> Iterator[Accepted]:
    for construct in app.node.find_all():
        for entry in construct.node.metadata:
            if entry.type == Validations.ACKNOWLEDGED_RULES_METADATA_KEY:
                for finding, reason in entry.data.items():
                    yield Accepted(
                        neutral(construct.node.path, {}),
                        neutral(finding.rsplit("Annotation::", maxsplit=1)[-1], places),
                        reason,
                    )
