"""What a trail takes lies in its bucket as gzipped files, for as long as the bucket lets it."""

import re

from tests.emulator.cloudtrail.arrange import (
    bucket_policy,
    filed,
    files,
    looked_up,
    make_trail,
)
from tests.emulator.conftest import CONSUMER, PRODUCER, MakeClient
from tests.emulator.functions.arrange import eventually


def names(client: MakeClient) -> list[str]:
    return [record["eventName"] for record in filed(client, PRODUCER)]


def test_a_file_holds_what_the_history_shows(client: MakeClient) -> None:
    make_trail(client, PRODUCER)
    client("glue", PRODUCER).create_database(DatabaseInput={"Name": "own"})

    records = eventually(lambda: filed(client, PRODUCER))

    assert records == looked_up(client, PRODUCER, "CreateDatabase")
    (key,) = files(client, PRODUCER)
    day = records[0]["eventTime"][:10].replace("-", "/")
    assert re.fullmatch(
        rf"AWSLogs/{PRODUCER}/CloudTrail/eu-central-1/{day}/"
        rf"{PRODUCER}_CloudTrail_eu-central-1_\d{{8}}T\d{{4}}Z_[A-Za-z0-9]{{16}}\.json\.gz",
        key,
    )


def test_a_file_says_how_it_is_packed(client: MakeClient) -> None:
    make_trail(client, PRODUCER, S3KeyPrefix="audit")
    client("glue", PRODUCER).create_database(DatabaseInput={"Name": "own"})

    (key,) = eventually(lambda: files(client, PRODUCER))

    head = client("s3", PRODUCER).head_object(Bucket=f"trail-{PRODUCER}", Key=key)
    assert key.startswith(f"audit/AWSLogs/{PRODUCER}/")
    assert (head["ContentType"], head["ContentEncoding"]) == ("application/json", "gzip")
    assert head["ServerSideEncryption"] == "AES256"


def test_what_happens_while_a_trail_stands_still_is_in_no_file(client: MakeClient) -> None:
    trail, glue = make_trail(client, PRODUCER, logging=False), client("glue", PRODUCER)
    glue.create_database(DatabaseInput={"Name": "before"})
    trail.start_logging(Name="everything")
    glue.get_database(Name="before")
    trail.stop_logging(Name="everything")
    glue.delete_database(Name="before")

    eventually(lambda: files(client, PRODUCER))

    assert names(client) == ["GetDatabase"]


def test_a_trail_for_changes_takes_no_looks(client: MakeClient) -> None:
    trail, glue = make_trail(client, PRODUCER), client("glue", PRODUCER)
    only_changes = {"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True}
    trail.put_event_selectors(TrailName="everything", EventSelectors=[only_changes])
    glue.get_databases()
    glue.create_database(DatabaseInput={"Name": "own"})

    eventually(lambda: files(client, PRODUCER))

    assert names(client) == ["CreateDatabase"]


def test_a_trail_of_one_region_takes_nothing_from_others(client: MakeClient) -> None:
    make_trail(client, PRODUCER)
    client("athena", PRODUCER, region="eu-west-1").list_work_groups()
    client("athena", PRODUCER).list_work_groups()

    records = eventually(lambda: filed(client, PRODUCER))

    assert [record["awsRegion"] for record in records] == ["eu-central-1"]


def test_a_trail_of_every_region_files_each_by_itself(client: MakeClient) -> None:
    make_trail(client, PRODUCER, IsMultiRegionTrail=True)
    client("athena", PRODUCER, region="eu-west-1").list_work_groups()

    (key,) = eventually(lambda: files(client, PRODUCER))

    assert f"/CloudTrail/eu-west-1/{key.split('/')[4]}/" in key
    assert f"{PRODUCER}_CloudTrail_eu-west-1_" in key


def test_what_cannot_be_delivered_waits_and_the_status_says_so(client: MakeClient) -> None:
    trail, s3 = make_trail(client, PRODUCER), client("s3", PRODUCER)
    s3.delete_bucket_policy(Bucket=f"trail-{PRODUCER}")
    client("glue", PRODUCER).get_databases()

    def error() -> str:
        return str(trail.get_trail_status(Name="everything").get("LatestDeliveryError", ""))

    assert eventually(error) == "AccessDenied"
    assert files(client, PRODUCER) == []
    s3.put_bucket_policy(
        Bucket=f"trail-{PRODUCER}", Policy=bucket_policy(PRODUCER, f"trail-{PRODUCER}")
    )

    assert eventually(lambda: names(client)) == ["GetDatabases"]
    assert eventually(lambda: not error())
    assert trail.get_trail_status(Name="everything")["LatestDeliveryTime"]


def test_a_trail_files_its_own_account_only(client: MakeClient) -> None:
    make_trail(client, PRODUCER)
    client("glue", CONSUMER).get_databases()
    client("athena", PRODUCER).list_work_groups()

    eventually(lambda: files(client, PRODUCER))

    assert names(client) == ["ListWorkGroups"]
