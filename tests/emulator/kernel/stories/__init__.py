"""One story per service: every operation that moto may serve, called with sense."""

from tests.emulator.conftest import PRODUCER

ROOT = {"AWS": f"arn:aws:iam::{PRODUCER}:root"}
ARN = f"arn:aws:{{}}:eu-central-1:{PRODUCER}:{{}}"
TAGS = [{"Key": "a", "Value": "b"}]
