"""LF-tags on databases, tables and columns: read, and set to closed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import boto3
from botocore.exceptions import ClientError

from mesh.access.closing import ACCESS_TAG, CLOSED, Close, Tagged
from mesh.access.lake import Columns, Database, Table
from mesh.aws.lake_batches import describe
from mesh.aws.lake_formation import again
from mesh.aws.lake_shapes import Shapes

if TYPE_CHECKING:
    from mypy_boto3_lakeformation import LakeFormationClient


class LakeTags:
    """The tags of one account's catalogue."""

    def __init__(self, client: "LakeFormationClient", catalog: str) -> None:
        self._client = client
        self._catalog = catalog
        self._shapes = Shapes(catalog)

    @classmethod
    def connect(cls, catalog: str) -> "LakeTags":
        """Use the function's own role and region."""
        return cls(boto3.client("lakeformation"), catalog)

    def of(self, resources: Iterable[Database | Table]) -> Iterator[Tagged]:
        """What databases, and tables with their columns, carry themselves; none that is gone."""
        for resource in resources:
            asked: Any = self._shapes.of(resource)
            try:
                found = self._client.get_resource_lf_tags(Resource=asked, ShowAssignedLFTags=True)
            except ClientError as error:
                if error.response["Error"]["Code"] != "EntityNotFoundException":
                    raise
                continue
            yield from _read(resource, found)

    def carry_out(self, steps: Iterable[Close]) -> list[str]:
        """Close what the steps name; one that fails does not stop the others.

        Returns:
            What failed, as Lake Formation says it, one text per step.
        """
        tag: Any = {"CatalogId": self._catalog, "TagKey": ACCESS_TAG, "TagValues": [CLOSED]}
        problems = []
        for step in steps:
            asked: Any = self._shapes.of(step.resource)
            try:
                answer = again(_adding(self._client, asked, tag))
            except ClientError as error:
                problems.append(f"{describe(step)}: {error.response['Error']['Message']}")
                continue
            problems += [
                f"{describe(step)}: {failure['Error']['ErrorMessage']}"
                for failure in answer.get("Failures", ())
            ]
        return problems


def _adding(client: "LakeFormationClient", asked: Any, tag: Any) -> Callable[[], Any]:  # noqa: ANN401 - the API's own shapes
    return lambda: client.add_lf_tags_to_resource(Resource=asked, LFTags=[tag])


def _read(resource: Database | Table, found: Mapping[str, Any]) -> Iterator[Tagged]:
    if isinstance(resource, Database):
        yield Tagged(resource, _value(found.get("LFTagOnDatabase", ())))
        return
    yield Tagged(resource, _value(found.get("LFTagsOnTable", ())))
    for column in found.get("LFTagsOnColumns", ()):
        name = Columns(resource.database, resource.table, (column["Name"],))
        yield Tagged(name, _value(column.get("LFTags", ())))


def _value(tags: Sequence[Mapping[str, Any]]) -> str | None:
    values = (tag["TagValues"][0] for tag in tags if tag["TagKey"] == ACCESS_TAG)
    return next(values, None)
