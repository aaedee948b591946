"""The governance account: metadata and decisions, no data."""

from aws_cdk import Environment, Stack
from constructs import Construct

from mesh.naming import Mesh
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
from mesh_constructs.queue import DeadLetters
from mesh_constructs.registry import Registry
from mesh_constructs.registry_api import RegistryApi


class GovernanceStack(Stack):
    """Registry, API, scanner, publisher, reconciler; the same for one domain and for a thousand."""

    def __init__(self, scope: Construct, construct_id: str, *, mesh: Mesh) -> None:
        names = mesh.names
        account = names.governance_account
        super().__init__(
            scope,
            construct_id,
            env=Environment(account=account, region=names.region),
            description="Data mesh: governance.",
        )
        key = Key(self, "Key", names=names, owner=account, alias="mesh")
        alerts = Alerts(self, "Alerts", names=names, account=account, key_arn=key.arn)
        undelivered = DeadLetters(
            self,
            "Undelivered",
            name="mesh-undelivered",
            arn=names.queue_arn("mesh-undelivered"),
            topic_arn=alerts.arn,
        )
        props = GovernanceProps(
            names=names,
            key_arn=key.arn,
            topic_arn=alerts.arn,
            registry=Registry(self, "Registry", names=names, key_arn=key.arn),
            dead_letters=undelivered,
        )
        control = ControlPlane(self, "ControlPlane", props)
        DataPlane(self, "DataPlane", props)
        RegistryApi(self, "Api", names=names, function=control.api, key_arn=key.arn)
        DirectoryRole(self, "Directory", names=names)
        LocationBoundary(self, "LocationBoundary", names=names)
        people = self._people(mesh)
        settings = LakeFormationSettings(
            self,
            "LakeFormation",
            names=names,
            account=account,
            key_arn=key.arn,
            dead_letters=undelivered,
        ).administrators(
            control.registrar, control.reconciler, readers=(people["auditor"].role.attr_arn,)
        )
        LakeFormationTags(self, "Tags", names=names, after=settings)

    def _people(self, mesh: Mesh) -> dict[str, PersonRole]:
        names = mesh.names
        account = names.governance_account
        return {
            "platform": PersonRole(
                self, "Platform", names=names, owner=account, name="governance-platform"
            ),
            "auditor": PersonRole(
                self,
                "Auditor",
                names=names,
                owner=account,
                name="governance-auditor",
                statements=auditor.statements(names),
                patterns=auditor.patterns(names),
            ),
        }
