"""Who calls: accounts and roles by the names that rules use, each through boto3."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.request import Request, urlopen

import boto3
import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials as BotoCredentials

Client = Any
Keys = Mapping[str, str]
"""``AccessKeyId``, ``SecretAccessKey`` and, of a session, ``SessionToken``."""

ACCOUNTS = {"governance": "1", "producer": "2", "consumer": "3", "outsider": "9"}
"""The first digit of each account's id; all but ``outsider`` are of one organisation."""

ROLES = {
    "admin": "governance",
    "owner": "governance",
    "analyst": "governance",
    "steward": "governance",
    "auditor": "governance",
    "keeper": "consumer",
    "reader": "consumer",
    "colleague": "consumer",
    "stranger": "outsider",
    "neighbour": "outsider",
}
"""The account of each role. ``admin``, ``keeper`` and ``stranger`` administer data lakes."""

REGION = "eu-central-1"


def account_ids(number: int) -> dict[str, str]:
    """The accounts of one rule: no two rules share any."""
    return {name: f"{digit}{number:09d}01" for name, digit in ACCOUNTS.items()}


class Clients:
    """One client per service, signed by whoever calls: making clients costs more than calls."""

    def __init__(self, endpoint: str | None) -> None:
        session = botocore.session.Session()
        session.set_credentials("nobody", "nobody")
        self._caller: BotoCredentials = session.get_credentials()  # type: ignore[assignment]
        self._session = boto3.Session(botocore_session=session, region_name=REGION)
        self._endpoint = endpoint
        self._made: dict[str, Client] = {}

    def get(self, service: str, keys: Keys) -> Client:
        """The client of a service; its next calls are made with these keys."""
        self._caller.access_key = keys["AccessKeyId"]
        self._caller.secret_key = keys["SecretAccessKey"]
        self._caller.token = keys.get("SessionToken")
        if service not in self._made:
            self._made[service] = self._session.client(
                service,  # type: ignore[call-overload]
                endpoint_url=self._endpoint,
                config=Config(retries={"total_max_attempts": 1}, parameter_validation=False),
            )
        return self._made[service]

    def fail_next(self, service: str, operation: str, code: str) -> Mapping[str, Any]:
        """Let the next call of an operation fail.

        Raises:
            NotImplementedError: where there is no embedded AWS to ask.
        """
        if self._endpoint is None:
            raise NotImplementedError("only the embedded AWS lets a call fail on demand")
        asked = json.dumps({"service": service, "operation": operation, "code": code})
        request = Request(f"{self._endpoint}/_emulator/faults", asked.encode(), method="POST")  # noqa: S310 - our own
        with urlopen(request) as answer:  # noqa: S310 - see above
            found: Mapping[str, Any] = json.load(answer)
        return found


@dataclass
class Callers:
    """The accounts and roles of one rule; a role is made when it is first named."""

    clients: Clients
    administrator: Callable[[str], Keys]
    accounts: Mapping[str, str]
    _sessions: dict[str, Keys] = field(default_factory=dict)
    _roles: set[str] = field(default_factory=set)

    def client(self, service: str, name: str) -> Client:
        """A service as a role, or as the administrator of an account."""
        return self.clients.get(service, self.keys(name))

    def keys(self, name: str) -> Keys:
        """The keys of an account's administrator, or of a role's session.

        ``analyst through engine1`` is a session that an engine of others tagged with its name.
        """
        if name in self.accounts:
            return self.administrator(self.accounts[name])
        if name not in self._sessions:
            role, _, engine = name.partition(" through ")
            self._made(role)
            tags = [{"Key": "LakeFormationAuthorizedCaller", "Value": engine}] if engine else []
            sts = self.client("sts", ROLES[role])
            session = sts.assume_role(RoleArn=self.arn(role), RoleSessionName=role, Tags=tags)
            self._sessions[name] = session["Credentials"]
        return self._sessions[name]

    def _made(self, role: str) -> None:
        if role not in self._roles:
            account = ROLES[role]
            root = {"AWS": f"arn:aws:iam::{self.accounts[account]}:root"}
            self.make_role(role, account, trusts=root)
            self._roles.add(role)

    def arn(self, name: str) -> str:
        """The ARN of a role by its name here."""
        return f"arn:aws:iam::{self.accounts[ROLES[name]]}:role/{name}"

    def make_role(
        self, name: str, account: str, *, trusts: Mapping[str, str], allow: str = "*"
    ) -> str:
        """Make a role that may do all that Lake Formation lets it, and give its ARN."""
        iam = self.client("iam", account)
        trust = policy({"Principal": trusts, "Action": ["sts:AssumeRole", "sts:TagSession"]})
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
        allowed = policy({"Action": allow, "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=allowed)
        return str(made["Role"]["Arn"])

    def identifier(self, name: str) -> str:
        """What a grant names: a role's ARN, an account's id, or the words themselves."""
        if name in ROLES:
            self._made(name)
            return self.arn(name)
        return self.accounts.get(name, name)


def policy(statement: Mapping[str, Any]) -> str:
    """A policy of one statement that allows."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})
