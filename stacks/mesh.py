"""Which stacks each account of the mesh gets."""

from collections.abc import Iterable
from pathlib import Path

from aws_cdk import App

from mesh.naming.mesh_file import Domain, Mesh
from mesh_constructs.place import Place
from stacks.consumer import ConsumerStack
from stacks.governance import GovernanceStack
from stacks.producer import ProducerStack
from stacks.products import ProductsStack


def add_stacks(app: App, mesh: Mesh, domains: Path, chosen: Iterable[str]) -> None:
    """Add the stacks of the chosen accounts, ``governance`` or a domain's name.

    Raises:
        ContractFaultsError: with all faults of the first contract that is wrong.
    """
    for name in chosen:
        if name == "governance":
            GovernanceStack(
                app, "Governance", names=mesh.names, limits=mesh.limits, rules=mesh.rules
            )
        else:
            _add_domain(app, mesh, mesh.domain(name), domains)


def _add_domain(app: App, mesh: Mesh, domain: Domain, domains: Path) -> None:
    place = Place(names=mesh.names, account=domain.account, domain=domain.name)
    if domain.is_consumer:
        ConsumerStack(app, f"{domain.name}-Consumer", place=place, has_topic=domain.is_producer)
    if domain.is_producer:
        producer = ProducerStack(app, f"{domain.name}-Producer", place=place)
        contracts = sorted((domains / domain.name / "products").glob("*.odcs.yaml"))
        if contracts:
            products = ProductsStack(
                app,
                f"{domain.name}-Products",
                place=place,
                contracts=contracts,
                kinds=mesh.rules.entities,
            )
            products.add_stack_dependency(producer)
