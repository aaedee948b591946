"""What a target gets of an event: all of it, a part, a constant, or a text made from parts.

Source: EventBridge user guide "Amazon EventBridge input transformation".
"""

import json
import re
from collections.abc import Mapping
from typing import Any

Event = Mapping[str, Any]

_STEP = re.compile(r"\.([A-Za-z0-9_-]+)|\[(\d+)\]|\['([^']+)'\]")
_HOLE = re.compile(r'"<([A-Za-z0-9_.-]+)>"|<([A-Za-z0-9_.-]+)>')
_ABSENT = object()


def input_for(target: Mapping[str, Any], event: Event, rule_arn: str) -> str:
    """Text that a target gets."""
    if "Input" in target:
        return str(target["Input"])
    if "InputPath" in target:
        return json.dumps(_shown(at_path(event, target["InputPath"])))
    transformer = target.get("InputTransformer")
    if transformer:
        paths = transformer.get("InputPathsMap", {})
        values = {name: at_path(event, path) for name, path in paths.items()}
        values |= {
            "aws.events.rule-arn": rule_arn,
            "aws.events.rule-name": rule_arn.rsplit("/", 1)[-1],
            "aws.events.event.ingestion-time": event["time"],
            "aws.events.event": {k: v for k, v in event.items() if k != "detail"},
            "aws.events.event.json": dict(event),
        }
        return fill(transformer["InputTemplate"], values)
    return json.dumps(event)


def at_path(event: Event, path: str) -> Any:  # noqa: ANN401 - whatever is there
    """Value at a JSON path like ``$.detail.object.key``; absent if there is none."""
    value: Any = event
    for name, position, quoted in _STEP.findall(path.removeprefix("$")):
        try:
            value = value[int(position)] if position else value[name or quoted]
        except (KeyError, IndexError, TypeError):
            return _ABSENT
    return value


def fill(template: str, values: Mapping[str, Any]) -> str:
    """Put values into a template: text plain within quotes, everything else as JSON."""

    def put(found: re.Match[str]) -> str:
        name = found[1] or found[2]
        if name not in values:
            return found[0]
        value = _shown(values[name])
        if found[1]:
            text = value if isinstance(value, str) else json.dumps(value)
            return json.dumps(text)
        if isinstance(value, str) and _within_quotes(template, found.start()):
            return json.dumps(value)[1:-1]
        # AWS quotes a text that stands alone in a JSON template.
        alone = template.lstrip()[:1] in "{["
        return json.dumps(value) if alone or not isinstance(value, str) else value

    return _HOLE.sub(put, template)


def _within_quotes(template: str, position: int) -> bool:
    return template[:position].replace('\\"', "").count('"') % 2 == 1


def _shown(value: Any) -> Any:  # noqa: ANN401 - whatever was there
    return "" if value is _ABSENT else value
