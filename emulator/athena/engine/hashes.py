"""xxHash64 as Athena's ``xxhash64`` computes it: big-endian bytes, seed 0.

Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
"""

import struct

_MASK = (1 << 64) - 1
_STRIPE = 32
_P1, _P2, _P3 = 0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9
_P4, _P5 = 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5


def _turn(value: int, bits: int) -> int:
    return ((value << bits) | (value >> (64 - bits))) & _MASK


def _round(lane: int, block: int) -> int:
    return _turn((lane + block * _P2) & _MASK, 31) * _P1 & _MASK


def xxhash64(content: bytes) -> bytes:
    """Hash bytes."""
    at, size = 0, len(content)
    if size >= _STRIPE:
        lanes = [(_P1 + _P2) & _MASK, _P2, 0, -_P1 & _MASK]
        while at + _STRIPE <= size:
            blocks = struct.unpack_from("<4Q", content, at)
            lanes = [_round(lane, block) for lane, block in zip(lanes, blocks, strict=True)]
            at += _STRIPE
        turned = zip(lanes, (1, 7, 12, 18), strict=True)
        value = sum(_turn(lane, bits) for lane, bits in turned) & _MASK
        for lane in lanes:
            value = ((value ^ _round(0, lane)) * _P1 + _P4) & _MASK
    else:
        value = _P5
    return _finish((value + size) & _MASK, content[at:]).to_bytes(8, "big")


def _finish(value: int, rest: bytes) -> int:
    at = 0
    while at + 8 <= len(rest):
        (block,) = struct.unpack_from("<Q", rest, at)
        value = (_turn(value ^ _round(0, block), 27) * _P1 + _P4) & _MASK
        at += 8
    if at + 4 <= len(rest):
        (half,) = struct.unpack_from("<I", rest, at)
        value = (_turn(value ^ (half * _P1 & _MASK), 23) * _P2 + _P3) & _MASK
        at += 4
    for byte in rest[at:]:
        value = _turn(value ^ (byte * _P5 & _MASK), 11) * _P1 & _MASK
    value = (value ^ (value >> 33)) * _P2 & _MASK
    value = (value ^ (value >> 29)) * _P3 & _MASK
    return value ^ (value >> 32)
