"""Every request is known by its signature and served only if its operation is."""

import pytest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from emulator.credentials import Credentials
from tests.emulator.conftest import CONSUMER, PRODUCER, MakeClient


def code_of(error: pytest.ExceptionInfo[ClientError]) -> str:
    return str(error.value.response["Error"]["Code"])


def test_an_administrator_is_the_root_of_the_account(client: MakeClient) -> None:
    identity = client("sts", PRODUCER).get_caller_identity()

    assert identity["Arn"] == f"arn:aws:iam::{PRODUCER}:root"


def test_accounts_do_not_see_each_others_queues(client: MakeClient) -> None:
    client("sqs", PRODUCER).create_queue(QueueName="mine")

    assert "QueueUrls" not in client("sqs", CONSUMER).list_queues()


def test_in_process_clients_pass_the_same_front(cloud: Cloud, client: MakeClient) -> None:
    cloud.client("ssm", cloud.administrator(PRODUCER)).put_parameter(
        Name="/a", Value="b", Type="String"
    )

    assert client("ssm", PRODUCER).get_parameter(Name="/a")["Parameter"]["Value"] == "b"


def test_a_wrong_secret_is_refused(cloud: Cloud, client: MakeClient) -> None:
    forged = Credentials(access_key=cloud.administrator(PRODUCER).access_key, secret_key="guess")

    with pytest.raises(ClientError) as error:
        client("sqs", forged).list_queues()

    assert code_of(error) == "InvalidSignatureException"
