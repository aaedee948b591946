"""Copies exactly one version of an object to a file by ranged requests, several at once."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, BinaryIO

from botocore.exceptions import ClientError

from mesh.publishing.landing import ObjectVersion

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PART = 16 << 20
_AT_ONCE = 8
_CHUNK = 1 << 20
_TOTAL = re.compile(r"bytes \d+-\d+/(\d+)")


def copy_version(client: "S3Client", version: ObjectVersion, file: BinaryIO) -> None:
    """Write the version's bytes into an open file; memory does not grow with its size.

    Raises:
        ClientError: if S3 refuses, or the version is gone.
        IncompleteReadError: if a part breaks off (botocore's own, as S3 said how long it is).
    """
    try:
        first = _part(client, version, 0)
    except ClientError as error:
        # A range of nothing cannot be asked for.
        if error.response.get("Error", {}).get("Code") == "InvalidRange":
            return
        raise
    size = _size_of(first)
    _write(first, file.fileno(), 0)
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        list(
            threads.map(
                lambda start: _write(_part(client, version, start), file.fileno(), start),
                range(PART, size, PART),
            )
        )


def _part(client: "S3Client", version: ObjectVersion, start: int) -> Any:  # noqa: ANN401 - botocore's
    return client.get_object(
        Bucket=version.bucket,
        Key=version.key,
        VersionId=version.version_id,
        Range=f"bytes={start}-{start + PART - 1}",
    )


def _size_of(answer: Any) -> int:  # noqa: ANN401 - botocore's
    """The whole object's size; who ignores the range has sent all of it."""
    total = _TOTAL.fullmatch(answer.get("ContentRange", ""))
    return int(total[1]) if total else 0


def _write(answer: Any, file: int, start: int) -> None:  # noqa: ANN401 - botocore's
    for chunk in answer["Body"].iter_chunks(_CHUNK):
        os.pwrite(file, chunk, start)
        start += len(chunk)
