"""Objects that an engine of AWS writes in the name of whom it works for."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from moto.core.request import Request
from moto.s3.models import s3_backends
from werkzeug.test import EnvironBuilder

from emulator.answers import request_id
from emulator.api import AwsError, Call, Principal
from emulator.moto_door import serving
from emulator.s3.decisions import decide
from emulator.s3.store import find_bucket
from emulator.witness import deed_of

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_ALGORITHM = "x-amz-server-side-encryption"
_KEY = "x-amz-server-side-encryption-aws-kms-key-id"
_HEADERS = {"ServerSideEncryption": _ALGORITHM, "SSEKMSKeyId": _KEY}


def put_object(
    cloud: "Cloud",
    principal: Principal,
    bucket: str,
    key: str,
    body: bytes,
    encryption: Mapping[str, str],
) -> None:
    """Store an object, after the same decisions as PutObject.

    Args:
        encryption: as boto3 takes it.

    Raises:
        AwsError: AccessDenied, NoSuchBucket, or what KMS refuses.
    """
    call = _call(cloud, principal, {"Bucket": bucket, "Key": key, **encryption})
    wish = [(_HEADERS[name], value) for name, value in encryption.items()]
    request = Request(EnvironBuilder(method="PUT", headers=wish).get_environ())
    with cloud.lock:
        try:
            owner = decide(call, request)
        except AwsError as refused:
            cloud.witness(deed_of(call, error=refused))
            raise
        # Whoever is told of the object is told of this call.
        serving.set(call)
        stored = s3_backends[owner]["aws"].put_object(
            bucket,
            key,
            body,
            encryption=request.headers.get(_ALGORITHM),
            kms_key_id=request.headers.get(_KEY),
        )
        stored.set_acl(find_bucket(bucket).acl)


def _call(cloud: "Cloud", principal: Principal, parameters: Mapping[str, str]) -> Call:
    return Call(
        cloud=cloud,
        service="s3",
        operation="PutObject",
        parameters=parameters,
        principal=principal,
        region=cloud.region,
        request_id=request_id(),
    )
