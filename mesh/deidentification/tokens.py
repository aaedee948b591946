"""Tokens: the same for the same value under one key, and no way back without the key."""

import base64
import hmac
from collections.abc import Callable
from typing import Any, Protocol

from mesh.contracts.model import TokenScope

_TEXT_BYTES = 20
# A token of a number stays positive, and far from where sums overflow.
_NUMBER_BYTES, _NUMBER_BITS = 8, 62


class TokenKeys(Protocol):
    """Where the keys of tokens come from. They are held in memory and written nowhere."""

    def key(self, scope: TokenScope, domain: str) -> bytes:
        """32 bytes: the domain's own, or those that the whole mesh shares; always the same."""


def tokeniser(key: bytes, *, of_numbers: bool) -> Callable[[Any], str | int]:
    """Make the function from a value to its token, by HMAC-SHA-256."""

    def digest(value: object) -> bytes:
        return hmac.digest(key, str(value).encode("utf-8", "surrogatepass"), "sha256")

    def text(value: object) -> str:
        return "tok_" + base64.b32encode(digest(value)[:_TEXT_BYTES]).decode().lower()

    def number(value: object) -> int:
        return int.from_bytes(digest(value)[:_NUMBER_BYTES], "big") >> (64 - _NUMBER_BITS)

    return number if of_numbers else text
