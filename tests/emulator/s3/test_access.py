"""An object is read only if identity, bucket policy and key policy of both accounts say so."""

from dataclasses import dataclass

import pytest
from botocore.exceptions import ClientError

from emulator.api import AwsError
from emulator.cloud import Cloud
from tests.emulator.arrange import (
    Statement,
    allow,
    deny,
    make_bucket,
    make_key,
    make_role,
    policy,
)
from tests.emulator.conftest import CONSUMER, GOVERNANCE, OUTSIDER, PRODUCER, MakeClient

OBJECTS = "arn:aws:s3:::zone/*"
READER = f"arn:aws:iam::{GOVERNANCE}:role/reader"
MAY_READ = allow("s3:GetObject", OBJECTS)
MAY_DECRYPT = allow("kms:Decrypt")
BUCKET_TO_ROLE = allow("s3:GetObject", OBJECTS, Principal={"AWS": READER})
BUCKET_TO_ACCOUNT = allow("s3:GetObject", OBJECTS, Principal={"AWS": GOVERNANCE})
KEY_TO_ROLE = allow("kms:Decrypt", Principal={"AWS": READER})
VIA_S3 = {"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}
ALIAS = {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/mesh-domain"}}
ORGANISATION = {"StringEquals": {"aws:PrincipalOrgID": "o-airmesh0001"}}
KEY_TO_ORGANISATION = allow("kms:Decrypt", Principal={"AWS": "*"}, Condition=ORGANISATION | VIA_S3)


@dataclass(frozen=True)
class Sides:
    """What the reader's role, the bucket and the key say."""

    identity: tuple[Statement, ...]
    bucket: tuple[Statement, ...]
    key: tuple[Statement, ...]


def land(client: MakeClient, sides: Sides) -> None:
    key = make_key(client, PRODUCER, *sides.key)
    client("kms", PRODUCER).create_alias(AliasName="alias/mesh-domain", TargetKeyId=key)
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_object(
        Bucket="zone", Key="k", Body=b"rows", ServerSideEncryption="aws:kms", SSEKMSKeyId=key
    )
    if sides.bucket:
        s3.put_bucket_policy(Bucket="zone", Policy=policy(*sides.bucket))


@pytest.mark.parametrize(
    ("identity", "bucket", "key", "readable"),
    [
        ((MAY_READ, MAY_DECRYPT), (BUCKET_TO_ROLE,), (KEY_TO_ROLE,), True),
        ((MAY_READ, MAY_DECRYPT), (BUCKET_TO_ACCOUNT,), (KEY_TO_ROLE,), True),
        ((MAY_READ, MAY_DECRYPT), (), (KEY_TO_ROLE,), False),
        ((MAY_READ, MAY_DECRYPT), (BUCKET_TO_ROLE,), (), False),
        ((MAY_READ,), (BUCKET_TO_ROLE,), (KEY_TO_ROLE,), False),
        ((MAY_DECRYPT,), (BUCKET_TO_ROLE,), (KEY_TO_ROLE,), False),
        ((MAY_READ, MAY_DECRYPT), (BUCKET_TO_ROLE,), (KEY_TO_ORGANISATION,), True),
        (
            (MAY_READ, allow("kms:Decrypt", Condition=VIA_S3 | ALIAS)),
            (BUCKET_TO_ROLE,),
            (KEY_TO_ROLE,),
            True,
        ),
        (
            (
                MAY_READ,
                allow(
                    "kms:Decrypt",
                    Condition={"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/no"}},
                ),
            ),
            (BUCKET_TO_ROLE,),
            (KEY_TO_ROLE,),
            False,
        ),
        (
            (MAY_READ, MAY_DECRYPT),
            (BUCKET_TO_ROLE, deny("s3:*", OBJECTS, Principal="*", Condition=ORGANISATION)),
            (KEY_TO_ROLE,),
            False,
        ),
        (
            (MAY_READ, MAY_DECRYPT),
            (
                BUCKET_TO_ROLE,
                deny(
                    "s3:*",
                    OBJECTS,
                    Principal="*",
                    Condition={"Bool": {"aws:SecureTransport": "false"}},
                ),
            ),
            (KEY_TO_ROLE,),
            True,
        ),
        (
            (MAY_READ, MAY_DECRYPT),
            (BUCKET_TO_ROLE,),
            (KEY_TO_ROLE, deny("kms:Decrypt", Principal={"AWS": READER})),
            False,
        ),
    ],
)
def test_reading_from_another_account_needs_every_side(
    cloud: Cloud,
    client: MakeClient,
    identity: tuple[Statement, ...],
    bucket: tuple[Statement, ...],
    key: tuple[Statement, ...],
    *,
    readable: bool,
) -> None:
    make_role(client, GOVERNANCE, "reader", *identity)
    land(client, Sides(identity, bucket, key))
    principal = cloud.principal_of(cloud.session(READER, "engine").access_key)

    if readable:
        assert client("s3", READER).get_object(Bucket="zone", Key="k")["Body"].read() == b"rows"
        assert cloud.read_object(principal, "zone", "k").read_bytes() == b"rows"
    else:
        with pytest.raises(ClientError, match="AccessDenied"):
            client("s3", READER).get_object(Bucket="zone", Key="k")
        with pytest.raises(AwsError, match="AccessDenied"):
            cloud.read_object(principal, "zone", "k")


@pytest.mark.parametrize(
    ("identity", "writable"),
    [
        ((allow("s3:PutObject", OBJECTS), allow("kms:GenerateDataKey")), True),
        ((allow("s3:PutObject", OBJECTS),), False),
        ((allow("s3:PutObject", OBJECTS), allow("kms:Decrypt")), False),
        ((allow("kms:*"),), False),
    ],
)
def test_writing_needs_a_data_key(
    client: MakeClient, identity: tuple[Statement, ...], *, writable: bool
) -> None:
    writer = make_role(client, PRODUCER, "writer", *identity)
    land(client, Sides((), (), ()))

    def put() -> None:
        client("s3", writer).put_object(
            Bucket="zone",
            Key="new",
            Body=b"x",
            ServerSideEncryption="aws:kms",
            SSEKMSKeyId="alias/mesh-domain",
        )

    if writable:
        put()
    else:
        with pytest.raises(ClientError, match="AccessDenied"):
            put()


def test_a_bucket_policy_can_insist_on_its_own_key(client: MakeClient) -> None:
    wish = "s3:x-amz-server-side-encryption"
    other = {"StringNotEquals": {wish: "aws:kms"}, "Null": {wish: "false"}}
    insists = policy(deny("s3:PutObject", OBJECTS, Principal="*", Condition=other))
    s3 = make_bucket(client, PRODUCER, "zone", insists)

    s3.put_object(Bucket="zone", Key="default", Body=b"x")
    with pytest.raises(ClientError, match="explicit deny"):
        s3.put_object(Bucket="zone", Key="k", Body=b"x", ServerSideEncryption="AES256")


@pytest.mark.parametrize(
    ("who", "told"), [(CONSUMER, "no resource-based policy allows"), (OUTSIDER, "Access Denied$")]
)
def test_another_accounts_administrator_gets_nothing_unasked(
    client: MakeClient, who: str, told: str
) -> None:
    make_bucket(client, PRODUCER, "zone").put_object(Bucket="zone", Key="k", Body=b"x")

    with pytest.raises(ClientError, match=told):
        client("s3", who).get_object(Bucket="zone", Key="k")
    with pytest.raises(ClientError, match="AccessDenied"):
        client("s3", who).list_objects_v2(Bucket="zone")
    with pytest.raises(ClientError, match="AccessDenied"):
        client("s3", who).put_bucket_policy(Bucket="zone", Policy=policy())


def test_the_organisation_ends_where_its_members_do(client: MakeClient) -> None:
    shared = policy(allow("s3:GetObject", OBJECTS, Principal="*", Condition=ORGANISATION))
    make_bucket(client, PRODUCER, "zone", shared).put_object(Bucket="zone", Key="k", Body=b"x")

    assert client("s3", CONSUMER).get_object(Bucket="zone", Key="k")["Body"].read() == b"x"
    with pytest.raises(ClientError, match="AccessDenied"):
        client("s3", OUTSIDER).get_object(Bucket="zone", Key="k")


def test_a_boundary_holds_whatever_the_role_is_given(client: MakeClient) -> None:
    iam = client("iam", PRODUCER)
    bound = iam.create_policy(
        PolicyName="bound", PolicyDocument=policy(allow("s3:GetObject", f"{OBJECTS[:-1]}a/*"))
    )["Policy"]["Arn"]
    s3 = make_bucket(client, PRODUCER, "zone")
    for key in ("a/1", "b/1"):
        s3.put_object(Bucket="zone", Key=key, Body=b"x")
    role = make_role(client, PRODUCER, "reader", allow("*"), PermissionsBoundary=bound)

    assert client("s3", role).get_object(Bucket="zone", Key="a/1")
    with pytest.raises(ClientError, match="no permissions boundary allows"):
        client("s3", role).get_object(Bucket="zone", Key="b/1")


def test_managed_policies_count_awss_own_too(client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone").put_object(Bucket="zone", Key="k", Body=b"x")
    iam = client("iam", PRODUCER)
    made = iam.create_policy(PolicyName="mine", PolicyDocument=policy(MAY_READ))["Policy"]["Arn"]
    arns = {"own": made, "admin": "arn:aws:iam::aws:policy/AdministratorAccess"}
    for name, arn in arns.items():
        role = make_role(client, PRODUCER, name)
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)

        assert client("s3", role).get_object(Bucket="zone", Key="k")["Body"].read() == b"x"


def test_listing_is_decided_by_prefix(client: MakeClient) -> None:
    make_bucket(client, PRODUCER, "zone")
    only_a = {"StringLike": {"s3:prefix": "a/*"}}
    role = make_role(
        client, PRODUCER, "lister", allow("s3:ListBucket", "arn:aws:s3:::zone", Condition=only_a)
    )

    assert client("s3", role).list_objects_v2(Bucket="zone", Prefix="a/")["KeyCount"] == 0
    with pytest.raises(ClientError, match="AccessDenied"):
        client("s3", role).list_objects_v2(Bucket="zone")


def test_an_objects_tags_decide_who_reads_it(client: MakeClient) -> None:
    asks = {"StringEquals": {"s3:ExistingObjectTag/state": "clean"}}
    reader = make_role(client, PRODUCER, "reader", allow("s3:GetObject", OBJECTS, Condition=asks))
    owner = make_bucket(client, PRODUCER, "zone")
    owner.put_object(Bucket="zone", Key="a", Body=b"x", Tagging="state=clean")
    owner.put_object(Bucket="zone", Key="b", Body=b"x", Tagging="state=refused")

    assert client("s3", reader).get_object(Bucket="zone", Key="a")["Body"].read() == b"x"
    with pytest.raises(ClientError, match="AccessDenied"):
        client("s3", reader).get_object(Bucket="zone", Key="b")


def test_the_tags_that_a_writer_may_set_are_conditions(client: MakeClient) -> None:
    asks = {"StringEquals": {"s3:RequestObjectTag/state": "new"}}
    writes = allow(["s3:PutObject", "s3:PutObjectTagging"], OBJECTS, Condition=asks)
    writer = client("s3", make_role(client, PRODUCER, "writer", writes))
    make_bucket(client, PRODUCER, "zone")

    writer.put_object(Bucket="zone", Key="a", Body=b"x", Tagging="state=new")
    tags = {"TagSet": [{"Key": "state", "Value": "new"}]}
    writer.put_object_tagging(Bucket="zone", Key="a", Tagging=tags)

    with pytest.raises(ClientError, match="AccessDenied"):
        writer.put_object(Bucket="zone", Key="a", Body=b"x", Tagging="state=clean")


def test_a_condition_that_is_not_known_here_is_told_not_guessed(client: MakeClient) -> None:
    asks = {"StringEquals": {"aws:SourceVpce": "vpce-1"}}
    shared = policy(allow("s3:GetObject", OBJECTS, Principal="*", Condition=asks))
    make_bucket(client, PRODUCER, "zone", shared).put_object(Bucket="zone", Key="k", Body=b"x")

    with pytest.raises(ClientError, match="aws:SourceVpce"):
        client("s3", CONSUMER).get_object(Bucket="zone", Key="k")
