"""Lake Formation's rules with their sources, and whether the embedded AWS keeps them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from docs.pages.markdown import Row, bullets, section, table
from tests.emulator.rules.book import Rule, exceptions, plain_moto, rules

_TITLES: Mapping[str, str] = {
    "settings": "Data lake settings",
    "named-grants": "Grants by name",
    "lf-tags": "LF-tags",
    "filters": "Data cells filters",
    "resource-links": "Resource links",
    "ram": "Sharing with other accounts",
    "vending": "Locations and credentials",
    "batches-and-errors": "Batches and errors",
    "read-back": "Reading permissions back",
    "hybrid": "Hybrid access mode",
    "athena-access": "What Athena shows",
}


def lake_formation() -> str:
    """The section on Lake Formation."""
    known = rules()
    return section(
        "Lake Formation, rule by rule",
        "Emulated and compared with the listed rules. Each rule is one decision with its inputs, "
        "written down from the page that it names before anything ran, and played by a test "
        "through boto3. A rule marked *measured* was seen on AWS by whoever wrote its page; one "
        "marked *assumed* has no page, is counted apart, and says what it rests on. "
        "Plain moto played the same rules: where it passes, it passes because it lets everything "
        "through, or stores and gives back.",
        table(_COUNTED, _counts(known)),
        *(_family(family, known) for family in _families(known)),
        section("Rules that are not kept yet", bullets(_open()) or "None.", level=3),
    )


_COUNTED = ("family", "rules", "refusals among them", "kept", "by plain moto", "assumed, apart")


def _counts(known: Sequence[Rule]) -> Iterator[Row]:
    for family in _families(known):
        yield _count(_TITLES[family], [rule for rule in known if rule.family == family])
    yield _count("all", known)


def _count(title: str, known: Iterable[Rule]) -> Row:
    missing, beside = exceptions(), plain_moto()
    counted: Counter[str] = Counter()
    for rule in known:
        if rule.status == "assumed":
            counted["assumed"] += 1
            continue
        counted.update(
            rules=1, refusals=rule.refuses, own=rule.id not in missing, moto=beside[rule.id]
        )
    numbers = [counted[key] for key in ("rules", "refusals", "own", "moto", "assumed")]
    return [title, *map(str, numbers)]


def _family(family: str, known: Sequence[Rule]) -> str:
    head = ("rule", "source", "kept", "by plain moto")
    return section(_TITLES[family], table(head, _rows(family, known)), level=3)


def _rows(family: str, known: Sequence[Rule]) -> Iterator[Row]:
    missing, beside = exceptions(), plain_moto()
    for rule in known:
        if rule.family == family:
            own = "**no**" if rule.id in missing else "yes"
            yield [rule.says, _source(rule), own, "yes" if beside[rule.id] else "no"]


def _source(rule: Rule) -> str:
    if rule.status == "assumed":
        return f"*assumed*: {rule.source}"
    name = rule.source.removesuffix(".html").rsplit("/", 1)[-1].removeprefix("API_")
    owner = rule.source.split("/")[3:5] if "github.com" in rule.source else []
    link = f"[{'/'.join([*owner, name])}]({rule.source})"
    return f"*measured*: {link}" if rule.status == "measured" else link


def _open() -> Iterator[str]:
    missing = exceptions()
    for reason, count in Counter(missing.values()).items():
        yield f"{reason[0].upper()}{reason[1:]} ({count} rule{'s' * (count > 1)})."


def _families(known: Sequence[Rule]) -> list[str]:
    there = {rule.family for rule in known}
    return [family for family in _TITLES if family in there]
