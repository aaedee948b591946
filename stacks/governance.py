"""The governance account: metadata and decisions, no data."""

from aws_cdk import Environment, Stack
from constructs import Construct

from mesh.naming import Names
from mesh.naming.limits import ScanLimits
from mesh.naming.rules import ScanRules
from mesh_constructs.alerts import Alerts
from mesh_constructs.control_plane import ControlPlane
from mesh_constructs.data_plane import DataPlane
from mesh_constructs.directory import DirectoryRole
from mesh_constructs.governance_functions import GovernanceProps
from mesh_constructs.key import Key
from mesh_constructs.lake_formation import LakeFormationSettings, LakeFormationTags
from mesh_constructs.location_boundary import LocationBoundary
from mesh_constructs.people import PersonRole
from mesh_constructs.permissions import auditor
from mesh_constructs.place import Place
from mesh_constructs.queue import DeadLetters
from mesh_constructs.registry import Registry
from mesh_constructs.registry_api import RegistryApi


class GovernanceStack(Stack):
    """Registry, API, scanner, publisher, reconciler; the same for one domain and for a thousand."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        names: Names,
        limits: ScanLimits,
        rules: ScanRules,
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            env=Environment(account=names.governance_account, region=names.region),
            description="Data mesh: governance.",
        )
        place = Place.governance(names)
        props = self._shared(place)
        control = ControlPlane(self, "ControlPlane", props, rules)
        DataPlane(self, "DataPlane", props, limits, rules)
        RegistryApi(self, "Api", names=names, function=control.api, key_arn=props.key_arn)
        DirectoryRole(self, "Directory", names=names)
        LocationBoundary(self, "LocationBoundary", names=names)
        PersonRole(self, "Platform", place=place, short="platform")
        settings = LakeFormationSettings(
            self,
            "LakeFormation",
            place=place,
            key_arn=props.key_arn,
            dead_letters=props.dead_letters,
            closed_catalogue=True,
        ).administrators(control.registrar, control.reconciler, readers=(self._auditor(place),))
        LakeFormationTags(self, "Tags", names=names, after=settings)

    def _shared(self, place: Place) -> GovernanceProps:
        key = Key(self, "Key", place=place, alias="mesh")
        alerts = Alerts(self, "Alerts", place=place, key_arn=key.arn)
        return GovernanceProps(
            names=place.names,
            key_arn=key.arn,
            topic_arn=alerts.arn,
            registry=Registry(self, "Registry", names=place.names, key_arn=key.arn),
            dead_letters=DeadLetters(
                self, "Undelivered", place=place, name="mesh-undelivered", topic_arn=alerts.arn
            ),
        )

    def _auditor(self, place: Place) -> str:
        return PersonRole(
            self,
            "Auditor",
            place=place,
            short="auditor",
            statements=auditor.statements(place.names),
            patterns=auditor.patterns(place.names),
        ).role.attr_arn
