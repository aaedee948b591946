"""Framing on the socket between the service and a worker: a length, then the bytes."""

import socket
import struct

_HEAD = struct.Struct("!Q")


def send(connection: socket.socket, content: bytes) -> None:
    """Send one message."""
    connection.sendall(_HEAD.pack(len(content)) + content)


def receive(connection: socket.socket) -> bytes | None:
    """Receive one message; None if the other side is gone."""
    head = _exactly(connection, _HEAD.size)
    return _exactly(connection, _HEAD.unpack(head)[0]) if head else None


def _exactly(connection: socket.socket, size: int) -> bytes | None:
    parts, left = [], size
    while left:
        part = connection.recv(min(left, 1 << 20))
        if not part:
            return None
        parts.append(part)
        left -= len(part)
    return b"".join(parts)
