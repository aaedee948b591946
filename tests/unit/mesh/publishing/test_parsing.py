"""Foreign files are parsed where a crash, a bomb or an endless loop costs that one file only."""

import contextlib
import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pytest

from mesh.naming.limits import ScanLimits
from mesh.publishing.mapping.fitting import fitted
from mesh.publishing.mapping.refusal import UnreadableError
from mesh.publishing.mapping.schema import FileSchema
from mesh.publishing.reading import rows_of
from mesh.scanning.parsers import Limits, Parsers
from mesh.scanning.reading import read

SCHEMA = FileSchema(columns=(("name", "string"), ("seats", "int")), required=(), null_values=("",))
WORKER = "mesh.publishing.worker"
NOBODY = 65_534
BAD_FILES = Path(__file__).parents[5] / "shared" / "data" / "bad_files"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc and prctl")


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers(Limits(seconds=20), worker=WORKER) as parsers:
        yield parsers


def parsed(
    parsers: Parsers, file: BinaryIO, act: Callable[[object], object] | None = None
) -> list[pa.RecordBatch]:
    """The file's typed rows; something may happen after each of its frames."""
    request = {"schema": SCHEMA.to_dict(), "limits": ScanLimits().to_dict()}
    frames = parsers.frames(file, request)
    if act:
        frames = (frame for frame in frames if not act(frame))
    return list(rows_of(frames, SCHEMA.arrow()))


@contextlib.contextmanager
def file_of(content: bytes) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        yield file


def many_rows() -> bytes:
    return b"name,seats\n" + b"a plane with a long name,5\n" * 400_000


def children_of(pid: int) -> list[int]:
    # Of this process alone, whose threads come and go while they are read.
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            text = (thread / "children").read_text(encoding="ascii")
            found += map(int, text.split())
    return found


def kill_parsers(_: object) -> None:
    for worker in children_of(os.getpid()):
        # Processes of other tests, such as the one that synthesises, are left alone.
        if WORKER.encode() not in Path(f"/proc/{worker}/cmdline").read_bytes():
            continue
        for child in children_of(worker):
            os.kill(child, signal.SIGSEGV)


def test_rows_come_out_as_they_would_in_this_process(parsers: Parsers) -> None:
    content = b"name,seats\nN1,5\nN2,\n"

    with file_of(content) as file:
        batches = parsed(parsers, file)

    frames = read(io.BytesIO(content), len(content), ScanLimits(), SCHEMA.expected())
    assert batches == list(rows_of(fitted(frames, SCHEMA), SCHEMA.arrow()))
    assert sum(batch.num_rows for batch in batches) == 2


def test_rows_are_received_by_the_allocator_that_leaves_few_holes(parsers: Parsers) -> None:
    with file_of(b"name,seats\nN1,5\n") as file:
        parsed(parsers, file)

    has_jemalloc = "jemalloc" in pa.supported_memory_backends()
    assert pa.default_memory_pool().backend_name == ("jemalloc" if has_jemalloc else "system")


def test_a_refusal_crosses_the_border_with_its_reason(parsers: Parsers) -> None:
    with (
        file_of(b"name,seats\nN1,five\n") as file,
        pytest.raises(UnreadableError, match="row 1, column seats: is not a whole number"),
    ):
        parsed(parsers, file)


@LINUX
def test_a_parser_that_dies_refuses_its_file_and_the_next_one_is_read(parsers: Parsers) -> None:
    with file_of(many_rows()) as file, pytest.raises(UnreadableError, match="its parser died"):
        parsed(parsers, file, kill_parsers)

    with file_of(b"name,seats\nN1,5\n") as file:
        assert sum(batch.num_rows for batch in parsed(parsers, file)) == 1


def test_a_parser_that_takes_too_long_is_stopped() -> None:
    with (
        Parsers(Limits(seconds=1), worker=WORKER) as parsers,
        file_of(many_rows()) as file,
        pytest.raises(UnreadableError, match="took over 1 s"),
    ):
        parsed(parsers, file, lambda _: time.sleep(1.5))


@LINUX
def test_a_parser_that_wants_too_much_memory_refuses_its_file() -> None:
    with (
        Parsers(Limits(memory_bytes=400 << 20, seconds=20), worker=WORKER) as parsers,
        file_of(b"name,seats\n" + b'"' + b"x" * (500 << 20) + b'",1\n') as file,
        pytest.raises(UnreadableError),
    ):
        parsed(parsers, file)


@LINUX
def test_the_worker_has_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-for-parsers")
    others = set(children_of(os.getpid()))
    with Parsers(worker=WORKER) as fresh, file_of(b"name,seats\n") as file:
        parsed(fresh, file)
        workers = set(children_of(os.getpid())) - others
        assert workers
        for worker in workers:
            assert b"not-for-parsers" not in Path(f"/proc/{worker}/environ").read_bytes()


_SPY = """
import ctypes, os, sys, tempfile
from mesh.scanning.isolation import confine, hide_process
if len(sys.argv) > 1:
    os.setgroups([])
    os.setgid(int(sys.argv[1]))
    os.setuid(int(sys.argv[1]))
    # As if it had been started by that user: changing the user hides a process by itself.
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
hide_process()
file = tempfile.TemporaryFile()
parent = os.getpid()
child = os.fork()
if not child:
    confine(memory_bytes=1 << 32, cpu_seconds=5)
    try:
        print("read" if b"SECRET" in open(f"/proc/{parent}/environ", "rb").read() else "empty")
    except PermissionError:
        print("refused")
    try:
        os.write(file.fileno(), b"x")
        print("written")
    except OSError:
        print("no files")
    sys.stdout.flush()
    os._exit(0)
os.waitpid(child, 0)
"""


def spied(program: str, user: int | None) -> list[str]:
    """What a confined child of a process with a secret could do; as another user if one is named.

    Root's child becomes nobody and is kept out by that alone. A function's is of its parent's own
    user, as everything on Lambda: there only the parent's being hidden keeps it out.
    """
    environment = {"SECRET": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, *([] if user is None else [str(user)])]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as another user")


@LINUX
@pytest.mark.parametrize("user", [None, pytest.param(NOBODY, marks=AS_ROOT)])
def test_a_confined_process_cannot_read_its_parents_environment_nor_write_files(
    user: int | None,
) -> None:
    assert spied(_SPY, user) == ["refused", "no", "files"]


@LINUX
def test_without_hiding_its_parent_a_confined_process_of_the_same_user_reads_it() -> None:
    """The spy sees what there is to see, so that its failure above means something."""
    user = NOBODY if os.geteuid() == 0 else None

    assert spied(_SPY.replace("hide_process()\n", "", 1), user) == ["read", "no", "files"]


@pytest.mark.parametrize("kind", ["avro", "orc", "xlsx", "archive"])
def test_no_hostile_file_gets_further_than_rows_or_a_refusal(parsers: Parsers, kind: str) -> None:
    if not BAD_FILES.is_dir():
        pytest.skip(f"the collection of hostile files is not at {BAD_FILES}")
    refused = read_whole = 0
    for path in sorted((BAD_FILES / kind).iterdir()):
        with path.open("rb") as file:
            try:
                parsed(parsers, file)
                read_whole += 1
            except UnreadableError:
                refused += 1

    assert refused > 0
    assert read_whole == 0
