"""How governance wakes a consumer account, and what makes its resource links."""

from aws_cdk import aws_events as events
from constructs import Construct

from mesh_constructs.acknowledging import acknowledge
from mesh_constructs.directory import calling_registry, registry_address
from mesh_constructs.function import FunctionProps, MeshFunction
from mesh_constructs.governance_functions import called_by, scheduled
from mesh_constructs.place import Place
from mesh_constructs.policy import account as everybody_of
from mesh_constructs.policy import allow, roles
from mesh_constructs.queue import DeadLetters

_BUS = "mesh"
_CATALOGUE = [
    f"glue:{operation}"
    for operation in (
        "GetDatabase",
        "GetDatabases",
        "CreateDatabase",
        "UpdateDatabase",
        "DeleteDatabase",
        "GetTable",
        "GetTables",
        "CreateTable",
        "UpdateTable",
        "DeleteTable",
    )
]
_GRANTS = [
    f"lakeformation:{operation}"
    for operation in (
        "GrantPermissions",
        "RevokePermissions",
        "BatchGrantPermissions",
        "BatchRevokePermissions",
        "ListPermissions",
        "GetDataLakeSettings",
    )
]


class Links(Construct):
    """A bus that only governance's reconciler speaks on, and the function that it wakes."""

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
        self.function = self._function(place, key_arn, dead_letters)
        self._bus(place)
        scheduled(
            self.function, "Hourly", name="mesh-links-hourly", rate="1 hour", reason="schedule"
        )

    def _function(self, place: Place, key_arn: str, dead_letters: DeadLetters) -> MeshFunction:
        names = place.names
        base = f"arn:aws:glue:{names.region}:{place.account}"
        catalog, databases, tables = f"{base}:catalog", f"{base}:database/*", f"{base}:table/*"
        function = MeshFunction(
            self,
            "Function",
            FunctionProps(
                place=place,
                name="mesh-links",
                key_arn=key_arn,
                dead_letters=dead_letters,
                timeout_seconds=300,
                concurrency=1,
                statements=[
                    *calling_registry(names),
                    allow("Links", _CATALOGUE, [catalog, databases, tables]),
                    allow("Describe", _GRANTS, "*"),
                ],
            ),
        )
        acknowledge(
            function.role,
            registry_address(names),
            databases,
            tables,
            "*",
            reason="Links are made for whatever products the account subscribes to, in its own "
            "catalogue only; Lake Formation's calls know no resources, the API's id is not "
            "known beforehand.",
        )
        return function

    def _bus(self, place: Place) -> None:
        names = place.names
        bus = events.CfnEventBus(self, "Bus", name=_BUS, description="Governance wakes us here.")
        reconciler = names.governance_role_arn("mesh-reconciler")
        events.CfnEventBusPolicy(
            self,
            "Policy",
            event_bus_name=bus.ref,
            statement_id="Governance",
            statement=allow(
                "Governance",
                ["events:PutEvents"],
                names.bus_arn(place.account, _BUS),
                to=everybody_of(names.governance_account),
                when=roles(reconciler),
            ),
        )
        rule = events.CfnRule(
            self,
            "Changed",
            name="mesh-links",
            description="Calls mesh-links when governance changed what the account may read.",
            event_bus_name=bus.ref,
            event_pattern={"source": ["mesh.governance"], "detail-type": ["LinksChanged"]},
            targets=[{"arn": self.function.function.attr_arn, "id": "links"}],
        )
        called_by(self.function, "ChangedPermission", rule)
