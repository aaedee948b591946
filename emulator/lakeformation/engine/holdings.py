"""Which grants count for a subject: its own, and what its account was given and passed on to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, Grant, Lake, Subject
from emulator.lakeformation.engine.resources import Resource


@dataclass(frozen=True)
class Holdings:
    """The grants that count for one subject and can concern one resource.

    Attributes:
        direct: made by the lake's own account to the subject itself; they add up.
        shared: made by the lake's own account to the subject's account.
        passed_on: made by the subject's own account out of ``shared``; never more than that.
    """

    direct: tuple[Grant, ...]
    shared: tuple[Grant, ...] = ()
    passed_on: tuple[Grant, ...] = ()


def holdings(lake: Lake, subject: Subject, resource: Resource) -> Holdings:
    """Collect the grants that count for a subject, in whatever account it lives."""
    names = (subject.arn, f"{subject.account}:IAMPrincipals")
    if subject.account == lake.catalog:
        mine = _about(lake, (*names, EVERYONE_BY_IAM), resource)
        return Holdings(_made_by(lake.catalog, mine))
    mine = _about(lake, names, resource)
    return Holdings(
        direct=_made_by(lake.catalog, mine),
        shared=_made_by(lake.catalog, _about(lake, (subject.account,), resource)),
        passed_on=_made_by(subject.account, mine),
    )


def _about(lake: Lake, principals: Iterable[str], resource: Resource) -> list[Grant]:
    return [grant for principal in principals for grant in lake.grants_about(principal, resource)]


def _made_by(account: str, grants: Iterable[Grant]) -> tuple[Grant, ...]:
    return tuple(grant for grant in grants if grant.grantor_account == account)
