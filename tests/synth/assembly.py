"""Synthesising a mesh for tests, and reading what came out."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aws_cdk import App

import app as composition
from mesh.naming import Names
from mesh.naming.mesh_file import Domain, Mesh, read_mesh
from policies.pack import add_policies
from policies.rule import Template
from stacks.mesh import add_stacks

ROOT = Path(composition.__file__).parent
EXAMPLE = read_mesh(ROOT / "mesh.yaml")
NAMES = EXAMPLE.names


@dataclass(frozen=True)
class Assembly:
    """What one synth made."""

    folder: Path
    app: App

    def text(self, stack: str) -> bytes:
        """A stack's template, byte for byte."""
        return (self.folder / f"{stack}.template.json").read_bytes()

    def template(self, stack: str) -> Template:
        """A stack's template."""
        return Template(json.loads(self.text(stack))["Resources"])

    def templates(self) -> dict[str, Template]:
        """Every stack's template."""
        files = sorted(self.folder.glob("*.template.json"))
        names = [file.name.removesuffix(".template.json") for file in files]
        return {name: self.template(name) for name in names}


def synthesise(
    folder: Path,
    mesh: Mesh = EXAMPLE,
    chosen: Iterable[str] | None = None,
    context: dict[str, Any] | None = None,
    *,
    policies: bool = True,
) -> Assembly:
    """Synthesise stacks of a mesh as app.py does; a refused policy raises."""
    app = App(outdir=str(folder), context=context or {})
    everything = ["governance", *(domain.name for domain in mesh.domains)]
    add_stacks(app, mesh, ROOT / "domains", chosen or everything)
    if policies:
        add_policies(app)
    app.synth()
    return Assembly(folder, app)


def mesh_of(count: int, names: Names = NAMES) -> Mesh:
    """A mesh with as many domains."""
    domains = (
        Domain(
            name=f"domain-{number}",
            account=str(300000000000 + number),
            roles=("producer", "consumer"),
        )
        for number in range(count)
    )
    return Mesh(names=names, domains=tuple(domains))


def resource(template: Template, kind: str, **properties: object) -> dict[str, Any]:
    """The one resource of a type that has the properties."""
    found = [
        entry
        for _, entry in template.of_type(kind)
        if all(entry.get(name) == value for name, value in properties.items())
    ]
    assert len(found) == 1, f"{len(found)} of {kind} with {properties}"
    return dict(found[0])


def statements_of(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Statements of a policy by their Sid."""
    return {statement["Sid"]: statement for statement in document["Statement"]}


def role_statements(template: Template, name: str) -> dict[str, dict[str, Any]]:
    """Statements of a role's own policy by their Sid."""
    role = resource(template, "AWS::IAM::Role", RoleName=name)
    return statements_of(role["Policies"][0]["PolicyDocument"])


def strings(value: object) -> Iterator[str]:
    """Every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
