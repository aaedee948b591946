"""Puts CloudFormation's operations into an embedded AWS."""

from typing import TYPE_CHECKING

from moto.core.request import Request
from werkzeug.wrappers import Response

from emulator.api import Handler
from emulator.cloudformation.api import change_sets, reading, stacks, templates
from emulator.cloudformation.engine.store import Stacks
from emulator.cloudformation.resources.custom import ROUTE

if TYPE_CHECKING:
    from emulator.cloud import Cloud

OPERATIONS: dict[str, Handler] = {
    "CreateChangeSet": change_sets.create_change_set,
    "CreateStack": stacks.create_stack,
    "DeleteChangeSet": change_sets.delete_change_set,
    "DeleteStack": stacks.delete_stack,
    "DescribeChangeSet": change_sets.describe_change_set,
    "DescribeStackEvents": reading.describe_stack_events,
    "DescribeStackResource": reading.describe_stack_resource,
    "DescribeStackResources": reading.describe_stack_resources,
    "DescribeStacks": reading.describe_stacks,
    "ExecuteChangeSet": change_sets.execute_change_set,
    "GetTemplate": templates.get_template,
    "GetTemplateSummary": templates.get_template_summary,
    "ListChangeSets": change_sets.list_change_sets,
    "ListExports": reading.list_exports,
    "ListImports": reading.list_imports,
    "ListStackResources": reading.list_stack_resources,
    "ListStacks": reading.list_stacks,
    "UpdateStack": stacks.update_stack,
    "UpdateTerminationProtection": stacks.update_termination_protection,
    "ValidateTemplate": templates.validate_template,
}


def install(cloud: "Cloud") -> None:
    """Serve CloudFormation, and the URLs to which custom resources answer."""
    cloud.operations["cloudformation"] = dict(OPERATIONS)

    def answer(request: Request) -> Response:
        return cloud.store(Stacks).answers.take(request)

    cloud.routes[ROUTE] = answer
