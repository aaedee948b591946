"""The report of a story: steps with times as they happen, and one object at the end."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from mesh.errors import MeshError


class StoryError(MeshError):
    """Something did not go as told."""


@dataclass
class Story:
    """What happened so far.

    Attributes:
        report: the object that ``mesh demo --json`` prints.
    """

    console: Console
    endpoint: str
    started: float = field(default_factory=time.monotonic)
    steps: list[dict[str, Any]] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time a step and say how it ended."""
        self.console.print(f"[bold]{len(self.steps) + 1}. {name}[/bold]")
        began, ok = time.monotonic(), False
        try:
            yield
            ok = True
        finally:
            seconds = round(time.monotonic() - began, 2)
            self.steps.append({"name": name, "seconds": seconds, "ok": ok})
            self.console.print(
                f"   {'done' if ok else '[red]failed[/red]'} in {seconds} s", style="dim"
            )

    def say(self, text: str) -> None:
        """Tell a detail of the running step."""
        self.console.print(f"   {text}", highlight=False)

    def expect(self, what: str, *, happened: bool) -> None:
        """Stop the story unless something is as told.

        Raises:
            StoryError: naming what was expected.
        """
        if not happened:
            raise StoryError(f"not as told: {what}")

    def finish(self, evidence: list[dict[str, Any]]) -> dict[str, Any]:
        """The whole report."""
        total = round(time.monotonic() - self.started, 2)
        empty: dict[str, Any] = {
            "refused_before_grant": False,
            "answer": {"columns": [], "rows": []},
            "refused_columns": [],
            "quarantined": [],
            "refused_after_revoke": False,
        }
        return {
            "seconds": total,
            "endpoint": self.endpoint,
            "steps": self.steps,
            **empty,
            **self.report,
            "evidence": evidence,
        }
