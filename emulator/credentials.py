"""Access keys: who holds which, and until when."""

import secrets
import string
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from emulator.accounts import is_account_id
from emulator.api import AwsError, Principal

_KEY_ALPHABET = string.ascii_uppercase + string.digits
# Expired sessions are forgotten after this time; until then they are answered ExpiredToken.
_REMEMBERED_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class Credentials:
    """What a client signs with.

    Attributes:
        expiration: seconds since 1970; None for an account's administrator.
    """

    access_key: str
    secret_key: str
    session_token: str | None = None
    expiration: float | None = None

    def to_environment(self) -> dict[str, str]:
        """Environment variables from which every AWS client reads these credentials."""
        token = {"AWS_SESSION_TOKEN": self.session_token} if self.session_token else {}
        return {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            **token,
        }


@dataclass(frozen=True, kw_only=True)
class Key:
    """Credentials with the principal that they stand for.

    Attributes:
        made: seconds since 1970.
    """

    credentials: Credentials
    principal: Principal
    made: float = field(default_factory=time.time)

    @property
    def expired(self) -> bool:
        """Whether the session is over."""
        expiration = self.credentials.expiration
        return expiration is not None and expiration <= time.time()


class KeyRing:
    """Every key that the embedded AWS gave out; safe for threads."""

    def __init__(self, find_elsewhere: Callable[[str], Key | None] = lambda _: None) -> None:
        """Make it.

        Args:
            find_elsewhere: knows keys that others give out, like those of users.
        """
        self._find_elsewhere = find_elsewhere
        self._lock = threading.Lock()
        self._keys: dict[str, Key] = {}

    def administrator(self, account: str) -> Credentials:
        """Key of an account's administrator, made on first use."""
        if not is_account_id(account):
            raise ValueError(f"an account id is 12 digits, got {account!r}")
        access_key = f"AKIAROOT{account}"
        principal = Principal(
            account=account, arn=f"arn:aws:iam::{account}:root", kind="root", access_key=access_key
        )
        with self._lock:
            if access_key not in self._keys:
                made = Credentials(access_key=access_key, secret_key=secrets.token_urlsafe(30))
                self._keys[access_key] = Key(credentials=made, principal=principal)
            return self._keys[access_key].credentials

    def session(
        self,
        role_arn: str,
        session_name: str,
        *,
        policies: tuple[str, ...] = (),
        seconds: float,
        tags: tuple[tuple[str, str], ...] = (),
        transitive: tuple[str, ...] = (),
    ) -> Credentials:
        """Key of a new session of a role."""
        access_key = "ASIA" + "".join(secrets.choice(_KEY_ALPHABET) for _ in range(16))
        credentials = Credentials(
            access_key=access_key,
            secret_key=secrets.token_urlsafe(30),
            session_token=secrets.token_urlsafe(96),
            expiration=time.time() + seconds,
        )
        account, role = role_arn.split(":")[4], role_arn.rsplit("/", 1)[-1]
        principal = Principal(
            account=account,
            arn=f"arn:aws:sts::{account}:assumed-role/{role}/{session_name}",
            kind="role",
            role_arn=role_arn,
            session_policies=policies,
            session_tags=tags,
            transitive=transitive,
            access_key=access_key,
            issued=datetime.now(UTC).isoformat(),
        )
        with self._lock:
            self._forget_old()
            self._keys[access_key] = Key(credentials=credentials, principal=principal)
        return credentials

    def find(self, access_key: str) -> Key:
        """Look a key up, expired or not.

        Raises:
            AwsError: InvalidClientTokenId, if nobody ever got this key.
        """
        with self._lock:
            key = self._keys.get(access_key)
        key = key or self._find_elsewhere(access_key)
        if key is None:
            message = "The security token included in the request is invalid."
            raise AwsError("InvalidClientTokenId", message, 403)
        return key

    def _forget_old(self) -> None:
        limit = time.time() - _REMEMBERED_SECONDS
        old = [name for name, key in self._keys.items() if _ended_before(key, limit)]
        for name in old:
            del self._keys[name]


def _ended_before(key: Key, limit: float) -> bool:
    expiration = key.credentials.expiration
    return expiration is not None and expiration < limit
