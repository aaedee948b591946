"""A function of the mesh as every function is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.alerts import Alarm, Metric
from mesh_constructs.assets import ARCHITECTURE, RUNTIME, code_of, layer_of
from mesh_constructs.place import Place
from mesh_constructs.policy import Statement, allow, document, service, trust
from mesh_constructs.queue import DeadLetters

_MONTHS_OF_LOGS = 90


@dataclass(frozen=True, kw_only=True)
class FunctionProps:
    """What one function is.

    Attributes:
        name: like ``mesh-scanner``; also the name of its role and, without ``mesh-``, its handler.
        statements: what its role may do beyond writing its own log.
        key_arn: key that encrypts its log.
        topic_arn: where its alarm is told; without one, failures show in what called it.
        layer: dependency group, if it needs more than the runtime has.
        dead_letters: where events go that it failed on, if it is called without waiting.
        concurrency: how many may run at once; 1 serialises.
        environment: beyond what every function of the mesh learns.
    """

    place: Place
    name: str
    statements: Sequence[Statement]
    key_arn: str
    topic_arn: str | None = None
    layer: str | None = None
    memory_mb: int = 256
    timeout_seconds: int = 60
    dead_letters: DeadLetters | None = None
    concurrency: int | None = None
    storage_mb: int = 512
    environment: Mapping[str, str] = field(default_factory=dict)


class MeshFunction(Construct):
    """Runs on arm64 under a role of its own, with a log that is encrypted and ends."""

    def __init__(self, scope: Construct, construct_id: str, props: FunctionProps) -> None:
        super().__init__(scope, construct_id)
        self.name = props.name
        self.arn = props.place.names.function_arn(props.place.account, props.name)
        log = self._log(props)
        self.role = self._role(props)
        self.function = self._function(props, log)
        if props.topic_arn:
            self._alarm(props.topic_arn)

    def _log(self, props: FunctionProps) -> logs.CfnLogGroup:
        log = logs.CfnLogGroup(
            self,
            "Log",
            log_group_name=f"/aws/lambda/{props.name}",
            retention_in_days=_MONTHS_OF_LOGS,
            kms_key_id=props.key_arn,
        )
        log.apply_removal_policy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
        return log

    def _role(self, props: FunctionProps) -> iam.CfnRole:
        place = props.place
        base = f"arn:aws:logs:{place.names.region}:{place.account}:log-group"
        streams = f"{base}:/aws/lambda/{props.name}:log-stream:*"
        statements = [allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], streams)]
        if props.dead_letters:
            statements.append(allow("KeepFailed", ["sqs:SendMessage"], props.dead_letters.arn))
        policy = document(*statements, *props.statements)
        role = iam.CfnRole(
            self,
            "Role",
            role_name=props.name,
            description=f"What the function {props.name} may do.",
            assume_role_policy_document=trust(service("lambda")),
            policies=[{"policyName": "own", "policyDocument": policy}],
        )
        acknowledge(
            role,
            streams,
            reason="Lambda names the log streams itself, one per worker; the log group is only "
            "this function's own.",
        )
        return role

    def _function(self, props: FunctionProps, log: logs.CfnLogGroup) -> lambda_.CfnFunction:
        stack = Stack.of(self)
        code = code_of(stack)
        dead = props.dead_letters
        module = props.name.removeprefix("mesh-")
        return lambda_.CfnFunction(
            self,
            "Function",
            function_name=props.name,
            handler=f"lambdas.{module}.handler.handle",
            runtime=RUNTIME,
            architectures=[ARCHITECTURE],
            code={"s3Bucket": code.s3_bucket_name, "s3Key": code.s3_object_key},
            layers=[layer_of(stack, props.layer)] if props.layer else None,
            role=self.role.attr_arn,
            memory_size=props.memory_mb,
            timeout=props.timeout_seconds,
            ephemeral_storage={"size": props.storage_mb} if props.storage_mb > 512 else None,  # noqa: PLR2004 - what AWS gives unasked
            environment={"variables": {**props.place.environment(), **props.environment}},
            dead_letter_config={"targetArn": dead.queue.attr_arn} if dead else None,
            reserved_concurrent_executions=props.concurrency,
            logging_config={"logFormat": "JSON", "logGroup": log.ref},
        )

    def _alarm(self, topic_arn: str) -> None:
        Alarm(
            self,
            "Fails",
            topic_arn=topic_arn,
            metric=Metric(
                namespace="AWS/Lambda",
                name="Errors",
                dimensions={"FunctionName": self.name},
                statistic="Sum",
            ),
            says=f"{self.name} raised an error: its log /aws/lambda/{self.name} says which.",
        )
