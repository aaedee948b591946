"""Small products and subscriptions for tests about access."""

from collections.abc import Sequence
from datetime import UTC, datetime

from mesh.access.desired import Product
from mesh.access.subscription import Scope, State, Subscription
from mesh.contracts import Column, Contract, Table
from mesh.naming import ProductAddress

NOW = datetime(2027, 1, 15, 12, tzinfo=UTC)
MOMENT = "2027-01-15T12:00:00Z"
OWNER_ACCOUNT = "200000000001"
READER_ACCOUNT = "200000000005"
OWNER = f"arn:aws:iam::{OWNER_ACCOUNT}:role/loyalty-owner"
ANALYST = f"arn:aws:iam::{READER_ACCOUNT}:role/network-planning-analyst"
ADDRESS = ProductAddress("loyalty", "passengers")

MEMBERS = Table(
    name=None,
    columns=(
        Column(name="passenger_id", type="bigint"),
        Column(name="country", type="string"),
        Column(name="tier", type="string"),
        Column(name="joined", type="date"),
        Column(name="email", type="string", personal=("EMAIL_ADDRESS",)),
        Column(name="score", type="double", classification="restricted"),
    ),
)


def contract(*tables: Table, version: str = "1.0.0") -> Contract:
    return Contract(
        address=ADDRESS,
        version=version,
        status="active",
        title="Members",
        description="Who the members are.",
        owner="loyalty@airmesh.example",
        tables=tables or (MEMBERS,),
    )


def product(of: Contract | None = None) -> Product:
    made = of or contract()
    names = frozenset(made.table_name(table) for table in made.tables)
    return Product(contract=made, account=OWNER_ACCOUNT, tables=names)


def subscription(  # noqa: PLR0913 - each test says only what it is about
    request_id: str = "a1",
    columns: Sequence[str] = ("country", "tier"),
    *,
    rows: str | None = None,
    state: State = "approved",
    named: bool = True,
    ends_at: str = "2027-03-01T00:00:00Z",
    principal: str = ANALYST,
) -> Subscription:
    return Subscription(
        id=request_id,
        product=ADDRESS,
        principal=principal,
        scopes=(Scope(table=None, columns=tuple(columns), rows=rows),),
        named=named,
        purpose="counting members",
        until="2027-02-28",
        ends_at=ends_at,
        state=state,
        requested_by=ANALYST,
        requested_at="2027-01-10T08:00:00Z",
        decided_at="2027-01-11T08:00:00Z",
    )
