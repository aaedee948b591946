"""Playing a rule: its world, its steps, the one that is judged, and the verdict."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError

from tests.emulator.rules.answers import RefusedStepError, at, result, without_metadata
from tests.emulator.rules.book import Rule, Step
from tests.emulator.rules.callers import REGION, ROLES, Callers, policy
from tests.emulator.rules.matching import differs
from tests.emulator.rules.sentences import (
    account_in,
    each,
    fill,
    read_columns,
    read_filtered,
    read_grant,
    read_resource,
    read_table,
    read_tags,
)
from tests.emulator.rules.worlds import (
    WORKGROUP,
    bucket,
    build,
    make_workgroup,
    settings,
    table_input,
)

_PATIENCE_SECONDS = 30


class FailedQueryError(Exception):
    """A query that Athena accepted, and that failed; the message is Athena's reason."""


@dataclass
class Play:
    """One rule on its stage."""

    callers: Callers
    rule: Rule
    _workgroups: set[str] = field(default_factory=set)
    _kept: dict[str, str] = field(default_factory=dict)

    def verdict(self) -> str | None:
        """What is wrong with what happened, or nothing.

        Raises:
            RefusedStepError: if the world or a step of ``given`` could not be had.
        """
        try:
            build(self.rule.world, self.callers)
            for step in self.rule.given:
                for one in each(step):
                    self._arrange(one)
        except (ClientError, BotoCoreError, FailedQueryError) as error:
            raise RefusedStepError(f"a step before the judged one failed: {error}") from error
        try:
            found = self._do(self.rule.when)
        except ClientError as error:
            return self._judge_error(error.response["Error"])
        except FailedQueryError as error:
            return self._judge_error({"Code": "FAILED", "Message": str(error)})
        return self._judge_answer(found)

    def _arrange(self, step: Step) -> None:
        """Do a step; one marked ``attempt`` may be refused, and ``keep`` remembers an answer."""
        try:
            answer = self._do(step)
        except (ClientError, FailedQueryError):
            if step.get("attempt"):
                return
            raise
        for name, path in step.get("keep", {}).items():
            self._kept[name] = at(answer, path)

    def _judge_error(self, error: Mapping[str, Any]) -> str | None:
        expected = fill(self.rule.then.get("error"), self._names())
        told = f"{error['Code']}: {error.get('Message')}"
        if expected is None:
            return f"refused with {told}"
        codes = expected.get("code", error["Code"])
        if error["Code"] not in ([codes] if isinstance(codes, str) else codes):
            return f"expected {codes}, refused with {told}"
        if expected.get("contains", "").lower() not in str(error.get("Message")).lower():
            return f"expected {expected['contains']!r} in the message, refused with {told}"
        return None

    def _judge_answer(self, found: Mapping[str, Any]) -> str | None:
        expected = fill(dict(self.rule.then), self._names())
        if "error" in expected:
            return f"expected a refusal, answered {without_metadata(found)}"
        for key in ("columns", "rows"):
            if key in expected and (fault := differs(expected[key], found[key], key)):
                return fault
        return differs(expected.get("answer", {}), found)

    def _do(self, step: Step) -> Mapping[str, Any]:
        verbs: dict[str, Callable[[Step, Any], Mapping[str, Any]]] = {
            "call": self._call,
            "sql": self._ask,
            "grant": lambda step, said: self._grant(step, said, "grant_permissions"),
            "revoke": lambda step, said: self._grant(step, said, "revoke_permissions"),
            "settings": self._settings,
            "lf-tag": self._lf_tag,
            "assign": self._assign,
            "filter": self._filter,
            "link": self._link,
            "table": self._table,
            "database": self._database,
            "policy": self._policy,
            "fault": self._fault,
        }
        verb = next((key for key in step if key in verbs), None)
        if verb is None:
            raise RefusedStepError(f"no such step: {dict(step)}")
        return verbs[verb](step, fill(step[verb], self._names()))

    def _call(self, step: Step, said: str) -> Mapping[str, Any]:
        service, _, operation = said.partition(":")
        arguments = fill(step.get("with", {}), self._names())
        client = self.callers.client(service, step["by"])
        method = getattr(client, xform_name(operation))
        answer: Mapping[str, Any] = method(**arguments)
        return answer

    def _ask(self, step: Step, said: str) -> Mapping[str, Any]:
        who = str(step["by"])
        account = ROLES.get(who, who)
        if account not in self._workgroups:
            make_workgroup(self.callers, account)
            self._workgroups.add(account)
        athena = self.callers.client("athena", who)
        context = {"Database": step.get("in", "sales" if account == "governance" else "shared")}
        number = athena.start_query_execution(
            QueryString=said, QueryExecutionContext=context, WorkGroup=WORKGROUP
        )["QueryExecutionId"]
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            query = athena.get_query_execution(QueryExecutionId=number)["QueryExecution"]
            if query["Status"]["State"] == "FAILED":
                raise FailedQueryError(query["Status"]["StateChangeReason"])
            if query["Status"]["State"] == "SUCCEEDED":
                return result(athena.get_query_results(QueryExecutionId=number), query)
            time.sleep(0.01)
        raise FailedQueryError("the query does not end")

    def _grant(self, step: Step, said: str, operation: str) -> Mapping[str, Any]:
        grant = read_grant(said)
        name, account = account_in(grant.resource)
        resource = self._resource(name, account)
        by = step.get("by") or ("keeper" if account == "consumer" else "admin")
        shape: dict[str, Any] = {
            "Principal": self._principal(grant.principal),
            "Resource": resource,
            "Permissions": list(grant.permissions),
        }
        if grant.with_option:
            shape["PermissionsWithGrantOption"] = list(grant.permissions)
        method = getattr(self.callers.client("lakeformation", by), operation)
        answer: Mapping[str, Any] = method(**shape)
        return answer

    def _settings(self, step: Step, said: Mapping[str, Any]) -> Mapping[str, Any]:
        account = step.get("of", "governance")
        wanted = settings(**{key: value for key, value in said.items() if key != "admins"})
        wanted["DataLakeAdmins"] = [self._principal(name) for name in said.get("admins", ())]
        lake = self.callers.client("lakeformation", step.get("by", account))
        answer: Mapping[str, Any] = lake.put_data_lake_settings(DataLakeSettings=wanted)
        return answer

    def _lf_tag(self, step: Step, said: str) -> Mapping[str, Any]:
        (tag,) = read_tags(said)
        lake = self.callers.client("lakeformation", step.get("by", "admin"))
        answer: Mapping[str, Any] = lake.create_lf_tag(**tag)
        return answer

    def _assign(self, step: Step, said: str) -> Mapping[str, Any]:
        tags, _, resource = said.partition(" to ")
        name, account = account_in(resource)
        lake = self.callers.client("lakeformation", step.get("by", "admin"))
        answer: Mapping[str, Any] = lake.add_lf_tags_to_resource(
            Resource=self._resource(name, account), LFTags=read_tags(tags)
        )
        return answer

    def _filter(self, step: Step, said: Mapping[str, Any]) -> Mapping[str, Any]:
        rows = said.get("rows")
        wanted = {
            **read_filtered(said.get("of", "orders"), self.callers.accounts["governance"]),
            **read_columns(said.get("columns", "all")),
            "Name": said["name"],
            "RowFilter": {"FilterExpression": rows} if rows else {"AllRowsWildcard": {}},
        }
        lake = self.callers.client("lakeformation", step.get("by", "admin"))
        answer: Mapping[str, Any] = lake.create_data_cells_filter(TableData=wanted)
        return answer

    def _link(self, step: Step, said: str) -> Mapping[str, Any]:
        """``shared.orders to sales.orders``, or ``everything to database sales``."""
        name, _, target = said.partition(" to ")
        named, account = account_in(target)
        owner = self.callers.accounts[account]
        glue = self.callers.client("glue", step.get("by", "keeper"))
        if named.startswith("database "):
            meant = {"CatalogId": owner, "DatabaseName": named.removeprefix("database ")}
            wanted: Any = {"Name": name, "TargetDatabase": meant}
            return dict(glue.create_database(DatabaseInput=wanted))
        database, _, table = name.rpartition(".")
        wanted = {"Name": table, "TargetTable": read_table(named, owner)}
        return dict(glue.create_table(DatabaseName=database, TableInput=wanted))

    def _table(self, step: Step, said: str) -> Mapping[str, Any]:
        """``sales.refunds``: another table with the same columns, below the registered location."""
        database, _, name = said.partition(".")
        location = f"s3://{bucket(self.callers.accounts)}/sales/{name}"
        glue = self.callers.client("glue", step.get("by", "owner"))
        wanted = table_input(name, location)
        return dict(glue.create_table(DatabaseName=database, TableInput=wanted))

    def _database(self, step: Step, said: str) -> Mapping[str, Any]:
        glue = self.callers.client("glue", step.get("by", "owner"))
        return dict(glue.create_database(DatabaseInput={"Name": said}))

    def _policy(self, _step: Step, said: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give a role other rights in IAM: ``role``, ``allow``, ``resource``."""
        role = said["role"]
        if role in ROLES:
            self.callers.identifier(role)
        account = ROLES.get(role, "governance")
        iam = self.callers.client("iam", account)
        document = policy({"Action": said["allow"], "Resource": said.get("resource", "*")})
        answer: Mapping[str, Any] = iam.put_role_policy(
            RoleName=role, PolicyName="own", PolicyDocument=document
        )
        return answer

    def _fault(self, _step: Step, said: str) -> Mapping[str, Any]:
        """``lakeformation:GrantPermissions with ConcurrentModificationException``, once."""
        call, _, code = said.partition(" with ")
        service, _, operation = call.partition(":")
        return self.callers.clients.fail_next(service, operation, code)

    def _resource(self, name: str, account: str) -> dict[str, Any]:
        return read_resource(name, self.callers.accounts[account], self._names()["location"])

    def _principal(self, name: str) -> dict[str, str]:
        return {"DataLakePrincipalIdentifier": self.callers.identifier(name)}

    def _names(self) -> Mapping[str, str]:
        name = bucket(self.callers.accounts)
        known = _Names(self.callers)
        known.update(self.callers.accounts)
        places = {"bucket": name, "location": f"arn:aws:s3:::{name}/sales", "region": REGION}
        known.update(places | self._kept)
        return known


class _Names(dict[str, str]):
    """What ``$name`` stands for; a role that is named is made."""

    def __init__(self, callers: Callers) -> None:
        super().__init__()
        self._callers = callers

    def __missing__(self, name: str) -> str:
        if name not in ROLES:
            raise RefusedStepError(f"nothing is called ${name}")
        return self._callers.identifier(name)
