"""Every operation that moto may serve works: each is called here, and no other is on the list."""

from collections.abc import Callable

import pytest

from emulator.allowed import ALLOWED
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient
from tests.emulator.kernel.stories.databases import dynamodb
from tests.emulator.kernel.stories.messages import sns, sqs
from tests.emulator.kernel.stories.objects import s3
from tests.emulator.kernel.stories.operating import cloudwatch, ecr, logs, ssm
from tests.emulator.kernel.stories.security import iam, kms

Story = Callable[[BotoClient], None]
STORIES: tuple[Story, ...] = (dynamodb, iam, kms, s3, sns, sqs, ssm, logs, cloudwatch, ecr)


@pytest.mark.parametrize("story", STORIES)
def test_each_operation_works(client: MakeClient, story: Story) -> None:
    service = story.__name__
    called: set[str] = set()
    boto = client(service, PRODUCER)
    boto.meta.events.register(
        f"before-call.{service}.*", lambda model, **_: called.add(str(model.name))
    )

    story(boto)

    assert called == ALLOWED[service]


def test_no_service_is_without_a_story() -> None:
    assert {story.__name__ for story in STORIES} == set(ALLOWED)
