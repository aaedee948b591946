"""A domain's data products, made from its contracts."""

from collections.abc import Sequence
from pathlib import Path

from aws_cdk import Environment, Stack
from constructs import Construct

from mesh.contracts.odcs import digest_of, normalise, read_contract, read_document
from mesh.errors import ContractError
from mesh_constructs.place import Place
from mesh_constructs.registration import FUNCTION, product

_MOST_BYTES = 256 * 1000


class ProductsStack(Stack):
    """One registration per contract; the only stack that depends on what owners write."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        contracts: list[Path],
        kinds: Sequence[str] = (),
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            env=Environment(account=place.account, region=place.names.region),
            description=f"Data mesh: products of {place.owner}.",
        )
        token = place.names.function_arn(place.account, FUNCTION)
        for path in contracts:
            contract = read_contract(path, kinds)
            text = _text(path)
            product(
                self,
                f"{contract.address.product}-v{contract.address.major}",
                service_token=token,
                properties={
                    "Domain": place.owner,
                    "Contract": text,
                    "Digest": digest_of(text),
                },
            )


def _text(path: Path) -> str:
    text = normalise(read_document(path))
    size = len(text.encode())
    if size > _MOST_BYTES:
        raise ContractError(
            f"{path}: {size} bytes as JSON, at most {_MOST_BYTES} fit into a registration; "
            "split the product or shorten its descriptions"
        )
    return text
