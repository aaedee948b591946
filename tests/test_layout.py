"""The tree says what is where, and every file fits the eye."""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LOCK_FILES = ("uv.lock", "package-lock.json")
# Put together from parts, so that this file does not break its own rule.
NOT_OURS = tuple(
    "".join(parts)
    for parts in (
        ("/wo", "rk/"),
        ("/ho", "me/"),
        ("/Use", "rs/"),
        ("python", "hosted.org"),
        ("pypi", ".org"),
        ("npm", "js.org"),
        ("arti", "factory"),
        ("index", "-url"),
    )
)
# Lines: from the first on a file or function is told of, above the second the test fails.
FILE_LINES = (250, 300)
TEST_FILE_LINES = (300, 450)
FUNCTION_LINES = (40, 60)


def tracked(*suffixes: str) -> list[Path]:
    """Every file of the project, with one of the suffixes if any are given."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - the git of the machine
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [ROOT / line for line in listed.stdout.splitlines()]
    return [file for file in files if file.is_file() and (not suffixes or file.suffix in suffixes)]


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def calls(module: ast.Module, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def constants(module: ast.Module) -> dict[str, str]:
    """Texts that a module gives a name."""
    return {
        target.id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def functions_of_templates() -> Iterator[str]:
    """Name of every function that a construct makes, without ``mesh-``."""
    for file in sorted((ROOT / "constructs").rglob("*.py")):
        module = tree(file)
        words = constants(module)
        given = [
            key.value
            for c in calls(module, "FunctionProps")
            for key in c.keywords
            if key.arg == "name"
        ]
        given += [c.args[2] for c in calls(module, "governance_function")]
        for value in given:
            text = ast.unparse(value).strip("'\"")
            text = words.get(text, text)
            if text.startswith("mesh-"):
                yield text.removeprefix("mesh-")


def lengths_of_functions() -> dict[str, int]:
    return {
        f"{named(file)}:{node.lineno} {node.name}": (node.end_lineno or 0) - node.lineno + 1
        for file in tracked(".py")
        for node in ast.walk(tree(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def lengths_of_files(*, tests: bool) -> dict[str, int]:
    return {
        named(file): len(file.read_text(encoding="utf-8").splitlines())
        for file in tracked(".py")
        if named(file).startswith("tests/") is tests
    }


def test_constructs_is_a_source_root_and_no_package() -> None:
    assert not (ROOT / "constructs" / "__init__.py").exists(), (
        "constructs/__init__.py would hide the package 'constructs' that CDK itself is built on; "
        "the mesh's constructs are the package mesh_constructs within"
    )


def test_every_function_of_a_template_has_its_handler() -> None:
    made = set(functions_of_templates())

    assert made == {file.parent.name for file in (ROOT / "lambdas").glob("*/handler.py")}
    for function in made:
        defined = [
            node.name
            for node in tree(ROOT / "lambdas" / function / "handler.py").body
            if isinstance(node, ast.FunctionDef)
        ]
        assert "handle" in defined, f"lambdas/{function}/handler.py has no function handle"


def test_no_file_knows_the_machine_that_it_was_written_on() -> None:
    found = [
        f"{named(file)}: {word}"
        for file in tracked()
        if file.name not in LOCK_FILES
        for word in NOT_OURS
        if word.encode() in _without_addresses(file.read_bytes())
    ]

    assert found == []


def _without_addresses(content: bytes) -> bytes:
    """Leave out the paths of web addresses: they are no folders."""
    return re.sub(rb"(https?://[\w.-]+)/\S*", rb"\1", content)


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {file.parent for file in tracked(".py") if named(file).startswith("tests/")}

    missing = [named(folder) for folder in folders if not (folder / "__init__.py").is_file()]
    assert missing == [], "two test files of the same name would shadow each other"


@pytest.mark.parametrize(
    ("measure", "limits"),
    [
        (lengths_of_functions, FUNCTION_LINES),
        (lambda: lengths_of_files(tests=False), FILE_LINES),
        (lambda: lengths_of_files(tests=True), TEST_FILE_LINES),
    ],
    ids=["functions", "files", "files of tests"],
)
def test_nothing_is_too_long_to_read(
    measure: Callable[[], dict[str, int]],
    limits: tuple[int, int],
    capsys: pytest.CaptureFixture[str],
) -> None:
    told, most = limits
    long = {name: lines for name, lines in measure().items() if lines > told}

    with capsys.disabled():
        for name, lines in sorted(long.items()):
            print(f"\n  {name} has {lines} lines, more than {told}", end="")  # noqa: T201 - a report
    assert [name for name, lines in long.items() if lines > most] == []
