"""Glue: databases."""

from emulator.cloudformation.core.template import Json
from emulator.cloudformation.resources.kind import Kind, Made, Order


def _create(order: Order) -> Made:
    wanted = dict(order.properties["DatabaseInput"])
    wanted.setdefault("Name", order.properties.get("DatabaseName") or order.logical_id.lower())
    order.client("glue").create_database(DatabaseInput=wanted, **_catalogue(order))
    return Made(physical_id=wanted["Name"])


def _update(order: Order) -> Made:
    wanted = {"Name": order.physical_id, **order.properties["DatabaseInput"]}
    order.client("glue").update_database(
        Name=order.physical_id, DatabaseInput=wanted, **_catalogue(order)
    )
    return Made(physical_id=order.physical_id)


def _delete(order: Order) -> None:
    order.client("glue").delete_database(Name=order.physical_id, **_catalogue(order))


def _catalogue(order: Order) -> dict[str, Json]:
    return order.picked("CatalogId")


KINDS = {
    "AWS::Glue::Database": Kind(
        create=_create,
        update=_update,
        delete=_delete,
        gone=frozenset({"EntityNotFoundException"}),
        honours=frozenset({"CatalogId", "DatabaseInput", "DatabaseName"}),
    )
}
