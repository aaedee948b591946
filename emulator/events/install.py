"""Sets EventBridge and SNS up."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from emulator.api import AwsError, Call
from emulator.events import api
from emulator.events.cron import Cron, ScheduleError, rate_seconds
from emulator.events.patterns import check_pattern
from emulator.events.queue import Deliveries
from emulator.events.schedules import Clock
from emulator.events.topics import publish_call
from emulator.iam import borders

if TYPE_CHECKING:
    from emulator.cloud import Cloud


def install(cloud: "Cloud") -> None:
    """Serve events, schedules and topics."""
    cloud.store(Deliveries)
    clock = Clock(cloud)
    cloud.operations["events"] = {**api.operations(), "PutRule": put_rule}
    cloud.operations.setdefault("sns", {})["Publish"] = publish_call
    cloud.routes["/_emulator/schedules/fire"] = clock.fire_now
    cloud.background("schedules", clock.run)


def put_rule(call: Call) -> Mapping[str, Any]:
    """Serve PutRule: moto keeps it, once its schedule is known to be one.

    Raises:
        AwsError: ValidationException.
    """
    expression = call.parameters.get("ScheduleExpression")
    try:
        if expression and expression.startswith("rate("):
            rate_seconds(expression)
        elif expression:
            Cron(expression)
    except ScheduleError as error:
        message = f"Parameter ScheduleExpression is not valid: {error}"
        raise AwsError("ValidationException", message) from None
    check_pattern(call.parameters.get("EventPattern"))
    owner = borders.owner_of(call)
    return call.cloud.moto("events", "PutRule", call.parameters, account=owner, region=call.region)
