"""Settings of functions that moto drops: where they log, and where failed events go."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from emulator.cloud import Cloud

KEPT = ("LoggingConfig", "DeadLetterConfig")


class FunctionSettings:
    """Remembers them by function ARN."""

    def __init__(self, _cloud: "Cloud") -> None:
        self._settings: dict[str, dict[str, Any]] = {}

    def of(self, arn: str) -> Mapping[str, Any]:
        """Settings of a function; empty if none were given."""
        return self._settings.get(arn, {})

    def keep(self, arn: str, parameters: Mapping[str, Any]) -> None:
        """Remember what a create or update says; what it leaves out stays."""
        given = {name: parameters[name] for name in KEPT if name in parameters}
        self._settings.setdefault(arn, {}).update(given)

    def forget(self, arn: str) -> None:
        """Drop them with the function."""
        self._settings.pop(arn, None)
