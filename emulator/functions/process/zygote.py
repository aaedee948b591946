"""A warm parent of workers: has the heavy imports done and forks once per request.

Started as a script with one end of a socket pair as file descriptor ``argv[1]``; the modules that
its workers will want follow. A request is one JSON packet with the worker's output as file
descriptor; answers are the packets ``{"started": id, "pid": n}`` and
``{"exited": n, "status": n}``.
Starts no thread, so that a fork is safe; what it imports may have only one that the library itself
takes through a fork, as jemalloc does in pyarrow.
"""

import contextlib
import gc
import importlib
import json
import os
import selectors
import signal
import socket
import sys
from typing import Any

_MODELS = (
    *("dynamodb", "events", "glue", "lakeformation", "lambda", "s3", "sns", "sqs", "ssm", "sts"),
)
_MAX_REQUEST = 1 << 20


class Zygote:
    """Answers one control socket until it closes; its workers end with it."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._workers: set[int] = set()

    def serve(self) -> None:
        """Fork on request and report exits."""
        awake, wake = os.pipe()
        for end in (awake, wake):
            os.set_blocking(end, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
        with selectors.DefaultSelector() as waiting:
            waiting.register(self._control, selectors.EVENT_READ)
            waiting.register(awake, selectors.EVENT_READ)
            while self._step(waiting, awake):
                pass
        for pid in self._workers:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def _step(self, waiting: selectors.BaseSelector, awake: int) -> bool:
        for key, _ in waiting.select():
            if key.fd == awake:
                os.read(awake, 4096)
                self._report_exits()
            elif not self._take_request():
                return False
        return True

    def _take_request(self) -> bool:
        line, files, _, _ = socket.recv_fds(self._control, _MAX_REQUEST, 1)
        if not line:
            return False
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            self._be_worker(asked, files[0])
        os.close(files[0])
        self._workers.add(pid)
        self._send({"started": asked["id"], "pid": pid})
        return True

    def _be_worker(self, asked: dict[str, Any], output: int) -> None:
        from worker_main import (  # type: ignore[import-not-found]  # noqa: PLC0415 - beside this script
            become_worker,
        )

        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.setsid()
            self._control.close()
            _wire(output)
            become_worker(asked["handler"], asked["environment"], asked["pure_client"])
        except SystemExit as ended:
            status = ended.code if isinstance(ended.code, int) else 1
        except BaseException as error:  # noqa: BLE001 - a forked child must never return into the parent's loop
            sys.stderr.write(f"worker failed: {error!r}\n")
        finally:
            os._exit(status)

    def _report_exits(self) -> None:
        while self._workers:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if pid == 0:
                return
            self._workers.discard(pid)
            self._send({"exited": pid, "status": os.waitstatus_to_exitcode(status)})

    def _send(self, message: dict[str, Any]) -> None:
        self._control.send(json.dumps(message).encode())


def _wire(output: int) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.close(output)


def warm_up() -> None:
    """Import what nearly every function imports, and parse the models that clients need."""
    import boto3  # noqa: F401, PLC0415 - imported for its effect
    import botocore.loaders  # noqa: PLC0415
    import botocore.session  # noqa: PLC0415
    import urllib3  # noqa: F401, PLC0415

    loader = botocore.loaders.create_loader()
    for name in ("endpoints", "partitions", "sdk-default-configuration", "_retry"):
        loader.load_data(name)
    for service in _MODELS:
        loader.load_service_model(service, "service-2")
        loader.load_service_model(service, "endpoint-rule-set-1")
    shared = loader

    def one_loader(search_path_string: str | None = None) -> Any:  # noqa: ANN401 - botocore's own Loader
        return botocore.loaders.create_loader(search_path_string) if search_path_string else shared

    botocore.session.create_loader = one_loader


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as given:
        warm_up()
        for module in sys.argv[2:]:
            importlib.import_module(module)
        # What is here stays: a worker's collector need not touch, and so copy, its pages.
        gc.collect()
        gc.freeze()
        Zygote(given).serve()
