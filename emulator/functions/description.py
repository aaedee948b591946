"""A function as moto's Lambda store describes it, with what that store forgets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from moto.awslambda.models import lambda_backends

from emulator.api import AwsError
from emulator.functions.settings import FunctionSettings

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_ARN_PARTS = 7


@dataclass(frozen=True, kw_only=True)
class FunctionName:
    """A function's place: account, region, name."""

    account: str
    region: str
    name: str

    @property
    def arn(self) -> str:
        """ARN without a version."""
        return f"arn:aws:lambda:{self.region}:{self.account}:function:{self.name}"


@dataclass(frozen=True, kw_only=True)
class Function:
    """What it takes to run a function.

    Attributes:
        identity: changes when a running worker no longer is this function.
        reserved: reserved concurrency, if any.
        dead_letters: ARN that takes what an asynchronous call failed on.
        json_log: whether the platform's own log lines are JSON.
    """

    place: FunctionName
    identity: str
    handler: str
    role: str
    runtime: str
    timeout_seconds: int
    memory_mb: int
    environment: Mapping[str, str]
    code_sha: str
    code: bytes
    reserved: int | None
    log_group: str
    json_log: bool
    dead_letters: str | None


def place_of(name: str, *, account: str, region: str) -> FunctionName:
    """Read a function's name: bare, ``account:name`` or an ARN; ``$LATEST`` is the only version.

    Raises:
        AwsError: NotImplemented for other versions and aliases.
    """
    parts = name.split(":")
    if name.startswith("arn:") and len(parts) >= _ARN_PARTS:
        region, account, bare, qualifier = parts[3], parts[4], parts[6], parts[7:]
    elif len(parts) > 1 and "function" in parts:
        at = parts.index("function")
        account, bare, qualifier = parts[0], parts[at + 1], parts[at + 2 :]
    else:
        bare, qualifier = parts[0], parts[1:]
    if qualifier not in ([], ["$LATEST"]):
        message = f"{name}: versions and aliases of functions are not served; use $LATEST"
        raise AwsError("NotImplemented", message, 501)
    return FunctionName(account=account, region=region, name=bare)


def read_function(cloud: "Cloud", place: FunctionName) -> Function:
    """Read a function as it is now.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    with cloud.lock:
        return _described(place, find_stored(place), cloud.store(FunctionSettings).of(place.arn))


def find_stored(place: FunctionName) -> Any:  # noqa: ANN401 - moto's own object
    """Moto's function; hold the cloud's lock.

    Raises:
        AwsError: ResourceNotFoundException.
    """
    for function in lambda_backends[place.account][place.region].list_functions():
        if function.function_name == place.name:
            return function
    raise AwsError("ResourceNotFoundException", f"Function not found: {place.arn}", 404)


def _described(place: FunctionName, stored: Any, more: Mapping[str, Any]) -> Function:  # noqa: ANN401 - moto's own object
    logging = more.get("LoggingConfig", {})
    environment = {str(k): str(v) for k, v in stored.environment_vars.items()}
    facts = (stored.code_sha_256, stored.handler, stored.role, stored.memory_size, stored.timeout)
    return Function(
        place=place,
        identity=repr((facts, sorted(environment.items()), sorted(logging.items()))),
        handler=stored.handler,
        role=stored.role,
        runtime=stored.run_time,
        timeout_seconds=int(stored.timeout),
        memory_mb=int(stored.memory_size),
        environment=environment,
        code_sha=stored.code_sha_256,
        code=stored.code_bytes,
        reserved=None if stored.reserved_concurrency is None else int(stored.reserved_concurrency),
        log_group=logging.get("LogGroup", f"/aws/lambda/{place.name}"),
        json_log=logging.get("LogFormat", "Text") == "JSON",
        dead_letters=more.get("DeadLetterConfig", {}).get("TargetArn") or None,
    )
