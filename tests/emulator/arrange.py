"""Roles, buckets and keys for tests, made through boto3."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from tests.emulator.conftest import BotoClient, MakeClient

Json: TypeAlias = Any
Statement: TypeAlias = Mapping[str, Json]


def policy(*statements: Statement) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(
    action: str | Sequence[str], resource: str | Sequence[str] = "*", **more: Json
) -> Statement:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def deny(
    action: str | Sequence[str], resource: str | Sequence[str] = "*", **more: Json
) -> Statement:
    return {"Effect": "Deny", "Action": action, "Resource": resource, **more}


def trust(principal: Json, **more: Json) -> str:
    return policy({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more})


def make_role(
    client: MakeClient,
    account: str,
    name: str,
    *statements: Statement,
    trusts: str | None = None,
    **more: Json,
) -> str:
    iam = client("iam", account)
    trusts = trusts or trust({"AWS": f"arn:aws:iam::{account}:root"})
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusts, **more)
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=policy(*statements))
    return str(made["Role"]["Arn"])


def make_bucket(client: MakeClient, account: str, name: str, bucket_policy: str = "") -> BotoClient:
    s3 = client("s3", account)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    if bucket_policy:
        s3.put_bucket_policy(Bucket=name, Policy=bucket_policy)
    return s3


def make_key(client: MakeClient, account: str, *statements: Statement) -> str:
    own = allow("kms:*", Principal={"AWS": f"arn:aws:iam::{account}:root"})
    made = client("kms", account).create_key(Policy=policy(own, *statements))
    return str(made["KeyMetadata"]["Arn"])
