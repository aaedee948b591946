"""Which grants count for a subject: its own, and what its account was given and passed on to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from emulator.lakeformation.engine.grants import Grant
from emulator.lakeformation.engine.hybrid import left_to_iam, opted_in
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, Lake, Subject
from emulator.lakeformation.engine.resources import Resource
from emulator.lakeformation.engine.sharing import groups_of, usable


@dataclass(frozen=True)
class Holdings:
    """The grants that count for one subject and can concern one resource.

    Attributes:
        direct: made by the lake's own account to the subject itself; they add up.
        shared: made by the lake's own account to the subject's account or its organisation.
        passed_on: made by the subject's own account out of ``shared``; never more than that.
        sees_shared: whether the subject sees all of ``shared``, without using any of it.
    """

    direct: tuple[Grant, ...]
    shared: tuple[Grant, ...] = ()
    passed_on: tuple[Grant, ...] = ()
    sees_shared: bool = False


def holdings(lake: Lake, subject: Subject, resource: Resource) -> Holdings:
    """Collect the grants that count for a subject, in whatever account it lives.

    Where IAM decides nothing else counts, except for who opted in. It lets other accounts in only
    by the catalogue's policy.
    """
    names = (subject.arn, f"{subject.account}:IAMPrincipals")
    opted = opted_in(lake, subject, resource)
    if subject.account == lake.catalog:
        everyone = () if opted else (EVERYONE_BY_IAM,)
        return Holdings(_made_by(lake.catalog, _about(lake, (*names, *everyone), resource)))
    if not opted and left_to_iam(lake, resource):
        by_iam = _about(lake, (EVERYONE_BY_IAM,), resource) if subject.let_in_by_iam else ()
        return Holdings(_made_by(lake.catalog, by_iam))
    mine = _about(lake, names, resource)
    accounts = (subject.account, *groups_of(lake, subject.account))
    return Holdings(
        direct=usable(lake, _made_by(lake.catalog, mine)),
        shared=usable(lake, _made_by(lake.catalog, _about(lake, accounts, resource))),
        passed_on=_made_by(subject.account, mine),
        sees_shared=subject.administers_home,
    )


def _about(lake: Lake, principals: Iterable[str], resource: Resource) -> list[Grant]:
    return [grant for principal in principals for grant in lake.grants_about(principal, resource)]


def _made_by(account: str, grants: Iterable[Grant]) -> tuple[Grant, ...]:
    return tuple(grant for grant in grants if grant.grantor_account == account)
