"""Lake Formation's settings of an account: what the mesh needs of them, beside what others set."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Settings = Mapping[str, Any]
"""The ``DataLakeSettings`` of Lake Formation's API."""

EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
"""The group of all whom IAM lets in: what it holds, Lake Formation does not guard."""

ADMINISTRATORS = {"DataLakeAdmins": "administrator", "ReadOnlyAdmins": "read-only administrator"}
_DEFAULTS = {
    "CreateDatabaseDefaultPermissions": "every new database",
    "CreateTableDefaultPermissions": "every new table",
}


@dataclass(frozen=True, kw_only=True)
class WantedSettings:
    """What the mesh needs in an account's settings, beside what is there."""

    admins: Sequence[str]
    read_only_admins: Sequence[str]
    parameters: Mapping[str, str]

    def administrators(self) -> Mapping[str, Sequence[str]]:
        """ARNs by the setting that lists them."""
        return dict(zip(ADMINISTRATORS, (self.admins, self.read_only_admins), strict=True))


def named(settings: Settings, setting: str) -> tuple[str, ...]:
    """ARNs of one kind of administrators."""
    return tuple(each["DataLakePrincipalIdentifier"] for each in settings.get(setting, ()))


def merge(found: Settings, wanted: WantedSettings, gone: Collection[str]) -> dict[str, Any]:
    """The settings with what the mesh needs in them.

    Args:
        gone: administrators that IAM does not know any more: a put that names one is refused.
    """
    lists = {
        setting: [
            {"DataLakePrincipalIdentifier": arn}
            for arn in dict.fromkeys([*named(found, setting), *arns])
            if arn in arns or arn not in gone
        ]
        for setting, arns in wanted.administrators().items()
    }
    parameters = {**found.get("Parameters", {}), **wanted.parameters}
    return {**found, **lists, **{name: [] for name in _DEFAULTS}, "Parameters": parameters}


def differences(found: Settings, right: Settings) -> tuple[str, ...]:
    """What is not as it should be, one text each; none means that there is nothing to put."""
    return (
        *_administrators(found, right),
        *_defaults(found),
        *_parameters(found.get("Parameters", {}), right["Parameters"]),
    )


def _administrators(found: Settings, right: Settings) -> Iterator[str]:
    for setting, word in ADMINISTRATORS.items():
        before, after = named(found, setting), named(right, setting)
        for arn in sorted({*after} - {*before}):
            yield f"{arn} was no {word}"
        for arn in sorted({*before} - {*after}):
            yield f"{word} {arn} does not exist any more"


def _defaults(found: Settings) -> Iterator[str]:
    for setting, what in _DEFAULTS.items():
        for entry in found.get(setting, ()):
            who = entry.get("Principal", {}).get("DataLakePrincipalIdentifier", "nobody")
            permissions = ", ".join(entry.get("Permissions", ()))
            yield f"{who} was given {permissions or 'nothing'} on {what}"


def _parameters(found: Mapping[str, str], right: Mapping[str, str]) -> Iterator[str]:
    for name, value in sorted(right.items()):
        if found.get(name) != value:
            yield f"{name} was {found.get(name, 'not set')}, not {value}"
