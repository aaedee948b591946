"""Every operation of Lambda, EventBridge and API Gateway works, whoever serves it."""

from collections.abc import Callable, Collection

import pytest

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
