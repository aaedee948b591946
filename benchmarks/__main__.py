"""``make bench``: every number as a table and in build/benchmarks.json."""

import argparse
import json
import platform
from collections.abc import Callable, Iterable
from dataclasses import asdict
from os import cpu_count

from rich.console import Console
from rich.table import Table

from benchmarks import (
    athena,
    demo,
    functions,
    hostile,
    orders,
    pii_accuracy,
    pii_text,
    rights,
    scanner,
    synth,
)
from benchmarks.measure import ROOT, Measure
from benchmarks.pii import competitors, data_profiler, large, throughput

PARTS: dict[str, Callable[[], Iterable[Measure]]] = {
    "synth": synth.measure,
    "functions": functions.measure,
    "scanner": scanner.measure,
    "pii": throughput.measure,
    "accuracy": pii_accuracy.measure,
    "sentences": pii_text.measure,
    "hostile": hostile.measure,
    "athena": athena.measure,
    "orders": orders.measure,
    "rights": rights.measure,
    "demo": demo.measure,
}
# Asked for by name: they install programs of others, or take long.
MORE: dict[str, Callable[[], Iterable[Measure]]] = {
    "pii-competitors": competitors.measure,
    "pii-dataprofiler": data_profiler.measure,
    "pii-large": large.measure,
}


def main() -> None:
    """Measure the named parts, or all but those that are asked for by name."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    known = PARTS | MORE
    parser.add_argument("part", nargs="*", default=list(PARTS), help=", ".join(known))
    parts = parser.parse_args().part
    if unknown := [part for part in parts if part not in known]:
        parser.error(f"no part is named {unknown[0]}; there are {', '.join(known)}")
    console = Console()
    measures: list[Measure] = []
    for part in parts:
        with console.status(f"measuring {part}"):
            measures += known[part]()
    console.print(_table(measures))
    path = ROOT / "build" / "benchmarks.json"
    path.parent.mkdir(exist_ok=True)
    machine = {"cores": cpu_count(), "python": platform.python_version(), "os": platform.system()}
    content = {
        "machine": machine,
        "measures": [asdict(one) | {"verdict": one.verdict} for one in measures],
    }
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")


def _table(measures: Iterable[Measure]) -> Table:
    table = Table(box=None, header_style="bold")
    for column in ("what", "value", "unit", "target", ""):
        table.add_column(column, justify="right" if column in {"value", "target"} else "left")
    for one in measures:
        target = "" if one.target is None else f"{one.target:g}"
        table.add_row(one.name, f"{one.value:,.2f}", one.unit, target, one.verdict)
    return table


if __name__ == "__main__":
    main()
