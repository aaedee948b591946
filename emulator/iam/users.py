"""Users of IAM: their keys, their policies and those of their groups, in moto's store."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from moto.iam.models import iam_backends

from emulator.api import AwsError, Call, Principal
from emulator.credentials import Credentials, Key

User: TypeAlias = Any
"""moto's own User."""


def find_key(access_key: str) -> Key | None:
    """The active key of a user of whichever account; None if there is none."""
    for account in list(iam_backends):
        backend = iam_backends[account]["aws"]
        kept = backend.access_keys.get(access_key)
        user = backend.users.get(str(kept.user_name)) if kept else None
        if kept is None or user is None or kept.status != "Active":
            continue
        made = Credentials(access_key=access_key, secret_key=kept.secret_access_key)
        principal = Principal(account=account, arn=user.arn, kind="user", access_key=access_key)
        return Key(credentials=made, principal=principal, made=kept.create_date.timestamp())
    return None


def user_of(principal: Principal) -> User:
    """Moto's user behind a key.

    Raises:
        AwsError: InvalidClientTokenId, if the user is gone.
    """
    user = user_named(principal.account, principal.user_name or "")
    if user is None:
        message = "The security token included in the request is invalid."
        raise AwsError("InvalidClientTokenId", message, 403)
    return user


def user_named(account: str, name: str) -> User | None:
    """Moto's user of an account by its name."""
    return iam_backends[account]["aws"].users.get(name)


def user_with(arn: str) -> User | None:
    """Moto's user by ARN, path included."""
    user = user_named(arn.split(":")[4], arn.rsplit("/", 1)[-1])
    return user if user is not None and user.arn == arn else None


def holders(principal: Principal) -> Iterator[Any]:
    """Who holds policies for a user: itself and its groups."""
    user = user_of(principal)
    yield user
    for group in list(iam_backends[principal.account]["aws"].groups.values()):
        if user in group.users:
            yield group


def tags_of(user: User) -> Mapping[str, str]:
    """Tags of a user."""
    found: dict[str, str] = iam_backends[user.account_id]["aws"].tagger.get_tag_dict_for_resource(
        user.arn
    )
    return found


def named_in(call: Call) -> str:
    """ARN of the user that a call names, or of the calling one."""
    name = call.parameters.get("UserName") or call.principal.user_name or "*"
    known = user_named(call.account, str(name))
    path = call.parameters.get("Path") or "/"
    return str(known.arn) if known else f"arn:aws:iam::{call.account}:user{path}{name}"


def group_in(call: Call) -> str:
    """ARN of the group that a call names."""
    name = str(call.parameters["GroupName"])
    known = iam_backends[call.account]["aws"].groups.get(name)
    path = call.parameters.get("Path") or "/"
    return str(known.arn) if known else f"arn:aws:iam::{call.account}:group{path}{name}"
