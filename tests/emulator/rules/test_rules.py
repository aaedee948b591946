"""The embedded AWS decides as the listed rules say; what it does not is an open exception."""

from collections.abc import Iterator

import pytest

from emulator.accounts import Organisation, Seed
from emulator.cloud import Cloud
from emulator.server import start
from emulator.services import SERVICES
from tests.emulator.rules.book import EXCEPTIONS, Rule, exceptions, plain_moto, rules
from tests.emulator.rules.callers import Callers, Clients, account_ids
from tests.emulator.rules.playing import Play

RULES = rules()
TOLD = [rule for rule in RULES if rule.status != "assumed"]
MISSING = exceptions()
_WITHOUT = {"cloudformation", "events", "functions", "gateway"}
_OUTSIDER = "9"


def _marked(rule: Rule) -> object:
    missing = MISSING.get(rule.id)
    marks = [pytest.mark.xfail(reason=missing, strict=True)] if missing else []
    return pytest.param(RULES.index(rule), id=rule.id, marks=marks)


@pytest.fixture(scope="module")
def cloud() -> Iterator[Cloud]:
    every = [account for number in range(len(RULES)) for account in account_ids(number).values()]
    members = frozenset(account for account in every if not account.startswith(_OUTSIDER))
    organisation = Organisation(
        id="o-rules00001", management_account="400000000001", members=members
    )
    with start(
        seed=Seed(organisation=organisation), services=SERVICES.keys() - _WITHOUT
    ) as running:
        yield running.cloud


@pytest.fixture(scope="module")
def clients(cloud: Cloud) -> Clients:
    return Clients(cloud.endpoint)


@pytest.mark.parametrize("number", [_marked(rule) for rule in RULES])
def test_the_embedded_aws_keeps(number: int, cloud: Cloud, clients: Clients) -> None:
    def administrator(account: str) -> dict[str, str]:
        keys = cloud.administrator(account)
        return {"AccessKeyId": keys.access_key, "SecretAccessKey": keys.secret_key}

    rule = RULES[number]
    callers = Callers(clients, administrator, account_ids(number))

    fault = Play(callers, rule).verdict()

    assert fault is None, f"{rule.says} {fault}"


def test_every_exception_is_a_rule() -> None:
    assert not MISSING.keys() - {rule.id for rule in RULES}, f"{EXCEPTIONS.name} names no rules"


def test_plain_moto_played_every_rule() -> None:
    assert list(plain_moto()) == [rule.id for rule in RULES], (
        "the record is stale; call 'python -m tests.emulator.rules.record'"
    )


@pytest.mark.parametrize(
    "family",
    [
        "settings",
        "named-grants",
        "lf-tags",
        "filters",
        "resource-links",
        "ram",
        "vending",
        "batches-and-errors",
        "read-back",
    ],
)
def test_a_family_has_at_least_eight_rules_that_are_told_somewhere(family: str) -> None:
    assert sum(rule.family == family for rule in TOLD) >= 8


def test_many_rules_are_refusals() -> None:
    assert len(TOLD) >= 150
    assert sum(rule.refuses for rule in TOLD) >= 40
