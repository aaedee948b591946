"""Members of zip and tar archives, one by one; nothing is written anywhere."""

import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from mesh.scanning.reasons import FileRefusedError, Reason
from mesh.scanning.sources import Source

_LONGEST_NAME = 300
_ENCRYPTED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
)

_LARGEST_REST = 16 << 20
_BLOCK = 1 << 20

Member = tuple[str, int, BinaryIO | FileRefusedError]
"""Name, size if known, and its bytes or why there are none."""
Beside = bytes
"""What an archive holds that is in no member."""


def zip_members(source: Source) -> Iterator[Member | Beside]:
    """Give a zip archive's comments, what stands before its files, and these.

    Raises:
        FileRefusedError: if its directory is broken or too long.
    """
    archive = open_zip(source)
    members = [info for info in archive.infolist() if not info.filename.endswith("/")]
    _check_number(len(members), source)
    yield from _beside_zip(source, archive)
    for info in members:
        yield printable(info.filename), info.file_size, _zip_member(archive, info)


def _beside_zip(source: Source, archive: zipfile.ZipFile) -> Iterator[Beside]:
    """Comments, and bytes before the first member, which may have been one."""
    told = archive.infolist()
    yield b"\n".join(filter(None, (archive.comment, *(info.comment for info in told))))
    first = min((info.header_offset for info in told), default=0)
    if first > _LARGEST_REST:
        raise FileRefusedError(Reason.UNSUPPORTED_FORMAT, "the zip begins far behind other bytes")
    yield source.seekable().read(first)


def open_zip(source: Source) -> zipfile.ZipFile:
    """Read the directory of a zip archive.

    Raises:
        FileRefusedError: if there is none.
    """
    try:
        return zipfile.ZipFile(source.seekable())
    except zipfile.BadZipFile as error:
        if "not a zip file" in str(error):
            raise FileRefusedError(Reason.TRUNCATED, "the zip's directory is missing") from None
        raise FileRefusedError(Reason.CORRUPT, "the zip's directory is broken") from None
    except (NotImplementedError, *_BROKEN):
        raise FileRefusedError(Reason.CORRUPT, "the zip's directory is broken") from None


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO | FileRefusedError:
    if info.flag_bits & _ENCRYPTED:
        return FileRefusedError(Reason.ENCRYPTED, "the zip member needs a password")
    try:
        return archive.open(info)  # type: ignore[return-value]
    except NotImplementedError:
        return FileRefusedError(Reason.UNSUPPORTED_FORMAT, "the zip member is packed in a rare way")
    except _BROKEN:
        return FileRefusedError(Reason.CORRUPT, "the zip member is not where it should be")


def tar_members(source: Source) -> Iterator[Member | Beside]:
    """Give the files of a tar archive, then what is behind its end; links and devices hold nothing.

    Raises:
        FileRefusedError: if it breaks off, is broken or holds too many.
    """
    number = 0
    try:
        with tarfile.open(fileobj=source.stream, mode="r|") as archive:
            for info in archive:
                number += 1
                _check_number(number, source)
                content = archive.extractfile(info) if info.isreg() else None
                if content:
                    yield printable(info.name), info.size, content  # type: ignore[misc]
            yield _behind(archive)
    except (tarfile.TarError, *_BROKEN) as error:
        reason = Reason.TRUNCATED if "unexpected end" in str(error) else Reason.CORRUPT
        raise FileRefusedError(reason, f"the tar is broken after {number} members") from None


def _behind(archive: tarfile.TarFile) -> Beside:
    """Bytes behind the end of a tar, but for zeros."""
    parts: list[bytes] = []
    while sum(map(len, parts)) <= _LARGEST_REST and (block := archive.fileobj.read(_BLOCK)):
        parts += [block] if block.strip(b"\0") else []
    if sum(map(len, parts)) > _LARGEST_REST:
        raise FileRefusedError(Reason.UNSUPPORTED_FORMAT, "much follows behind the end of the tar")
    return b"".join(parts)


@contextmanager
def explained() -> Iterator[None]:
    """Say in our words what is wrong with a member while it is read."""
    try:
        yield
    except (tarfile.TarError, EOFError):
        raise FileRefusedError(Reason.TRUNCATED, "the member breaks off") from None
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError):
        raise FileRefusedError(Reason.CORRUPT, "its bytes are not what was packed") from None
    except (ValueError, struct.error):
        raise FileRefusedError(Reason.CORRUPT, "it points to where nothing is") from None
    except NotImplementedError:
        raise FileRefusedError(
            Reason.UNSUPPORTED_FORMAT, "the member is packed in a rare way"
        ) from None
    except RuntimeError as error:
        if "password" not in str(error):
            raise
        raise FileRefusedError(Reason.ENCRYPTED, "the member needs a password") from None


def printable(name: str) -> str:
    """A member's name that cannot move a terminal's cursor."""
    shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)
    return shown[:_LONGEST_NAME]


def _check_number(members: int, source: Source) -> None:
    most = source.budget.limits.members
    if members > most:
        raise FileRefusedError(Reason.MEMBER_LIMIT, f"the archive holds more than {most} files")
