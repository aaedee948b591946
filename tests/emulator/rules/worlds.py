"""What is there before a rule's own steps.

``empty``: accounts and roles, every data lake as AWS starts it.
``lake``: governance has ``admin`` as its administrator, no defaults for IAM, a registered location,
    and there the table ``sales.orders``, which ``owner`` made.
``shared``: the lake, and a consumer with ``keeper`` as its administrator and a database ``shared``.
``… with data``: four orders lie in the table's location, and Athena writes results.
"""

import io
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.emulator.rules.callers import REGION, Callers

COLUMNS = (("order_id", "int"), ("country", "string"), ("email", "string"), ("total", "double"))
ORDERS = pa.table(
    {
        "order_id": pa.array([1, 2, 3, 4], pa.int32()),
        "country": ["DE", "DE", "US", None],
        "email": ["ann@x.org", "bob@x.org", "cyd@x.org", "dan@x.org"],
        "total": [10.0, 20.5, 30.0, 40.0],
    }
)
WORKGROUP = "rules"
_PARQUET = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"


def bucket(accounts: Any) -> str:  # noqa: ANN401 - any mapping of names to ids
    """Governance's bucket."""
    return f"lake-{accounts['governance']}"


def build(world: str, callers: Callers) -> None:
    """Make what the world's name says."""
    kind = world.removesuffix(" with data")
    if kind == "empty":
        return
    _lake(callers, with_data=world != kind)
    if kind == "shared":
        _consumer(callers)


def settings(*admins: str, **more: object) -> dict[str, Any]:
    """Settings with these administrators, in which Lake Formation alone decides."""
    return {
        "DataLakeAdmins": [{"DataLakePrincipalIdentifier": arn} for arn in admins],
        "CreateDatabaseDefaultPermissions": [],
        "CreateTableDefaultPermissions": [],
        "Parameters": {"CROSS_ACCOUNT_VERSION": "4"},
        **more,
    }


def table_input(name: str, location: str) -> dict[str, Any]:
    """A table of Parquet files as Glue takes it."""
    return {
        "Name": name,
        "TableType": "EXTERNAL_TABLE",
        "Parameters": {"classification": "parquet"},
        "StorageDescriptor": {
            "Columns": [{"Name": column, "Type": kind} for column, kind in COLUMNS],
            "Location": location,
            "InputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "OutputFormat": "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            "SerdeInfo": {"SerializationLibrary": _PARQUET},
        },
    }


def make_workgroup(callers: Callers, account: str) -> None:
    """Let an account's roles ask Athena."""
    results = f"results-{callers.accounts[account]}"
    make_bucket(callers, account, results)
    athena = callers.client("athena", account)
    location = {"OutputLocation": f"s3://{results}/"}
    athena.create_work_group(Name=WORKGROUP, Configuration={"ResultConfiguration": location})


def make_bucket(callers: Callers, account: str, name: str) -> None:
    """Make a bucket of an account."""
    s3 = callers.client("s3", account)
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})


def _lake(callers: Callers, *, with_data: bool) -> None:
    name = bucket(callers.accounts)
    admin, owner = callers.identifier("admin"), callers.identifier("owner")
    trusts = {"Service": "lakeformation.amazonaws.com"}
    location_role = callers.make_role("location", "governance", trusts=trusts)
    if with_data:
        make_bucket(callers, "governance", name)
        s3 = callers.client("s3", "governance")
        s3.put_object(Bucket=name, Key="sales/orders/part-0.parquet", Body=_orders())
    lake = callers.client("lakeformation", "governance")
    lake.put_data_lake_settings(DataLakeSettings=settings(admin))
    lake = callers.client("lakeformation", "admin")
    lake.register_resource(ResourceArn=f"arn:aws:s3:::{name}/sales", RoleArn=location_role)
    named = {"DataLocation": {"ResourceArn": f"arn:aws:s3:::{name}/sales"}}
    for resource, permission in (
        (named, "DATA_LOCATION_ACCESS"),
        ({"Catalog": {}}, "CREATE_DATABASE"),
    ):
        principal = {"DataLakePrincipalIdentifier": owner}
        lake.grant_permissions(Principal=principal, Resource=resource, Permissions=[permission])
    glue = callers.client("glue", "owner")
    glue.create_database(DatabaseInput={"Name": "sales"})
    wanted = table_input("orders", f"s3://{name}/sales/orders")
    glue.create_table(DatabaseName="sales", TableInput=wanted)


def _consumer(callers: Callers) -> None:
    keeper = callers.identifier("keeper")
    lake = callers.client("lakeformation", "consumer")
    lake.put_data_lake_settings(DataLakeSettings=settings(keeper))
    callers.client("glue", "keeper").create_database(DatabaseInput={"Name": "shared"})


@cache
def _orders() -> bytes:
    written = io.BytesIO()
    pq.write_table(ORDERS, written)
    return written.getvalue()
