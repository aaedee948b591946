"""Answering CloudFormation: a custom resource's function says how it went, whatever happens."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.request import Request, urlopen

from botocore.exceptions import BotoCoreError, ClientError

from mesh.errors import MeshError

Event = Mapping[str, Any]
_LONGEST_REASON = 1000
_SECONDS = 20


@dataclass(frozen=True, kw_only=True)
class Made:
    """What CloudFormation is told after success.

    Attributes:
        id: physical id; another one than before means a replacement.
        attributes: for ``Fn::GetAtt``.
    """

    id: str
    attributes: Mapping[str, str] = field(default_factory=dict)


def respond(event: Event, make: Callable[[Event], Made]) -> None:
    """Do the work and tell CloudFormation how it went.

    A refusal is told as the reason of the failure. Everything else is told too, and raised: then
    the function's own log and alarm have it.
    """
    before = str(event.get("PhysicalResourceId") or event["LogicalResourceId"])
    try:
        made = make(event)
    except (MeshError, ClientError, BotoCoreError) as error:
        _answer(event, "FAILED", before, str(error), {})
    except BaseException as error:
        # The edge: silence would let the stack wait for an hour.
        _answer(event, "FAILED", before, f"{type(error).__name__}; see the function's log", {})
        raise
    else:
        _answer(event, "SUCCESS", made.id, "", made.attributes)


def _answer(
    event: Event, status: str, physical_id: str, reason: str, attributes: Mapping[str, str]
) -> None:
    body = json.dumps(
        {
            "Status": status,
            "Reason": reason[:_LONGEST_REASON],
            "PhysicalResourceId": physical_id,
            "StackId": event["StackId"],
            "RequestId": event["RequestId"],
            "LogicalResourceId": event["LogicalResourceId"],
            "Data": dict(attributes),
        }
    ).encode()
    # S3 signed the URL for no content type; urllib would add one of its own.
    request = Request(  # noqa: S310 - CloudFormation's own URL
        event["ResponseURL"], body, {"Content-Type": ""}, method="PUT"
    )
    with urlopen(request, timeout=_SECONDS):  # noqa: S310 - CloudFormation's own URL
        pass
