"""Results: a CSV file in the caller's bucket, and the pages that are read back from it."""

import csv
import io
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Any

from emulator.api import AwsError, Call, Principal
from emulator.athena.engine.job import Column
from emulator.athena.faults import QueryFault
from emulator.athena.pages import start_of
from emulator.athena.reading.plans import split
from emulator.athena.store import Athena, Execution, refused

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_MOST_ROWS = 1000


def header(columns: Sequence[Column]) -> bytes:
    """First line of the file."""
    names = (column.name.replace('"', '""') for column in columns)
    return (",".join(f'"{name}"' for name in names) + "\n").encode()


def store(cloud: "Cloud", execution: Execution, body: IO[bytes]) -> None:
    """Write a result and its description as the caller, whose rights on bucket and key decide.

    Raises:
        QueryFault: the caller may not write there.
    """
    from emulator.s3.writing import put_object  # noqa: PLC0415 - loads moto's S3

    bucket, key = split(execution.output)
    described = "\n".join(f"{c.name}\t{c.type}" for c in execution.columns).encode()
    if execution.written is None:
        files = {key: body.read()}
    else:
        listed = "".join(f"{location}\n" for location in execution.written.files)
        files = {f"{key}-manifest.csv": listed.encode()}
    encryption = encryption_of(execution)
    try:
        for name, content in {**files, f"{key}.metadata": described}.items():
            put_object(cloud, execution.principal, bucket, name, content, encryption)
    except AwsError as error:
        raise _not_written(execution, error) from None


def encryption_of(execution: Execution) -> dict[str, str]:
    """How what a query writes is encrypted, as S3 takes it."""
    wanted = execution.place.encryption or {}
    if wanted.get("EncryptionOption") == "SSE_KMS":
        return {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": wanted["KmsKey"]}
    return {"ServerSideEncryption": "AES256"} if wanted else {}


def _not_written(execution: Execution, error: AwsError) -> QueryFault:
    where = execution.output
    if error.code == "NoSuchBucket":
        return QueryFault(
            "", f"The S3 location provided to save your query results is invalid: {where}"
        )
    if error.code == "AccessDenied":
        return QueryFault(
            "",
            f"Access denied when writing output to url: {where} . Please ensure you are allowed to"
            f" access the S3 bucket and its key. {error.message}",
        )
    return QueryFault("", f"Unable to write output to url: {where} : {error.code}", "system")


def get(call: Call) -> dict[str, Any]:
    """GetQueryResults: needs the caller's right to read the result's file, as on AWS."""
    account = call.cloud.store(Athena).account(call.account)
    execution = account.execution(call.parameters["QueryExecutionId"])
    if execution.state != "SUCCEEDED":
        raise refused(_not_ready(execution))
    if execution.written is not None:
        return _only_counted(execution)
    size = int(call.parameters.get("MaxResults") or _MOST_ROWS)
    if not 1 <= size <= _MOST_ROWS:
        raise refused(f"MaxResults must be between 1 and {_MOST_ROWS}")
    rows, following = _rows(call, execution, start_of(call), size)
    answer: dict[str, Any] = {
        "UpdateCount": 0,
        "ResultSet": {
            "Rows": rows,
            "ResultSetMetadata": {"ColumnInfo": [c.to_aws() for c in execution.columns]},
        },
    }
    return {**answer, "NextToken": str(following)} if following else answer


def _only_counted(execution: Execution) -> dict[str, Any]:
    described = {"ColumnInfo": [c.to_aws() for c in execution.columns]}
    rows = execution.written.rows if execution.written is not None else 0
    return {"UpdateCount": rows, "ResultSet": {"Rows": [], "ResultSetMetadata": described}}


def _not_ready(execution: Execution) -> str:
    if execution.state in ("FAILED", "CANCELLED"):
        return f"Query did not finish successfully. Final query state: {execution.state}"
    return f"Query has not yet finished. Current state: {execution.state}"


def _rows(
    call: Call, execution: Execution, offset: int, size: int
) -> tuple[list[dict[str, Any]], int | None]:
    with _open(call.cloud, call.principal, execution) as file:
        file.seek(offset)
        rows: list[dict[str, Any]] = []
        while len(rows) < size and (record := _record(file)):
            rows.append({"Data": _cells(record, execution)})
        at = file.tell()
        return rows, at if file.read(1) else None


def _open(cloud: "Cloud", principal: Principal, execution: Execution) -> IO[bytes]:
    bucket, key = split(execution.output)
    try:
        return cloud.read_object(principal, bucket, key).open("rb")
    except AwsError as error:
        raise refused(
            f"Could not read the result of query {execution.id} at {execution.output}:"
            f" {error.message}"
        ) from None


def _record(file: IO[bytes]) -> str:
    """Read one record: a line, or several where a quoted value has line ends."""
    record = file.readline()
    while record.count(b'"') % 2:
        more = file.readline()
        if not more:
            break
        record += more
    return record.decode()


def _cells(record: str, execution: Execution) -> list[dict[str, str]]:
    if not execution.header:
        return [{"VarCharValue": record.removesuffix("\n")}]
    return [{} if value is None else {"VarCharValue": value} for value in values(record)]


def values(record: str) -> list[str | None]:
    """Read a record; what is not quoted and empty is NULL."""
    text = record.removesuffix("\n")
    if not text:
        return [None]
    (fields,) = csv.reader(io.StringIO(text, newline=""), strict=True) or [[]]
    quoted = _quoted(text)
    return [value if value or full else None for value, full in zip(fields, quoted, strict=True)]


def _quoted(text: str) -> list[bool]:
    # Every value is quoted and NULL is nothing at all: a field is full if it starts with a quote.
    full, inside, start = [], False, True
    for letter in text:
        if start:
            full.append(letter == '"')
            start = False
        if letter == '"':
            inside = not inside
        elif letter == "," and not inside:
            start = True
    return [*full, False] if start else full
