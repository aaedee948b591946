"""Who reads or writes a secure parameter in plain text needs its key, through Systems Manager."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.arrange import Json, allow, make_key, make_role
from tests.emulator.conftest import PRODUCER, BotoClient, MakeClient

NAME = "/mesh/token"
VIA_SSM = {"StringEquals": {"kms:ViaService": "ssm.eu-central-1.amazonaws.com"}}


def keep(client: MakeClient) -> str:
    key = make_key(client, PRODUCER)
    client("ssm", PRODUCER).put_parameter(Name=NAME, Value="v", Type="SecureString", KeyId=key)
    return key


def read(ssm: BotoClient, how: str) -> object:
    named: dict[str, dict[str, Json]] = {
        "get_parameter": {"Name": NAME},
        "get_parameters": {"Names": [NAME]},
        "get_parameters_by_path": {"Path": "/mesh"},
    }
    return getattr(ssm, how)(**named[how], WithDecryption=True)


@pytest.mark.parametrize("how", ["get_parameter", "get_parameters", "get_parameters_by_path"])
def test_reading_needs_the_right_to_decrypt(client: MakeClient, how: str) -> None:
    key = keep(client)
    without = make_role(client, PRODUCER, "without", allow("ssm:*"))
    with_key = allow("kms:Decrypt", key, Condition=VIA_SSM)
    reader = make_role(client, PRODUCER, "reader", allow("ssm:*"), with_key)

    with pytest.raises(ClientError, match="kms:Decrypt"):
        read(client("ssm", without), how)
    assert read(client("ssm", reader), how)


def test_reading_what_stays_encrypted_needs_no_key(client: MakeClient) -> None:
    keep(client)
    reader = make_role(client, PRODUCER, "reader", allow("ssm:GetParameter"))

    assert client("ssm", reader).get_parameter(Name=NAME)["Parameter"]["Value"] != "v"


def test_writing_needs_the_right_to_encrypt(client: MakeClient) -> None:
    key = make_key(client, PRODUCER)
    without = make_role(client, PRODUCER, "without", allow("ssm:*"), allow("kms:Decrypt"))
    writer = make_role(client, PRODUCER, "writer", allow("ssm:*"), allow("kms:Encrypt", key))
    secure = {"Name": NAME, "Value": "v", "Type": "SecureString", "KeyId": key}

    with pytest.raises(ClientError, match="kms:Encrypt"):
        client("ssm", without).put_parameter(**secure)
    assert client("ssm", writer).put_parameter(**secure)["Version"] == 1
