"""Every operation that a part of our own serves, or has moto serve, is called by a test."""

import re
from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from botocore import xform_name

from emulator.allowed import ALLOWED, merged
from emulator.cloud import Cloud
from emulator.services import SERVICES
from tests.emulator.arrange import make_role, trust
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient
from tests.emulator.kernel.stories.running import ROLE, apis, events, functions

Story = Callable[[BotoClient], None]
STORIES: dict[str, Story] = {"lambda": functions, "events": events, "apigateway": apis}


@pytest.fixture
def services() -> Collection[str]:
    return tuple(SERVICES)


@pytest.mark.parametrize("service", STORIES)
def test_each_operation_works(cloud: Cloud, client: MakeClient, service: str) -> None:
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    trusts = trust({"Service": "lambda.amazonaws.com"})
    assert make_role(client, PRODUCER, "runs", everything, trusts=trusts) == ROLE
    client("sqs", PRODUCER).create_queue(QueueName="waiting")
    called: set[str] = set()
    boto = client(service, PRODUCER)
    boto.meta.events.register("before-call.*.*", lambda model, **_: called.add(str(model.name)))

    STORIES[service](boto)

    assert called == cloud.allowed[service] | cloud.operations.get(service, {}).keys()


def test_no_part_adds_an_operation_that_no_story_tells() -> None:
    added = {
        service: operations - ALLOWED.get(service, frozenset())
        for service, operations in merged(tuple(SERVICES)).items()
        if service not in STORIES
    }

    assert {service: missing for service, missing in added.items() if missing} == {}


def test_every_operation_of_our_own_is_called_by_a_test(cloud: Cloud) -> None:
    sources = Path(__file__).parents[1].rglob("*.py")
    called = set(re.findall(r"\.(\w+)\(", "\n".join(source.read_text() for source in sources)))
    uncalled = {
        f"{service}:{operation}"
        for service, operations in cloud.operations.items()
        for operation in operations
        if xform_name(operation) not in called
    }

    assert uncalled == set()
