"""A bucket is in one region, and a call that was signed for another is sent there.

Source: S3 API reference, "Error responses"; S3 user guide, "Making requests".
"""

from emulator.api import AwsError, Call
from emulator.s3.store import StoredBucket

_GLOBAL = "us-east-1"
_ANYWHERE = frozenset({"GetBucketLocation"})


def check_region(call: Call, bucket: StoredBucket) -> None:
    """Send a call to its bucket's region.

    Raises:
        AwsError: PermanentRedirect; AuthorizationHeaderMalformed from the region whose endpoint
            knows every bucket.
    """
    region = str(bucket.region_name)
    signed = call.principal.kind != "anonymous"
    if not signed or call.region == region or call.operation in _ANYWHERE:
        return
    if call.region == _GLOBAL:
        message = (
            f"The authorization header is malformed; the region '{call.region}' is wrong; "
            f"expecting '{region}'"
        )
        raise AwsError("AuthorizationHeaderMalformed", message, 400, region=region)
    message = (
        "The bucket you are attempting to access must be addressed using the specified endpoint. "
        "Please send all future requests to this endpoint."
    )
    raise AwsError("PermanentRedirect", message, 301, region=region)
