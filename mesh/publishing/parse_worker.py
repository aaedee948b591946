"""The process in which foreign files are parsed.

It is started without environment and credentials, keeps pyarrow loaded, and forks once per file:
the fork gives up its rights, reads that one file and dies.
"""

import contextlib
import io
import json
import os
import socket
import sys
import traceback
from collections.abc import Callable, Mapping
from importlib.abc import MetaPathFinder
from typing import Any

Parse = Callable[[Mapping[str, Any], int, int, int], None]
"""Reads one file: the request, and descriptors of the file, for its rows and for how it ended."""

_REQUEST_LIMIT = 1 << 20
_REFUSED = "refused"
_COMPLETE = "complete"


def main() -> None:
    """Read files of contracts until the socket that is standard input closes."""
    keep_pandas_out()
    _preload()
    serve(_parse)


def serve(parse: Parse) -> None:
    """Serve requests on the socket that is standard input until it closes, each in a fork."""
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
    message, descriptors, _, _ = socket.recv_fds(requests, _REQUEST_LIMIT, 3)
    while message and not message.endswith(b"\n"):
        message += requests.recv(_REQUEST_LIMIT)
    return message, list(descriptors)


class _NoPandas(MetaPathFinder):
    """Keeps pyarrow from loading pandas where it happens to be installed; nothing here uses it."""

    def find_spec(self, fullname: str, *_: object) -> None:
        """Refuse pandas; leave every other module to the finders behind this one."""
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def keep_pandas_out() -> None:
    """Call it before pyarrow is loaded."""
    sys.meta_path.insert(0, _NoPandas())


def _preload() -> None:
    """Load modules once for all files; nothing is read, as Arrow's threads survive no fork."""
    from mesh.publishing import isolation  # noqa: F401, PLC0415
    from mesh.publishing.readers import rehearsal  # noqa: F401, PLC0415


def _serve(parse: Parse, message: bytes, descriptors: list[int]) -> None:
    """Read one file, send its rows and how it ended, and end the process whatever happened."""
    file, rows, status = descriptors
    try:
        os.close(0)
        parse(json.loads(message), file, rows, status)
    except BaseException as error:  # noqa: BLE001 - its words could hold the file's content
        line = error.__traceback__ and traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"parser died of {type(error).__name__} at {line}\n")
        sys.stderr.flush()
    finally:
        os._exit(0)


def _parse(request: Mapping[str, Any], file: int, rows: int, status: int) -> None:
    import pyarrow as pa  # noqa: PLC0415 - loaded already; kept out of the parent's import

    from mesh.publishing.isolation import confine  # noqa: PLC0415
    from mesh.publishing.readers.reading import read  # noqa: PLC0415
    from mesh.publishing.readers.refusal import UnreadableError  # noqa: PLC0415
    from mesh.publishing.readers.rehearsal import rehearse  # noqa: PLC0415
    from mesh.publishing.readers.schema import FileSchema  # noqa: PLC0415

    schema = FileSchema.from_dict(request["schema"])
    rehearse()
    confine(memory_bytes=request["memory_bytes"], cpu_seconds=request["cpu_seconds"])
    answer = {"status": _COMPLETE, "reason": ""}
    with contextlib.suppress(BrokenPipeError), os.fdopen(rows, "wb") as sink:
        writer = pa.ipc.new_stream(sink, schema.arrow())
        try:
            with os.fdopen(file, "rb") as source:
                for batch in read(io.BufferedReader(source.raw), request["size"], schema):
                    writer.write_batch(batch)
        except UnreadableError as error:
            answer = {"status": _REFUSED, "reason": str(error)}
        writer.close()
    os.write(status, json.dumps(answer).encode())


if __name__ == "__main__":
    main()
