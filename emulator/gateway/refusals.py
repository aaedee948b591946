"""How API Gateway refuses: status, error type and body as clients of AWS know them."""

import json

from werkzeug.wrappers import Response

from emulator.api import AwsError

FORBIDDEN = (403, "ForbiddenException", "Forbidden")
NO_SUCH_METHOD = (403, "MissingAuthenticationTokenException", "Missing Authentication Token")
INTERNAL = (500, "InternalServerErrorException", "Internal server error")
BAD_ANSWER = (502, "InternalServerErrorException", "Internal server error")
TIMED_OUT = (504, "InternalServerErrorException", "Endpoint request timed out")

_TYPES = {
    "AccessDenied": "AccessDeniedException",
    "InvalidClientTokenId": "UnrecognizedClientException",
    "SignatureDoesNotMatch": "InvalidSignatureException",
    "MissingAuthenticationToken": "MissingAuthenticationTokenException",
    "IncompleteSignature": "IncompleteSignatureException",
    "ExpiredToken": "ExpiredTokenException",
    "RequestTimeTooSkewed": "InvalidSignatureException",
}


class GatewayError(Exception):
    """A request that never reaches its function."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        self.status, self.kind, self.message = status, kind, message
        super().__init__(f"{kind}: {message}")

    @classmethod
    def from_aws(cls, error: AwsError) -> "GatewayError":
        """The same refusal in API Gateway's words."""
        message = error.message
        if error.code == "MissingAuthenticationToken":
            message = NO_SUCH_METHOD[2]
        return cls(403, _TYPES.get(error.code, error.code), message)

    def response(self, request_id: str) -> Response:
        """Answer it."""
        # AWS spells this one field with a capital where policies refuse.
        field = "Message" if self.kind == "AccessDeniedException" else "message"
        response = Response(
            json.dumps({field: self.message}), self.status, content_type="application/json"
        )
        response.headers["x-amzn-ErrorType"] = self.kind
        response.headers["x-amzn-RequestId"] = request_id
        return response
