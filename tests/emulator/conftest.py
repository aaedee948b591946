"""A running embedded AWS for each test, called through boto3 on its real port."""

from collections.abc import Collection, Iterator
from typing import Any, Protocol, TypeAlias

import boto3
import pytest
from botocore.config import Config

from emulator.accounts import Organisation, Seed
from emulator.cloud import Cloud
from emulator.credentials import Credentials
from emulator.server import start
from emulator.services import SERVICES

GOVERNANCE = "100000000001"
PRODUCER = "200000000001"
CONSUMER = "200000000005"
OUTSIDER = "900000000009"


BotoClient: TypeAlias = Any
Option: TypeAlias = Any


class MakeClient(Protocol):
    """Makes a boto3 client over the real port."""

    def __call__(self, service: str, who: str | Credentials, **options: Option) -> BotoClient:
        """Make it for an administrator (by account), a role (by ARN) or credentials."""


@pytest.fixture
def seed() -> Seed:
    members = frozenset({GOVERNANCE, PRODUCER, CONSUMER})
    organisation = Organisation(
        id="o-airmesh0001", management_account="100000000000", members=members
    )
    return Seed(organisation=organisation)


@pytest.fixture
def services() -> Collection[str]:
    """Own services that a test needs; a folder's conftest may name fewer."""
    return tuple(SERVICES)


@pytest.fixture
def cloud(seed: Seed, services: Collection[str]) -> Iterator[Cloud]:
    with start(seed=seed, services=services) as running:
        yield running.cloud


@pytest.fixture
def client(cloud: Cloud) -> MakeClient:
    def make(service: str, who: str | Credentials, **options: Option) -> BotoClient:
        if isinstance(who, Credentials):
            credentials = who
        elif who.startswith("arn:"):
            credentials = cloud.session(who, "test")
        else:
            credentials = cloud.administrator(who)
        return boto3.client(
            service,  # type: ignore[call-overload]
            region_name=options.pop("region", cloud.region),
            endpoint_url=cloud.endpoint,
            aws_access_key_id=credentials.access_key,
            aws_secret_access_key=credentials.secret_key,
            aws_session_token=credentials.session_token,
            config=Config(retries={"total_max_attempts": 1}, **options),
        )

    return make
