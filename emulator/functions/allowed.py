"""Lambda's operations that moto serves: the store of functions, layers and permissions."""

ALLOWED: dict[str, frozenset[str]] = {
    "lambda": frozenset(
        {
            *("DeleteFunctionConcurrency", "DeleteLayerVersion"),
            *("GetFunctionConcurrency", "GetLayerVersion", "GetPolicy", "ListFunctions"),
            *("ListLayerVersions", "ListTags", "PublishLayerVersion", "PutFunctionConcurrency"),
            *("RemovePermission", "TagResource", "UntagResource", "UpdateFunctionCode"),
        }
    )
}
