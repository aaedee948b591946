"""The files that the models learn from: those listed give the weights that ship, byte for byte.

``python -m training.data DATA`` tells how the files below a folder differ from those listed;
``python -m training.data DATA list`` lists them anew. docs/models tell where each comes from.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import islice
from pathlib import Path

# In the form of ``sha256sum``, so that ``sha256sum -c`` reads it too.
LISTED = Path(__file__).with_name("data.sha256")
_READ = (
    "corpora/data/**/*.json", "labelled/*/labels.json", "labelled/*/tables/*",
    "names/names/dist.*", "ner/btc-*.conll", "ner/litbank/*", "ner/wnut17-*.conll",
    "popular-names-by-country-dataset/*.csv", "raw/*",
    "s-and-p-500-companies/data/constituents.csv", "text/*_labeled.xml",
    "wikipedia-movie-data/movies-19*.json", "wikipedia-movie-data/movies-20[01]*.json",
    "world-cities/data/world-cities.csv",
)  # fmt: skip
_NAMED = 5


def require_fixed_hashes() -> None:
    """End the program unless sets keep their order from run to run."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        sys.exit("set PYTHONHASHSEED=0 first, as make train does: Faker keeps some towns in a set")


def hashes(data: Path) -> dict[str, str]:
    """SHA-256 of each file that is read, by its path below the folder."""
    files = {file for pattern in _READ for file in data.glob(pattern) if file.is_file()}
    return {
        file.relative_to(data).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in sorted(files)
    }


def listed() -> dict[str, str]:
    """The same of the files that the weights come from."""
    lines = LISTED.read_text(encoding="utf-8").splitlines()
    return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def unlike(found: Mapping[str, str], wanted: Mapping[str, str]) -> Iterator[str]:
    """A line for each way in which files differ from those wanted."""
    both = found.keys() & wanted.keys()
    for way, paths in (
        ("missing", wanted.keys() - both),
        ("not the same", {path for path in both if wanted[path] != found[path]}),
        ("not listed", found.keys() - both),
    ):
        if paths:
            more = " …" if len(paths) > _NAMED else ""
            yield f"{way}: {len(paths)} files, {', '.join(islice(sorted(paths), _NAMED))}{more}"


def main(data: Path, *, anew: bool) -> None:
    """Print how the files differ, or list them."""
    found = hashes(data)
    if anew:
        LISTED.write_text("".join(f"{one}  {path}\n" for path, one in found.items()), "utf-8")
    for line in unlike(found, listed()):
        print(f"{data}, {line}; the weights will be others than those that ship")


if __name__ == "__main__":
    main(Path(sys.argv[1]), anew=sys.argv[2:] == ["list"])
