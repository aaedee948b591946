"""The process in which foreign files are parsed.

It is started without environment and credentials, keeps pyarrow loaded, and forks once per file:
the fork gives up its rights, reads that one file and dies.
"""

import gc
import importlib
import json
import os
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from typing import Any

from mesh.scanning.lean_imports import import_lean

Parse = Callable[[Mapping[str, Any], int, int], None]
"""Reads one file: the request, and descriptors of the file and of the pipe for its frames."""

_REQUEST_LIMIT = 1 << 20


def serve(rehearsal: str, parse: Parse) -> None:
    """Serve requests on the socket that is standard input until it closes, each in a fork.

    Args:
        rehearsal: the module that loads what every file needs. It is loaded once, here; nothing is
            read, as Arrow's threads survive no fork.
        parse: reads one file, in its fork.
    """
    import_lean()
    importlib.import_module(rehearsal)
    # No fork looks again at what lives as long as it does, and copies no page of it for that.
    gc.freeze()
    with socket.socket(fileno=0) as requests:
        while True:
            message, descriptors = _next_request(requests)
            if not message:
                return
            child = os.fork()
            if not child:
                _serve(parse, message, descriptors)
            for descriptor in descriptors:
                os.close(descriptor)
            os.waitpid(child, 0)
            requests.send(b".")


def _next_request(requests: socket.socket) -> tuple[bytes, list[int]]:
    """One line of JSON and the descriptors that came with its first bytes."""
    message, descriptors, _, _ = socket.recv_fds(requests, _REQUEST_LIMIT, 2)
    while message and not message.endswith(b"\n"):
        message += requests.recv(_REQUEST_LIMIT)
    return message, list(descriptors)


def _serve(parse: Parse, message: bytes, descriptors: list[int]) -> None:
    """Read one file, send its frames, and end the process whatever happened."""
    file, rows = descriptors
    try:
        os.close(0)
        parse(json.loads(message), file, rows)
    except BaseException as error:  # noqa: BLE001 - its words could hold the file's content
        line = error.__traceback__ and traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"parser died of {type(error).__name__} at {line}\n")
        sys.stderr.flush()
    finally:
        os._exit(0)
