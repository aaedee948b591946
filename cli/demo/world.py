"""The people of the story and what they can do through public doors."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import boto3

from cli import profiles
from cli.athena import QueryResult, run_query
from cli.embedded import EmbeddedAws
from mesh.aws.governance_api import GovernanceApi
from mesh.errors import UnreachableError
from mesh.naming.mesh_file import Mesh

POLL_SECONDS = 0.1
PATIENCE_SECONDS = 60


@dataclass
class World:
    """One embedded AWS and the sessions of those who act in it."""

    aws: EmbeddedAws
    mesh: Mesh
    evidence: list[dict[str, Any]] = field(default_factory=list)
    _sessions: dict[str, boto3.Session] = field(default_factory=dict)
    _apis: dict[str, GovernanceApi] = field(default_factory=dict)

    def session(self, profile: str) -> boto3.Session:
        """A session of ACCOUNT or ACCOUNT/ROLE."""
        if profile not in self._sessions:
            self._sessions[profile] = profiles.local_session(self.aws, self.mesh, profile)
        return self._sessions[profile]

    def api(self, profile: str) -> GovernanceApi:
        """The governance API as a profile calls it."""
        if profile not in self._apis:
            self._apis[profile] = GovernanceApi.connect(self.session(profile), self.mesh.names)
        return self._apis[profile]

    def query(self, step: str, profile: str, sql: str) -> QueryResult:
        """Run a query in the domain's workgroup and keep it as evidence."""
        result = run_query(self.session(profile), sql, profile.split("/", maxsplit=1)[0])
        self.evidence.append(
            {
                "step": step,
                "principal": profile,
                "sql": sql,
                "query_execution_id": result.execution_id,
                "state": result.state,
                "error": result.error,
            }
        )
        return result


def wait_for(what: str, ready: Callable[[], bool]) -> None:
    """Wait until something is so.

    Raises:
        UnreachableError: naming what did not happen.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        if time.monotonic() > deadline:
            raise UnreachableError(f"{what} did not happen within {PATIENCE_SECONDS} s")
        time.sleep(POLL_SECONDS)
