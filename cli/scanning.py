"""Any file or folder through the scanner: what `mesh scan` does."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import boto3
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from cli import profiles, project
from cli.output import progress_console, show_json, show_rows
from cli.second_opinion import Agreement, second_opinion
from mesh.aws.comprehend import Comprehend
from mesh.aws.languages import Language
from mesh.errors import NotFoundError, RefusedError
from mesh.scanning.archives import printable
from mesh.scanning.reasons import Reason, Status
from mesh.scanning.results import FileScan
from mesh.scanning.scanner import FileScanner
from mesh.scanning.second_opinion import Sampled

_S3 = "s3://"


@dataclass(frozen=True)
class Found:
    """A file to be scanned, or what lies in its place and cannot be.

    Attributes:
        fault: why it cannot be opened; empty if nothing is known against it.
    """

    path: str
    bytes: int
    fault: str = ""


def scan(
    path: str, *, profile: str | None, json: bool, opinion_in: Language | None, yes: bool
) -> None:
    """Scan a file or everything below a place, and show what was found.

    Args:
        opinion_in: language in which Comprehend is asked too, if it is.
        yes: its price is agreed to.

    Raises:
        NotFoundError: if there is nothing to scan.
        RefusedError: if something was not looked at as a whole, or the price is not agreed to.
    """
    files = _Objects(path, profile) if path.startswith(_S3) else _LocalFiles(path)
    found = files.found()
    if not found:
        raise NotFoundError(f"{path} holds no file; name a file, a folder or an s3:// address")
    results = list(_scanned(files, found))
    if not json:
        _show(results)
    if opinion_in:
        opinion = Comprehend.connect(_session(profile), opinion_in)
        second_opinion(opinion, _samples(files, found), results, Agreement(yes=yes, json=json))
    elif json:
        show_json([result.to_dict() for result in results])
    incomplete = [result for result in results if result.status is not Status.COMPLETE]
    if incomplete:
        raise RefusedError(
            f"{len(incomplete)} of {len(results)} files were not looked at as a whole, "
            f"{printable(incomplete[0].path)} for one: {_reason(incomplete[0])}"
        )


class _LocalFiles:
    """Files below a path; links are not followed, so that nothing is scanned twice."""

    def __init__(self, path: str) -> None:
        self._path = Path(path)
        if not self._path.exists():
            raise NotFoundError(f"{path} does not exist; name a file or a folder")

    def found(self) -> list[Found]:
        """All of them, by name."""
        if not self._path.is_dir():
            return [_as_found(self._path)]
        closed: list[OSError] = []
        inside = [
            _as_found(Path(folder, name))
            for folder, _, names in os.walk(self._path, onerror=closed.append)
            for name in names
            if not Path(folder, name).is_symlink()
        ]
        unread = [
            Found(str(error.filename), 0, f"the folder cannot be read: {error.strerror}")
            for error in closed
        ]
        return sorted((*inside, *unread), key=lambda found: Path(found.path))

    @contextmanager
    def opened(self, file: Found) -> Iterator[BinaryIO]:
        """Open one of them."""
        if file.fault:
            raise OSError(errno.EINVAL, file.fault)
        with Path(file.path).open("rb") as opened:
            yield opened


def _as_found(path: Path) -> Found:
    """A file as it is; a pipe or a device is told of and never waited for."""
    try:
        status = path.stat()
    except OSError as error:
        return Found(str(path), 0, error.strerror or "it cannot be looked up")
    fault = "" if stat.S_ISREG(status.st_mode) else "it is a pipe or a device, and no file"
    return Found(str(path), status.st_size, fault)


class _Objects:
    """Objects below an address, each read once as it is now."""

    def __init__(self, address: str, profile: str | None) -> None:
        self._bucket, _, self._key = address.removeprefix(_S3).partition("/")
        self._s3 = _session(profile).client("s3")

    def found(self) -> list[Found]:
        """The object of that key, or all below it."""
        pages = self._s3.get_paginator("list_objects_v2").paginate(
            Bucket=self._bucket, Prefix=self._key
        )
        objects = {each["Key"]: each["Size"] for page in pages for each in page.get("Contents", ())}
        if self._key in objects:
            objects = {self._key: objects[self._key]}
        below = self._key if self._key.endswith("/") or not self._key else f"{self._key}/"
        return [
            Found(f"{_S3}{self._bucket}/{key}", size)
            for key, size in objects.items()
            if (key == self._key or key.startswith(below)) and not key.endswith("/")
        ]

    @contextmanager
    def opened(self, file: Found) -> Iterator[BinaryIO]:
        """Copy one of them to a file that has no name, and open it."""
        key = file.path.removeprefix(f"{_S3}{self._bucket}/")
        with tempfile.TemporaryFile() as copy:
            self._s3.download_fileobj(self._bucket, key, copy)
            copy.seek(0)
            yield copy


def _scanned(files: _LocalFiles | _Objects, found: list[Found]) -> Iterator[FileScan]:
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=progress_console, transient=True) as progress,
        _scanner() as scanner,
    ):
        task = progress.add_task("scan", total=sum(file.bytes for file in found) or 1)
        for file in found:
            progress.update(task, description=printable(Path(file.path).name))
            yield from _results(scanner, files, file, (progress, task))


def _session(profile: str | None) -> boto3.Session:
    return profiles.session_for(project.mesh(), profile) if profile else boto3.Session()


def _samples(files: _LocalFiles | _Objects, found: list[Found]) -> Iterator[Sampled]:
    """Cells of the files that can be opened; of others the scan has told."""
    with _scanner() as scanner:
        for file in found:
            with suppress(OSError), files.opened(file) as opened:
                yield from scanner.samples(opened, file.path)


def _scanner() -> FileScanner:
    """By mesh.yaml where there is one, so that a file is judged here as it will be there."""
    if not project.MESH_FILE.exists():
        return FileScanner()
    mesh = project.mesh()
    return FileScanner(mesh.limits, mesh.rules)


def _results(
    scanner: FileScanner,
    files: _LocalFiles | _Objects,
    file: Found,
    bar: tuple[Progress, TaskID],
) -> Iterator[FileScan]:
    progress, task = bar
    before, seen = progress.tasks[0].completed, 0

    def report(looked_at: int) -> None:
        nonlocal seen
        seen += looked_at
        progress.update(task, completed=before + min(seen, file.bytes))

    try:
        with files.opened(file) as opened:
            yield from scanner.scan(opened, file.path, report)
    except OSError as error:
        yield FileScan.unopened(file.path, file.bytes, error.strerror or "it cannot be opened")
    progress.update(task, completed=before + file.bytes)


def _show(results: list[FileScan]) -> None:
    show_rows(
        [row for result in results for row in _rows(result)],
        ["file", "column", "type", "count", "share", "rows", "evidence", "status"],
        as_json=False,
        empty="nothing was scanned",
        extra=["evidence", "rows"],
    )


def _rows(result: FileScan) -> Iterator[dict[str, Any]]:
    ending = str(result.status) if result.reason is None else f"{result.status}: {result.reason}"
    if not result.findings:
        yield {"file": printable(result.path), "status": "CLEAN" if result.is_clean else ending}
    for finding in result.findings:
        yield {
            "file": printable(result.path),
            "column": finding.column,
            "type": finding.entity,
            "count": finding.count,
            "share": f"{finding.share:.1%}",
            "rows": list(finding.rows),
            "evidence": list(finding.evidence),
            "status": ending,
        }


def _reason(result: FileScan) -> str:
    reason = result.reason or Reason.UNREADABLE
    return f"{reason}. {reason.sentence}"
