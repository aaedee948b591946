"""What every story plays with: accounts, principals, tables, rows, tags and row expressions."""

from collections.abc import Mapping, Sequence

from mesh.access.lake import Table
from tests.emulator.conftest import CONSUMER, GOVERNANCE

READER = f"arn:aws:iam::{GOVERNANCE}:role/reader"
ANALYST = f"arn:aws:iam::{CONSUMER}:role/analyst"
PARTNER = f"arn:aws:iam::{CONSUMER}:role/partner"
GUESTS = (ANALYST, PARTNER)
PRINCIPALS = (READER, *GUESTS)
"""One beside the catalogue, two in another account; each is granted what the others are."""

EVERYBODY = "IAM_ALLOWED_PRINCIPALS"
DATABASES = ("fleet", "crew")
TABLES = (Table("fleet", "planes"), Table("fleet", "engines"), Table("crew", "pilots"))
SHARED: Mapping[str, str] = {"fleet": "fleet_shared", "crew": "crew_shared"}
"""The consumer's database of links to each database."""

WHOLE = {"fleet": "fleet_linked"}
"""The consumer's links to whole databases."""

SAVED = ("first", "second")
"""Names of saved LF-tag expressions."""

COLUMNS = ("tail", "year", "owner", "base")
ADDED = "seats"
"""Column that a table may get later."""

TAGS: Mapping[str, Sequence[str]] = {"zone": ("open", "closed"), "team": ("ops", "sales", "legal")}

ROWS: Sequence[Mapping[str, object]] = (
    {"tail": "a", "year": 1985, "owner": "ann", "base": "WAW"},
    {"tail": "b", "year": 1999, "owner": "bob", "base": "KBP"},
    {"tail": "c", "year": 2010, "owner": None, "base": "KBP"},
    {"tail": "d", "year": None, "owner": "ann", "base": "LIS"},
    {"tail": "e", "year": 2021, "owner": "eve", "base": None},
)

EXPRESSIONS = (
    "base = 'KBP'",
    "base <> 'KBP'",
    "year > 1999",
    "year BETWEEN 1985 AND 1999",
    "owner IN ('ann', 'eve')",
    "owner IS NULL",
    "NOT (owner = 'ann') AND year >= 1999",
    "base = 'WAW' OR year = 2021",
)


def account_of(principal: str) -> str:
    """Account of a role's ARN, or the account itself."""
    return principal.split(":")[4] if ":" in principal else principal


def names_of(principal: str, table: Table) -> tuple[Table, ...]:
    """Under which names a principal may find a table in its own account's catalogue."""
    if principal == READER:
        return (table,)
    whole = [Table(WHOLE[table.database], table.table)] if table.database in WHOLE else []
    return (link_of(table), *whole)


def link_of(table: Table) -> Table:
    """The consumer's link to a table."""
    return Table(SHARED[table.database], table.table)
