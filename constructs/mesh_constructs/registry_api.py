"""The door to the registry for every account of the organisation."""

import hashlib
import json

from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from mesh.naming import Names
from mesh.naming.names import API_PARAMETER, API_STAGE
from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.function import MeshFunction
from mesh_constructs.policy import allow, document, from_organisation, service, trust

_NAME = "mesh-registry"
_MONTHS_OF_LOGS = 365
_FIELDS = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "caller": "$context.identity.userArn",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "status": "$context.status",
}


class RegistryApi(Construct):
    """A REST API with IAM authorisation that only principals of the organisation may call.

    Its URL is the one name that cannot be computed: it is in the SSM parameter ``/mesh/api``.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        names: Names,
        function: MeshFunction,
        key_arn: str,
    ) -> None:
        super().__init__(scope, construct_id)
        self._names = names
        api = self._api()
        method = self._method(api, function)
        self._stage(api, method, key_arn)
        self._let_in(api, function)
        url = f"https://{api.ref}.execute-api.{names.region}.amazonaws.com/{API_STAGE}"
        ssm.CfnParameter(
            self,
            "Url",
            name=API_PARAMETER,
            type="String",
            value=url,
            description="Where the mesh's registry answers.",
        )
        acknowledge(
            self,
            "AwsSolutions-APIG2",
            "AwsSolutions-APIG3",
            "AwsSolutions-COG4",
            reason="Callers are roles of the organisation, proved by SigV4 (AWS_IAM) and bounded "
            "by the API's policy on aws:PrincipalOrgID: there is no anonymous traffic for "
            "a WAF and no user pool to ask. One proxied route hands every request to the "
            "function, which checks it whole.",
        )

    def _api(self) -> apigateway.CfnRestApi:
        everybody_of_ours = allow(
            "Organisation",
            ["execute-api:Invoke"],
            "execute-api:/*",
            to={"AWS": "*"},
            when=from_organisation(self._names.organisation),
        )
        return apigateway.CfnRestApi(
            self,
            "Api",
            name=_NAME,
            description="The mesh's registry: domains, products, files, requests, audit.",
            endpoint_configuration={"types": ["REGIONAL"]},
            policy=document(everybody_of_ours),
        )

    def _method(self, api: apigateway.CfnRestApi, function: MeshFunction) -> apigateway.CfnMethod:
        resource = apigateway.CfnResource(
            self,
            "Proxy",
            rest_api_id=api.ref,
            parent_id=api.attr_root_resource_id,
            path_part="{proxy+}",
        )
        region = self._names.region
        return apigateway.CfnMethod(
            self,
            "Any",
            rest_api_id=api.ref,
            resource_id=resource.ref,
            http_method="ANY",
            authorization_type="AWS_IAM",
            integration={
                "type": "AWS_PROXY",
                "integrationHttpMethod": "POST",
                "uri": f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/"
                f"{function.arn}/invocations",
            },
        )

    def _stage(
        self, api: apigateway.CfnRestApi, method: apigateway.CfnMethod, key_arn: str
    ) -> None:
        # A deployment is a snapshot: it is made anew when what it is a snapshot of changes.
        snapshot = json.dumps([self._names.organisation, "ANY", "{proxy+}", "AWS_IAM"])
        digest = hashlib.sha256(snapshot.encode()).hexdigest()[:8]
        deployment = apigateway.CfnDeployment(self, f"Deployment{digest}", rest_api_id=api.ref)
        deployment.add_resource_dependency(method)
        log = logs.CfnLogGroup(
            self,
            "AccessLog",
            log_group_name=f"/aws/apigateway/{_NAME}",
            retention_in_days=_MONTHS_OF_LOGS,
            kms_key_id=key_arn,
        )
        log.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        stage = apigateway.CfnStage(
            self,
            "Stage",
            rest_api_id=api.ref,
            deployment_id=deployment.ref,
            stage_name=API_STAGE,
            access_log_setting={"destinationArn": log.attr_arn, "format": json.dumps(_FIELDS)},
            method_settings=[
                {"httpMethod": "*", "resourcePath": "/*", "loggingLevel": "ERROR"},
            ],
        )
        stage.add_resource_dependency(self._logging_account())

    def _logging_account(self) -> apigateway.CfnAccount:
        """API Gateway writes its logs under one role per account and region."""
        names = self._names
        groups = f"arn:aws:logs:{names.region}:{names.governance_account}:log-group:*"
        writes = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
        reads = ["logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:FilterLogEvents"]
        role = iam.CfnRole(
            self,
            "LogRole",
            role_name="mesh-api-logs",
            description="Lets API Gateway write its logs.",
            assume_role_policy_document=trust(service("apigateway")),
            policies=[
                {
                    "policyName": "own",
                    "policyDocument": document(
                        allow("Log", [*writes, *reads, "logs:GetLogEvents"], groups)
                    ),
                }
            ],
        )
        acknowledge(
            role,
            groups,
            reason="API Gateway names its execution log groups by the API's id, which exists only "
            "after this role, and checks at once that the role may write to log groups of "
            "the account.",
        )
        return apigateway.CfnAccount(self, "Account", cloud_watch_role_arn=role.attr_arn)

    def _let_in(self, api: apigateway.CfnRestApi, function: MeshFunction) -> None:
        names = self._names
        lambda_.CfnPermission(
            self,
            "Invoke",
            action="lambda:InvokeFunction",
            function_name=function.function.ref,
            principal="apigateway.amazonaws.com",
            source_arn=f"arn:aws:execute-api:{names.region}:{names.governance_account}:{api.ref}/*",
        )
