"""How a domain tells governance of itself and of its products."""

from collections.abc import Mapping

from aws_cdk import CustomResource, Duration
from constructs import Construct

from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.directory import calling_registry, registry_address
from mesh_constructs.function import FunctionProps, MeshFunction
from mesh_constructs.place import Place
from mesh_constructs.queue import DeadLetters

FUNCTION = "mesh-registration"
_PATIENCE = Duration.minutes(5)


class Registration(Construct):
    """The function behind the registration resources: calls the registry's API and waits."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        place: Place,
        key_arn: str,
        dead_letters: DeadLetters,
    ) -> None:
        super().__init__(scope, construct_id)
        self._place = place
        names = place.names
        self._function = MeshFunction(
            self,
            "Function",
            FunctionProps(
                place=place,
                name=FUNCTION,
                key_arn=key_arn,
                dead_letters=dead_letters,
                timeout_seconds=180,
                statements=calling_registry(names),
            ),
        )
        acknowledge(
            self,
            registry_address(names),
            reason="The id of the registry's API is not known before it exists; the API itself "
            "decides each call by the caller's account and role.",
        )

    def of_domain(self, *, key_arn: str, zones: Mapping[str, str]) -> CustomResource:
        """Register the domain: governance makes its location, database and standing grants."""
        return CustomResource(
            self,
            "Domain",
            service_token=self._function.function.attr_arn,
            resource_type="Custom::MeshDomain",
            service_timeout=_PATIENCE,
            properties={"Domain": self._place.domain, "KeyArn": key_arn, "Zones": dict(zones)},
        )


def product(
    scope: Construct, construct_id: str, *, service_token: str, properties: Mapping[str, str]
) -> CustomResource:
    """Register a product by its contract; a refused one leaves the contract in force as it is."""
    return CustomResource(
        scope,
        construct_id,
        service_token=service_token,
        resource_type="Custom::DataProduct",
        service_timeout=_PATIENCE,
        properties=dict(properties),
    )
