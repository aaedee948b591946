"""Operations of other services that resource types are made through."""

ALLOWED: dict[str, frozenset[str]] = {
    "apigateway": frozenset(
        {
            *("CreateDeployment", "CreateResource", "CreateRestApi", "CreateStage"),
            *("DeleteDeployment", "DeleteMethod", "DeleteResource", "DeleteRestApi"),
            *("DeleteStage", "GetAccount", "GetDeployment", "GetIntegration", "GetMethod"),
            *("GetResources", "GetRestApi", "GetRestApis", "GetStage", "GetStages"),
            *("PutIntegration", "PutIntegrationResponse", "PutMethod", "PutMethodResponse"),
            *("UpdateAccount", "UpdateRestApi", "UpdateStage"),
        }
    ),
    "events": frozenset(
        {
            *("CreateEventBus", "DeleteEventBus", "DeleteRule", "DescribeEventBus"),
            *("DescribeRule", "ListRules", "ListTagsForResource", "ListTargetsByRule"),
            *("PutPermission", "PutRule", "PutTargets", "RemovePermission", "RemoveTargets"),
            *("TagResource", "UntagResource"),
        }
    ),
    "lambda": frozenset(
        {
            *("AddPermission", "CreateEventSourceMapping", "CreateFunction"),
            *("DeleteEventSourceMapping", "DeleteFunction", "DeleteFunctionConcurrency"),
            *("DeleteLayerVersion", "GetEventSourceMapping", "GetFunction"),
            *("GetFunctionConcurrency", "GetFunctionConfiguration", "GetLayerVersion"),
            *("GetPolicy", "ListEventSourceMappings", "ListFunctions", "ListTags"),
            *("PublishLayerVersion", "PutFunctionConcurrency", "RemovePermission"),
            *("TagResource", "UntagResource", "UpdateEventSourceMapping"),
            *("UpdateFunctionCode", "UpdateFunctionConfiguration"),
        }
    ),
}
