"""With whom something is shared: an account, a role or user of it, or a whole organisation."""

import re

_ORGANISATION = re.compile(r"arn:aws:organizations::\d{12}:(organization|ou)/o-[a-z0-9/-]+")
_ACCOUNT = re.compile(r"arn:aws:iam::(\d{12}):.+|(\d{12})(?::IAMPrincipals)?")


def account_of(principal: str) -> str | None:
    """The account of a principal; none for an organisation."""
    found = _ACCOUNT.fullmatch(principal)
    return (found[1] or found[2]) if found else None


def is_organisation(principal: str) -> bool:
    """Whether a principal is an organisation, or a unit of one."""
    return _ORGANISATION.fullmatch(principal) is not None
