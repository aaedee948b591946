"""The registry's API as a caller of any account sees it.

Routes, each signed by the caller's role; answers and bodies are JSON::

    GET    /domains                               PUT  /domains/{domain}/invitation
    PUT    /domains/{domain}                      GET  /tickets/{id}
    GET    /products[?search=]                    GET  /products/{domain}/{product}[?major=]
    PUT    /products/{domain}/{product}/{major}   DELETE /products/{domain}/{product}/{major}
    GET    /requests[?state=]                     POST /requests
    POST   /requests/{id}/approve|deny|revoke     GET  /grants[?product=]
    GET    /links                                 GET  /audit[?subject=&since=&until=]
    GET    /files[?product=&state=]               POST /quarantine/discard|release
    GET    /publications/{domain}/{product}       GET  /status
    GET    /verdicts/{domain}/{product}?file=     POST /rescan
"""

import json
import os
from collections.abc import Mapping
from typing import Any, Self
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

import boto3
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import BotoCoreError, ClientError

from mesh.errors import ConflictError, MeshError, NotFoundError, RefusedError, UnreachableError
from mesh.naming import Names
from mesh.naming.names import API_PARAMETER

DIRECTORY_ROLE = "mesh-directory"
TIMEOUT_SECONDS = 20
_IMPATIENT = Config(connect_timeout=3, read_timeout=8, retries={"total_max_attempts": 2})
_ERRORS: Mapping[int, type[MeshError]] = {
    403: RefusedError,
    404: NotFoundError,
    409: ConflictError,
}


class GovernanceApi:
    """Calls the registry of one mesh with a session's credentials."""

    def __init__(self, session: boto3.Session, url: str, region: str) -> None:
        self._session = session
        self._url = url.rstrip("/")
        self._region = region

    @classmethod
    def connect(cls, session: boto3.Session, names: Names) -> Self:
        """Find the registry through the role that every account of the organisation may assume.

        Raises:
            UnreachableError: if governance does not answer, naming it.
        """
        try:
            url = _find_url(session, names)
        except (BotoCoreError, ClientError) as error:
            raise UnreachableError(
                f"governance account {names.governance_account} does not tell where its registry "
                f"is ({error}); deploy the stack Governance there first, and call from an account "
                f"of organisation {names.organisation}"
            ) from None
        return cls(session, url, names.region)

    def call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        """Call a route and give its answer.

        Raises:
            MeshError: as the registry refused: RefusedError, NotFoundError or ConflictError.
            UnreachableError: if governance does not answer.
        """
        url = f"{self._url}{quote(path)}" + (f"?{_encode(query)}" if query else "")
        signed = self._sign(method, url, json.dumps(body).encode() if body is not None else None)
        try:
            with urlopen(signed, timeout=TIMEOUT_SECONDS) as answer:  # noqa: S310 - https, or the endpoint set for this process
                return _read(answer.read())
        except HTTPError as error:
            raise self._refusal(error) from None
        except (URLError, TimeoutError, ConnectionError) as error:
            raise UnreachableError(
                f"governance does not answer at {self._url} ({error}); try again"
            ) from None

    def _sign(self, method: str, url: str, body: bytes | None) -> Request:
        found = self._session.get_credentials()
        if found is None:
            raise UnreachableError(
                "there are no AWS credentials to call governance with; log in, or name a profile"
            )
        frozen = found.get_frozen_credentials()
        keys = Credentials(frozen.access_key or "", frozen.secret_key or "", frozen.token)
        host = urlsplit(url).netloc
        request = AWSRequest(method, url, {"Host": host, "Content-Type": "application/json"}, body)
        SigV4Auth(keys, "execute-api", self._region).add_auth(request)
        return Request(  # noqa: S310 - https, or the endpoint set for this process
            _connect_to(url), body, dict(request.headers.items()), method=method
        )

    def _refusal(self, error: HTTPError) -> MeshError:
        answer = _read(error.read())
        message = str(answer.get("message") or answer.get("Message") or error.reason)
        if error.code >= 500:  # noqa: PLR2004 - the server's own faults
            return UnreachableError(f"governance failed ({error.code}): {message}; try again")
        return _ERRORS.get(error.code, MeshError)(message)


def _find_url(session: boto3.Session, names: Names) -> str:
    sts = session.client("sts", region_name=names.region, config=_IMPATIENT)
    found = sts.assume_role(
        RoleArn=names.governance_role_arn(DIRECTORY_ROLE), RoleSessionName="mesh"
    )["Credentials"]
    ssm = boto3.client(
        "ssm",
        region_name=names.region,
        aws_access_key_id=found["AccessKeyId"],
        aws_secret_access_key=found["SecretAccessKey"],
        aws_session_token=found["SessionToken"],
        config=_IMPATIENT,
    )
    return ssm.get_parameter(Name=API_PARAMETER)["Parameter"]["Value"]


def _encode(query: Mapping[str, str]) -> str:
    # Sorted and with %20: the same text that the signature is made over.
    return urlencode(sorted(query.items()), quote_via=quote, safe="-_.~")


def _connect_to(url: str) -> str:
    """Where to connect: the API itself, or the endpoint that is set; the Host header stays."""
    endpoint = os.environ.get("AWS_ENDPOINT_URL")
    parts = urlsplit(url)
    if not endpoint:
        return url
    return f"{endpoint.rstrip('/')}{parts.path}" + (f"?{parts.query}" if parts.query else "")


def _read(body: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(body or b"{}")
    except ValueError:
        return {"message": body.decode(errors="replace")[:200]}
    return answer if isinstance(answer, dict) else {"answer": answer}
