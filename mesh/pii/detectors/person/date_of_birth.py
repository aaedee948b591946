"""Date of birth."""

from mesh.pii.detectors.model import ColumnDetector
from mesh.pii.words import NEGATIVE

_DATES = (
    "birth date", "date birth", "dob", "birthday", "birthdate", "birth day", "date naissance",
    "geburtsdatum", "geburtstag", "fecha nacimiento", "data nascimento", "data nascita",
    "geboortedatum", "fodselsdato", "fødselsdato", "fødselsdag", "födelsedatum", "fodelsedatum",
    "syntymaaika", "data urodzenia", "datum narozeni", "szuletesi datum", "dogum tarihi",
    "data nasterii", "дата рождения", "дата народження", "ημερομηνια γεννησης", "出生日期",
    "生年月日", "생년월일", "tanggal lahir", "ngay sinh",
    "bdate", "birthdt", "dt nascimento", "dt nasc", "nascimento", "data nasc", "fec nacimiento",
    "fecha nac", "fec nac", "nascita", "date naiss", "datnaiss", "ddn", "geb datum", "gebdatum",
    "geburtsdat", "urodzenia", "data ur", "narozeni", "narození", "születési", "fødedato", "fødd",
    "född", "syntymäaika", "doğum tarihi", "birth dt", "dateofbirth", "дата рожд",
)  # fmt: skip
_NEGATIVE = (*NEGATIVE, "place", "city", "country", "state", "weight", "rate", "rank", "order")
_DATE = ColumnDetector(
    entity="DATE_OF_BIRTH",
    source="https://www.iso.org/iso-8601-date-and-time-format.html",
    validator="shape of a date",
    header=(*_DATES, "born", "birth", "geboren", "naissance", "nacimiento", "рождения"),
    negative=_NEGATIVE,
    shape="",
    layout=r"9{4}[-/.]?9{1,2}[-/.]?9{1,2}(?:[ a].*)?"
    r"|9{1,2}[-/. ](?:9{1,2}|[a_]{3,18})[-/. ,]+9{2,4}(?: .*)?"
    r"|[a_]{3,18}\.? 9{1,2},? 9{4}",
    least_share=0.5,
)
# Days since 1900 as sheets keep them; seconds and thousandths of them since 1970.
_NUMBER = ColumnDetector(
    entity="DATE_OF_BIRTH",
    source="https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap04.html#tag_04_19",
    validator="a number for a date",
    header=_DATES,
    negative=_NEGATIVE,
    layout=r"9{5}(?:\.9+)?|-?9{7,13}(?:\.9)?",
    shape=r"[1-4]\d{4}(?:\.\d+)?|-?\d{7,13}(?:\.0)?",
    least_share=0.5,
)
DETECTORS = (_DATE, _NUMBER)
