"""The embedded AWS as a process: start it, find it, stop it."""

import http.client
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from cli.project import BUILD
from mesh.errors import ConflictError, NotFoundError, UnreachableError
from mesh.naming.mesh_file import Mesh

DEFAULT_PORT = 4599
START_SECONDS = 30


@dataclass
class EmbeddedAws:
    """An embedded AWS, by its port on this machine.

    Attributes:
        process: the process, if it was started from here.
    """

    port: int = DEFAULT_PORT
    process: subprocess.Popen[bytes] | None = None

    @property
    def endpoint(self) -> str:
        """What ``AWS_ENDPOINT_URL`` has to be."""
        return f"http://localhost:{self.port}"

    @property
    def option(self) -> str:
        """What a command on another port than the default needs besides."""
        return "" if self.port == DEFAULT_PORT else f" --port {self.port}"

    def health(self) -> dict[str, Any] | None:
        """What it says of itself; None if nothing answers as an embedded AWS would."""
        try:
            return self._ask("GET", "/_emulator/health")
        except (OSError, http.client.HTTPException, ValueError):
            return None

    def administrator(self, account: str) -> dict[str, str]:
        """Keys of an account's administrator, by the names of environment variables."""
        return self._ask("GET", f"/_emulator/credentials/{account}")

    def explain(self, request_id: str) -> dict[str, Any]:
        """What was decided for a request, and by which statements.

        Raises:
            NotFoundError: if it knows no such request.
        """
        try:
            return self._ask("GET", f"/_emulator/explain/{quote(request_id, safe='')}")
        except ConflictError as unknown:
            raise NotFoundError(str(unknown)) from None

    def stop(self) -> None:
        """Stop it; its state is gone."""
        if self.health() is None:
            raise UnreachableError(f"no embedded AWS runs on port {self.port}; nothing to stop")
        self._ask("POST", "/_emulator/stop")
        self._wait_until(running=False)
        if self.process is not None:
            self.process.wait()
            self.process = None

    def require(self) -> None:
        """Make sure that it runs.

        Raises:
            UnreachableError: if it does not.
        """
        if self.health() is None:
            raise UnreachableError(
                f"no embedded AWS answers at {self.endpoint}; "
                f"start it with 'mesh local up --detach{self.option}'"
            )

    def require_none(self) -> None:
        """Make sure that none runs here yet.

        Raises:
            ConflictError: if one does.
        """
        if self.health() is not None:
            raise ConflictError(
                f"an embedded AWS already runs at {self.endpoint}; "
                f"use it, or stop it with 'mesh local down{self.option}'"
            )

    def start(self, mesh: Mesh) -> None:
        """Start it in the background and wait until it answers.

        Raises:
            ConflictError: if one runs already, or the port is taken by something else.
            UnreachableError: if it does not come up.
        """
        self.require_none()
        log = BUILD / f"embedded-aws-{self.port}.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                self.command(mesh), stdout=output, stderr=output, start_new_session=True
            )
        self._wait_until(running=True, log=log)

    def command(self, mesh: Mesh) -> list[str]:
        """The command that runs it for this mesh."""
        seed = _write_seed(mesh)
        return [sys.executable, "-m", "emulator", "--port", str(self.port), "--seed", str(seed)]

    def _wait_until(self, *, running: bool, log: Path | None = None) -> None:
        deadline = time.monotonic() + START_SECONDS
        while (self.health() is not None) is not running:
            if log and self.process and self.process.poll() is not None:
                self.process = None
                raise ConflictError(log.read_text(encoding="utf-8").strip().splitlines()[-1])
            if time.monotonic() > deadline:
                raise UnreachableError(
                    f"{self.endpoint} did not change in {START_SECONDS} s; see {log}"
                )
            time.sleep(0.02)

    def _ask(self, method: str, path: str) -> dict[str, Any]:
        connection = http.client.HTTPConnection("localhost", self.port, timeout=5)
        try:
            connection.request(method, path)
            response = connection.getresponse()
            answer: dict[str, Any] = json.loads(response.read() or b"{}")
        finally:
            connection.close()
        if response.status >= http.client.BAD_REQUEST:
            raise ConflictError(answer.get("error", f"{path} answered {response.status}"))
        return answer


def _write_seed(mesh: Mesh) -> Path:
    """The organisation as the embedded AWS is told it at start."""
    accounts = [mesh.names.governance_account, *(domain.account for domain in mesh.domains)]
    organisation = {
        "id": mesh.names.organisation,
        "management_account": "999999999999",
        "members": accounts,
    }
    seed = {"organisation": organisation, "region": mesh.names.region}
    path = BUILD / "organisation.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(seed, indent=2), encoding="utf-8")
    return path
