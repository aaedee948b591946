"""The example mesh, synthesised once with all policies on."""

import pytest

from policies.rule import Template
from tests.synth.assembly import Assembly, synthesise


@pytest.fixture(scope="session")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    return synthesise(tmp_path_factory.mktemp("assembly") / "cdk.out")


@pytest.fixture(scope="session")
def governance(assembly: Assembly) -> Template:
    return assembly.template("Governance")


@pytest.fixture(scope="session")
def producer(assembly: Assembly) -> Template:
    return assembly.template("fleet-Producer")


@pytest.fixture(scope="session")
def consumer(assembly: Assembly) -> Template:
    return assembly.template("fleet-Consumer")
