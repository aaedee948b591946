"""Address of a wallet: Bitcoin, Ethereum."""

import hashlib
import re

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate

_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


def is_wallet(text: str) -> bool:
    """Whether the check sum of Base58Check or Bech32 is right; Ethereum has none here."""
    if text.startswith("0x"):
        return len(set(text[2:].lower())) > 4  # noqa: PLR2004 - no padding
    return _bech32(text) if text.startswith("bc1") else _base58(text)


def _base58(text: str) -> bool:
    total = 0
    for sign in text:
        total = total * 58 + _ALPHABET.index(sign)
    raw = total.to_bytes(26, "big")[-25:]
    twice = hashlib.sha256(hashlib.sha256(raw[:-4]).digest()).digest()
    return total < 256**25 and twice[:4] == raw[-4:]


def _bech32(text: str) -> bool:
    values = [3, 3, 0, 2, 3, *("qpzry9x8gf2tvdw0s3jn54khce6mua7l".find(sign) for sign in text[3:])]
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, part in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= part if top >> place & 1 else 0
    return check in (1, 0x2BC830A3)


_WALLET = "[13][1-9A-HJ-NP-Za-km-z]{25,34}|bc1[02-9ac-hj-np-z]{23,87}|0x[0-9A-Fa-f]{40}"
DETECTOR = PatternDetector(
    entity="CRYPTO_WALLET",
    source="https://github.com/bitcoin/bips/blob/master/bip-0173.mediawiki",
    validator="Base58Check, Bech32, Bech32m",
    gate=Gate(bytes=26),
    run=26,
    sieve=rf"(?:^|\W)(?:{_WALLET})(?:$|\W)",
    pattern=re.compile(rf"(?<!\w)(?:{_WALLET})(?!\w)"),
    confirms=is_wallet,
    validated=True,
    confidence=0.95,
    header=("wallet", "bitcoin", "ethereum"),
)
