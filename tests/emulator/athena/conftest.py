"""One warehouse per file of tests: what a test grants, it grants on tables or roles of its own."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config

from emulator.accounts import Organisation, Seed
from emulator.credentials import Credentials
from emulator.server import start
from tests.emulator.athena.world import Warehouse, make_warehouse
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER


@pytest.fixture(scope="module")
def house() -> Iterator[Warehouse]:
    organisation = Organisation(
        id="o-airmesh0001",
        management_account="100000000000",
        members=frozenset({GOVERNANCE, PRODUCER, CONSUMER}),
    )
    with start(seed=Seed(organisation=organisation)) as running:
        cloud = running.cloud

        def client(service: str, who: str | Credentials, **options: Any) -> Any:  # noqa: ANN401 - as boto3 types it
            if not isinstance(who, Credentials):
                is_role = who.startswith("arn:")
                who = cloud.session(who, "test") if is_role else cloud.administrator(who)
            return boto3.client(
                service,  # type: ignore[call-overload]
                region_name=cloud.region,
                endpoint_url=cloud.endpoint,
                aws_access_key_id=who.access_key,
                aws_secret_access_key=who.secret_key,
                aws_session_token=who.session_token,
                config=Config(retries={"total_max_attempts": 1}, **options),
            )

        yield make_warehouse(cloud, client)
