"""Keys of tokens without KMS."""

from mesh.contracts.model import TokenScope


class FakeTokenKeys:
    """The name of a key, as the key."""

    def key(self, scope: TokenScope, domain: str) -> bytes:
        """Always the same for one scope and domain."""
        return f"{scope}/{domain if scope == 'domain' else ''}".encode().ljust(32, b".")
