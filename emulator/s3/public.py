"""S3 Block Public Access: which bucket policies are public, and what is then refused.

Source: S3 user guide, "Blocking public access to your Amazon S3 storage".
"""

import ipaddress
from typing import Any

from moto.s3.models import FakeBucket, PublicAccessBlock

from emulator.api import AwsError, Call
from emulator.iam.conditions import Condition
from emulator.iam.documents import Statement, read_policy
from emulator.s3.store import StoredBucket

_EVERYBODY = {("*", "*"), ("AWS", "*")}
# With a fixed value for one of these, a statement for everybody is a statement for some.
_FIXING = frozenset(
    {
        *("aws:principalaccount", "aws:principalarn", "aws:principalorgid"),
        *("aws:principalorgpaths", "aws:sourceaccount", "aws:sourcearn", "aws:sourceip"),
        *("aws:sourceowner", "aws:sourcevpc", "aws:sourcevpce", "aws:userid"),
        *("s3:dataaccesspointaccount", "s3:dataaccesspointarn"),
        "s3:x-amz-server-side-encryption-aws-kms-key-id",
    }
)
_FIXING_OPERATORS = frozenset(
    {"StringEquals", "StringLike", "ArnEquals", "ArnLike", "IpAddress", "StringEqualsIgnoreCase"}
)
_WIDEST_PREFIX = 8
_made_by_moto = FakeBucket.__init__


def close_new_buckets() -> None:
    """Let every new bucket block public access, as AWS does since April 2023."""
    FakeBucket.__init__ = _born_closed  # type: ignore[method-assign, assignment]


def _born_closed(bucket: FakeBucket, *given: Any, **named: Any) -> None:  # noqa: ANN401 - moto's own
    _made_by_moto(bucket, *given, **named)
    bucket.public_access_block = PublicAccessBlock("true", "true", "true", "true")


def refuse_public_policy(call: Call, bucket: StoredBucket) -> None:
    """Refuse a policy that opens a bucket which blocks public policies.

    Raises:
        AwsError: AccessDenied.
    """
    block = bucket.public_access_block
    if block is None or not block.block_public_policy:
        return
    if _is_public(str(call.parameters["Policy"])):
        message = (
            f"User: {call.principal.arn} is not authorized to perform: s3:PutBucketPolicy on "
            f'resource: "arn:aws:s3:::{bucket.name}" because public policies are prevented by the '
            "BlockPublicPolicy setting in S3 Block Public Access."
        )
        raise AwsError("AccessDenied", message, 403)


def refuse_strangers(call: Call, bucket: StoredBucket) -> None:
    """Keep other accounts away from a bucket that restricts what its public policy opens.

    Raises:
        AwsError: AccessDenied.
    """
    block, policy = bucket.public_access_block, bucket.policy
    if call.account == bucket.account_id or block is None or policy is None:
        return
    if block.restrict_public_buckets and _is_public(policy.decode()):
        raise AwsError("AccessDenied", "Access Denied", 403)


def _is_public(text: str) -> bool:
    policy = read_policy(text, name="bucket policy", kind="resource")
    return any(_opens(statement) for statement in policy.statements)


def _opens(statement: Statement) -> bool:
    named = statement.principals
    if statement.effect != "Allow" or named is None:
        return False
    for_everybody = named.negated or bool(_EVERYBODY & set(named.named))
    return for_everybody and not any(_fixes(condition) for condition in statement.conditions)


def _fixes(condition: Condition) -> bool:
    if condition.key.lower() not in _FIXING or condition.operator not in _FIXING_OPERATORS:
        return False
    if condition.if_exists or condition.quantifier == "ForAllValues":
        return False
    return all(_is_fixed(condition.operator, value) for value in condition.values)


def _is_fixed(operator: str, value: str) -> bool:
    if operator == "IpAddress":
        return ipaddress.ip_network(value, strict=False).prefixlen >= _WIDEST_PREFIX
    return not set("*?$") & set(value)
