"""Services word the same refusals in their own ways, and clients match on these codes."""

from collections.abc import Mapping

from emulator.api import AwsError

_JSON: Mapping[str, str] = {
    "InvalidClientTokenId": "UnrecognizedClientException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
    "MissingAuthenticationToken": "MissingAuthenticationTokenException",
    "ExpiredToken": "ExpiredTokenException",
    "AccessDenied": "AccessDeniedException",
}
_OWN: Mapping[str, Mapping[str, str]] = {
    "s3": {
        "InvalidClientTokenId": "InvalidAccessKeyId",
        "MissingAuthenticationToken": "AccessDenied",
    },
    "sns": {"AccessDenied": "AuthorizationError"},
    # SQS kept the codes of its older protocol.
    "sqs": {**_JSON, "AccessDenied": "AccessDenied"},
}


def worded(raised: AwsError, service: str, protocol: str) -> AwsError:
    """A refusal of the front, in the words of the service that was called."""
    codes = _OWN.get(service, _JSON if protocol in {"json", "rest-json"} else {})
    status = 400 if protocol == "json" and raised.code in _JSON else raised.status
    code = codes.get(raised.code, raised.code)
    return AwsError(code, raised.message, status, region=raised.region)
