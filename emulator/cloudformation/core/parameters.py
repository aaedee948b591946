"""Parameters of a template: what was given, what it stands for, and what an update keeps."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.template import Json

_STORED = re.compile(r"AWS::SSM::Parameter::Value<(.+)>")
_LIST = re.compile(r"CommaDelimitedList|List<.+>")


@dataclass(frozen=True, kw_only=True)
class Value:
    """One parameter's value.

    Attributes:
        given: what the caller wrote; for an SSM type the parameter's name in the store.
        resolved: what ``Ref`` gives: a text or a list.
        stored: whether the value comes from the SSM store.
        hidden: NoEcho; never shown.
    """

    given: str
    resolved: Json
    stored: bool = False
    hidden: bool = False


def read_values(
    declared: Mapping[str, Mapping[str, Json]],
    given: Iterable[Mapping[str, Json]],
    previous: Mapping[str, Value],
    read_store: Callable[[str], str],
) -> dict[str, Value]:
    """Value of every declared parameter; those of an SSM type are read anew each time.

    Raises:
        TemplateError: if one is unknown, missing or not allowed.
    """
    chosen = {name: _given(entry, previous) for entry in given for name in [entry["ParameterKey"]]}
    unknown = sorted(set(chosen) - set(declared))
    if unknown:
        message = f"Parameters: [{', '.join(unknown)}] do not exist in the template"
        raise TemplateError(message)
    defaults = {
        name: str(_plain(entry["Default"]))
        for name, entry in declared.items()
        if "Default" in entry
    }
    missing = sorted(set(declared) - set(chosen) - set(defaults))
    if missing:
        raise TemplateError(f"Parameters: [{', '.join(missing)}] must have values")
    together = {**defaults, **chosen}
    return {
        name: _value(name, entry, together[name], read_store) for name, entry in declared.items()
    }


def _given(entry: Mapping[str, Json], previous: Mapping[str, Value]) -> str:
    name = entry["ParameterKey"]
    if not entry.get("UsePreviousValue"):
        return str(entry.get("ParameterValue", ""))
    if name not in previous:
        message = (
            f"Invalid input for parameter key {name}. Cannot specify usePreviousValue as true "
            "for a parameter key not in the previous template"
        )
        raise TemplateError(message)
    return previous[name].given


def _plain(value: Json) -> Json:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list) else value


def _value(
    name: str, entry: Mapping[str, Json], given: str, read_store: Callable[[str], str]
) -> Value:
    kind = str(entry.get("Type", "String"))
    stored = _STORED.fullmatch(kind)
    text = read_store(given) if stored else given
    kind = stored[1] if stored else kind
    parts = [part.strip() for part in text.split(",")] if _LIST.fullmatch(kind) else None
    if not stored:
        for part in parts or [text]:
            _check(name, entry, part, kind)
    hidden = str(entry.get("NoEcho", "false")).lower() == "true"
    resolved = text if parts is None else parts
    return Value(given=given, resolved=resolved, stored=bool(stored), hidden=hidden)


def _check(name: str, entry: Mapping[str, Json], text: str, kind: str) -> None:
    advice = entry.get("ConstraintDescription")
    for met, message in _constraints(name, entry, text, kind):
        if not met:
            raise TemplateError(
                f"Parameter {name} failed to satisfy constraint: {advice or message}"
            )


def _constraints(
    name: str, entry: Mapping[str, Json], text: str, kind: str
) -> Iterable[tuple[bool, str]]:
    numeric = kind in {"Number", "List<Number>"}
    if numeric:
        yield _is_number(text), f"{name} must be a number"
        yield float(text) >= float(entry.get("MinValue", text)), f"at least {entry.get('MinValue')}"
        yield float(text) <= float(entry.get("MaxValue", text)), f"at most {entry.get('MaxValue')}"
    if "AllowedValues" in entry:
        allowed = [str(_plain(value)) for value in entry["AllowedValues"]]
        yield text in allowed, f"Member must satisfy enum value set: [{', '.join(allowed)}]"
    if "AllowedPattern" in entry:
        pattern = entry["AllowedPattern"]
        yield bool(re.fullmatch(pattern, text)), f"must match pattern {pattern}"
    yield len(text) >= int(entry.get("MinLength", 0)), f"length at least {entry.get('MinLength')}"
    yield (
        len(text) <= int(entry.get("MaxLength", 4096)),
        f"length at most {entry.get('MaxLength', 4096)}",
    )


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(\.\d+)?", text) is not None
