"""What is vended for a partition and a location, and who must let it be used."""

from emulator.credentials import Credentials
from tests.emulator.conftest import CONSUMER, GOVERNANCE, PRODUCER
from tests.emulator.lakeformation.test_vending import (
    COLUMNS,
    DATA,
    TABLE_ARN,
    allow,
    denied,
    document,
    engine,
    let_in,
    read,
    vend,
)
from tests.emulator.lakeformation.world import (
    BUCKET,
    LOCATION,
    PLANES,
    Lake,
    columns,
    refused,
    table,
)


def make_years(vending: Lake) -> None:
    let_in(vending)
    at = f"s3://{BUCKET}/fleet/flights"
    listed = {"Columns": [{"Name": "tail", "Type": "string"}], "Location": at}
    wanted = {
        "Name": "flights",
        "StorageDescriptor": listed,
        "PartitionKeys": [{"Name": "year", "Type": "string"}],
    }
    glue = vending.glue(vending.admin)
    glue.create_table(DatabaseName="fleet", TableInput=wanted)
    years = ("2020", "2021")
    for year in years:
        part = {"Values": [year], "StorageDescriptor": listed | {"Location": f"{at}/year={year}"}}
        vending.cloud.moto(
            "glue",
            "CreatePartition",
            {"DatabaseName": "fleet", "TableName": "flights", "PartitionInput": part},
            account=GOVERNANCE,
        )
        s3 = vending.client("s3", PRODUCER)
        s3.put_object(Bucket=BUCKET, Key=f"fleet/flights/year={year}/data", Body=b"rows")
    vending.grant(vending.analyst, table("flights"), "SELECT")


def test_a_partition_has_credentials_of_its_own(vending: Lake) -> None:
    make_years(vending)
    lf = vending.make("lakeformation", engine(vending))
    arn = TABLE_ARN.replace("planes", "flights")
    given = lf.get_temporary_glue_partition_credentials(
        TableArn=arn, Partition={"Values": ["2020"]}, SupportedPermissionTypes=[COLUMNS]
    )
    s3 = vending.make(
        "s3",
        Credentials(
            access_key=given["AccessKeyId"],
            secret_key=given["SecretAccessKey"],
            session_token=given["SessionToken"],
        ),
    )

    assert read(s3, "fleet/flights/year=2020/data") == b"rows"
    with denied():
        read(s3, "fleet/flights/year=2021/data")
    with refused("EntityNotFoundException", "2022"):
        lf.get_temporary_glue_partition_credentials(
            TableArn=arn, Partition={"Values": ["2022"]}, SupportedPermissionTypes=[COLUMNS]
        )
    found = vending.make("glue", engine(vending)).get_unfiltered_partitions_metadata(
        CatalogId=GOVERNANCE,
        DatabaseName="fleet",
        TableName="flights",
        SupportedPermissionTypes=[COLUMNS],
    )["UnfilteredPartitions"]
    assert [one["Partition"]["Values"] for one in found] == [["2020"], ["2021"]]
    assert all(one["IsRegisteredWithLakeFormation"] for one in found)
    one = vending.make("glue", engine(vending)).get_unfiltered_partition_metadata(
        CatalogId=GOVERNANCE,
        DatabaseName="fleet",
        TableName="flights",
        PartitionValues=["2021"],
        SupportedPermissionTypes=[COLUMNS],
    )
    assert one["Partition"]["Values"] == ["2021"]
    assert one["AuthorizedColumns"] == found[1]["AuthorizedColumns"] != []


# Locations


def test_a_location_has_credentials_for_who_may_read_its_whole_table(vending: Lake) -> None:
    reader = vending.role("reader")
    vending.put_settings(vending.admin, vending.admin, AllowFullTableExternalDataAccess=True)
    lf, at = vending.lf(reader), f"s3://{BUCKET}/fleet/planes"
    vending.grant(reader, columns("tail"), "SELECT")
    with refused("AccessDeniedException", "Required Select"):
        lf.get_temporary_data_location_credentials(DataLocations=[at])
    vending.revoke(reader, columns("tail"), "SELECT")
    vending.grant(reader, table(), "SELECT")

    answer = lf.get_temporary_data_location_credentials(DataLocations=[at])

    given = answer["Credentials"]
    s3 = vending.make(
        "s3",
        Credentials(
            access_key=given["AccessKeyId"],
            secret_key=given["SecretAccessKey"],
            session_token=given["SessionToken"],
        ),
    )
    assert read(s3) == b"rows"
    assert answer["CredentialsScope"] == "READ"
    with refused("AccessDeniedException", "Required All"):
        lf.get_temporary_data_location_credentials(DataLocations=[at], CredentialsScope="READWRITE")
    with refused("InvalidInputException", "not registered"):
        lf.get_temporary_data_location_credentials(DataLocations=[f"s3://{BUCKET}/other"])
    with refused("EntityNotFoundException", "No table"):
        lf.get_temporary_data_location_credentials(DataLocations=[f"s3://{BUCKET}/fleet/x"])


# The three sides of a location


def test_each_of_role_bucket_and_key_has_its_say_when_it_is_used(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "SELECT")
    s3 = vend(vending, engine(vending))
    kms, own = vending.client("kms", PRODUCER), vending.client("s3", PRODUCER)
    key = own.head_object(Bucket=BUCKET, Key=DATA)["SSEKMSKeyId"]
    root = f"arn:aws:iam::{PRODUCER}:root"
    kept = own.get_bucket_policy(Bucket=BUCKET)["Policy"]
    assert read(s3) == b"rows"

    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=document(allow(root, "kms:*")))
    with refused("AccessDenied", "kms:Decrypt"):
        read(s3)
    both = document(allow(root, "kms:*"), allow(vending.location_role, "kms:*"))
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=both)
    own.delete_bucket_policy(Bucket=BUCKET)
    with denied():
        read(s3)
    own.put_bucket_policy(Bucket=BUCKET, Policy=kept)
    assert read(s3) == b"rows"
    vending.client("iam", GOVERNANCE).delete_role_policy(
        RoleName="lf-location-fleet", PolicyName="all"
    )
    with refused("AccessDenied", "no identity-based policy"):
        read(s3)


def test_a_role_that_does_not_trust_lake_formation_is_not_vended(vending: Lake) -> None:
    let_in(vending)
    vending.grant(vending.analyst, table(), "SELECT")
    other = vending.role("other")
    vending.lf(vending.admin).update_resource(ResourceArn=LOCATION, RoleArn=other)

    with refused("AccessDeniedException", "must exist and trust"):
        vend(vending, engine(vending))


def test_a_link_is_followed_to_what_it_names(vending: Lake) -> None:
    let_in(vending)
    keeper = vending.role("keeper", CONSUMER)
    vending.put_settings(CONSUMER, keeper)
    glue = vending.glue(keeper)
    glue.create_database(DatabaseInput={"Name": "shared"})
    glue.create_table(DatabaseName="shared", TableInput={"Name": "link", "TargetTable": PLANES})
    vending.grant(vending.analyst, table(), "SELECT")
    link = {"Table": {"CatalogId": CONSUMER, "DatabaseName": "shared", "Name": "link"}}
    vending.grant(vending.analyst, link, "DESCRIBE", by=keeper)

    arn = f"arn:aws:glue:eu-central-1:{CONSUMER}:table/shared/link"
    given = vending.make("lakeformation", engine(vending)).get_temporary_glue_table_credentials(
        TableArn=arn
    )
    assert given["VendedS3Path"] == [f"s3://{BUCKET}/fleet/planes"]
