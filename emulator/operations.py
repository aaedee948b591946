"""Which operation of which service a request is, read from botocore's own models."""

from dataclasses import dataclass
from typing import Any

from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS, RequestParserError
from moto.core.request import Request, determine_request_protocol
from moto.core.routing import get_service_router
from moto.core.utils import get_service_model
from werkzeug.exceptions import NotFound

from emulator.api import AwsError

# The name in a signature's scope, where it is not botocore's name of the service.
_SIGNING_NAMES = {
    "monitoring": "cloudwatch",
    "tagging": "resourcegroupstaggingapi",
    "states": "stepfunctions",
    "eventbridge": "events",
}
_SERVICES = frozenset(
    {
        *("apigateway", "athena", "cloudformation", "cloudwatch", "dynamodb", "dynamodbstreams"),
        *(
            "ecr",
            "events",
            "glue",
            "iam",
            "kms",
            "lakeformation",
            "lambda",
            "logs",
            "organizations",
        ),
        *("ram", "s3", "s3control", "scheduler", "secretsmanager", "sns", "sqs", "ssm", "sts"),
        *("cloudtrail", "resourcegroupstaggingapi", "stepfunctions"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One operation as a request names it."""

    service: str
    protocol: str
    model: OperationModel
    labels: dict[str, Any]

    @property
    def name(self) -> str:
        """Botocore's name, like ``StartQueryExecution``."""
        return str(self.model.name)


def service_of(signing_name: str, request: Request) -> str:
    """Botocore's name of the service that a request was signed for.

    Raises:
        AwsError: NotImplemented, for a service that the embedded AWS does not know.
    """
    service = _SIGNING_NAMES.get(signing_name, signing_name)
    target = request.headers.get("X-Amz-Target", "")
    if service == "dynamodb" and target.startswith("DynamoDBStreams"):
        service = "dynamodbstreams"
    if service not in _SERVICES:
        message = f"service {signing_name!r} is not part of the embedded AWS"
        raise AwsError("NotImplemented", message, 501)
    return service


def identify(service: str, request: Request) -> Operation:
    """Find the operation of a request.

    Raises:
        AwsError: UnknownOperationException, if the service's model has no such operation.
    """
    try:
        protocol = protocol_of(service, request)
        model, labels = get_service_router(service).match(request)
    except (NotFound, NotImplementedError):
        what = request.headers.get("X-Amz-Target") or request.values.get("Action")
        what = what or f"{request.method} {request.path}"
        message = f"{service} has no operation for {what}"
        raise AwsError("UnknownOperationException", message, 404) from None
    return Operation(service=service, protocol=protocol, model=model, labels=labels)


def protocol_of(service: str, request: Request) -> str:
    """Protocol in which a request speaks, and so its answer; moto's name (``rest-json``)."""
    return determine_request_protocol(get_service_model(service), request.content_type)


def guess_protocol(request: Request) -> str:
    """Protocol of a service whose model is not known, by the look of the request."""
    kind = request.content_type or ""
    if "json" in kind:
        return "json" if "X-Amz-Target" in request.headers else "rest-json"
    return "query" if kind.startswith("application/x-www-form-urlencoded") else "rest-xml"


def parse(operation: Operation, request: Request) -> dict[str, Any]:
    """Parameters of a request, as a boto3 caller wrote them.

    Raises:
        AwsError: SerializationException, if the body does not parse.
    """
    parser = PROTOCOL_PARSERS[operation.protocol](operation.model)
    try:
        parsed: dict[str, Any] = parser.parse(
            {
                "method": request.method,
                "values": request.values,
                "headers": request.headers,
                "body": request.get_data(),
                "url_path": request.path,
                "url_params": operation.labels,
            }
        )
    except (RequestParserError, ValueError, TypeError, AttributeError, KeyError) as error:
        message = f"body of {operation.service}:{operation.name} does not parse: {error}"
        raise AwsError("SerializationException", message) from None
    return parsed
