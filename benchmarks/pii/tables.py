"""Tables dense with personal data in many layouts; no value comes twice but names and words."""

import math
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import chain, cycle, islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from faker import Faker

from benchmarks.pii import values as v

ROWS = 20_000
_WORDS = 4_000
_COLUMNS_OF_WIDE, _ROWS_OF_WIDE = 2_000, 500
_LOCALES = ("en_US", "de_DE", "fr_FR", "es_ES")


@cache
def _words(kind: str) -> tuple[str, ...]:
    fake = Faker(list(_LOCALES))
    fake.seed_instance(kind)
    return tuple(str(getattr(fake, kind)()).replace("\n", ", ") for _ in range(_WORDS))


def dense(number: int) -> pa.RecordBatch:
    """One block of 20,000 rows and 21 columns; the same number gives the same block."""
    rng = np.random.default_rng(number)
    first, last = (v.picked(rng, ROWS, _words(kind)) for kind in ("first_name", "last_name"))
    email = _emails(rng, first, last)
    phone, card, host = _phones(rng), _cards(rng, number), v.addresses_of_hosts(rng, ROWS)
    columns = {
        "id": pa.array(np.arange(number * ROWS, (number + 1) * ROWS)).cast(pa.string()),
        "name": v.joined(first, " ", last),
        "email": email,
        "phone": phone,
        "card_number": card,
        "iban": v.ibans(rng, ROWS, grouped=number % 2 == 0),
        "ssn": v.social_security_numbers(rng, ROWS, "999-99-9999"),
        "nhs_number": v.weighted(rng, ROWS, range(10, 1, -1), "999 999 9999"),
        "national_id": _national(rng),
        "ip_address": host,
        "mac": v.hexadecimal(rng, ROWS, "99:99:99:99:99:99"),
        "date_of_birth": v.dates(rng, ROWS, "%Y-%m-%d" if number % 2 else "%d/%m/%Y"),
        "address": v.joined(
            v.numbers(rng, ROWS, 1, 9999), " ", v.picked(rng, ROWS, _words("street_name"))
        ),
        "city": v.picked(rng, ROWS, _words("city")),
        "postcode": v.numbers(rng, ROWS, 10_000, 99_999),
        "company": v.picked(rng, ROWS, _words("company")),
        "amount": pc.round(pa.array(rng.gamma(2, 90, ROWS)), 2).cast(pa.string()),
        "created_at": v.joined(v.dates(rng, ROWS, "%Y-%m-%d"), "T", _clock(rng), "Z"),
        "reference": v.hexadecimal(rng, ROWS, "99999999-9999-4999-8999-999999999999"),
        "remarks": _remarks(rng, phone, email, card),
        "last_login": v.joined("from ", host, " at ", _clock(rng)),
    }
    return pa.RecordBatch.from_pydict(columns)


def ordered(number: int) -> pa.RecordBatch:
    """One block of 20,000 orders, each of one of the same 20,000 people with all that they have."""
    rng = np.random.default_rng(number)
    people = _people().take(rng.integers(0, ROWS, ROWS))
    ids = pa.array(np.arange(number * ROWS, (number + 1) * ROWS)).cast(pa.string())
    moments = v.joined(v.dates(rng, ROWS, "%Y-%m-%d"), "T", _clock(rng), "Z")
    return people.set_column(0, "id", ids).set_column(
        people.schema.get_field_index("created_at"), "created_at", moments
    )


@cache
def _people() -> pa.RecordBatch:
    return dense(0)


def numeric(number: int) -> pa.RecordBatch:
    """One block of 60 columns of numbers that say nothing of anybody."""
    rng = np.random.default_rng(number)
    columns = {
        f"count_{at}": pa.array(rng.integers(0, 10 ** (2 + at % 5), ROWS)) for at in range(20)
    }
    columns |= {f"measure_{at}": pa.array(rng.normal(at, 1 + at, ROWS)) for at in range(40)}
    return pa.RecordBatch.from_pydict(columns)


def told(number: int) -> pa.RecordBatch:
    """One block of notes, lines of a log and JSON in cells, each with something of a person."""
    rng = np.random.default_rng(number)
    first, last = (v.picked(rng, ROWS, _words(kind)) for kind in ("first_name", "last_name"))
    phone, email, card = _phones(rng), _emails(rng, first, last), _cards(rng, number)
    host = v.addresses_of_hosts(rng, ROWS)
    when = v.joined(v.dates(rng, ROWS, "%Y-%m-%d"), " ", _clock(rng))
    took = v.numbers(rng, ROWS, 1, 999)
    note, *more = (_remarks(rng, phone, email, card) for _ in range(4))
    columns = {
        "notes": v.joined(note, *chain.from_iterable((" ", other) for other in more)),
        "line": v.joined(when, " INFO login user=", email, " from=", host, " ms=", took),
        "payload": v.joined('{"name": "', first, '", "mail": "', email, '", "n": ', took, "}"),
    }
    return pa.RecordBatch.from_pydict(columns)


def wide(number: int) -> pa.RecordBatch:
    """One block of 500 rows and 2,000 columns of the kinds of ``dense``, few named by them."""
    block = dense(number)
    kinds = tuple(zip(block.schema.names, block.columns, strict=True))
    rng = np.random.default_rng(number)
    columns = {
        f"{name if at < len(kinds) else 'value'} {at}": v.taken(
            column, rng.permutation(ROWS)[:_ROWS_OF_WIDE]
        )
        for at, (name, column) in enumerate(islice(cycle(kinds), _COLUMNS_OF_WIDE))
    }
    return pa.RecordBatch.from_pydict(columns)


def blocks(megabytes: float, block_of: Callable[[int], pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Blocks of so many megabytes of values (Arrow bytes) together."""
    left, number = megabytes * 1e6, 0
    while left > 0:
        block = block_of(number)
        rows = min(block.num_rows, math.ceil(block.num_rows * left / block.nbytes))
        yield block.slice(0, rows)
        left -= block.nbytes
        number += 1


def _emails(rng: v.Rng, first: v.Texts, last: v.Texts) -> v.Texts:
    signs = pc.replace_substring_regex(v.joined(first, ".", last), "[^A-Za-z.]", "")
    local = v.joined(pc.ascii_lower(signs), v.numbers(rng, ROWS, 1, 10**6))
    return v.joined(local, "@", v.picked(rng, ROWS, _words("domain_name")))


def _phones(rng: v.Rng) -> v.Texts:
    templates = ("+1-999-999-9999", "(299) 999-9999", "+49 30 99999999", "+44 20 7999 9999")
    return v.mixed(rng, ROWS, [partial(v.random_digits, rng, template=one) for one in templates])


def _cards(rng: v.Rng, number: int) -> v.Texts:
    templates = ("9999999999999999", "9999 9999 9999 9999", "9999-9999-9999-9999")
    return v.cards(rng, ROWS, templates[number % 3])


def _national(rng: v.Rng) -> v.Texts:
    return v.mixed(
        rng,
        ROWS,
        [
            partial(v.random_digits, rng, template="AB999999C"),
            partial(v.weighted, rng, weights=range(9, 1, -1), template="999999999"),
            lambda share: v.written(v.luhn(v.some_digits(rng, share, 8)), "999 999 999"),
            partial(v.random_digits, rng, template="999.999.999-99"),
        ],
    )


def _clock(rng: v.Rng) -> v.Texts:
    second = rng.integers(0, 86_400, ROWS)
    parts = second // 3600 * 10_000 + second // 60 % 60 * 100 + second % 60
    return v.written(v.digits_of(parts, 6), "99:99:99")


def _remarks(rng: v.Rng, phone: v.Texts, email: v.Texts, card: v.Texts) -> v.Texts:
    """Sentences; in three of four something of another row."""
    said = v.picked(rng, ROWS, _words("sentence"))
    order = rng.permutation(ROWS)
    kinds = pa.array(rng.integers(0, 4, ROWS), pa.int64())
    told = (
        v.joined("call ", v.taken(phone, order)),
        v.joined("wrote to ", v.taken(email, order)),
        v.joined("paid with ", v.taken(card, order)),
    )
    return v.joined(said, " ", pc.choose(kinds, *told, pa.array([""] * ROWS)))
