"""Every template passes AWS's pack and the mesh's rules; what was accepted is little and used."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from aws_cdk import Validations

from mesh_constructs import acknowledging
from mesh_constructs.acknowledging import SHOW_ALL
from tests.synth.assembly import ROOT, Assembly, synthesise

MOST_ACKNOWLEDGED = 15
SOURCES = ("app.py", "stacks", "constructs", "policies")


def accepted(assembly: Assembly) -> set[tuple[str, str]]:
    """Construct path and finding of everything that was acknowledged."""
    key = Validations.ACKNOWLEDGED_RULES_METADATA_KEY
    return {
        (construct.node.path, rule.split("::", maxsplit=1)[1])
        for construct in assembly.app.node.find_all()
        for entry in construct.node.metadata
        if entry.type == key
        for rule in entry.data
    }


def found(folder: Path) -> set[tuple[str, str]]:
    """Construct path and finding of everything that a synth was refused for."""
    report = json.loads((folder / "validation-report.json").read_text(encoding="utf-8"))
    return {
        (place["constructPath"], violation["ruleName"].rsplit("Solutions::", maxsplit=1)[-1])
        for plugin in report["pluginReports"]
        for violation in plugin["violations"]
        for place in violation["violatingConstructs"]
    }


def sources() -> Iterator[ast.AST]:
    for name in SOURCES:
        path = ROOT / name
        for file in [path] if path.is_file() else sorted(path.rglob("*.py")):
            if file != Path(acknowledging.__file__):
                yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))


def reasons() -> list[ast.expr]:
    """Every place in the source that accepts a finding, by the reason that it gives."""
    return [
        keyword.value
        for call in sources()
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"acknowledge", "governance_function"}
        for keyword in call.keywords
        if keyword.arg == "reason" and isinstance(keyword.value, ast.Constant)
    ]


def test_what_nobody_accepted_refuses_the_synth_and_every_acceptance_is_used(
    tmp_path: Path, assembly: Assembly
) -> None:
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        synthesise(tmp_path, context={SHOW_ALL: "false"})

    raw = found(tmp_path)
    unused = {
        (path, rule)
        for path, rule in accepted(assembly)
        if not any(place.startswith(path) and rule == finding for place, finding in raw)
    }
    assert raw
    assert unused == set()


def test_few_findings_are_accepted_each_for_a_reason() -> None:
    given = reasons()

    assert 0 < len(given) <= MOST_ACKNOWLEDGED
    assert all(len(str(ast.literal_eval(reason))) > 60 for reason in given)


def test_nothing_is_accepted_for_a_whole_stack(assembly: Assembly) -> None:
    assert all("/" in path for path, _ in accepted(assembly))
