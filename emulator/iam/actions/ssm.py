"""Systems Manager's parameters.

Sources: Service Authorization Reference, "AWS Systems Manager"; KMS developer guide, "How AWS
Systems Manager Parameter Store uses AWS KMS".
"""

from collections.abc import Iterable

from emulator.api import AwsError, Call
from emulator.iam import keys_of_kms
from emulator.iam.actions.need import (
    Actions,
    Entry,
    Need,
    Resource,
    arn,
    asks,
    given,
    same_name,
    together,
)
from emulator.iam.matching import Context


def _one(name: str, call: Call) -> str:
    if name.startswith("arn:"):
        return name
    # The slash of a path is the one after "parameter"; a version or label is no part of the name.
    return arn("ssm", f"parameter/{name.split(':', 1)[0].lstrip('/')}", call)


def _by(field: str) -> Resource:
    return lambda call: (_one(str(call.parameters[field]), call),)


def _names(call: Call) -> Iterable[str]:
    return [_one(str(name), call) for name in call.parameters["Names"]]


def _path(call: Call) -> Iterable[str]:
    return (_one(str(call.parameters["Path"]).rstrip("/") or "/", call),)


def _putting(call: Call) -> Context:
    return given(call, {"ssm:Overwrite": "Overwrite"})


def _with_key(resource: Resource) -> Entry:
    """What reading the plain text of secure parameters needs on their keys."""

    def needs(call: Call) -> Iterable[Need]:
        wanted = list(resource(call)) if call.parameters.get("WithDecryption") else []
        found = ((one, key) for path in wanted for one, key in _secured(path, call))
        return [_use("kms:Decrypt", key, one, call) for one, key in found]

    return needs


def _encrypts(call: Call) -> Iterable[Need]:
    key = call.parameters.get("KeyId", "")
    if call.parameters.get("Type") != "SecureString" or not key or keys_of_kms.is_aws_managed(key):
        return []
    tiered = call.parameters.get("Tier") in {"Advanced", "Intelligent-Tiering"}
    action = "kms:GenerateDataKey" if tiered else "kms:Encrypt"
    return [_use(action, str(key), _one(str(call.parameters["Name"]), call), call)]


def _secured(wanted: str, call: Call) -> Iterable[tuple[str, str]]:
    """Secure parameters of an ARN, or below it, with their own keys."""
    from moto.ssm.models import ssm_backends  # noqa: PLC0415 - heavy

    region, account = wanted.split(":")[3:5]
    folder = wanted.rstrip("/")
    for name, versions in ssm_backends[account][region]._parameters.items():  # noqa: SLF001
        one, kept = _one(name, call), versions[-1]
        below = call.operation == "GetParametersByPath" and one.startswith(f"{folder}/")
        key = str(kept.keyid or "") if kept.parameter_type == "SecureString" else ""
        if (one == wanted or below) and key and not keys_of_kms.is_aws_managed(key):
            yield one, key


def _use(action: str, named: str, parameter: str, call: Call) -> Need:
    key = keys_of_kms.key_arn(named, account=call.account, region=call.region)
    if key is None:
        raise AwsError("InvalidKeyId", f"Key '{named}' does not exist", 400)
    context = {
        "kms:ViaService": f"ssm.{call.region}.amazonaws.com",
        "kms:CallerAccount": call.account,
        "kms:EncryptionContextKeys": ["PARAMETER_ARN"],
        "kms:EncryptionContext:PARAMETER_ARN": parameter,
        **keys_of_kms.context_of(key, named=named),
    }
    return Need(action=action, resource=key, context=context)


ACTIONS: Actions = {
    **same_name("ssm", _by("ResourceId"), ("AddTagsToResource", "ListTagsForResource")),
    **same_name("ssm", _by("ResourceId"), ("RemoveTagsFromResource",)),
    "DeleteParameter": asks("ssm:DeleteParameter", _by("Name")),
    "GetParameter": together(asks("ssm:GetParameter", _by("Name")), _with_key(_by("Name"))),
    "DescribeParameters": asks("ssm:DescribeParameters"),
    "GetParameters": together(asks("ssm:GetParameters", _names), _with_key(_names)),
    "GetParametersByPath": together(asks("ssm:GetParametersByPath", _path), _with_key(_path)),
    "PutParameter": together(asks("ssm:PutParameter", _by("Name"), _putting), _encrypts),
}
