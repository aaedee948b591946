"""Athena. Source: Service Authorization Reference, "Amazon Athena"."""

from collections.abc import Iterable

from emulator.api import Call
from emulator.iam.actions.need import Actions, arn, asks, named_by, own, same_name

_DEFAULT = "primary"
_ON_WORKGROUPS = (
    *("CreatePreparedStatement", "DeletePreparedStatement", "DeleteWorkGroup"),
    *("GetPreparedStatement", "GetWorkGroup", "ListPreparedStatements", "ListQueryExecutions"),
    *("StartQueryExecution", "UpdatePreparedStatement", "UpdateWorkGroup"),
)
_ON_EXECUTIONS = (
    *("BatchGetQueryExecution", "GetQueryExecution", "GetQueryResults"),
    *("GetQueryRuntimeStatistics", "StopQueryExecution"),
)
_ON_TAGGED = ("ListTagsForResource", "TagResource", "UntagResource")


def _workgroup(call: Call) -> Iterable[str]:
    asked = call.parameters
    name = asked.get("WorkGroup") or asked.get("WorkGroupName") or _DEFAULT
    return (arn("athena", f"workgroup/{name}", call),)


def _workgroups_of_executions(call: Call) -> Iterable[str]:
    from emulator.athena.store import Athena  # noqa: PLC0415 - loads Athena's engine

    asked = call.parameters
    numbers = asked.get("QueryExecutionIds") or [asked.get("QueryExecutionId")]
    known = call.cloud.store(Athena).account(call.account).executions
    groups = {known[number].workgroup if number in known else "*" for number in numbers}
    return [arn("athena", f"workgroup/{name}", call) for name in sorted(groups)]


ACTIONS: Actions = {
    **same_name("athena", _workgroup, _ON_WORKGROUPS),
    **same_name("athena", _workgroups_of_executions, _ON_EXECUTIONS),
    **same_name("athena", own("athena", "datacatalog/{CatalogName}"), ("GetDatabase",)),
    **same_name("athena", own("athena", "datacatalog/{CatalogName}"), ("GetTableMetadata",)),
    **same_name("athena", own("athena", "datacatalog/{CatalogName}"), ("ListDatabases",)),
    **same_name("athena", own("athena", "datacatalog/{CatalogName}"), ("ListTableMetadata",)),
    **same_name("athena", named_by("ResourceARN"), _ON_TAGGED),
    "CreateWorkGroup": asks("athena:CreateWorkGroup", own("athena", "workgroup/{Name}")),
    "GetDataCatalog": asks("athena:GetDataCatalog", own("athena", "datacatalog/{Name}")),
    "ListDataCatalogs": asks("athena:ListDataCatalogs"),
    "ListWorkGroups": asks("athena:ListWorkGroups"),
}
