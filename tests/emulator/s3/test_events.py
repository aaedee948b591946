"""A new object is announced once, in EventBridge's own words, if its bucket says so."""

import queue
from typing import Any

import pytest

from emulator.cloud import Cloud
from emulator.s3.events import ObjectEvents
from tests.emulator.arrange import allow, make_bucket, policy
from tests.emulator.conftest import CONSUMER, PRODUCER, BotoClient, MakeClient

Event = dict[str, Any]


class Heard:
    """Events in the order in which S3 handed them over."""

    def __init__(self, cloud: Cloud) -> None:
        self._events: queue.SimpleQueue[tuple[str, Event]] = queue.SimpleQueue()
        cloud.store(ObjectEvents).hand_to(lambda account, event: self._events.put((account, event)))

    def next(self) -> tuple[str, Event]:
        """Give the next event with the account it was handed to."""
        return self._events.get(timeout=2)

    def nothing_more(self) -> bool:
        """Whether nothing else comes."""
        try:
            self._events.get(timeout=0.1)
        except queue.Empty:
            return True
        return False


@pytest.fixture
def heard(cloud: Cloud) -> Heard:
    return Heard(cloud)


def make_announcing(client: MakeClient) -> BotoClient:
    s3 = make_bucket(client, PRODUCER, "zone")
    s3.put_bucket_versioning(Bucket="zone", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_notification_configuration(
        Bucket="zone", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    return s3


def test_a_put_is_announced_with_what_aws_tells(client: MakeClient, heard: Heard) -> None:
    s3 = make_announcing(client)

    put = s3.put_object(Bucket="zone", Key="a b/ü.csv", Body=b"123")

    account, event = heard.next()
    assert account == PRODUCER
    assert event["detail-type"] == "Object Created"
    assert event["source"] == "aws.s3"
    assert event["account"] == PRODUCER
    assert event["resources"] == ["arn:aws:s3:::zone"]
    detail = event["detail"]
    assert detail["bucket"] == {"name": "zone"}
    assert detail["object"]["key"] == "a b/ü.csv"
    assert detail["object"]["size"] == 3
    assert detail["object"]["etag"] == put["ETag"].strip('"')
    assert detail["object"]["version-id"] == put["VersionId"]
    assert detail["reason"] == "PutObject"
    assert detail["requester"] == PRODUCER
    assert heard.nothing_more()


def test_the_requester_is_who_put_it(client: MakeClient, heard: Heard) -> None:
    s3 = make_announcing(client)
    opened = policy(allow("s3:PutObject", "arn:aws:s3:::zone/*", Principal={"AWS": CONSUMER}))
    s3.put_bucket_policy(Bucket="zone", Policy=opened)

    client("s3", CONSUMER).put_object(Bucket="zone", Key="k", Body=b"x")

    account, event = heard.next()
    assert (account, event["detail"]["requester"]) == (PRODUCER, CONSUMER)


def test_sequencers_of_a_key_increase(client: MakeClient, heard: Heard) -> None:
    s3 = make_announcing(client)

    for body in (b"1", b"2", b"3"):
        s3.put_object(Bucket="zone", Key="k", Body=body)

    sequencers = [heard.next()[1]["detail"]["object"]["sequencer"] for _ in range(3)]
    assert sequencers == sorted(set(sequencers))
    assert all(int(sequencer, 16) for sequencer in sequencers)


def test_copies_and_uploads_in_parts_say_what_they_are(client: MakeClient, heard: Heard) -> None:
    s3 = make_announcing(client)
    s3.put_object(Bucket="zone", Key="a", Body=b"x")
    s3.copy_object(Bucket="zone", Key="b", CopySource="zone/a")
    upload = s3.create_multipart_upload(Bucket="zone", Key="c")["UploadId"]
    part = s3.upload_part(Bucket="zone", Key="c", UploadId=upload, PartNumber=1, Body=b"y")

    s3.complete_multipart_upload(
        Bucket="zone",
        Key="c",
        UploadId=upload,
        MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]},
    )

    reasons = [heard.next()[1]["detail"]["reason"] for _ in range(3)]
    assert reasons == ["PutObject", "CopyObject", "CompleteMultipartUpload"]
    assert heard.nothing_more()


def test_a_bucket_that_says_nothing_announces_nothing(client: MakeClient, heard: Heard) -> None:
    make_bucket(client, PRODUCER, "zone").put_object(Bucket="zone", Key="k", Body=b"x")

    assert heard.nothing_more()
