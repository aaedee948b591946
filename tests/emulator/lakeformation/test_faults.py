"""A failure that was asked for happens as often as it was asked for, and to nothing else."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.emulator.lakeformation.world import Lake, database, refused


def ask(lake: Lake, **wanted: str | int) -> int:
    request = Request(  # noqa: S310 - the endpoint is the test's own
        f"{lake.cloud.endpoint}/_emulator/faults", data=json.dumps(wanted).encode(), method="POST"
    )
    try:
        with urlopen(request) as answer:  # noqa: S310 - see above
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_a_concurrent_modification_happens_as_often_as_asked(lake: Lake) -> None:
    code = "ConcurrentModificationException"
    ask(lake, service="lakeformation", operation="GrantPermissions", code=code, times=2)

    for _ in range(2):
        with refused(code):
            lake.grant(lake.analyst, database(), "DESCRIBE")
    lake.grant(lake.analyst, database(), "DESCRIBE")


def test_other_operations_do_not_fail(lake: Lake) -> None:
    ask(lake, service="glue", operation="UpdateTable", code="ConcurrentModificationException")

    lake.grant(lake.analyst, database(), "DESCRIBE")


@pytest.mark.parametrize(
    "wanted",
    [
        {"service": "lakeformation", "operation": "NoSuchOperation", "code": "X"},
        {"service": "lakeformation", "operation": "GrantPermissions"},
        {"service": "sqs", "operation": "SendMessage", "code": "X"},
    ],
)
def test_a_failure_that_cannot_be_made_is_refused(lake: Lake, wanted: dict[str, str]) -> None:
    assert ask(lake, **wanted) == 400
