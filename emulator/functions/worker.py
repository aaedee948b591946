"""One warm process of a function."""

import os
import threading
import time
import uuid
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING

from emulator.credentials import Credentials
from emulator.functions import launching
from emulator.functions.description import Function
from emulator.functions.memory import resident_mb
from emulator.functions.runtime_api import RuntimeApi
from emulator.functions.session import Ended, Next, RuntimeSession

if TYPE_CHECKING:
    from emulator.cloud import Cloud

INIT_SECONDS = 10.0
_SESSION_SECONDS = 12 * 3600.0
_WATCH_SECONDS = 0.1
_MARGIN_SECONDS = 60.0


class Worker:
    """Runs one invocation at a time until it ends or is ended.

    Attributes:
        stream: log stream of this worker.
        peak_mb: most memory that was seen in use.
        over_memory: whether it was ended for using more than its function has.
        gone: set once the process has ended and nothing of it is left.
    """

    def __init__(self, cloud: "Cloud", api: RuntimeApi, function: Function, folder: Path) -> None:
        self.function = function
        self.stream = f"{time.strftime('%Y/%m/%d', time.gmtime())}/[$LATEST]{uuid.uuid4().hex}"
        self.peak_mb = 0
        self.over_memory = False
        self.used_at = time.monotonic()
        self.dead = False
        self.gone = threading.Event()
        self._api = api
        self._credentials = cloud.session(
            function.role, function.place.name, seconds=_SESSION_SECONDS
        )
        reading, writing = os.pipe()
        self._session = RuntimeSession(api.loop, reading)
        port = api.open(self._session)
        environment = self._environment(cloud, folder, self._credentials, port)
        self._pid = launching.launch(
            launching.Start(
                handler=function.handler,
                environment=environment,
                memory_mb=function.memory_mb,
                output=writing,
                exited=self._note_exit,
            )
        )

    @property
    def access_key(self) -> str:
        """Key of the role's session that this worker runs with."""
        return self._credentials.access_key

    def fits(self, function: Function) -> bool:
        """Whether this process still is that function, with credentials that last an invocation."""
        lasting = (self._credentials.expiration or 0) - time.time()
        long_enough = lasting > function.timeout_seconds + _MARGIN_SECONDS
        return not self.dead and self.function.identity == function.identity and long_enough

    def get_ready(self) -> Ended | None:
        """Wait until the handler is loaded; gives why it never will be.

        A worker that is not ready within the time that AWS gives is ended.
        """
        limit = max(INIT_SECONDS, self.function.timeout_seconds)
        try:
            return self._session.ready.result(timeout=limit)
        except TimeoutError:
            self.kill()
            return Ended(how="exit", status=-1)

    def run(self, request_id: str, payload: bytes) -> Ended | None:
        """Run one invocation; None if it was stopped at its time limit."""
        seconds = self.function.timeout_seconds
        deadline = time.time() + seconds
        ended = Future[Ended]()
        event = Next(
            request_id=request_id,
            function_arn=self.function.place.arn,
            payload=payload,
            deadline_ms=int(deadline * 1000),
        )
        self._api.soon(lambda: self._session.offer(event, ended))
        result = self._watch(ended, deadline)
        if result is None:
            self.kill()
        self.used_at = time.monotonic()
        return result

    def output(self) -> bytes:
        """What the process wrote since the last time."""
        taken = Future[bytes]()
        self._api.soon(lambda: self._session.take_output(taken.set_result))
        return taken.result()

    def kill(self) -> None:
        """End the process and what it started."""
        self.dead = True
        launching.kill(self._pid)

    def _watch(self, ended: "Future[Ended]", deadline: float) -> Ended | None:
        while (left := deadline - time.time()) > 0:
            try:
                result = ended.result(timeout=min(left, _WATCH_SECONDS))
            except TimeoutError:
                self._check_memory()
            else:
                self._check_memory()
                return result
        return None

    def _check_memory(self) -> None:
        used = resident_mb(self._pid)
        self.peak_mb = max(self.peak_mb, used)
        if used > self.function.memory_mb and not self.dead:
            self.over_memory = True
            self.kill()

    def _note_exit(self, status: int) -> None:
        self.dead = True
        self._api.soon(lambda: self._forget(status))

    def _forget(self, status: int) -> None:
        self._session.exited(status)
        self.gone.set()

    def _environment(
        self, cloud: "Cloud", folder: Path, credentials: Credentials, port: int
    ) -> dict[str, str]:
        function, place = self.function, self.function.place
        return {
            **function.environment,
            **credentials.to_environment(),
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "HOME": str(folder.parent),
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_REGION": place.region,
            "AWS_DEFAULT_REGION": place.region,
            "AWS_ENDPOINT_URL": cloud.endpoint,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
            "AWS_LAMBDA_FUNCTION_NAME": place.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_FORMAT": "JSON" if function.json_log else "Text",
            "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
            "AWS_LAMBDA_LOG_STREAM_NAME": self.stream,
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{port}",
            "LAMBDA_TASK_ROOT": str(folder),
            "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "_HANDLER": function.handler,
        }
