"""The storage zones of every domain, reached directly from governance."""

import contextlib
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import boto3
from botocore.exceptions import ClientError

from mesh.aws.ranges import copy_version
from mesh.naming import Names
from mesh.publishing.landing import ObjectFacts, ObjectVersion

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

SETTLED_TAG = "mesh:settled"
_GONE = frozenset({"404", "NoSuchKey", "NoSuchVersion", "MethodNotAllowed", "405"})
# One call copies up to this; larger objects go in parts.
_COPY_LIMIT = 5 << 30


class S3Zones:
    """``Zones`` over S3: every read names an exact version."""

    def __init__(self, client: "S3Client", names: Names) -> None:
        self._client = client
        self._names = names

    @classmethod
    def connect(cls, names: Names) -> "S3Zones":
        """Use the function's own role and region."""
        return cls(boto3.client("s3"), names)

    def facts(self, file: ObjectVersion) -> ObjectFacts | None:
        """What S3 says of the version; None if it is gone."""
        try:
            head = self._client.head_object(
                Bucket=file.bucket, Key=file.key, VersionId=file.version_id, ChecksumMode="ENABLED"
            )
        except ClientError as error:
            if _code(error) in _GONE:
                return None
            raise
        checksums = [str(head[name]) for name in _CHECKSUMS if name in head]  # type: ignore[literal-required]
        return ObjectFacts(
            etag=head["ETag"].strip('"'),
            checksum=checksums[0] if checksums else "",
            size_bytes=head["ContentLength"],
            landed_at=head["LastModified"].strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        )

    @contextlib.contextmanager
    def content(self, file: ObjectVersion) -> Iterator[BinaryIO]:
        """Exactly that version as a file without a name, at its start."""
        with tempfile.TemporaryFile() as copy:
            copy_version(self._client, file, copy)
            copy.seek(0)
            yield copy

    def quarantine(self, file: ObjectVersion, account: str) -> str:
        """Copy exactly that version under the same key; give the copy's version if S3 tells it."""
        bucket = self._names.bucket("quarantine", account)
        facts = self.facts(file)
        source = {"Bucket": file.bucket, "Key": file.key, "VersionId": file.version_id}
        if facts and facts.size_bytes > _COPY_LIMIT:
            self._client.copy(source, bucket, file.key)  # type: ignore[arg-type]
            return ""
        copied = self._client.copy_object(
            Bucket=bucket,
            Key=file.key,
            CopySource=source,  # type: ignore[arg-type]
            TaggingDirective="REPLACE",
        )
        return copied.get("VersionId", "")

    def settle(self, file: ObjectVersion, state: str) -> None:
        """Tag the landed version; a version that is gone needs none."""
        try:
            self._client.put_object_tagging(
                Bucket=file.bucket,
                Key=file.key,
                VersionId=file.version_id,
                Tagging={"TagSet": [{"Key": SETTLED_TAG, "Value": state}]},
            )
        except ClientError as error:
            if _code(error) not in _GONE:
                raise

    def landed(self, account: str) -> Iterator[ObjectVersion]:
        """Every version in the landing bucket, newest first within a key, without sequencers."""
        bucket = self._names.bucket("landing", account)
        for page in self._client.get_paginator("list_object_versions").paginate(Bucket=bucket):
            for version in page.get("Versions", []):
                yield ObjectVersion(
                    bucket=bucket,
                    key=version["Key"],
                    version_id=version["VersionId"],
                    sequencer="",
                )


_CHECKSUMS = ("ChecksumSHA256", "ChecksumCRC64NVME", "ChecksumCRC32C", "ChecksumCRC32")


def _code(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")
