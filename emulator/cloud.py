"""One embedded AWS: its accounts, its services, and the doors between them."""

import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from emulator.accounts import Seed
from emulator.allowed import merged
from emulator.api import AwsError, Handler, Principal
from emulator.background import Background
from emulator.credentials import Credentials, KeyRing
from emulator.front import Decider, Front, WsgiHandler
from emulator.iam import stored, users
from emulator.iam.authority import Authority
from emulator.iam.forgetting import forget_the_deleted
from emulator.iam.matching import Context
from emulator.inprocess import BotoClient, Clients
from emulator.moto_door import MotoDoor, forget_everything
from emulator.services import SERVICES, install
from emulator.sts.trust import RoleRequest, check
from emulator.witness import Deed, Witness

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
        allowed: what moto may serve, by service.
        hosts: handlers by a pattern of the host name.
        routes: handlers by path prefix.
        arrivals: wakes those who wait for messages in queues.
        authority: decides over principals, actions and resources.
        deciders: decide a service's calls that moto serves; account borders alone without one.
        witnesses: are told of every call that our own services answered, or that was refused.
    """

    def __init__(
        self, seed: Seed, *, endpoint: str, services: Collection[str] = tuple(SERVICES)
    ) -> None:
        self.organisation = seed.organisation
        self.region = seed.region
        self.endpoint = endpoint
        self.folder = Path(tempfile.mkdtemp(prefix="embedded-aws-"))
        self.lock = threading.RLock()
        self.keys = KeyRing(users.find_key)
        self.operations: dict[str, dict[str, Handler]] = {}
        self.hosts: list[tuple[re.Pattern[str], WsgiHandler]] = []
        self.routes: dict[str, WsgiHandler] = {}
        self.door = MotoDoor(self.lock)
        self.arrivals = self.door.arrivals
        self.front = Front(self)
        self.authority = Authority(self)
        self.deciders: dict[str, Decider] = {}
        self.witnesses: list[Witness] = []
        self._background = Background()
        self._stores: dict[type, Any] = {}
        self._stores_lock = threading.RLock()
        self._clients = Clients(endpoint)
        stored.know_aws_managed_policies()
        forget_the_deleted()
        self.allowed = merged(services)
        install(self, services)

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
        with self.lock:
            known = stored.find_role(role_arn) is not None
        if not known:
            raise AwsError("NoSuchEntity", f"The role {role_arn} cannot be found.", 404)
        bounds = (policy,) if policy else ()
        return self.keys.session(role_arn, session_name, policies=bounds, seconds=seconds)

    def assume(  # noqa: PLR0913 - as many as AssumeRole takes
        self,
        role_arn: str,
        session_name: str,
        *,
        principal: Principal,
        external_id: str | None = None,
        policy: str | None = None,
        seconds: float = 3600,
        tags: tuple[tuple[str, str], ...] = (),
    ) -> Credentials:
        """A role's session for whom its trust policy names.

        Raises:
            AwsError: AccessDenied, also if there is no such role.
        """
        asked = RoleRequest(
            role_arn=role_arn,
            session_name=session_name,
            external_id=external_id,
            policy=policy,
            seconds=seconds,
            tags=tags,
        )
        return self.become(asked, principal)

    def become(self, asked: RoleRequest, principal: Principal) -> Credentials:
        """As ``assume``, with all that AssumeRole can ask for.

        Raises:
            AwsError: as ``assume``.
        """
        with self.lock:
            checked = check(self, asked, principal)
        return self.keys.session(
            checked.role_arn,
            checked.session_name,
            policies=checked.policies,
            seconds=checked.seconds,
            tags=checked.tags,
            transitive=checked.transitive,
        )

    def authorise(
        self, principal: Principal, action: str, resource: str, context: Context | None = None
    ) -> None:
        """Let a principal do something, or refuse: every policy of both sides has its say.

        Raises:
            AwsError: AccessDenied with AWS's reason; NotImplemented for a policy with a condition
                that the embedded AWS does not know.
        """
        self.authority.authorise(principal, action, resource, context)

    def witness(self, deed: Deed) -> None:
        """Tell whoever keeps account of what happens."""
        for witness in self.witnesses:
            witness(deed)

    def read_object(
        self, principal: Principal, bucket: str, key: str, version_id: str | None = None
    ) -> Path:
        """File with an object's body, if the principal may read it and use its key.

        Raises:
            AwsError: AccessDenied, NoSuchBucket, NoSuchKey, NoSuchVersion.
        """
        from emulator.s3.reading import read_object  # noqa: PLC0415 - loads moto's S3

        return read_object(self, principal, bucket, key, version_id)

    def client(
        self, service: str, credentials: Credentials, region: str | None = None
    ) -> BotoClient:
        """Make a boto3 client that passes the whole front in this process."""
        where = region or self.region
        return self._clients.get(service, credentials, where, self.front.answer, direct=False)

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
        client = self._clients.get(
            service,
            self.administrator(account),
            region or self.region,
            lambda request: self.door.answer(request, account=account),
            direct=True,
        )
        try:
            output: dict[str, Any] = client._make_api_call(operation, dict(parameters))  # noqa: SLF001 - by operation name
        except ClientError as error:
            raise _as_aws_error(error) from None
        output.pop("ResponseMetadata", None)
        return output

    def background(self, name: str, target: Callable[[threading.Event], None]) -> None:
        """Run ``target`` in a thread until the event is set; it is joined at the end."""
        self._background.start(name, target)

    def at_stop(self, wake: Callable[[], None]) -> None:
        """Call ``wake`` at the end, after the event is set and before threads are joined."""
        self._background.at_stop(wake)

    def every(self, seconds: float, work: Callable[[], None]) -> None:
        """Run ``work`` again and again, first after ``seconds``."""
        self._background.every(seconds, work)

    def close(self) -> None:
        """End every thread, forget every resource, delete the state folder."""
        self._background.stop()
        forget_everything()
        shutil.rmtree(self.folder, ignore_errors=True)


def _as_aws_error(error: ClientError) -> AwsError:
    details = error.response.get("Error", {})
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 400)
    return AwsError(details.get("Code", "Unknown"), details.get("Message", ""), status)
