"""Athena's operations."""

from emulator.api import Handler
from emulator.athena import executions, metadata, prepared, results, workgroups

OPERATIONS: dict[str, Handler] = {
    "BatchGetQueryExecution": executions.batch_get,
    "CreatePreparedStatement": prepared.create,
    "CreateWorkGroup": workgroups.create,
    "DeletePreparedStatement": prepared.delete,
    "DeleteWorkGroup": workgroups.delete,
    "GetDataCatalog": metadata.get_catalogue,
    "GetDatabase": metadata.get_database,
    "GetPreparedStatement": prepared.get,
    "GetQueryExecution": executions.get,
    "GetQueryResults": results.get,
    "GetQueryRuntimeStatistics": executions.statistics,
    "GetTableMetadata": metadata.get_table,
    "GetWorkGroup": workgroups.get,
    "ListDataCatalogs": metadata.list_catalogues,
    "ListDatabases": metadata.list_databases,
    "ListPreparedStatements": prepared.listing,
    "ListQueryExecutions": executions.listing,
    "ListTableMetadata": metadata.list_tables,
    "ListTagsForResource": workgroups.tags,
    "ListWorkGroups": workgroups.listing,
    "StartQueryExecution": executions.start,
    "StopQueryExecution": executions.stop,
    "TagResource": workgroups.tag,
    "UntagResource": workgroups.untag,
    "UpdatePreparedStatement": prepared.update,
    "UpdateWorkGroup": workgroups.update,
}
