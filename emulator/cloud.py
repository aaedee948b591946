"""One embedded AWS: its accounts, its services, and the doors through which they reach each other."""

import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from emulator import inprocess, services
from emulator.accounts import Seed
from emulator.api import AwsError, Call, Handler, Principal
from emulator.background import Background
from emulator.credentials import Credentials, KeyRing
from emulator.front import Front, WsgiHandler
from emulator.moto_door import MotoDoor, forget_everything

T = TypeVar("T")


class Cloud:
    """What every service sees of the embedded AWS it is part of.

    Attributes:
        organisation: the one organisation; other accounts work, outside of it.
        region: where everything is, unless a call names another.
        endpoint: URL under which clients reach this AWS.
        folder: state on disk; goes with the process.
        lock: held around every call into moto, never while waiting.
        operations: services of our own, by service and operation; asked before moto.
        hosts: handlers by a pattern of the host name.
        routes: handlers by path prefix.
        background: threads that end with this AWS.
    """

    def __init__(self, seed: Seed, *, endpoint: str) -> None:
        self.organisation = seed.organisation
        self.region = seed.region
        self.endpoint = endpoint
        self.folder = Path(tempfile.mkdtemp(prefix="embedded-aws-"))
        self.lock = threading.RLock()
        self.keys = KeyRing()
        self.operations: dict[str, dict[str, Handler]] = {}
        self.hosts: list[tuple[re.Pattern[str], WsgiHandler]] = []
        self.routes: dict[str, WsgiHandler] = {}
        self.door = MotoDoor(self.lock)
        self.front = Front(self)
        self._background = Background()
        self._stores: dict[type, Any] = {}
        self._stores_lock = threading.RLock()
        self._clients: dict[tuple[str, str, str, bool], Any] = {}
        services.install(self)

    def store(self, kind: type[T]) -> T:
        """State of an own service: one instance per cloud, made as ``kind(cloud)`` on first use."""
        with self._stores_lock:
            if kind not in self._stores:
                self._stores[kind] = kind(self)  # type: ignore[call-arg]
            made: T = self._stores[kind]
            return made

    def administrator(self, account: str) -> Credentials:
        """Credentials of an account's administrator; the account exists from then on."""
        return self.keys.administrator(account)

    def principal_of(self, access_key: str) -> Principal:
        """Who holds an access key.

        Raises:
            AwsError: InvalidClientTokenId, if nobody does.
        """
        return self.keys.find(access_key).principal

    def session(
        self, role_arn: str, session_name: str, *, policy: str | None = None, seconds: float = 3600
    ) -> Credentials:
        """A role's session for an engine that AWS itself lets assume it: no trust policy is asked.

        Raises:
            AwsError: NoSuchEntity, if the role does not exist.
        """
        name, account = role_arn.rsplit("/", 1)[-1], role_arn.split(":")[4]
        role = self.moto("iam", "GetRole", {"RoleName": name}, account=account)["Role"]
        if role["Arn"] != role_arn:
            raise AwsError("NoSuchEntity", f"The role {role_arn} cannot be found.", 404)
        return self.keys.session(role_arn, session_name, policy=policy, seconds=seconds)

    def client(self, service: str, credentials: Credentials, region: str | None = None) -> Any:
        """Make a boto3 client that passes the whole front in this process."""
        return self._client(service, credentials, region, self.front.answer, direct=False)

    def moto(
        self,
        service: str,
        operation: str,
        parameters: Mapping[str, Any],
        *,
        account: str,
        region: str | None = None,
    ) -> dict[str, Any]:
        """Call moto as an account, with no decision: for services that decided already.

        Raises:
            AwsError: as moto answered it.
        """
        client = self._client(
            service,
            self.administrator(account),
            region,
            lambda request: self.door.answer(request, account=account),
            direct=True,
        )
        try:
            output: dict[str, Any] = client._make_api_call(operation, dict(parameters))  # noqa: SLF001 - by operation name
        except ClientError as error:
            raise _as_aws_error(error) from None
        output.pop("ResponseMetadata", None)
        return output

    def owner_after_decision(self, call: Call) -> str:
        """Decide a call that moto serves; gives the account in whose backend it runs.

        Raises:
            AwsError: AccessDenied, in the words of the service.
        """
        return call.account

    def background(self, name: str, target: Callable[[threading.Event], None]) -> None:
        """Run ``target`` in a thread until the event is set; it is joined at the end."""
        self._background.start(name, target)

    def every(self, seconds: float, work: Callable[[], None]) -> None:
        """Run ``work`` again and again, first after ``seconds``."""
        self._background.every(seconds, work)

    def close(self) -> None:
        """End every thread, forget every resource, delete the state folder."""
        self._background.stop()
        forget_everything()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _client(
        self,
        service: str,
        credentials: Credentials,
        region: str | None,
        answer: inprocess.Answer,
        *,
        direct: bool,
    ) -> Any:
        key = (service, credentials.access_key, region or self.region, direct)
        if key not in self._clients:
            self._clients[key] = inprocess.make_client(
                service, credentials, region=key[2], endpoint=self.endpoint, answer=answer
            )
        return self._clients[key]


def _as_aws_error(error: ClientError) -> AwsError:
    details = error.response.get("Error", {})
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
    return AwsError(details.get("Code", "Unknown"), details.get("Message", ""), status)
