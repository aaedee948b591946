"""An object that is put announces itself to the rules of its bucket's account."""

from tests.emulator.conftest import PRODUCER, MakeClient
from tests.emulator.events.arrange import arrived, open_queue, queue_arn


def test_a_put_reaches_the_queue_with_version_and_key(client: MakeClient) -> None:
    url = open_queue(client, PRODUCER, "q")
    s3, events = client("s3", PRODUCER), client("events", PRODUCER)
    place = {"LocationConstraint": "eu-central-1"}
    s3.create_bucket(Bucket="landing", CreateBucketConfiguration=place)
    s3.put_bucket_versioning(Bucket="landing", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_notification_configuration(
        Bucket="landing", NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    pattern = '{"source": ["aws.s3"], "detail-type": ["Object Created"]}'
    events.put_rule(Name="landing", EventPattern=pattern)
    events.put_targets(Rule="landing", Targets=[{"Id": "q", "Arn": queue_arn(PRODUCER, "q")}])

    version = s3.put_object(Bucket="landing", Key="flights/ä b.csv", Body=b"x")["VersionId"]

    detail = arrived(client, PRODUCER, url)["detail"]
    assert detail["bucket"]["name"] == "landing"
    assert (detail["object"]["key"], detail["object"]["version-id"]) == ("flights/ä b.csv", version)
