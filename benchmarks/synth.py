"""How long synth takes, whole process, policy packs on."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from benchmarks.measure import ROOT, Measure, seconds
from cli import project


def measure() -> Iterator[Measure]:
    """Synth of one domain alone, of the whole example mesh, and what a further domain adds."""
    alone = min(seconds(lambda: _synthesise("fleet")) for _ in range(2))
    whole = min(seconds(lambda: _synthesise(None)) for _ in range(2))
    further = len(project.mesh().domains) - 1
    yield Measure("synth of one domain", alone, "s", 6)
    yield Measure("synth of the example mesh", whole, "s")
    yield Measure("each further domain", (whole - alone) / further, "s", 0.2)


def _synthesise(domain: str | None) -> None:
    context = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8")).get("context", {})
    if domain:
        context["domain"] = domain
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"CDK_OUTDIR": folder, "CDK_CONTEXT_JSON": json.dumps(context)}
        command = [sys.executable, str(ROOT / "app.py")]
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
