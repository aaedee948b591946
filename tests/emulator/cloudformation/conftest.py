"""Stacks deployed through the API, waited for as a client waits."""

import json
import time
from collections.abc import Collection, Mapping
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from emulator.cloudformation.core.template import Json
from tests.emulator.conftest import PRODUCER

_PATIENCE = 60.0


class Account:
    """One account's CloudFormation, with what tests ask of it again and again."""

    def __init__(self, cloud: Cloud, number: str = PRODUCER) -> None:
        self.cloud, self.number = cloud, number
        self.cloudformation = self.client("cloudformation")

    def client(self, service: str) -> Json:
        """A client of the account's administrator."""
        return self.cloud.client(service, self.cloud.administrator(self.number))

    def create(self, resources: Mapping[str, Any], name: str = "app", **rest: Json) -> str:
        """Create a stack and wait; gives its last status."""
        options = {key: rest.pop(key) for key in tuple(rest) if key in _OPTIONS}
        self.cloudformation.create_stack(
            StackName=name, **_template(resources, rest), **{**_ACKNOWLEDGED, **options}
        )
        return self.settled(name)

    def update(self, resources: Mapping[str, Any], name: str = "app", **rest: Json) -> str:
        """Update a stack and wait; gives its last status."""
        options = {key: rest.pop(key) for key in tuple(rest) if key in _OPTIONS}
        self.cloudformation.update_stack(
            StackName=name, **_template(resources, rest), **{**_ACKNOWLEDGED, **options}
        )
        return self.settled(name)

    def delete(self, name: str = "app", **options: Json) -> str:
        """Delete a stack and wait; gives its last status."""
        identifier = self.stack(name)["StackId"]
        self.cloudformation.delete_stack(StackName=name, **options)
        return self.settled(identifier)

    def settled(self, name: str) -> str:
        """Wait until a stack's work has ended; gives its status."""
        limit = time.monotonic() + _PATIENCE
        while time.monotonic() < limit:
            status: str = self.stack(name)["StackStatus"]
            if not status.endswith("_IN_PROGRESS") or status == "REVIEW_IN_PROGRESS":
                return status
            time.sleep(0.005)
        raise TimeoutError(f"stack {name} is still {status}: {self.story(name)}")

    def stack(self, name: str = "app") -> Mapping[str, Any]:
        """A stack as DescribeStacks shows it."""
        found: Mapping[str, Any] = self.cloudformation.describe_stacks(StackName=name)["Stacks"][0]
        return found

    def outputs(self, name: str = "app") -> dict[str, str]:
        """Outputs by their keys."""
        return {o["OutputKey"]: o["OutputValue"] for o in self.stack(name)["Outputs"]}

    def physical_id(self, logical_id: str, name: str = "app") -> str:
        """What ``Ref`` of a resource gives."""
        answer = self.cloudformation.describe_stack_resource(
            StackName=name, LogicalResourceId=logical_id
        )
        found: str = answer["StackResourceDetail"]["PhysicalResourceId"]
        return found

    def story(self, name: str = "app") -> list[tuple[str, str]]:
        """What happened, oldest first: logical id and status."""
        events = self.cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        return [(e["LogicalResourceId"], e["ResourceStatus"]) for e in reversed(events)]

    def reasons(self, name: str = "app") -> str:
        """Every reason that a stack's events give."""
        events = self.cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        return "\n".join(e.get("ResourceStatusReason", "") for e in events)

    def parameter(self, name: str) -> str | None:
        """Value of an SSM parameter; None if there is none."""
        try:
            answer = self.client("ssm").get_parameter(Name=name)
        except ClientError:
            return None
        value: str = answer["Parameter"]["Value"]
        return value


_OPTIONS = frozenset(
    {
        *("DisableRollback", "EnableTerminationProtection", "OnFailure", "Parameters", "RoleARN"),
        *("Tags", "Capabilities"),
    }
)
_ACKNOWLEDGED = {"Capabilities": ["CAPABILITY_NAMED_IAM"]}


def _template(resources: Mapping[str, Any], sections: Mapping[str, Any]) -> dict[str, str]:
    return {"TemplateBody": json.dumps({"Resources": resources, "Outputs": {}, **_named(sections)})}


def _named(sections: Mapping[str, Any]) -> dict[str, Any]:
    return {name.title(): section for name, section in sections.items()}


def setting(value: Json, name: str = "/app/setting", **attributes: Json) -> dict[str, Any]:
    """The smallest resource there is: an SSM parameter."""
    properties = {"Name": name, "Type": "String", "Value": value}
    return {"Type": "AWS::SSM::Parameter", "Properties": properties, **attributes}


def broken(**attributes: Json) -> dict[str, Any]:
    """A resource that no account can make."""
    return {
        "Type": "AWS::SQS::Queue",
        "Properties": {"QueueName": "not a name"},
        **attributes,
    }


@pytest.fixture
def services() -> Collection[str]:
    # Each service that is left out makes a test start sooner.
    return ("sts", "s3", "sqs", "cloudformation")


@pytest.fixture
def account(cloud: Cloud) -> Account:
    return Account(cloud)
