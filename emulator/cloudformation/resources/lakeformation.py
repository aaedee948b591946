"""Lake Formation: tags and permissions."""

import hashlib
import json

from emulator.cloudformation.resources.kind import Kind, Made, Order

_GRANT = ("Principal", "Resource", "Permissions", "PermissionsWithGrantOption")


def _create_tag(order: Order) -> Made:
    wanted = order.picked("CatalogId", "TagKey", "TagValues")
    order.client("lakeformation").create_lf_tag(**wanted)
    return Made(physical_id=order.properties["TagKey"])


def _update_tag(order: Order) -> Made:
    before, after = (set(side.get("TagValues") or ()) for side in (order.before, order.properties))
    changes = {
        "TagValuesToDelete": sorted(before - after),
        "TagValuesToAdd": sorted(after - before),
    }
    order.client("lakeformation").update_lf_tag(
        TagKey=order.physical_id,
        **order.picked("CatalogId"),
        **{name: values for name, values in changes.items() if values},
    )
    return Made(physical_id=order.physical_id)


def _delete_tag(order: Order) -> None:
    client = order.client("lakeformation")
    client.delete_lf_tag(TagKey=order.physical_id, **order.picked("CatalogId"))


def _grant(order: Order) -> Made:
    client = order.client("lakeformation")
    client.grant_permissions(
        **({"CatalogId": order.properties["Catalog"]} if "Catalog" in order.properties else {}),
        **order.picked(*_GRANT),
    )
    said = json.dumps(order.picked("Catalog", *_GRANT), sort_keys=True)
    digest = hashlib.sha256(said.encode()).hexdigest()[:32]
    principal = order.properties["Principal"]["DataLakePrincipalIdentifier"]
    attributes = {"PrincipalIdentifier": principal, "ResourceIdentifier": digest}
    return Made(physical_id=f"{principal}|{digest}", attributes=attributes)


def _revoke(order: Order) -> None:
    client = order.client("lakeformation")
    client.revoke_permissions(
        **({"CatalogId": order.properties["Catalog"]} if "Catalog" in order.properties else {}),
        **order.picked(*_GRANT),
    )


_GONE = frozenset({"EntityNotFoundException"})
KINDS = {
    "AWS::LakeFormation::Tag": Kind(
        create=_create_tag,
        update=_update_tag,
        delete=_delete_tag,
        gone=_GONE,
        honours=frozenset({"CatalogId", "TagKey", "TagValues"}),
    ),
    "AWS::LakeFormation::PrincipalPermissions": Kind(
        create=_grant,
        update=None,
        delete=_revoke,
        gone=_GONE,
        honours=frozenset({"Catalog", *_GRANT}),
    ),
}
