"""What the texts say is there: links, commands, options, targets, records."""

import re
from pathlib import Path

import pytest

from docs.pages.cli import commands
from docs.pages.reading import demanded, fields_read
from mesh.contracts.odcs import read_document
from tests.docs.shell import ROOT, TEXTS, blocks, check, mesh_commands, named

EVERY_TEXT = [*TEXTS, *sorted((ROOT / "docs").glob("[ar]*/*.md"))]
CONTRACTS = sorted((ROOT / "domains").glob("*/products/*.odcs.yaml"))


def anchors(path: Path) -> set[str]:
    """Anchors of a text's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", EVERY_TEXT, ids=named)
def test_every_link_leads_somewhere(path: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if "://" in link or link.startswith("mailto:"):
            continue
        file, _, anchor = link.partition("#")
        target = path.parent / file if file else path
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link} names no heading"


@pytest.mark.parametrize(
    ("path", "words"),
    [(path, words) for path in TEXTS for words in mesh_commands(path)],
    ids=lambda value: named(value) if isinstance(value, Path) else " ".join(value),
)
def test_every_command_of_a_block_is_one(path: Path, words: list[str]) -> None:
    assert path.exists()
    check(words)


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_every_command_within_a_sentence_is_one(path: Path) -> None:
    for shown in re.findall(r"`(?:\.venv/bin/)?mesh ([a-z][^`]*)`", path.read_text("utf-8")):
        words = re.findall(r"^[a-z]+|(?<= )[a-z]+", shown)[:2]
        known = [name.split()[1 : 1 + len(words)] for name in commands()]
        alone = [name.split()[1:] for name in commands()]
        assert words in known or words[:1] in alone, f"there is no command 'mesh {shown}'"


@pytest.mark.parametrize("path", TEXTS, ids=named)
def test_every_make_target_of_a_text_is_one(path: Path) -> None:
    targets = re.findall(
        r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    inline = re.findall(r"`make ([a-z]+)", path.read_text(encoding="utf-8"))
    shown = [line.split()[1] for line in blocks(path) if line.startswith("make ")]

    assert set(inline) | set(shown) <= set(targets)


def test_the_readme_is_read_in_two_minutes() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 120


def test_the_index_leads_to_every_page() -> None:
    index = (ROOT / "docs/index.md").read_text(encoding="utf-8")
    pages = [path for path in (ROOT / "docs").rglob("*.md") if path.name != "index.md"]

    assert [
        named(path)
        for path in pages
        if path.parent.name != "adr"
        and f"({path.relative_to(ROOT / 'docs').as_posix()})" not in index
    ] == []


def test_every_record_is_in_the_index_with_its_title_and_status() -> None:
    index = (ROOT / "docs/adr/README.md").read_text(encoding="utf-8")
    records = sorted((ROOT / "docs/adr").glob("0*.md"))

    assert records
    for record in records:
        text = record.read_text(encoding="utf-8")
        title = text.splitlines()[0].removeprefix("# ")
        status = re.search(r"^Date: \d{4}-\d\d-\d\d\. Status: (.+)\.$", text, re.MULTILINE)
        assert status, f"{record.name} has no line 'Date: ... Status: ...'"
        assert f"| [{title}]({record.name}) | {status[1]} |" in index


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.name)
def test_every_contract_has_what_the_reference_says_is_demanded(path: Path) -> None:
    document = read_document(path)

    top = [field for field in fields_read() if "." not in field and demanded(field)]
    assert top
    assert [field for field in top if not document.get(field)] == []


def test_the_reference_tells_every_field_that_a_contract_of_the_example_has_read() -> None:
    told = set(re.findall(r"`([^`]+)`", (ROOT / "docs/reference/contract.md").read_text("utf-8")))

    for field in fields_read():
        assert field in told or field.rsplit(".", maxsplit=1)[-1] in told | {"property", "value"}
