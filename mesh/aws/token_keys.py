"""Keys of tokens, made by a key that never leaves KMS."""

from typing import TYPE_CHECKING, Self

import boto3

from mesh.contracts.model import TokenScope
from mesh.naming import Names

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient


class KmsTokenKeys:
    """``TokenKeys``: HMACs of what they are for, by governance's HMAC key.

    The same name gives the same key for as long as the KMS key lives, so nothing has to be stored:
    each is asked for once and kept in the function's memory alone.
    """

    def __init__(self, client: "KMSClient", alias: str) -> None:
        self._client = client
        self._alias = alias
        self._known: dict[str, bytes] = {}

    @classmethod
    def connect(cls, names: Names) -> Self:
        """Use the function's own role and region."""
        return cls(boto3.client("kms"), names.token_key_alias)

    def key(self, scope: TokenScope, domain: str) -> bytes:
        """32 bytes for a domain, or for the whole mesh."""
        name = f"mesh/tokens/{scope}/{domain if scope == 'domain' else ''}"
        if name not in self._known:
            made = self._client.generate_mac(
                KeyId=self._alias, MacAlgorithm="HMAC_SHA_256", Message=name.encode()
            )
            self._known[name] = made["Mac"]
        return self._known[name]
