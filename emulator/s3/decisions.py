"""May the caller do this in S3? Bucket and object actions, the bucket's owner, and the key."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote

from moto.core.request import Request

from emulator.api import AwsError, Call
from emulator.iam.authority import bucket_owner
from emulator.iam.matching import Context
from emulator.s3.actions import (
    BUCKET_ACTIONS,
    COPIES,
    GIVES_AWAY,
    OBJECT_ACTIONS,
    OWNER_OPERATIONS,
    VERSION_ACTIONS,
    WRITES,
)
from emulator.s3.encryption import authorise_key
from emulator.s3.object_tags import tags_of_call, tags_of_object
from emulator.s3.public import refuse_public_policy, refuse_strangers
from emulator.s3.regions import check_region
from emulator.s3.store import StoredBucket, encryption_of, find_bucket, find_object

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_ALGORITHM = "HTTP_X_AMZ_SERVER_SIDE_ENCRYPTION"
_UNSIGNED = "AWS4-HMAC-SHA256 Credential=anonymous/20260101/{}/s3/aws4_request"
_KEY = "HTTP_X_AMZ_SERVER_SIDE_ENCRYPTION_AWS_KMS_KEY_ID"


def decide(call: Call, request: Request) -> str:
    """Decide a call that moto will serve; gives the bucket's owner.

    Raises:
        AwsError: AccessDenied, NoSuchBucket, KMS errors; NotImplemented for an operation whose
            action nobody wrote down.
    """
    cloud, operation = call.cloud, call.operation
    if operation == "ListBuckets":
        cloud.authorise(call.principal, "s3:ListAllMyBuckets", "*")
        return call.account
    name = call.parameters["Bucket"]
    if operation == "CreateBucket":
        _decide_creation(call, name)
        return call.account
    with cloud.lock:
        bucket = find_bucket(name)
        check_owner(call, bucket)
        if operation in BUCKET_ACTIONS:
            decide_bucket(call)
        elif operation in OBJECT_ACTIONS:
            _decide_object(call, request, bucket)
        else:
            raise AwsError("NotImplemented", f"s3:{operation} has no decision", 501)
    if operation == "PutObject" and "form-urlencoded" in (request.content_type or ""):
        # moto would take the body for a form and store nothing.
        request.environ["CONTENT_TYPE"] = "binary/octet-stream"
    if call.principal.kind == "anonymous":
        # moto would ask the object's ACL once more.
        request.environ["HTTP_AUTHORIZATION"] = _UNSIGNED.format(call.region)
    return str(bucket.account_id)


def decide_bucket(call: Call) -> StoredBucket:
    """Decide a call on a bucket itself.

    Raises:
        AwsError: AccessDenied, NoSuchBucket; MethodNotAllowed, if no policy can allow it to
            another account.
    """
    bucket = find_bucket(call.parameters["Bucket"])
    check_owner(call, bucket)
    action = BUCKET_ACTIONS[call.operation]
    call.cloud.authorise(call.principal, action, f"arn:aws:s3:::{bucket.name}", _listing(call))
    if call.operation in OWNER_OPERATIONS and call.account != bucket.account_id:
        message = "The specified method is not allowed against this resource."
        raise AwsError("MethodNotAllowed", message, 405)
    if call.operation == "PutBucketPolicy":
        refuse_public_policy(call, bucket)
    return bucket


def check_owner(call: Call, bucket: StoredBucket) -> None:
    """Refuse a bucket that is not whose the caller expects, or that keeps strangers out.

    Raises:
        AwsError: AccessDenied.
    """
    check_region(call, bucket)
    expected = call.parameters.get("ExpectedBucketOwner")
    if expected is not None and expected != bucket.account_id:
        raise AwsError("AccessDenied", "Access Denied", 403)
    refuse_strangers(call, bucket)


def _decide_creation(call: Call, name: str) -> None:
    # Nobody owns the name yet, or somebody else does: then moto refuses it.
    if bucket_owner(name) == call.account:
        message = (
            "Your previous request to create the named bucket succeeded and you already own it."
        )
        raise AwsError("BucketAlreadyOwnedByYou", message, 409)
    arn = f"arn:aws:s3:::{name}"
    decision = call.cloud.authority.decide_alone(call.principal, "s3:CreateBucket", arn)
    if not decision.allowed:
        message = f"User: {call.principal.arn} is not authorized to perform: s3:CreateBucket"
        raise AwsError("AccessDenied", f"{message} {decision.reason}", 403)


def _listing(call: Call) -> Context:
    given = {
        "s3:prefix": call.parameters.get("Prefix"),
        "s3:delimiter": call.parameters.get("Delimiter"),
        "s3:max-keys": call.parameters.get("MaxKeys"),
    }
    return {name: str(value) for name, value in given.items() if value is not None}


def _decide_object(call: Call, request: Request, bucket: StoredBucket) -> None:
    key, version = call.parameters["Key"], call.parameters.get("VersionId")
    action = OBJECT_ACTIONS[call.operation]
    if version:
        action = VERSION_ACTIONS.get(action, action)
    context: dict[str, str | list[str]] = {"s3:VersionId": version} if version else {}
    for name, parameter in (("s3:x-amz-acl", "ACL"), ("s3:x-amz-copy-source", "CopySource")):
        if parameter in call.parameters:
            context[name] = call.parameters[parameter]
    if call.operation in WRITES:
        context |= _settle_encryption(request, bucket)
    context |= tags_of_call(call) | tags_of_object(find_object(bucket.name, key, version))
    arn = f"arn:aws:s3:::{bucket.name}/{key}"
    call.cloud.authorise(call.principal, action, arn, context)
    if call.operation == "PutObject" and call.parameters.get("Tagging"):
        call.cloud.authorise(call.principal, "s3:PutObjectTagging", arn, context)
    if any(name in call.parameters for name in GIVES_AWAY):
        call.cloud.authorise(call.principal, "s3:PutObjectAcl", arn, context)
        _refuse_acl(call, bucket)
    if call.operation in COPIES:
        _decide_source(call, arn)
    _decide_key(call, request, bucket)


def _settle_encryption(request: Request, bucket: StoredBucket) -> dict[str, str | list[str]]:
    # The decision sees the caller's wish; the store sees the bucket's default where there is none.
    environ = request.environ
    wish: dict[str, str | list[str]] = {}
    if _ALGORITHM in environ:
        wish["s3:x-amz-server-side-encryption"] = environ[_ALGORITHM]
    if _KEY in environ:
        wish["s3:x-amz-server-side-encryption-aws-kms-key-id"] = environ[_KEY]
    if _ALGORITHM not in environ:
        environ[_ALGORITHM], key = encryption_of(bucket)
        if key:
            environ[_KEY] = key
    return wish


def _refuse_acl(call: Call, bucket: StoredBucket) -> None:
    # S3 user guide, "Controlling ownership of objects": the default leaves nothing to ACLs.
    rules = (bucket.ownership_rule or {}).get("Rule") or {}
    enforced = rules.get("ObjectOwnership", "BucketOwnerEnforced") == "BucketOwnerEnforced"
    if enforced and call.parameters.get("ACL") != "bucket-owner-full-control":
        raise AwsError("AccessControlListNotSupported", "The bucket does not allow ACLs", 400)


def _decide_source(call: Call, target: str) -> None:
    source = call.parameters["CopySource"]
    path, _, query = source.partition("?")
    name, _, key = unquote(path).lstrip("/").partition("/")
    version = parse_qs(query).get("versionId", [None])[0]
    read(call, find_bucket(name), key, version)
    tagged = tags_of_object(find_object(name, key, version))
    kept = call.parameters.get("TaggingDirective", "COPY") == "COPY"
    if call.operation == "CopyObject" and tagged and kept:
        action = "s3:GetObjectVersionTagging" if version else "s3:GetObjectTagging"
        call.cloud.authorise(call.principal, action, f"arn:aws:s3:::{name}/{key}", tagged)
        brought = {name.replace("Existing", "Request"): tag for name, tag in tagged.items()}
        call.cloud.authorise(call.principal, "s3:PutObjectTagging", target, brought)


def read(call: Call, bucket: StoredBucket, key: str, version: str | None) -> None:
    """Decide that a call reads one object.

    Raises:
        AwsError: AccessDenied, or NoSuchKey for who may list the bucket.
    """
    cloud = call.cloud
    refuse_strangers(call, bucket)
    action = "s3:GetObjectVersion" if version else "s3:GetObject"
    stored = find_object(bucket.name, key, version)
    arn = f"arn:aws:s3:::{bucket.name}/{key}"
    cloud.authorise(call.principal, action, arn, tags_of_object(stored))
    if stored is not None and stored.encryption == "aws:kms":
        authorise_key(
            cloud,
            call.principal,
            "kms:Decrypt",
            key=stored.kms_key_id,
            bucket=bucket,
            object_key=key,
        )


def _decide_key(call: Call, request: Request, bucket: StoredBucket) -> None:
    key = call.parameters["Key"]
    if call.operation in WRITES and request.environ.get(_ALGORITHM) == "aws:kms":
        _use(call, bucket, "kms:GenerateDataKey", request.environ.get(_KEY))
    elif call.operation in {"UploadPart", "UploadPartCopy", "CompleteMultipartUpload"}:
        upload = bucket.multiparts.get(call.parameters["UploadId"])
        if upload is not None and upload.sse_encryption == "aws:kms":
            _use(call, bucket, "kms:Decrypt", upload.kms_key_id)
    elif call.operation in {"GetObject", "HeadObject", "GetObjectAttributes"}:
        stored = find_object(bucket.name, key, call.parameters.get("VersionId"))
        if stored is None:
            _hide_absence(call.cloud, call, bucket)
        elif stored.encryption == "aws:kms" and call.operation != "HeadObject":
            _use(call, bucket, "kms:Decrypt", stored.kms_key_id)


def _use(call: Call, bucket: StoredBucket, action: str, key: str | None) -> None:
    if call.principal.kind == "anonymous":
        message = (
            "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS "
            "Signature Version 4."
        )
        raise AwsError("InvalidArgument", message)
    authorise_key(
        call.cloud,
        call.principal,
        action,
        key=key,
        bucket=bucket,
        object_key=call.parameters["Key"],
    )


def _hide_absence(cloud: "Cloud", call: Call, bucket: StoredBucket) -> None:
    # Only who may list a bucket learns that a key is not there; for others it is a refusal.
    cloud.authorise(call.principal, "s3:ListBucket", f"arn:aws:s3:::{bucket.name}")
