"""Requests and responses as records write them: by the service's model, and without secrets.

Sources: CloudTrail user guide, "CloudTrail record contents"
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html);
Athena user guide, "Logging Amazon Athena API calls with AWS CloudTrail"
(https://docs.aws.amazon.com/athena/latest/ug/monitor-with-cloudtrail.html).
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeAlias

from moto.core.utils import get_service_model

Shape: TypeAlias = Any
"""One of botocore's shapes, which are not typed."""
Json: TypeAlias = Any

OMITTED = "***OMITTED***"
HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS"
# Queries hold what people search for: Athena writes none of them down.
_OMITTED = frozenset({"QueryString", "QueryStatement", "ExecutionParameters"})


def request_of(service: str, operation: str, parameters: Mapping[str, Any]) -> Json:
    """``requestParameters`` of a call; None if it has none."""
    model = get_service_model(service).operation_model(operation)
    return _written(parameters, model.input_shape) or None


def response_of(service: str, operation: str, output: Mapping[str, Any] | None) -> Json:
    """``responseElements`` of a call that changed something; None if it answers nothing."""
    model = get_service_model(service).operation_model(operation)
    return (_written(output, model.output_shape) if model.output_shape else None) or None


def _written(value: Json, shape: Shape) -> Json:
    kind = shape.type_name
    if shape.metadata.get("sensitive"):
        return HIDDEN
    if kind == "structure":
        return _structure(value or {}, shape)
    if kind == "list":
        return [_written(one, shape.member) for one in value]
    if kind == "map":
        # The keys of a map are somebody's own words.
        return {str(key): _written(one, shape.value) for key, one in value.items()}
    if kind == "timestamp":
        return _moment(value)
    return HIDDEN if kind == "blob" else value


def _structure(value: Mapping[str, Any], shape: Shape) -> dict[str, Json]:
    written = {}
    for name, member in shape.members.items():
        if value.get(name) is None:
            continue
        omitted = name in _OMITTED
        written[name[:1].lower() + name[1:]] = OMITTED if omitted else _written(value[name], member)
    return written


def _moment(value: Json) -> str:
    if not isinstance(value, datetime):
        return str(value)
    moment = value.astimezone(UTC)
    return f"{moment:%b} {moment.day}, {moment:%Y} {moment.hour % 12 or 12}:{moment:%M:%S %p}"
