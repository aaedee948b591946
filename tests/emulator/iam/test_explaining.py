"""Every decision can be asked for by its request: which statement decided, or that none allowed."""

import json
from collections.abc import Callable
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from tests.emulator.arrange import allow, deny, make_bucket, make_role, policy
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient


def explained(cloud: Cloud, request_id: str) -> Any:  # noqa: ANN401 - JSON
    with urlopen(f"{cloud.endpoint}/_emulator/explain/{request_id}") as answer:  # noqa: S310 - our own
        return json.load(answer)


def request_id(answer: Any) -> str:  # noqa: ANN401 - boto3's
    return str(answer["ResponseMetadata"]["RequestId"])


def refused(act: BotoClient, **asked: str) -> str:
    with pytest.raises(ClientError) as raised:
        act(**asked)
    return request_id(raised.value.response)


def test_an_allowed_call_names_the_statement_that_allowed_it(
    cloud: Cloud, client: MakeClient
) -> None:
    role = make_role(client, PRODUCER, "worker", allow("ssm:DescribeParameters", Sid="Look"))

    answer = client("ssm", role).describe_parameters()

    told = explained(cloud, request_id(answer))
    assert (told["operation"], told["allowed"]) == ("ssm:DescribeParameters", True)
    assert [one["statement"] for one in told["decisions"]] == ["worker/inline, statement Look"]


def test_a_refused_call_names_the_statement_that_denied_it(
    cloud: Cloud, client: MakeClient
) -> None:
    role = make_role(client, PRODUCER, "worker", allow("s3:*"))
    locked = {**deny("s3:GetObject", "arn:aws:s3:::zone/*", Sid="Nobody"), "Principal": "*"}
    make_bucket(client, PRODUCER, "zone", policy(locked))

    told = explained(cloud, refused(client("s3", role).get_object, Bucket="zone", Key="k"))

    assert told["allowed"] is False
    decided = told["decisions"][-1]
    assert decided["action"] == "s3:GetObject"
    assert decided["principal"] == role
    assert decided["reason"] == "with an explicit deny in a resource-based policy"
    assert decided["statement"].endswith("statement Nobody")


def test_a_call_that_nothing_allows_says_what_was_missing(cloud: Cloud, client: MakeClient) -> None:
    role = make_role(client, PRODUCER, "worker")

    told = explained(cloud, refused(client("ssm", role).describe_parameters))

    assert [(one["allowed"], one["statement"]) for one in told["decisions"]] == [(False, None)]
    assert "no identity-based policy" in told["decisions"][0]["reason"]


@pytest.mark.parametrize(
    ("service", "act"),
    [
        ("iam", lambda client: client.list_roles()),
        ("s3", lambda client: client.list_buckets()),
        ("sns", lambda client: client.list_topics()),
        ("sqs", lambda client: client.list_queues()),
        ("dynamodb", lambda client: client.list_tables()),
    ],
)
def test_the_id_that_clients_show_is_the_one_to_ask_for(
    cloud: Cloud, client: MakeClient, service: str, act: Callable[[BotoClient], object]
) -> None:
    answer = act(client(service, PRODUCER))

    assert explained(cloud, request_id(answer))["operation"].startswith(f"{service}:List")


def test_an_unknown_request_is_told_so(cloud: Cloud) -> None:
    with pytest.raises(HTTPError) as raised:
        explained(cloud, "no-such-request")

    assert raised.value.code == 404
    assert "nothing is known of request no-such-request" in raised.value.read().decode()
