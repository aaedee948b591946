"""Telephone number."""

import re
from functools import partial

from mesh.pii.detectors.model import PatternDetector
from mesh.pii.gates import Gate
from mesh.pii.words import NEGATIVE

# What stands in a number beside digits.
_SIGNS = str.maketrans("", "", "+ .-()x")
_DAY = re.compile(r"(?:19|20)\d\d-[01]\d-[0-3]\d")
_PAIRS = re.compile(r"\d\d(?: \d\d){4}")
_FRACTION = re.compile(r"\+\d{1,3}\.\d{1,7}")


def is_phone(text: str) -> bool:
    """Whether there are 7 to 17 digits (E.164, an extension), not all the same, no fraction."""
    digits = text.translate(_SIGNS)
    is_long = 7 <= len(digits) <= 17  # noqa: PLR2004
    return is_long and len(set(digits)) > 2 and not _FRACTION.fullmatch(text)  # noqa: PLR2004


def is_no_draw(text: str) -> bool:
    """Whether it is such a number and not what a lottery draws: five numbers that ascend."""
    pairs = text.split(" ")
    return is_phone(text) and not (_PAIRS.fullmatch(text) and pairs == sorted(set(pairs)))


def is_no_day(text: str) -> bool:
    """Whether it is such a number and not the day of a call."""
    return is_phone(text) and not _DAY.fullmatch(text)


_WORDS = (
    "phone", "tel", "mob", "telephone", "mobile", "cell", "fax", "msisdn", "cellphone", "telefon",
    "phones", "landline", "telefax", "telefono", "celular", "movil", "cellulare", "telefone",
    "portable", "handy", "mobil", "mobiltelefon", "telefonnummer", "telephones", "telefonos",
    "telefones", "fono", "whatsapp", "contact number", "contact no", "telefonnr", "telnr", "telno",
    "phoneno", "mobileno", "cellno", "phonenumber", "tel no", "numtel", "telefoonnr", "mobilnr",
    "mobiel", "mobilna", "telefonszám", "handynummer", "mobilnummer", "rufnummer", "telefoon",
    "telefoonnummer", "tlf", "gsm", "puhelin", "puhelinnumero", "komorka", "telefonszam",
    "cep telefonu", "телефон", "мобильный", "факс", "τηλεφωνο", "電話", "電話番号",
    "电话", "手机", "手机号", "手机号码", "联系电话", "전화", "전화번호", "휴대폰",
)  # fmt: skip
# Moments of calls have as many digits.
_MOMENTS = (
    "created", "updated", "completed", "started", "ended", "modified", "timestamp", "at", "date",
    "time", "duration",
)  # fmt: skip
# A number that is_phone accepts if its digits are not all the same, and its layout alone in a text.
_LAID_OUT = (
    r"(?:\+9{1,3}(?:(?:[ -]?9{3,4}){2,3}|(?:[ .-]9{2,4}){3}|[ .-]9{2,3}[ .-]?9{6,9})"
    r"|(?:\(9{3}\) ?9{3}[ .-]|\(9{2}\) ?9{4,5}-|9{3}[ -]9{3}[ .-]|9{3}\.9{3}\.)9{4})"
)


_KOREAN = r"1[016-9]-\d{3,4}-\d{4}"
_FRENCH = r"[1-9](?: \d\d){4}(?! \d)"
_AMERICAN = r"(?:\(\d{3}\) ?\d{3}[ .-]|\d{3}[ -]\d{3}[ .-]|\d{3}\.\d{3}\.)\d{4}"

# Of a number that stands anywhere: nothing beside it may belong to a longer one.
_BEFORE = r"[A-Za-z] [(\[\"']?|[A-Za-z][(\[\"']|[:=,;!?>\"'] ?[(\[\"']?"
_AFTER = r"[\t,;:!?/|<>\]\"']|[.)](?:$|[\t,;<>\"'])|\.? (?:$|[A-Za-z,;:!?<\"'&-])"
_SURE = (
    r"\+\d{1,3}(?:(?:[ -]?\d{3,4}){2,3}|(?:[ .-]\d{2,4}){3}|[ .-]\d{2,3}[ .-]?\d{6,9})"
    rf"|(?:\+?1[ .-])?{_AMERICAN}(?:x\d{{1,6}})?|001[ .-]{_AMERICAN}(?:x\d{{1,4}})?"
)


def _written(*numbers: tuple[str, str]) -> re.Pattern[str]:
    """Numbers that stand by themselves, and their extension.

    Args:
        numbers: the first sign of each, and the rest; Python looks for first signs many times
            faster than for places that nothing stands before.
    """
    first, rest = r"[+(0-9]", "|".join(f"(?<={sign})(?:{rest})" for sign, rest in numbers)
    alone = rf"(?<![\w.]{first})(?<!\w-{first})(?<!\d {first})"
    return re.compile(rf"{first}{alone}(?:{rest})(?:x\d{{1,6}})?(?![\w])(?!-\w|\.\d)")


_telephone = partial(
    PatternDetector,
    entity="PHONE_NUMBER",
    source="https://www.itu.int/rec/T-REC-E.164",
    validator="7 to 17 digits",
    validated=False,
    header=_WORDS,
    negative=(*NEGATIVE, *_MOMENTS),
)

DETECTORS = (
    _telephone(
        gate=Gate(digits=7, others=1),
        layout=(
            r"\+9|(?:^|9[ .-]|[^9a_.])(?:(?:\(9{3}\) ?|9{3}[ .-])9{3}[ .-]9{4}"
            r"|\(9{2,3}\) ?(?:9{3,5}-9{4}|9{3,4} 9{4}|9{7})|9{3}-9{3,4}-9{4}|9{2}(?: 9{2}){4})"
            "(?:$|[^9a_]|a9)"
        ),
        pattern=_written(
            (r"\+", r"\d{1,3}(?:[ .-]?\(?\d{1,5}\)?){2,6}"),
            ("0", rf"01[ .-]{_AMERICAN}|{_KOREAN}|{_FRENCH}"),
            ("1", rf"[ .-]{_AMERICAN}"),
            (
                r"\(",
                r"\d{3}\) ?(?:\d{3}[ .-]\d{4}|\d{7})|\d{2,3}\) ?(?:\d{3,5}-\d{4}|\d{3,4} \d{4})",
            ),
            (r"\d", r"\d{2}(?:[ -]\d{3}[ .-]|\.\d{3}\.)\d{4}"),
        ),
        confirms=is_no_draw,
        confidence=0.8,
        varied=3,
        sure_layout=rf"^(?:[^9+(]*[a:,;] )?{_LAID_OUT}[.,;!?]?(?: [^9]*)?$",
        sure=_SURE,
        beside=(_BEFORE, _AFTER),
    ),
    # As dialled from abroad.
    _telephone(
        gate=Gate(digits=7, others=2),
        layout=r"(?:^|[^9a_.])9{4,5}[ .-]\(?9{1,5}\)?[ .-]\(?9",
        literal="00",
        sieve=r"(?:^ ?|[^\w. ]|\D )00\d{2,3}[ .-]",
        pattern=_written(("0", r"0\d{2,3}(?:[ .-]\(?\d{1,5}\)?){2,6}")),
        confirms=is_phone,
        confidence=0.8,
    ),
    _telephone(
        gate=Gate(digits=7),
        layout=r"9[9 ().-]{5}",
        pattern=re.compile(r"\+?\(?\d[\d ().-]{5,18}\d(?:x\d{1,6})?"),
        confirms=is_no_day,
        confidence=0.7,
        only_told=True,
        in_numbers=True,
        varied=3,
        sure_layout="^9{8,15}$",
    ),
)
