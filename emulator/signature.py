"""Who signed a request: SigV4 in the header or in the query, and S3's old presigned form.

Sources: AWS General Reference, "Signature Version 4"; S3 user guide, "Query string request
authentication alternative".
"""

import hashlib
import hmac
import re
import time
from base64 import b64encode
from calendar import timegm
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import parse_qsl, quote

from moto.core.request import Request

from emulator.api import AwsError, Principal
from emulator.credentials import Key, KeyRing

_SKEW_SECONDS = 15 * 60
_MAX_PRESIGNED_SECONDS = 7 * 24 * 3600
_SCOPE_PARTS = 5
_HEADER = re.compile(
    r"AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([^,\s]+),\s*Signature=([0-9a-f]+)"
)
# Sub-resources that the old S3 signature covers besides the path.
_SIGNED_SUBRESOURCES = frozenset(
    {
        *("accelerate", "acl", "cors", "defaultObjectAcl", "location", "logging", "partNumber"),
        *("policy", "requestPayment", "torrent", "versioning", "versionId", "versions", "website"),
        *("uploads", "uploadId", "response-content-type", "response-content-language"),
        *("response-expires", "response-cache-control", "response-content-disposition"),
        *("response-content-encoding", "delete", "lifecycle", "tagging", "restore"),
        *("storageClass", "notification", "replication", "analytics", "metrics", "inventory"),
        *("select", "select-type", "object-lock", "encryption"),
    }
)


@dataclass(frozen=True, kw_only=True)
class Claim:
    """What a request says about its signature, before anything is verified.

    Attributes:
        scope: ``<date>/<region>/<service>/aws4_request``; empty for the old S3 form.
        query: whether the signature is in the query (a presigned URL).
    """

    access_key: str
    service: str
    region: str
    scope: str
    signed_headers: tuple[str, ...]
    signature: str
    query: bool


def read_claim(request: Request) -> Claim | None:
    """Read who the request claims to be from; None if it is unsigned."""
    header = request.headers.get("Authorization", "")
    if header:
        found = _HEADER.match(header)
        if not found:
            raise AwsError(
                "IncompleteSignature", "Authorization header is not a SigV4 signature.", 403
            )
        return _v4_claim(found[1], found[2], found[3], query=False)
    args = request.args
    if "X-Amz-Signature" in args:
        credential, headers = args.get("X-Amz-Credential", ""), args.get("X-Amz-SignedHeaders", "")
        return _v4_claim(credential, headers, args["X-Amz-Signature"], query=True)
    if "AWSAccessKeyId" in args and "Signature" in args:
        return Claim(
            access_key=args["AWSAccessKeyId"],
            service="s3",
            region="",
            scope="",
            signed_headers=(),
            signature=args["Signature"],
            query=True,
        )
    return None


def verify(request: Request, claim: Claim, keys: KeyRing) -> Principal:
    """Prove the claim with the key's secret.

    Raises:
        AwsError: InvalidClientTokenId, SignatureDoesNotMatch, ExpiredToken, RequestTimeTooSkewed,
            and AccessDenied for an expired URL and for headers of S3 that nobody signed.
    """
    key = keys.find(claim.access_key)
    expected = _v4_signature(request, claim, key) if claim.scope else _v2_signature(request, key)
    if not hmac.compare_digest(expected, claim.signature):
        raise AwsError(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. "
            "Check your AWS Secret Access Key and signing method.",
            403,
        )
    _check_headers(request, claim)
    _check_token(request, key)
    _check_time(request, claim)
    return key.principal


def _v4_claim(credential: str, headers: str, signature: str, *, query: bool) -> Claim:
    parts = credential.split("/")
    if len(parts) != _SCOPE_PARTS or parts[4] != "aws4_request":
        message = "Credential must be <key>/<date>/<region>/<service>/aws4_request."
        raise AwsError("IncompleteSignature", message, 403)
    return Claim(
        access_key=parts[0],
        region=parts[2],
        service=parts[3].lower(),
        scope="/".join(parts[1:]),
        signed_headers=tuple(headers.split(";")),
        signature=signature,
        query=query,
    )


def _v4_signature(request: Request, claim: Claim, key: Key) -> str:
    canonical = hashlib.sha256(_canonical_request(request, claim).encode()).hexdigest()
    text = f"AWS4-HMAC-SHA256\n{_timestamp(request, claim)}\n{claim.scope}\n{canonical}"
    signing_key = _signing_key(key.credentials.secret_key, claim.scope)
    return hmac.new(signing_key, text.encode(), hashlib.sha256).hexdigest()


@lru_cache(maxsize=512)
def _signing_key(secret: str, scope: str) -> bytes:
    signed = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        signed = hmac.new(signed, part.encode(), hashlib.sha256).digest()
    return signed


def _canonical_request(request: Request, claim: Claim) -> str:
    # S3 signs its path as it is sent; every other service quotes it once more.
    path = request.raw_path if claim.service == "s3" else quote(request.raw_path, safe="/-_.~")
    headers = "".join(f"{name}:{_header(request, name)}\n" for name in claim.signed_headers)
    names = ";".join(claim.signed_headers)
    query = _canonical_query(request.query_string.decode())
    return "\n".join((request.method, path, query, headers, names, _body_digest(request, claim)))


def _header(request: Request, name: str) -> str:
    return " ".join(request.headers.get(name, "").split())


def _canonical_query(query: str) -> str:
    pairs: Iterable[tuple[str, str]] = (
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in parse_qsl(query, keep_blank_values=True)
        if name != "X-Amz-Signature"
    )
    return "&".join(f"{name}={value}" for name, value in sorted(pairs))


def _body_digest(request: Request, claim: Claim) -> str:
    actual = hashlib.sha256(request.get_data()).hexdigest()
    stated = request.headers.get("x-amz-content-sha256")
    if claim.service != "s3":
        return actual
    if stated is None:
        return "UNSIGNED-PAYLOAD"
    if re.fullmatch(r"[0-9a-f]{64}", stated) and stated != actual:
        message = "The provided 'x-amz-content-sha256' header does not match what was computed."
        raise AwsError("XAmzContentSHA256Mismatch", message)
    return stated


def _timestamp(request: Request, claim: Claim) -> str:
    if claim.query:
        return request.args.get("X-Amz-Date", "")
    return request.headers.get("X-Amz-Date", "") or request.headers.get("Date", "")


def _check_headers(request: Request, claim: Claim) -> None:
    # S3 API reference, "Authenticating Requests": what changes a request's meaning is signed.
    if claim.service != "s3" or not claim.scope:
        return
    sent = {name.lower() for name, _ in request.headers}
    told = {name for name in sent if name.startswith("x-amz-")} - set(claim.signed_headers)
    if told - {"x-amz-content-sha256"}:
        message = "There were headers present in the request which were not signed"
        raise AwsError("AccessDenied", message, 403)


def _check_token(request: Request, key: Key) -> None:
    sent = request.headers.get("X-Amz-Security-Token") or request.args.get("X-Amz-Security-Token")
    if (sent or request.args.get("x-amz-security-token")) != key.credentials.session_token:
        message = "The security token included in the request is invalid."
        raise AwsError("InvalidClientTokenId", message, 403)
    if key.expired:
        message = "The security token included in the request is expired"
        raise AwsError("ExpiredToken", message, 403)


def _check_time(request: Request, claim: Claim) -> None:
    if not claim.scope:
        if float(request.args.get("Expires", "0") or 0) < time.time():
            raise AwsError("AccessDenied", "Request has expired", 403)
        return
    try:
        signed_at = timegm(time.strptime(_timestamp(request, claim), "%Y%m%dT%H%M%SZ"))
    except ValueError:
        message = "Date in the request must be in ISO8601 'basic format'."
        raise AwsError("IncompleteSignature", message, 403) from None
    age = time.time() - signed_at
    lifetime = int(request.args.get("X-Amz-Expires", "0")) if claim.query else _SKEW_SECONDS
    if lifetime > _MAX_PRESIGNED_SECONDS:
        message = "X-Amz-Expires must be less than a week (in seconds)"
        raise AwsError("AuthorizationQueryParametersError", message)
    if age > lifetime and claim.query:
        raise AwsError("AccessDenied", "Request has expired", 403)
    if age > lifetime or age < -_SKEW_SECONDS:
        message = "The difference between the request time and the current time is too large."
        raise AwsError("RequestTimeTooSkewed", message, 403)


def _v2_signature(request: Request, key: Key) -> str:
    headers = {name.lower(): value for name, value in request.headers.items()}
    tokens = request.args.get("x-amz-security-token")
    amz = {name: value for name, value in headers.items() if name.startswith("x-amz-")}
    if tokens:
        amz["x-amz-security-token"] = tokens
    amz_lines = "".join(f"{name}:{' '.join(amz[name].split())}\n" for name in sorted(amz))
    signed = sorted((k, v) for k, v in request.args.items() if k in _SIGNED_SUBRESOURCES)
    query = "&".join(f"{name}={value}" if value else name for name, value in signed)
    text = (
        f"{request.method}\n{headers.get('content-md5', '')}\n{headers.get('content-type', '')}\n"
        f"{request.args.get('Expires', '')}\n{amz_lines}{request.raw_path}"
        f"{'?' if query else ''}{query}"
    )
    digest = hmac.new(key.credentials.secret_key.encode(), text.encode(), hashlib.sha1).digest()
    return b64encode(digest).decode()
