"""Records which rules plain moto keeps: ``python -m tests.emulator.rules.record``.

It writes ``plain_moto.tsv``, from which the reference is made. What the embedded AWS keeps needs no
record: each rule has its test, and what fails is on the list of exceptions.
"""

from functools import cache

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from moto import mock_aws

from tests.emulator.rules.answers import RefusedStepError
from tests.emulator.rules.book import PLAIN_MOTO, Rule, rules
from tests.emulator.rules.callers import REGION, Callers, Clients, Keys, account_ids
from tests.emulator.rules.playing import Play

# What moto raises in this process where it serves a call in part or not at all.
_BROKEN = (
    RefusedStepError,
    ClientError,
    BotoCoreError,
    NotImplementedError,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
)


def main() -> None:
    """Play every rule against plain moto, and write what it keeps."""
    lines = ["rule\tkept"]
    with mock_aws():
        clients = Clients(None)
        for number, rule in enumerate(rules()):
            lines.append(f"{rule.id}\t{'yes' if _keeps(rule, clients, number) else 'no'}")
    PLAIN_MOTO.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _keeps(rule: Rule, clients: Clients, number: int) -> bool:
    callers = Callers(clients, _administrator, account_ids(number))
    try:
        return Play(callers, rule).verdict() is None
    except _BROKEN:
        return False


@cache
def _administrator(account: str) -> Keys:
    # moto takes a session of any account's role, whether the role exists or not.
    sts = boto3.client(
        "sts", region_name=REGION, aws_access_key_id="nobody", aws_secret_access_key="nobody"
    )
    arn = f"arn:aws:iam::{account}:role/administrator"
    made = sts.assume_role(RoleArn=arn, RoleSessionName="administrator")["Credentials"]
    return {name: str(value) for name, value in made.items()}


if __name__ == "__main__":
    main()
