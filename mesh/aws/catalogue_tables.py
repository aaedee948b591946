"""Which tables exist in governance's catalogue."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import boto3
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from mypy_boto3_glue import GlueClient


class CatalogueTables:
    """Reads names of tables."""

    def __init__(self, client: "GlueClient") -> None:
        self._client = client

    @classmethod
    def connect(cls) -> "CatalogueTables":
        """Use the function's own role and region."""
        return cls(boto3.client("glue"))

    def of(self, databases: Iterable[str]) -> dict[str, frozenset[str]]:
        """Names of the tables in each database; one that does not exist has none."""
        return {database: frozenset(self._names(database)) for database in databases}

    def _names(self, database: str) -> list[str]:
        pages = self._client.get_paginator("get_tables").paginate(DatabaseName=database)
        try:
            return [table["Name"] for page in pages for table in page["TableList"]]
        except ClientError as error:
            if error.response["Error"]["Code"] != "EntityNotFoundException":
                raise
            return []
