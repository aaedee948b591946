"""A function's layers hold what it imports, fit into Lambda, and are never made at synth."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from aws_cdk import App

from layers.build import BUILD, GROUPS, digest_of, install, requirements
from mesh.errors import MeshError
from mesh_constructs import assets
from policies.rule import Template, target_of
from stacks.mesh import add_stacks
from tests.synth.assembly import EXAMPLE, ROOT, Assembly

MOST_BYTES = 230 * 1000 * 1000
FUNCTIONS = {
    "Governance": ("settings", "registrar", "api", "scanner", "publisher", "reconciler", "sweep"),
    "fleet-Producer": ("registration",),
    "fleet-Consumer": ("links",),
}


def groups_of(template: Template, function: str) -> list[str]:
    """Dependency groups in the function's layers."""
    for _, made in template.of_type("AWS::Lambda::Function"):
        if made["FunctionName"] == f"mesh-{function}":
            layers = [template.resources[str(target_of(ref))] for ref in made.get("Layers", [])]
            return [layer["Properties"]["LayerName"].removeprefix("mesh-") for layer in layers]
    raise AssertionError(f"no function mesh-{function}")


def ran(installed: dict[str, Path], groups: list[str], program: str) -> None:
    """Run a program against these layers, the runtime's packages and the code alone."""
    path = [installed["code"], *(installed[group] for group in groups), installed["runtime"]]
    # -S leaves out the environment's own packages; -P the folder that the test runs in.
    done = subprocess.run(
        [sys.executable, "-S", "-P", "-c", program],
        cwd=installed["code"],
        env={"PYTHONPATH": ":".join(map(str, path))},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each group's list and the runtime's, installed for this machine; and the code."""
    root = tmp_path_factory.mktemp("layers")
    folders = {name: root / name / "python" for name in (*GROUPS, "runtime")}
    for name, folder in folders.items():
        folder.mkdir(parents=True)
        install(name, folder)
    for package in ("lambdas", "mesh"):
        unwanted = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / package, root / "code" / package, ignore=unwanted)
    return {**folders, "code": root / "code"}


@pytest.mark.parametrize(
    ("stack", "function"),
    [(stack, function) for stack, functions in FUNCTIONS.items() for function in functions],
)
def test_a_handler_imports_against_exactly_its_layers_and_the_runtime(
    assembly: Assembly, installed: dict[str, Path], stack: str, function: str
) -> None:
    groups = groups_of(assembly.template(stack), function)

    ran(installed, groups, f"from lambdas.{function}.handler import handle")


@pytest.mark.parametrize("function", ["scanner", "publisher"])
def test_every_reader_of_foreign_files_works_with_exactly_the_functions_layers(
    assembly: Assembly, installed: dict[str, Path], function: str
) -> None:
    groups = groups_of(assembly.template("Governance"), function)

    ran(installed, groups, "from mesh.publishing.mapping.rehearsal import rehearse; rehearse()")


@pytest.mark.parametrize("stack", FUNCTIONS)
def test_layers_and_code_of_each_function_fit(assembly: Assembly, stack: str) -> None:
    code = sum(
        path.stat().st_size for name in ("lambdas", "mesh") for path in (ROOT / name).rglob("*.py")
    )

    for function in FUNCTIONS[stack]:
        size = code
        for group in groups_of(assembly.template(stack), function):
            with zipfile.ZipFile(BUILD / f"{group}.zip") as archive:
                size += sum(entry.file_size for entry in archive.infolist())
        assert size <= MOST_BYTES, function


@pytest.mark.parametrize("group", GROUPS)
def test_a_layer_is_built_from_the_lock_file_as_it_is_now(group: str) -> None:
    known = (BUILD / f"{group}.digest").read_text(encoding="utf-8")

    assert known == digest_of(group), "run 'make install'"
    assert all("==" in requirement for requirement in requirements(group))


@pytest.mark.parametrize("group", GROUPS)
def test_a_layer_is_for_arm64_and_python_3_14(group: str) -> None:
    with zipfile.ZipFile(BUILD / f"{group}.zip") as archive:
        native = [name for name in archive.namelist() if ".cpython-" in name]
        assert all(name.startswith("python/") for name in archive.namelist())

    assert native
    assert all(".cpython-314-aarch64-linux-gnu.so" in name for name in native)


def test_a_layer_lacks_what_the_runtime_has() -> None:
    runtime = {line.split("==", maxsplit=1)[0] for line in requirements("runtime")}

    for group in GROUPS:
        names = {line.split("==", maxsplit=1)[0] for line in requirements(group)}
        assert not names & runtime


def test_a_missing_layer_is_told_with_the_command_that_makes_it(tmp_path: Path) -> None:
    kept = assets.LAYERS
    assets.LAYERS = tmp_path
    try:
        with pytest.raises(MeshError, match=r"layer 'api' is not built .* run 'make install'"):
            add_stacks(App(outdir=str(tmp_path / "out")), EXAMPLE, ROOT, ["governance"])
    finally:
        assets.LAYERS = kept
