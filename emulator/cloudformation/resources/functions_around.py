"""Lambda: layers, permissions and event source mappings."""

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Kind, Made, Order

_LAYER = ("CompatibleArchitectures", "CompatibleRuntimes", "Content", "Description", "LicenseInfo")
_PERMISSION = (
    *("Action", "EventSourceToken", "FunctionName", "FunctionUrlAuthType", "Principal"),
    *("PrincipalOrgID", "SourceAccount", "SourceArn"),
)
_MAPPING = (
    *("BatchSize", "BisectBatchOnFunctionError", "Enabled", "FilterCriteria", "FunctionName"),
    *("FunctionResponseTypes", "MaximumBatchingWindowInSeconds", "ScalingConfig"),
)


def _publish_layer(order: Order) -> Made:
    name = order.name("LayerName", longest=140)
    arn: str = order.client("lambda").publish_layer_version(
        LayerName=name, **order.picked(*_LAYER)
    )["LayerVersionArn"]
    return Made(physical_id=arn, attributes={"LayerVersionArn": arn})


def _delete_layer(order: Order) -> None:
    layer, _, version = order.physical_id.rpartition(":")
    name = layer.rsplit(":", 1)[-1]
    order.client("lambda").delete_layer_version(LayerName=name, VersionNumber=int(version))


def _permit(order: Order) -> Made:
    name = order.name("StatementId", longest=100)
    order.client("lambda").add_permission(StatementId=name, **order.picked(*_PERMISSION))
    return Made(physical_id=name, attributes={"Id": name})


def _forbid(order: Order) -> None:
    function = order.properties["FunctionName"]
    order.client("lambda").remove_permission(FunctionName=function, StatementId=order.physical_id)


def _map(order: Order) -> Made:
    answer = order.client("lambda").create_event_source_mapping(
        EventSourceArn=order.properties["EventSourceArn"], **order.picked(*_MAPPING)
    )
    return _mapping(order, answer["UUID"])


def _remap(order: Order) -> Made:
    wanted: dict[str, Json] = order.picked(*_MAPPING)
    order.client("lambda").update_event_source_mapping(UUID=order.physical_id, **wanted)
    return _mapping(order, order.physical_id)


def _mapping(order: Order, identifier: str) -> Made:
    arn = order.arn("lambda", f"event-source-mapping:{identifier}")
    return Made(physical_id=identifier, attributes={"Id": identifier, "EventSourceMappingArn": arn})


def _unmap(order: Order) -> None:
    order.client("lambda").delete_event_source_mapping(UUID=order.physical_id)


_GONE = frozenset({"ResourceNotFoundException"})
KINDS = {
    "AWS::Lambda::LayerVersion": Kind(
        create=_publish_layer,
        update=None,
        delete=_delete_layer,
        gone=_GONE,
        honours=frozenset({*_LAYER, "LayerName"}),
    ),
    "AWS::Lambda::Permission": Kind(
        create=_permit,
        update=None,
        delete=_forbid,
        gone=_GONE,
        honours=frozenset(_PERMISSION),
    ),
    "AWS::Lambda::EventSourceMapping": Kind(
        create=_map,
        update=_remap,
        delete=_unmap,
        gone=_GONE,
        honours=frozenset({*_MAPPING, "EventSourceArn"}),
    ),
}
