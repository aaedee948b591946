"""Every template passes cfn-lint, and uses only types that the embedded AWS can make."""

import subprocess
import sys
from pathlib import Path

from tests.synth.assembly import Assembly

TYPES = {
    "AWS::ApiGateway::Account",
    "AWS::ApiGateway::Deployment",
    "AWS::ApiGateway::Method",
    "AWS::ApiGateway::Resource",
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGateway::Stage",
    "AWS::Athena::WorkGroup",
    "AWS::CloudWatch::Alarm",
    "AWS::DynamoDB::Table",
    "AWS::Events::EventBus",
    "AWS::Events::EventBusPolicy",
    "AWS::Events::Rule",
    "AWS::Glue::Database",
    "AWS::IAM::ManagedPolicy",
    "AWS::IAM::Role",
    "AWS::KMS::Alias",
    "AWS::KMS::Key",
    "AWS::LakeFormation::PrincipalPermissions",
    "AWS::LakeFormation::Tag",
    "AWS::Lambda::EventSourceMapping",
    "AWS::Lambda::Function",
    "AWS::Lambda::LayerVersion",
    "AWS::Lambda::Permission",
    "AWS::Logs::LogGroup",
    "AWS::S3::Bucket",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Topic",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::Queue",
    "AWS::SQS::QueuePolicy",
    "AWS::SSM::Parameter",
    "Custom::DataProduct",
    "Custom::LakeFormationSettings",
    "Custom::MeshDomain",
}


def test_cfn_lint_has_nothing_to_say_of_any_template(assembly: Assembly) -> None:
    files = sorted(map(str, assembly.folder.glob("*.template.json")))
    lint = Path(sys.executable).parent / "cfn-lint"
    done = subprocess.run([str(lint), *files], capture_output=True, text=True, check=False)

    assert files
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_templates_use_known_types_only(assembly: Assembly) -> None:
    used = {
        entry["Type"]
        for template in assembly.templates().values()
        for entry in template.resources.values()
    }

    assert used == TYPES
