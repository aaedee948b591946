"""StartQueryExecution and what asks after a query."""

from collections.abc import Mapping
from typing import Any

from emulator.api import Call
from emulator.athena.executing import execute
from emulator.athena.pages import page
from emulator.athena.sql.tables import CATALOGUE
from emulator.athena.store import Account, Athena, Execution, ResultPlace, Token, WorkGroup, refused
from emulator.iam.explaining import on_behalf

# Short queries are done when Start answers, and a poll waits a little for the end: answering the
# next poll instead would cost the query more than this.
_LINGER_SECONDS = 0.1
_POLL_SECONDS = 0.1
_LONGEST = 262_144


def start(call: Call) -> dict[str, Any]:
    """StartQueryExecution."""
    athena, asked = call.cloud.store(Athena), call.parameters
    account = athena.account(call.account)
    group = account.workgroup(asked.get("WorkGroup") or "primary")
    token = (call.principal.policy_arn, asked.get("ClientRequestToken"))
    with athena.lock:
        if token in account.tokens:
            return {"QueryExecutionId": _repeated(account, token, asked)}
        execution = _make(call, group)
        account.remember(execution)
        if token[1]:
            account.tokens[token] = execution.id
    call.cloud.authority.explanations.name(execution.id)
    athena.threads.submit(on_behalf(execute), athena, execution)
    execution.done.wait(_LINGER_SECONDS)
    return {"QueryExecutionId": execution.id}


def _repeated(account: Account, token: Token, asked: Mapping[str, Any]) -> str:
    known = account.execution(account.tokens[token])
    if known.query != asked["QueryString"]:
        raise refused("Idempotent parameters do not match")
    return known.id


def _make(call: Call, group: WorkGroup) -> Execution:
    asked = call.parameters
    if group.state != "ENABLED":
        raise refused(f"WorkGroup {group.name} is disabled.")
    query = asked["QueryString"]
    if len(query) > _LONGEST:
        raise refused(f"queryString must have length less than or equal to {_LONGEST}")
    context = asked.get("QueryExecutionContext", {})
    return Execution(
        query=query,
        workgroup=group.name,
        principal=call.principal,
        place=_place(group, asked.get("ResultConfiguration", {})),
        catalogue=(context.get("Catalog") or CATALOGUE).lower(),
        database=(context.get("Database") or "default").lower(),
        parameters=tuple(asked.get("ExecutionParameters", [])),
        cutoff=group.configuration.get("BytesScannedCutoffPerQuery"),
        enforced=bool(group.configuration.get("EnforceWorkGroupConfiguration")),
    )


def _place(group: WorkGroup, asked: Mapping[str, Any]) -> ResultPlace:
    own = group.configuration.get("ResultConfiguration", {})
    enforced = group.configuration.get("EnforceWorkGroupConfiguration")
    chosen = own if enforced else {**own, **asked}
    location = chosen.get("OutputLocation")
    if not location:
        raise refused(
            "No output location provided. An output location is required either through the"
            " Workgroup result configuration setting or as an API input."
        )
    if not location.startswith("s3://"):
        raise refused(f"outputLocation is not a valid S3 path: {location}")
    encryption = chosen.get("EncryptionConfiguration")
    if encryption and encryption["EncryptionOption"] == "CSE_KMS":
        raise refused("CSE_KMS is not supported by the local engine; use SSE_KMS or SSE_S3")
    return ResultPlace(location, encryption)


def get(call: Call) -> dict[str, Any]:
    """GetQueryExecution."""
    execution = _find(call)
    execution.done.wait(_POLL_SECONDS)
    return {"QueryExecution": describe(execution)}


def batch_get(call: Call) -> dict[str, Any]:
    """BatchGetQueryExecution."""
    account = call.cloud.store(Athena).account(call.account)
    asked = call.parameters["QueryExecutionIds"]
    missing = [
        {
            "QueryExecutionId": number,
            "ErrorCode": "INVALID_QUERY_EXECUTION_ID",
            "ErrorMessage": f"Query execution {number} does not exist",
        }
        for number in asked
        if number not in account.executions
    ]
    found = [describe(account.executions[n]) for n in asked if n in account.executions]
    return {"QueryExecutions": found, "UnprocessedQueryExecutionIds": missing}


def stop(call: Call) -> dict[str, Any]:
    """StopQueryExecution: ends the worker; one that has ended already stays as it is."""
    execution = _find(call)
    with execution.lock:
        ended = execution.completed is not None
        execution.cancelled = execution.cancelled or not ended
    if not ended:
        if execution.run is not None:
            execution.run.cancel()
        execution.move("CANCELLED", "Query cancelled by user")
    return {}


def listing(call: Call) -> dict[str, Any]:
    """ListQueryExecutions: of one work group, the newest first."""
    account = call.cloud.store(Athena).account(call.account)
    group = account.workgroup(call.parameters.get("WorkGroup") or "primary").name
    found = [n for n, e in reversed(account.executions.items()) if e.workgroup == group]
    return page(call, "QueryExecutionIds", found)


def statistics(call: Call) -> dict[str, Any]:
    """GetQueryRuntimeStatistics."""
    execution = _find(call)
    times = _times(execution)
    timeline = {name: value for name, value in times.items() if name.endswith("Millis")}
    rows = {"OutputRows": execution.rows, "InputBytes": execution.scanned_bytes}
    return {"QueryRuntimeStatistics": {"Timeline": timeline, "Rows": rows}}


def _find(call: Call) -> Execution:
    account = call.cloud.store(Athena).account(call.account)
    return account.execution(call.parameters["QueryExecutionId"])


def describe(execution: Execution) -> dict[str, Any]:
    """An execution as boto3 shows it."""
    status: dict[str, Any] = {"State": execution.state, "SubmissionDateTime": execution.submitted}
    if execution.completed:
        status["CompletionDateTime"] = execution.completed
    if execution.reason:
        status["StateChangeReason"] = execution.reason
    if execution.category and execution.reason:
        status["AthenaError"] = {
            "ErrorCategory": execution.category,
            "ErrorType": 1000 + execution.category,
            "Retryable": False,
            "ErrorMessage": execution.reason,
        }
    result: dict[str, Any] = {"OutputLocation": execution.output}
    if execution.place.encryption:
        result["EncryptionConfiguration"] = dict(execution.place.encryption)
    described = {
        "QueryExecutionId": execution.id,
        "Query": execution.query,
        "StatementType": execution.kind,
        "ResultConfiguration": result,
        "QueryExecutionContext": {"Database": execution.database, "Catalog": execution.catalogue},
        "Status": status,
        "Statistics": _times(execution),
        "WorkGroup": execution.workgroup,
        "EngineVersion": {
            "SelectedEngineVersion": "AUTO",
            "EffectiveEngineVersion": "Athena engine version 3",
        },
        "SubstatementType": execution.substatement or execution.kind,
    }
    if execution.parameters:
        described["ExecutionParameters"] = list(execution.parameters)
    return described


def _times(execution: Execution) -> dict[str, Any]:
    start_clock, end = execution.started_clock, execution.ended_clock
    running = execution.running_clock or start_clock
    planned = execution.planned_clock or running
    ended = end if end is not None else planned
    wrote = execution.written is not None and execution.state == "SUCCEEDED"
    return {
        **({"DataManifestLocation": f"{execution.output}-manifest.csv"} if wrote else {}),
        "EngineExecutionTimeInMillis": round((ended - running) * 1000),
        "DataScannedInBytes": execution.scanned_bytes,
        "TotalExecutionTimeInMillis": round((ended - start_clock) * 1000),
        "QueryQueueTimeInMillis": round((running - start_clock) * 1000),
        "QueryPlanningTimeInMillis": round((planned - running) * 1000),
        "ServiceProcessingTimeInMillis": 0,
        "ResultReuseInformation": {"ReusedPreviousResult": False},
    }
