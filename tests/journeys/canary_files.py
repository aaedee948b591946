"""Files of personal data that are easily found again, for every reader and every kind."""

import gzip
import io
import json
from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.journeys.test_files import HEADER
from tests.unit.mesh.pii.canaries import cells, needles, sentences

CANARIES = {
    "e-mail": "zebulon.quistgaard@canary-mail.example.org",
    "phone": "+1 212-736-5087",
    "card": "5105105105105100",
    "IBAN": "GB33BUKB20201555555555",
    "SSN": "536-22-8726",
    "IP": "198.51.100.237",
}
GIVEN = [
    "Jessica",
    "Michael",
    "Sarah",
    "David",
    "Emma",
    "Laura",
    "Thomas",
    "Daniel",
    "Julia",
    "Robert",
    "Anna",
    "Peter",
]
PEOPLE = tuple(f"{given} Quistgaard" for given in GIVEN)
# A part is as telling as the whole.
NEEDLES = (
    *CANARIES.values(), "quistgaard", "zebulon", "canary-mail", "2127365087", "536228726",
    *needles(),
)  # fmt: skip
ALL = " ".join((*CANARIES.values(), *PEOPLE))
ROW: dict[str, Any] = {
    "booking_id": 1, "passenger_id": 1, "carrier": "UA", "flight": 1, "flight_date": "2013-08-01",
    "origin": "EWR", "dest": "ORD", "fare": 1.0, "remarks": "",
}  # fmt: skip


def rows(changes: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row, or one for each name where people are meant: a column is told by many."""
    people = changes.get("remarks") == PEOPLE
    chosen = PEOPLE if people else (changes.get("remarks", ""),)
    return [
        {**ROW, **changes} | {"booking_id": changes.get("booking_id", n), "remarks": each}
        for n, each in enumerate(chosen, 1)
    ]


def csv(**changes: object) -> bytes:
    lines = [",".join(rows(changes)[0])]
    lines += [",".join(str(value) for value in row.values()) for row in rows(changes)]
    return "".join(f"{line}\n" for line in lines).encode()


def parquet(**changes: object) -> bytes:
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows(changes)), sink)
    return sink.getvalue()


def jsonl(**changes: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows(changes))


def files() -> Mapping[str, bytes]:
    """Each kind alone in a declared column, and all of them where a reader stumbles."""
    header = HEADER.strip()
    row = "1,1,UA,1,2013-08-01,EWR,ORD,1.0"
    alone = {
        f"{kind}{end}": write(remarks=f"call {value} now")
        for kind, value in CANARIES.items()
        for end, write in ((".csv", csv), (".jsonl", jsonl), (".parquet", parquet))
    }
    people = {
        f"person{end}": write(remarks=PEOPLE)
        for end, write in ((".csv", csv), (".jsonl", jsonl), (".parquet", parquet))
    }
    return (
        alone
        | people
        | every_kind()
        | {
            "column.csv": csv(contact=ALL),
            "column.jsonl": jsonl(contact=ALL),
            "column.parquet": parquet(contact=ALL),
            "named.csv": csv(**{ALL: 1}),
            "named.jsonl": jsonl(**{ALL: 1}),
            "named.parquet": parquet(**{ALL: 1}),
            "headless.csv": f"{','.join((*CANARIES.values(), *PEOPLE[:3]))}\n{row},x\n".encode(),
            "number.csv": csv(booking_id=ALL),
            "number.jsonl": jsonl(booking_id=ALL),
            "number.parquet": parquet(booking_id=ALL),
            "nested.jsonl": jsonl(remarks={ALL: [ALL]}),
            "wide.csv": f"{header}\n{row},,{','.join(CANARIES.values())}\n".encode(),
            "quote.csv": f'{header}\n{row},"{ALL}\n'.encode(),
            "bytes.csv": f"{header}\n{row},{ALL} ".encode() + b"\xff\xfe\n",
            "broken.jsonl": jsonl() + f'{{"booking_id": 2, "remarks": "{ALL}'.encode(),
            "words.jsonl": f"{ALL}\n".encode(),
            "tail.csv.gz": gzip.compress(csv(remarks=ALL))[:-9] + ALL.encode(),
            "packed.csv.gz": gzip.compress(csv(remarks=ALL)),
            "tail.parquet": parquet(remarks=ALL)[:-20] + ALL.encode() + b"PAR1",
            "words.parquet": f"PAR1{ALL}PAR1".encode(),
        }
    )


def every_kind() -> dict[str, bytes]:
    """One value of each kind that there is: in sentences, and in columns that tell it."""
    told = [
        {**ROW, "booking_id": place, "remarks": text}
        for place, text in enumerate(sentences().values(), 1)
    ]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(told), sink)
    return {
        "sentences.parquet": sink.getvalue(),
        "sentences.jsonl": b"".join(json.dumps(row).encode() + b"\n" for row in told),
        "cells.csv": csv(**cells()),
        "cells.jsonl": jsonl(**cells()),
        "cells.parquet": parquet(**cells()),
    }
