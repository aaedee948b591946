"""Every operation that is served has its rights written down; what has none is refused by name."""

from collections.abc import Collection

import pytest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from emulator.iam.actions import actions_of
from emulator.services import SERVICES
from tests.emulator.conftest import PRODUCER, MakeClient


@pytest.fixture
def services() -> Collection[str]:
    return tuple(SERVICES)


def test_no_served_operation_is_without_an_entry(cloud: Cloud) -> None:
    served = {
        f"{service}:{operation}"
        for service in cloud.allowed.keys() | cloud.operations.keys()
        for operation in {*cloud.allowed.get(service, ()), *cloud.operations.get(service, ())}
    }

    missing = {name for name in served if name.split(":")[1] not in actions_of(name.split(":")[0])}

    assert served
    assert missing == set()


def test_an_operation_without_an_entry_is_refused_even_to_administrators(
    cloud: Cloud, client: MakeClient
) -> None:
    cloud.operations["ssm"] = {"GetDocument": lambda _: {"Name": "d"}}

    with pytest.raises(ClientError, match="ssm:GetDocument has no entry in the action table"):
        client("ssm", PRODUCER).get_document(Name="d")
