"""Policy documents are checked when they are written: no later decision meets a broken one."""

from collections.abc import Mapping
from typing import Any

from emulator.api import AwsError, Call
from emulator.iam.documents import Kind, read_policy
from emulator.iam.errors import PolicyError

_DOCUMENTS: Mapping[tuple[str, str], tuple[str, Kind]] = {
    ("iam", "CreateRole"): ("AssumeRolePolicyDocument", "trust"),
    ("iam", "UpdateAssumeRolePolicy"): ("PolicyDocument", "trust"),
    ("iam", "PutRolePolicy"): ("PolicyDocument", "identity"),
    ("iam", "CreatePolicy"): ("PolicyDocument", "identity"),
    ("iam", "CreatePolicyVersion"): ("PolicyDocument", "identity"),
    ("kms", "CreateKey"): ("Policy", "resource"),
    ("kms", "PutKeyPolicy"): ("Policy", "resource"),
    ("s3", "PutBucketPolicy"): ("Policy", "resource"),
    ("sqs", "CreateQueue"): ("Attributes.Policy", "resource"),
    ("sqs", "SetQueueAttributes"): ("Attributes.Policy", "resource"),
    ("sns", "CreateTopic"): ("Attributes.Policy", "resource"),
}
_CODES = {
    "iam": "MalformedPolicyDocument",
    "kms": "MalformedPolicyDocumentException",
    "s3": "MalformedPolicy",
    "sns": "InvalidParameter",
    "sqs": "InvalidAttributeValue",
}


def check_document(call: Call) -> None:
    """Refuse a call that would store a policy which is not understood.

    Raises:
        AwsError: with the service's own code, naming statement and part.
    """
    found = _document(call)
    if found is None:
        return
    text, kind = found
    try:
        read_policy(text, name=f"policy of {call.operation}", kind=kind)
    except PolicyError as error:
        raise AwsError(_CODES[call.service], str(error)) from None


def _document(call: Call) -> tuple[str, Kind] | None:
    if (call.service, call.operation) == ("sns", "SetTopicAttributes"):
        if call.parameters.get("AttributeName") != "Policy":
            return None
        return str(call.parameters.get("AttributeValue", "")), "resource"
    where, kind = _DOCUMENTS.get((call.service, call.operation), ("", "identity"))
    value: Any = call.parameters if where else None
    for part in where.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    # SQS takes an empty text to remove the policy.
    return (str(value), kind) if value else None
