"""Trains what tells names and addresses in columns: ``python -m training.columns DATA``.

``DATA`` holds one folder for each source of values, and in ``labelled`` folders with ``tables``
and ``labels.json``; docs/models/columns.md names them. Seeds are fixed: the same data give
the same weights.
"""

import json
import sys
from pathlib import Path

import numpy as np

from mesh.pii.model import columns, deciding
from training.columns_deciding import columns_of, fitted, written
from training.columns_fitting import fitted as fitted_values
from training.data import require_fixed_hashes


def main(data: Path) -> None:
    """Fit both layers and write their weights beside the code that reads them."""
    require_fixed_hashes()
    np.savez_compressed(columns.WEIGHTS, **fitted_values(data, print))  # type: ignore[arg-type]
    columns.weights.cache_clear()
    labelled = [
        column
        for folder in sorted((data / "labelled").iterdir())
        for column in columns_of(folder.resolve())
    ]
    print(f"decisions: {len(labelled)} columns of text")
    text = json.dumps(written(fitted(labelled)), indent=2) + "\n"
    deciding.WEIGHTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
