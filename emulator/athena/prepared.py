"""Prepared statements: by API, and by PREPARE, EXECUTE and DEALLOCATE in SQL."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError, Call, Principal
from emulator.athena.faults import QueryFault
from emulator.athena.pages import page
from emulator.athena.store import Account, Athena, refused

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_EXECUTE = re.compile(
    r"\s*EXECUTE\s+(\w+)(?:\s+USING\s+(.*?))?\s*;?\s*$", re.IGNORECASE | re.DOTALL
)
_PREPARE = re.compile(r"\s*PREPARE\s+(\w+)\s+FROM\s+(.*?)\s*;?\s*$", re.IGNORECASE | re.DOTALL)
_DEALLOCATE = re.compile(r"\s*DEALLOCATE\s+PREPARE\s+(\w+)\s*;?\s*$", re.IGNORECASE)


def create(call: Call) -> dict[str, Any]:
    """CreatePreparedStatement."""
    account, key = _key(call)
    if key in account.statements:
        raise refused(f"PreparedStatement {key[1]} already exists in WorkGroup {key[0]}")
    _put(account, key, call.parameters["QueryStatement"], call.parameters.get("Description", ""))
    return {}


def update(call: Call) -> dict[str, Any]:
    """UpdatePreparedStatement."""
    account, key = _key(call)
    _find(account, key)
    _put(account, key, call.parameters["QueryStatement"], call.parameters.get("Description", ""))
    return {}


def get(call: Call) -> dict[str, Any]:
    """GetPreparedStatement."""
    return {"PreparedStatement": _find(*_key(call))}


def delete(call: Call) -> dict[str, Any]:
    """DeletePreparedStatement."""
    account, key = _key(call)
    _find(account, key)
    del account.statements[key]
    return {}


def listing(call: Call) -> dict[str, Any]:
    """ListPreparedStatements."""
    group = call.parameters["WorkGroup"]
    account = call.cloud.store(Athena).account(call.account)
    account.workgroup(group)
    found = [
        {"StatementName": name, "LastModifiedTime": statement["LastModifiedTime"]}
        for (where, name), statement in sorted(account.statements.items())
        if where == group
    ]
    return page(call, "PreparedStatements", found)


@dataclass(frozen=True)
class Prepared:
    """A work group's statements, as SQL reaches them: the caller's policies decide here too.

    Source: https://docs.aws.amazon.com/athena/latest/ug/security-iam-athena-prepared-statements.html
    """

    cloud: "Cloud"
    principal: Principal
    workgroup: str

    @property
    def _statements(self) -> dict[tuple[str, str], dict[str, Any]]:
        return self.cloud.store(Athena).account(self.principal.account).statements

    def _require(self, action: str) -> None:
        account, region = self.principal.account, self.cloud.region
        group = f"arn:aws:athena:{region}:{account}:workgroup/{self.workgroup}"
        try:
            self.cloud.authority.authorise(self.principal, f"athena:{action}", group)
        except AwsError as error:
            raise QueryFault("PERMISSION_DENIED", error.message) from None

    def _missing(self, name: str) -> QueryFault:
        where = f"was not found in workGroup {self.workgroup}"
        return QueryFault("NOT_FOUND", f"PreparedStatement {name} {where}")

    def resolve(self, query: str, parameters: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """Put the statement in place of ``EXECUTE name USING …``; others stay as they are.

        Raises:
            QueryFault: no statement has that name in the work group, or the caller may not use it.
        """
        found = _EXECUTE.match(query)
        if found is None:
            return query, tuple(parameters)
        self._require("GetPreparedStatement")
        statement = self._statements.get((self.workgroup, found[1]))
        if statement is None:
            raise self._missing(found[1])
        given = _arguments(found[2]) if found[2] else tuple(parameters)
        return statement["QueryStatement"], given

    def manage(self, query: str) -> bool:
        """Run PREPARE or DEALLOCATE; False if the query is neither.

        Raises:
            QueryFault: the caller may not, or there is no such statement to forget.
        """
        if found := _PREPARE.match(query):
            key = (self.workgroup, found[1])
            verb = "Update" if key in self._statements else "Create"
            self._require(f"{verb}PreparedStatement")
            self._statements[key] = _statement(key, found[2], "")
            return True
        if found := _DEALLOCATE.match(query):
            self._require("DeletePreparedStatement")
            if self._statements.pop((self.workgroup, found[1]), None) is None:
                raise self._missing(found[1])
            return True
        return False


def _arguments(text: str) -> tuple[str, ...]:
    parts, depth, start, quoted = [], 0, 0, False
    for at, letter in enumerate(text):
        quoted ^= letter == "'"
        if not quoted:
            depth += (letter in "([") - (letter in ")]")
            if letter == "," and depth == 0:
                parts.append(text[start:at].strip())
                start = at + 1
    return (*parts, text[start:].strip())


def _key(call: Call) -> tuple[Account, tuple[str, str]]:
    account = call.cloud.store(Athena).account(call.account)
    group = call.parameters["WorkGroup"]
    account.workgroup(group)
    return account, (group, call.parameters["StatementName"])


def _find(account: Account, key: tuple[str, str]) -> dict[str, Any]:
    if key not in account.statements:
        raise AwsError(
            "ResourceNotFoundException",
            f"PreparedStatement {key[1]} was not found in workGroup {key[0]}",
        )
    return account.statements[key]


def _put(account: Account, key: tuple[str, str], query: str, description: str) -> None:
    account.statements[key] = _statement(key, query, description)


def _statement(key: tuple[str, str], query: str, description: str) -> dict[str, Any]:
    return {
        "StatementName": key[1],
        "QueryStatement": query,
        "WorkGroupName": key[0],
        "Description": description,
        "LastModifiedTime": datetime.now(UTC),
    }
