"""How fast the scanner reads and judges a file that is dense with personal data."""

import resource
import tempfile
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

from faker import Faker

from benchmarks.measure import Measure, seconds
from mesh.contracts import Column, Table
from mesh.naming.limits import ScanLimits
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.reading import scan_table
from mesh.scanning.parsers import Parsers

MEGABYTES = 100
PEOPLE = 20_000
COLUMNS = ("id", "full_name", "email", "phone", "card", "iban", "ssn", "ip", "city", "remarks")


def measure() -> Iterator[Measure]:
    """Milliseconds for each megabyte of CSV, parse worker and judgement together."""
    with tempfile.TemporaryDirectory() as folder:
        path = _dense_file(Path(folder))
        size = path.stat().st_size / 1e6
        taken = min(seconds(lambda: _scan(path)) for _ in range(2))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Measure(f"scan of {size:.0f} MB of CSV dense with personal data", taken, "s")
    yield Measure("scanner, per megabyte", taken * 1000 / size, "ms", 1000 / 60)
    yield Measure("scanner, peak memory of the process that judges", peak, "MB", 300)


def _scan(path: Path) -> None:
    table = Table(name=None, columns=tuple(Column(name=name, type="string") for name in COLUMNS))
    schema = FileSchema.of(table)
    request = {"schema": schema.to_dict(), "limits": ScanLimits().to_dict()}
    with Parsers(worker="mesh.publishing.worker") as parsers, path.open("rb") as file:
        scan = scan_table(parsers.frames(file, request), schema.arrow(), path.stat().st_size)
    if scan.faults or not scan.findings:
        raise RuntimeError("the scanner found nothing in a file full of personal data")


def _dense_file(folder: Path) -> Path:
    path = folder / "people.csv"
    fake = Faker()
    fake.seed_instance(1)
    lines = [_line(fake, number) for number in range(PEOPLE)]
    needed = MEGABYTES * 1_000_000 * PEOPLE // sum(map(len, lines))
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join(COLUMNS) + "\n")
        file.writelines(islice(cycle(lines), needed))
    return path


def _line(fake: Faker, number: int) -> str:
    values = (
        str(number),
        fake.name(),
        fake.email(),
        fake.numerify("+1-212-###-####"),
        fake.credit_card_number(),
        fake.iban(),
        fake.ssn(),
        fake.ipv4(),
        fake.city(),
        f"wrote to {fake.email()} on {fake.date()}",
    )
    return ",".join(values) + "\n"
