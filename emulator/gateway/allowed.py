"""API Gateway's operations that moto serves: the store of APIs."""

ALLOWED: dict[str, frozenset[str]] = {
    "apigateway": frozenset(
        {
            *("CreateDeployment", "CreateResource", "CreateRestApi", "CreateStage"),
            *("DeleteDeployment", "DeleteIntegration", "DeleteMethod", "DeleteResource"),
            *("DeleteRestApi", "DeleteStage", "GetAccount", "GetDeployment", "GetDeployments"),
            *("GetIntegration", "GetMethod", "GetResource", "GetResources", "GetRestApi"),
            *("GetRestApis", "GetStage", "GetStages", "PutIntegration", "PutMethod"),
            *("UpdateRestApi", "UpdateStage"),
        }
    )
}
