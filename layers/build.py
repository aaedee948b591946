"""Makes build/layers/<group>.zip from layers/<group>.txt; never at synth, from the lock file only.

Run by ``make install`` as ``python -m layers.build``. What is there already is kept.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from layers.trimming import trim

ROOT = Path(__file__).parent.parent
BUILD = ROOT / "build" / "layers"
GROUPS = ("api", "scanner", "publisher")
PLATFORM = "aarch64-manylinux_2_28"
PYTHON = "3.14"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class LayerError(Exception):
    """A layer cannot be made; the message says which and why."""


def main() -> int:
    """Make every layer that is missing or made from something else."""
    try:
        for group in GROUPS:
            build(group)
    except LayerError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def build(group: str) -> None:
    """Make one group's layer unless the one that is there is made from the same."""
    digest = digest_of(group)
    archive, known = BUILD / f"{group}.zip", BUILD / f"{group}.digest"
    if archive.exists() and known.exists() and known.read_text(encoding="utf-8") == digest:
        return
    sys.stdout.write(f"making layer {group}\n")
    folder = BUILD / group / "python"
    known.unlink(missing_ok=True)
    shutil.rmtree(folder.parent, ignore_errors=True)
    folder.mkdir(parents=True)
    install(group, folder, platform=PLATFORM, python=PYTHON)
    trim(folder)
    _pack(folder.parent, archive)
    known.write_text(digest, encoding="utf-8")


def digest_of(group: str) -> str:
    """Digest of everything that a layer is made from."""
    digest = hashlib.sha256(f"{PLATFORM} {PYTHON}\n".encode())
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    digest.update("\n".join(requirements(group)).encode())
    return digest.hexdigest()


def requirements(group: str) -> list[str]:
    """The group's packages, each with the version that uv.lock holds.

    Raises:
        LayerError: if the lock file has no such package.
    """
    text = (Path(__file__).parent / f"{group}.txt").read_text(encoding="utf-8")
    wanted = {line for line in text.splitlines() if line and not line.startswith("#")}
    locked = [line for line in _locked() if _name(line) in wanted]
    missing = wanted - {_name(line) for line in locked}
    if missing:
        raise LayerError(
            f"layers/{group}.txt: uv.lock has no {', '.join(sorted(missing))}; "
            "correct the list or add the package to pyproject.toml"
        )
    return locked


def install(
    group: str, folder: Path, *, platform: str | None = None, python: str | None = None
) -> None:
    """Install exactly the group's list into a folder, for Lambda or for this machine."""
    listed = folder.parent / "requirements.txt"
    listed.write_text("\n".join(requirements(group)) + "\n", encoding="utf-8")
    target = ["--python-platform", platform] if platform else []
    version = ["--python-version", python] if python else []
    _uv(
        f"layer {group}",
        *("pip", "install", "--quiet", "--no-deps", "--only-binary", ":all:"),
        *("--python", sys.executable, "--target", str(folder)),
        *target,
        *version,
        *("-r", str(listed)),
    )
    listed.unlink()


def _locked() -> list[str]:
    """Every locked requirement, with the marker of the Python it is meant for."""
    text = _uv(
        "uv.lock",
        *("export", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes"),
        *("--no-annotate", "--no-header", "--quiet"),
    )
    return [line.strip() for line in text.splitlines() if "==" in line]


def _name(requirement: str) -> str:
    return requirement.split("==", maxsplit=1)[0]


def _uv(what: str, *arguments: str) -> str:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "uv"), *arguments],
        cwd=ROOT,
        env=os.environ | {"UV_PYTHON_DOWNLOADS": "never"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LayerError(f"{what}: uv {arguments[0]} failed: {done.stderr.strip()}")
    return done.stdout


def _pack(folder: Path, archive: Path) -> None:
    """Zip the folder; the same files give the same bytes."""
    temporary = archive.with_suffix(".part")
    with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as packed:
        for path in _files(folder):
            entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
            entry.external_attr = 0o755 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            with path.open("rb") as source, packed.open(entry, "w") as target:
                shutil.copyfileobj(source, target)
    temporary.rename(archive)


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.exit(main())
