"""The reference is made from what it tells about, and is fresh."""

import pytest

from docs.generate import PAGES, REFERENCE
from docs.pages import cli, embedded_aws, errors, files
from docs.pages.example import example
from mesh import errors as tree
from mesh.naming.limits import ScanLimits
from mesh.scanning.reasons import Reason, Status
from policies.pack import RULES


def text(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_as_it_would_be_made_now(name: str) -> None:
    assert text(name) == PAGES[name](), "the page is stale; call 'make docs'"


def test_no_page_is_left_over() -> None:
    assert {file.name for file in REFERENCE.iterdir()} == set(PAGES)


@pytest.mark.parametrize("name", cli.commands())
def test_every_command_has_a_heading_and_every_option_a_row_and_words(name: str) -> None:
    told = text("cli.md").partition(f"## `{name}`\n")[2].partition("\n## ")[0]

    assert told
    for parameter in cli.parameters(cli.commands()[name]):
        assert f"| `{cli.written(parameter)}` |" in told
        assert parameter.help, f"{name}: {parameter.name} has no help"


def test_every_format_reason_and_limit_of_files_is_told() -> None:
    told = text("files.md")

    assert set(files.sniffed()) <= set(files.formats())
    named = [*files.formats(), *Reason, *Status, *ScanLimits().to_dict()]
    assert [name for name in named if f"`{name}`" not in told] == []


def test_every_rule_and_every_accepted_finding_is_told() -> None:
    told = text("policies.md")

    assert all(f"| `{rule.id}` |" in told for rule in RULES)
    assert example().accepted
    assert all(one.construct in told and one.reason in told for one in example().accepted)


def test_every_error_is_told_and_the_drawing_has_every_one_of_its_file() -> None:
    drawn = tree.__doc__ or ""

    for kind in errors.kinds():
        assert f"| `{kind.__name__}` |" in text("errors.md")
        if kind.__module__ == tree.__name__:
            assert kind.__name__ in drawn


def test_what_the_embedded_aws_serves_is_told_once() -> None:
    for service, (own, by_moto) in embedded_aws.operations().items():
        assert own | by_moto
        assert not own & by_moto
        assert f"| {service} |" in text("embedded-aws.md")
