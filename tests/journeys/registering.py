"""One more product, registered by a stack as every product is."""

import json
from pathlib import Path
from typing import Any

from cli.demo.world import World
from mesh.contracts.odcs import digest_of, normalise, read_document
from mesh.naming import ProductAddress

PRODUCTS = Path(__file__).parents[2] / "domains"


def document(like: str, product: ProductAddress, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    """The contract of another product of the domain, with other tables and no settings."""
    read = read_document(PRODUCTS / product.domain / "products" / f"{like}.odcs.yaml")
    name = {"id": f"urn:mesh:{product.domain}:{product.product}", "dataProduct": product.product}
    return read | name | {"customProperties": []} | changes


def register(world: World, contract: dict[str, Any]) -> None:
    """Deploy the contract in a stack of its own, for the first time or again, and wait."""
    domain, text = contract["domain"], normalise(contract)
    properties = {
        "ServiceToken": world.mesh.names.function_arn(
            world.mesh.account(domain), "mesh-registration"
        ),
        "Domain": domain,
        "Contract": text,
        "Digest": digest_of(text),
    }
    product = {"Type": "Custom::DataProduct", "Properties": properties}
    asked = {
        "StackName": contract["dataProduct"],
        "TemplateBody": json.dumps({"Resources": {"Product": product}}),
    }
    cloudformation = world.session(domain).client("cloudformation")
    known = [each["StackName"] for each in cloudformation.describe_stacks()["Stacks"]]
    is_new = asked["StackName"] not in known
    waiting: Any = {"StackName": asked["StackName"], "WaiterConfig": {"Delay": 1}}
    if is_new:
        cloudformation.create_stack(**asked)
        cloudformation.get_waiter("stack_create_complete").wait(**waiting)
    else:
        cloudformation.update_stack(**asked)
        cloudformation.get_waiter("stack_update_complete").wait(**waiting)
