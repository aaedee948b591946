"""Reads what callers send: templates from a body or a bucket, parameters, capabilities."""

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from botocore.exceptions import ClientError

from emulator.api import AwsError, Call
from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.parameters import Value, read_values
from emulator.cloudformation.core.references import check_references, dependencies, in_order
from emulator.cloudformation.core.rules import check_rules
from emulator.cloudformation.core.template import Template, parse
from emulator.cloudformation.engine.context import Context, credentials_for
from emulator.cloudformation.engine.stack import Stack, Wanted

_LONGEST_BODY = 51_200
_LONGEST_FILE = 1_048_576
_NAMED = ("RoleName", "ManagedPolicyName", "UserName", "GroupName", "InstanceProfileName")


def context_of(call: Call, stack: Stack) -> Context:
    """A stack's surroundings, seen with the credentials that this call works with."""
    role = call.parameters.get("RoleARN") or stack.role_arn
    credentials = credentials_for(call.cloud, role, call.principal.access_key)
    return Context(call.cloud, stack, credentials)


def read_wanted(call: Call, stack: Stack) -> Wanted:
    """Everything that a caller asks a stack to become, checked as far as it can be.

    Raises:
        AwsError: ValidationError or InsufficientCapabilitiesException.
    """
    try:
        return _wanted(call, stack)
    except TemplateError as error:
        raise AwsError("ValidationError", str(error)) from None


def _wanted(call: Call, stack: Stack) -> Wanted:
    asked = call.parameters
    template = _template(call, stack)
    check_references(template)
    in_order(dependencies(template.resources))
    _check_types_stay(stack, template)
    context = context_of(call, stack)
    values = _values(call, stack, template, context)
    wanted = Wanted(
        template=template,
        parameters=values,
        tags=tuple(asked["Tags"]) if "Tags" in asked else stack.tags,
        capabilities=tuple(asked.get("Capabilities", ())),
        notifications=tuple(asked.get("NotificationARNs", stack.notifications)),
        role_arn=asked.get("RoleARN") or stack.role_arn,
    )
    missing = sorted(set(needed_capabilities(template)) - _granted(wanted.capabilities))
    if missing:
        message = f"Requires capabilities : {missing}".replace("'", "")
        raise AwsError("InsufficientCapabilitiesException", message)
    check_rules(template.rules, context.evaluation(wanted, {}))
    return wanted


def _values(call: Call, stack: Stack, template: Template, context: Context) -> dict[str, Value]:
    given = call.parameters.get("Parameters", ())
    return read_values(template.parameters, given, stack.parameters, context.read_store)


def needed_capabilities(template: Template) -> list[str]:
    """What a caller has to acknowledge: that the template makes identities, perhaps with names."""
    identities = [r for r in template.resources.values() if r.type.startswith("AWS::IAM::")]
    if any(name in resource.properties for resource in identities for name in _NAMED):
        return ["CAPABILITY_NAMED_IAM"]
    return ["CAPABILITY_IAM"] if identities else []


def _granted(capabilities: tuple[str, ...]) -> set[str]:
    more = {"CAPABILITY_IAM"} if "CAPABILITY_NAMED_IAM" in capabilities else set()
    return {*capabilities, *more}


def _check_types_stay(stack: Stack, template: Template) -> None:
    changed = sorted(
        name
        for name, old in stack.resources.items()
        if name in template.resources and template.resources[name].type != old.type
    )
    if changed:
        message = (
            "Update of resource type is not permitted. The new template modifies resource "
            f"type of the following resources: [{', '.join(changed)}]"
        )
        raise TemplateError(message)


def _template(call: Call, stack: Stack) -> Template:
    if call.parameters.get("UsePreviousTemplate"):
        if stack.template is None:
            raise TemplateError("No template exists to be used as the previous one")
        return stack.template
    return parse(template_text(call))


def template_text(call: Call) -> str:
    """Text of the template that a call names.

    Raises:
        TemplateError: if it is too long or cannot be read.
    """
    asked = call.parameters
    if "TemplateBody" in asked:
        text: str = asked["TemplateBody"]
        if len(text.encode()) > _LONGEST_BODY:
            message = (
                "1 validation error detected: Value at 'templateBody' failed to satisfy "
                "constraint: Member must have length less than or equal to 51200"
            )
            raise TemplateError(message)
        return text
    if "TemplateURL" not in asked:
        raise TemplateError("Either Template URL or Template Body must be specified.")
    return _stored_template(call, asked["TemplateURL"])


def _stored_template(call: Call, url: str) -> str:
    bucket, key = _place(url, call.cloud.endpoint)
    credentials = call.cloud.keys.find(call.principal.access_key).credentials
    try:
        found: dict[str, Any] = call.cloud.client("s3", credentials).get_object(
            Bucket=bucket, Key=key
        )
    except ClientError as error:
        message = f"S3 error: {error.response['Error'].get('Message')} ({url})"
        raise TemplateError(message) from None
    body: bytes = found["Body"].read()
    if len(body) > _LONGEST_FILE:
        raise TemplateError(f"Template may not exceed {_LONGEST_FILE} bytes in size.")
    return body.decode()


def _place(url: str, endpoint: str) -> tuple[str, str]:
    """Bucket and key of a template's URL, path style or with the bucket in the host."""
    parts = urlsplit(url)
    host, path = parts.hostname or "", unquote(parts.path.lstrip("/"))
    plain = {urlsplit(endpoint).hostname, "localhost", "127.0.0.1"}
    if host in plain or re.fullmatch(r"s3[.-][a-z0-9.-]*amazonaws\.com", host):
        bucket, _, key = path.partition("/")
    else:
        bucket, key = re.split(r"\.s3[.-]|\.localhost$|\.127\.0\.0\.1$", host)[0], path
    if parts.scheme not in {"http", "https", "s3"} or not bucket or not key:
        raise TemplateError(f"TemplateURL must be a supported URL, got {url}")
    return (parts.netloc, path) if parts.scheme == "s3" else (bucket, key)
