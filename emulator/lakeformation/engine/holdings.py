"""Which grants count for a subject: its own, and what its account was given and passed on to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, Grant, Lake, Subject


@dataclass(frozen=True)
class Holdings:
    """The grants that count for one subject in one lake.

    Attributes:
        direct: made by the lake's own account to the subject itself; they add up.
        shared: made by the lake's own account to the subject's account.
        passed_on: made by the subject's own account out of ``shared``; never more than that.
    """

    direct: tuple[Grant, ...]
    shared: tuple[Grant, ...] = ()
    passed_on: tuple[Grant, ...] = ()


def holdings(lake: Lake, subject: Subject) -> Holdings:
    """Collect the grants that count for a subject, in whatever account it lives."""
    names = (subject.arn, f"{subject.account}:IAMPrincipals")
    if subject.account == lake.catalog:
        return Holdings(_from(lake, (*names, EVERYONE_BY_IAM), lake.catalog))
    return Holdings(
        direct=_from(lake, names, lake.catalog),
        shared=_from(lake, (subject.account,), lake.catalog),
        passed_on=_from(lake, names, subject.account),
    )


def _from(lake: Lake, principals: Iterable[str], grantor_account: str) -> tuple[Grant, ...]:
    return tuple(
        grant
        for principal in principals
        for grant in lake.grants_of(principal)
        if grant.grantor_account == grantor_account
    )
