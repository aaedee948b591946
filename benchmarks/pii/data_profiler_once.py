"""Runs in DataProfiler's own environment: its label for each column of the tables in a JSON file.

Sample sizes and thresholds are its defaults.
"""

import json
import sys
from pathlib import Path

import dataprofiler  # type: ignore[import-not-found]
import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]


def main() -> None:
    """Print, for each table, its labels by column; None where it tells none."""
    dataprofiler.set_verbosity(40)
    dataprofiler.set_seed(4)
    options = dataprofiler.ProfilerOptions()
    options.set({"structured_options.multiprocess.is_enabled": False})
    tables = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    print(json.dumps([_labels(one, options) for one in tables]))


def _labels(
    table: dict[str, list[str]], options: dataprofiler.ProfilerOptions
) -> dict[str, str | None]:
    profiler = dataprofiler.Profiler(pd.DataFrame(table), options=options)
    report = profiler.report(report_options={"output_format": "serializable"})
    return {one["column_name"]: one["data_label"] for one in report["data_stats"]}


if __name__ == "__main__":
    main()
