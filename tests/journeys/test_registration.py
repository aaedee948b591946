"""A domain's name belongs to the account that the platform team invited."""

import pytest

from cli.assembly import read_stacks, synthesise
from cli.demo.world import World
from cli.local import choose, deploy_stacks
from cli.project import ROOT
from mesh.contracts.odcs import read_contract
from mesh.errors import MeshError


def test_every_domain_and_product_of_the_example_mesh_is_registered(deployed: World) -> None:
    domains = deployed.api("governance/auditor").call("GET", "/domains")["domains"]
    products = deployed.api("governance/auditor").call("GET", "/products")["products"]

    assert {entry["state"] for entry in domains} == {"registered"}
    contracts = (ROOT / "domains").glob("*/products/*.odcs.yaml")
    assert {entry["product"] for entry in products} >= {
        str(read_contract(path).address) for path in contracts
    }


def test_a_product_without_data_says_so(deployed: World) -> None:
    api = deployed.api("network-planning/analyst")
    (found,) = [
        product
        for product in api.call("GET", "/products", query={"search": "weather plane age"})[
            "products"
        ]
        if product["product"] == "network-planning/delay-by-weather@1"
    ]

    assert found["data"] == "not yet published"


def test_another_account_cannot_claim_a_domain(deployed: World) -> None:
    impostor = deployed.api("loyalty/owner")

    with pytest.raises(MeshError, match="fleet"):
        impostor.call("PUT", "/domains/fleet", {"key_arn": "arn:aws:kms:eu-central-1:1:key/1"})


def test_only_the_platform_team_invites(deployed: World) -> None:
    with pytest.raises(MeshError, match="platform"):
        deployed.api("fleet/owner").call(
            "PUT", "/domains/cargo/invitation", {"account": "200000000009", "roles": ["producer"]}
        )


def test_an_account_outside_the_organisation_is_refused_by_the_api(deployed: World) -> None:
    with pytest.raises(MeshError):
        deployed.api("300000000003").call("GET", "/products")


def test_deploying_again_changes_nothing(deployed: World) -> None:

    stacks = choose(read_stacks(synthesise()), ["Governance", "fleet-Producer", "fleet-Products"])

    done = deploy_stacks(deployed.aws, stacks, lambda _: None)

    assert {entry.change for entry in done} == {"unchanged"}
