"""Generated tables for kinds that the labelled files lack: 36 layouts, none of them trained on.

A layout says how columns are headed, how values are written, how many rows and empty cells there
are and what stands beside them. Values come from Faker's providers, secrets from their formats.
"""

import base64
import random
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
from faker import Faker

from mesh.pii import Engine

_LETTERS = string.ascii_letters + string.digits
_PER_LAYOUT = 10
_ROWS = (40, 250, 1200)
_EMPTY = (0.0, 0.15, 0.6)
_PLAIN = "id", "status", "amount", "updated_at", "remarks"


def _fake(locale: str, method: str) -> Callable[[random.Random], str]:
    return lambda _: str(getattr(_faker(locale), method)())


@cache
def _faker(locale: str) -> Faker:
    fake = Faker(locale)
    fake.seed_instance(11)
    return fake


def _random(pattern: str, size: int) -> Callable[[random.Random], str]:
    return lambda rng: pattern.format("".join(rng.choices(_LETTERS, k=size)))


def _jwt(rng: random.Random) -> str:
    head, body = (
        base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
        for text in ('{"alg":"HS256","typ":"JWT"}', f'{{"sub":"{rng.randint(1, 10**9)}"}}')
    )
    return f"{head}.{body}.{''.join(rng.choices(_LETTERS, k=43))}"


@dataclass(frozen=True)
class Kind:
    """What a column of a generated table holds.

    Attributes:
        names: what people call it.
        entities: kinds of which one must be found.
    """

    names: tuple[str, ...]
    entities: frozenset[str]
    value: Callable[[random.Random], str]

    @property
    def is_proven(self) -> bool:
        """Whether Faker gives it right check digits, so that values alone can tell."""
        return not self.entities & {"UK_NINO", "KR_RRN", "IN_AADHAAR"}


def _kind(entities: str, names: str, value: Callable[[random.Random], str]) -> Kind:
    return Kind(tuple(names.split("|")), frozenset(entities.split()), value)


KINDS = (
    _kind("US_SSN", "ssn|social security number", _fake("en_US", "ssn")),
    _kind("UK_NINO", "nino|national insurance number", _fake("en_GB", "ssn")),
    _kind("FR_NIR", "nir|numero securite sociale", _fake("fr_FR", "ssn")),
    _kind("ES_NIF ES_NIE", "nif|dni", _fake("es_ES", "nif")),
    _kind("IT_CODICE_FISCALE", "codice fiscale|cod fiscale", _fake("it_IT", "ssn")),
    _kind("PL_PESEL", "pesel|pesel", _fake("pl_PL", "pesel")),
    _kind("NL_BSN", "bsn|burgerservicenummer", _fake("nl_NL", "ssn")),
    _kind("BR_CPF", "cpf|cpf", _fake("pt_BR", "cpf")),
    _kind("BR_CNPJ", "cnpj|cnpj", _fake("pt_BR", "cnpj")),
    _kind("SE_PERSONNUMMER", "personnummer|personnummer", _fake("sv_SE", "ssn")),
    _kind("NO_FNR", "fodselsnummer|fnr", _fake("no_NO", "ssn")),
    _kind("FI_HETU", "hetu|henkilotunnus", _fake("fi_FI", "ssn")),
    _kind("CA_SIN", "sin|social insurance number", _fake("en_CA", "ssn")),
    _kind("IN_AADHAAR", "aadhaar|aadhaar number", _fake("en_IN", "aadhaar_id")),
    _kind("CZ_RC", "rodne cislo|rodne cislo", _fake("cs_CZ", "birth_number")),
    _kind("RO_CNP", "cnp|cnp", _fake("ro_RO", "ssn")),
    _kind("KR_RRN", "rrn|resident registration number", _fake("ko_KR", "ssn")),
    _kind("CN_RIC", "id card|resident identity card", _fake("zh_CN", "ssn")),
    _kind("TR_KIMLIK", "tckn|tc kimlik", _fake("tr_TR", "ssn")),
    _kind("MX_CURP", "curp|curp", _fake("es_MX", "curp")),
    _kind("EE_IK", "isikukood|ik", _fake("et_EE", "ssn")),
    _kind("CH_AHV", "ahv|ahv nummer", _fake("de_CH", "ssn")),
    _kind("BE_NN", "rijksregisternummer|nn", _fake("nl_BE", "ssn")),
    _kind("IL_ID", "teudat zehut|mispar zehut", _fake("he_IL", "ssn")),
    _kind("IBAN_CODE", "iban|bank account iban", _fake("de_DE", "iban")),
    _kind("IBAN_CODE", "iban|account", _fake("en_GB", "iban")),
    _kind("CREDIT_CARD", "card number|cc", _fake("en_US", "credit_card_number")),
    _kind("AWS_ACCESS_KEY", "access key|aws key", lambda rng: "AKIA" + "".join(
        rng.choices(string.ascii_uppercase + "234567", k=16))),
    _kind("API_TOKEN", "token|github token", _random("ghp_{}", 36)),
    _kind("API_TOKEN", "api key|stripe key", _random("sk_live_{}", 24)),
    _kind("JWT", "jwt|session token", _jwt),
    _kind("PASSWORD_HASH", "password hash|pwd hash", _random("$2b$12${}", 53)),
)  # fmt: skip

_STYLES: tuple[Callable[[str], str], ...] = (
    lambda name: name.replace(" ", "_"),
    str.title,
    lambda name: re.sub(r" (\w)", lambda found: found[1].upper(), name),
    lambda name: name.upper().replace(" ", "_"),
    lambda name: name.replace(" ", "-"),
    lambda name: f"cust_{name.replace(' ', '_')}",
    lambda name: f"person.{name.replace(' ', '_')}",
    lambda name: f"{name.title()} (primary)",
    lambda name: f"{name.replace(' ', '')}1",
)


@dataclass(frozen=True)
class Layout:
    """How one generated table looks.

    Attributes:
        style: of the headers; None if columns are called ``c1``, ``c2`` ….
        written: ``as given``, ``plain`` (no joiners) or ``spaced`` (joiners as spaces).
        rows: of the table; ``empty`` of them, 0.0 to 1.0, hold nothing.
    """

    number: int
    style: int | None
    written: str
    rows: int
    empty: float


def layouts() -> tuple[Layout, ...]:
    """All of them. Plain digits are told by a header, or by many rows."""
    headed = tuple(
        Layout(at, at % len(_STYLES), ("as given", "plain", "spaced")[at % 3], _ROWS[at // 9 % 3],
               _EMPTY[at // 3 % 3])
        for at in range(27)
    )  # fmt: skip
    bare = tuple(
        Layout(27 + at, None, ("as given", "spaced")[at % 2], _ROWS[2], _EMPTY[at % 3])
        for at in range(9)
    )
    return headed + bare


def missed() -> Iterator[tuple[Layout, Kind, bool]]:
    """Every column of every layout, and whether it was missed."""
    for layout in layouts():
        rng = random.Random(layout.number)  # noqa: S311 - for tables, not for secrets
        told = layout.style is not None
        kinds = rng.sample([one for one in KINDS if told or one.is_proven], _PER_LAYOUT)
        columns = {
            name: [f"{name} {rng.randint(1, 99)}" for _ in range(layout.rows)] for name in _PLAIN
        }
        cells = {
            _header(layout, kind, at): [_cell(layout, kind, rng) for _ in range(layout.rows)]
            for at, kind in enumerate(kinds)
        }
        engine = Engine()
        whole = (columns | cells).items()
        engine.add(pa.record_batch({name: pa.array(held, pa.string()) for name, held in whole}))
        found = {(one.column, one.entity) for one in engine.findings()}
        for at, kind in enumerate(kinds):
            header = _header(layout, kind, at)
            yield layout, kind, not any((header, one) in found for one in kind.entities)


def _header(layout: Layout, kind: Kind, at: int) -> str:
    if layout.style is None:
        return f"c{at + 1}"
    return _STYLES[layout.style](kind.names[layout.number % 2]) + ("" if at % 4 else " ")


def _cell(layout: Layout, kind: Kind, rng: random.Random) -> str | None:
    if rng.random() < layout.empty:
        return None
    value = kind.value(rng)
    if len(value) > 30 or layout.written == "as given":  # noqa: PLR2004 - a secret is as it is
        return value
    return re.sub(r"[ ./-]", "" if layout.written == "plain" else " ", value)
