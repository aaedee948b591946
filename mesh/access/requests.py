"""From what somebody asks to a subscription that its owner can decide."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from mesh.access.rows import check_rows, columns_of, parse_rows, render
from mesh.access.subscription import RequestError, Scope, Subscription, account_of
from mesh.contracts import Column, Contract, Table
from mesh.errors import RefusedError, advice

TECHNICAL_COLUMNS: Mapping[str, str] = {"_mesh_source": "string", "_mesh_recorded_at": "timestamp"}
"""In every published table; granted to those who name them, in no default list."""

MOST_DAYS = 366
_FIELDS = frozenset({"product", "principal", "table", "columns", "rows", "purpose", "until"})
_ROLE = re.compile(r"arn:aws:iam::\d{12}:role/(?:[\w+=,.@-]+/)*[\w+=,.@-]+")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it came: nothing in it is believed yet."""

    principal: str
    purpose: str
    until: str
    table: str | None
    columns: tuple[str, ...] | None
    rows: str | None

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "Asked":
        """Read a request's body.

        Raises:
            RequestError: with every fault.
        """
        faults = [
            f"unknown field {name!r}; {advice(name, _FIELDS)}" for name in body.keys() - _FIELDS
        ]
        faults += [
            f"{name} is missing; write it as text"
            for name in ("principal", "purpose", "until")
            if not isinstance(body.get(name), str) or not body[name].strip()
        ]
        faults += [
            f"{name} must be text"
            for name in ("table", "rows")
            if not isinstance(body.get(name), (str, type(None)))
        ]
        columns = body.get("columns")
        if columns is not None and not _are_names(columns):
            faults.append(
                "columns must be a list of one or more column names; leave it out for all"
            )
        if faults:
            raise RequestError("; ".join(sorted(faults)))
        return cls(
            principal=body["principal"],
            purpose=body["purpose"].strip(),
            until=body["until"].strip(),
            table=body.get("table"),
            columns=tuple(dict.fromkeys(name.lower() for name in columns)) if columns else None,
            rows=body.get("rows") or None,
        )


def request(
    asked: Asked,
    contract: Contract,
    *,
    caller: str,
    request_id: str,
    now: datetime,
    session: str | None = None,
) -> Subscription:
    """Check a request against the contract in force and make it a subscription to decide.

    Args:
        caller: ARN of the role that asks, as the request context proved it.
        session: name of the caller's session, from the same context.

    Raises:
        RefusedError: if the caller asks for a role of another account.
        RequestError: if columns, rows, purpose or end do not fit; the message says what does.
    """
    _check_principal(asked.principal, caller)
    return Subscription(
        id=request_id,
        product=contract.address,
        principal=asked.principal,
        scopes=_scopes(asked, contract),
        named=asked.columns is not None,
        purpose=_purpose(asked.purpose),
        until=asked.until,
        ends_at=ends_at(asked.until, now),
        state="requested",
        requested_by=caller,
        requested_session=session,
        requested_at=moment(now),
    )


def _check_principal(principal: str, caller: str) -> None:
    if not _ROLE.fullmatch(principal):
        raise RequestError(f"{principal!r} is no role: write arn:aws:iam::<account>:role/<name>")
    if account_of(principal) != account_of(caller):
        raise RefusedError(f"{caller} may not ask for {principal}: ask with a role of that account")


def moment(when: datetime) -> str:
    """A moment as every record writes it: UTC, whole seconds; sorts as text."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ends_at(until: str, now: datetime) -> str:
    """First moment without access: the day after a last day, or the moment itself.

    Raises:
        RequestError: if it is no date, past, or too far away.
    """
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", until):
            day = date.fromisoformat(until) + timedelta(days=1)
            end = datetime(day.year, day.month, day.day, tzinfo=UTC)
        else:
            end = datetime.strptime(until, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise RequestError(
            f"until {until!r} is no date; write the last day, like 2027-03-31"
        ) from None
    if not now < end <= now + timedelta(days=MOST_DAYS):
        raise RequestError(f"until {until} must lie ahead, within {MOST_DAYS} days")
    return moment(end)


def default_columns(table: Table) -> tuple[str, ...]:
    """Columns of a request that names none: all but personal, restricted and opaque ones."""
    return tuple(column.name for column in table.columns if not column.is_guarded)


def _are_names(columns: object) -> bool:
    return (
        isinstance(columns, Sequence)
        and not isinstance(columns, str)
        and bool(columns)
        and all(isinstance(name, str) for name in columns)
    )


def _purpose(text: str) -> str:
    if not 3 <= len(text) <= 500 or not text.isprintable():  # noqa: PLR2004 - said in the message
        raise RequestError(
            "purpose must say in 3 to 500 characters, on one line, what the data is for"
        )
    return text


def _scopes(asked: Asked, contract: Contract) -> tuple[Scope, ...]:
    if asked.table is None and len(contract.tables) > 1:
        if asked.columns or asked.rows:
            known = ", ".join(str(table.name) for table in contract.tables)
            raise RequestError(
                f"{contract.address} has several tables; name one of {known} to choose its "
                "columns or rows"
            )
        return tuple(_scope(asked, table.as_published()) for table in contract.tables)
    only = contract.tables[0].name if len(contract.tables) == 1 else None
    named = asked.table if asked.table is not None else only
    if len(contract.tables) == 1 and asked.table == contract.table_name(contract.tables[0]):
        named = only
    return (_scope(asked, contract.table(named).as_published()),)


def _scope(asked: Asked, table: Table) -> Scope:
    known = {column.name: column for column in table.columns}
    grantable = {**{name: column.type for name, column in known.items()}, **TECHNICAL_COLUMNS}
    chosen = asked.columns or default_columns(table)
    if unknown := [name for name in chosen if name not in grantable]:
        raise RequestError(
            "; ".join(f"there is no column {name!r}; {advice(name, grantable)}" for name in unknown)
        )
    if not chosen:
        raise RequestError(
            "every column is personal, restricted or opaque; name the ones that are needed"
        )
    columns = in_table_order(chosen, table)
    return Scope(table=table.name, columns=columns, rows=_rows(asked, grantable, known, columns))


def in_table_order(columns: Iterable[str], table: Table) -> tuple[str, ...]:
    """The same columns in the table's order, the technical ones last."""
    order = [*(column.name for column in table.columns), *TECHNICAL_COLUMNS]
    return tuple(name for name in order if name in set(columns))


def _rows(
    asked: Asked, types: Mapping[str, str], known: Mapping[str, Column], columns: Iterable[str]
) -> str | None:
    if asked.rows is None:
        return None
    rows = parse_rows(asked.rows)
    check_rows(rows, types)
    # A condition on a personal column answers questions about it: it counts as reading it.
    hidden = {name for name in columns_of(rows) if name in known and known[name].is_guarded} - set(
        columns
    )
    if hidden:
        raise RequestError(
            f"the row expression looks at {', '.join(sorted(hidden))}, personal, restricted or "
            "opaque: name the column among the columns, or leave it out of the expression"
        )
    return render(rows)
