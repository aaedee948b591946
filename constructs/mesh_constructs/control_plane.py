"""Who may read what: the API that asks, the registrar that makes, the reconciler that grants."""

from constructs import Construct

from mesh.naming.rules import ScanRules
from mesh_constructs.function import MeshFunction
from mesh_constructs.governance_functions import (
    GovernanceProps,
    Size,
    fed_by,
    governance_function,
    scheduled,
)
from mesh_constructs.permissions import api, reconciler, registrar
from mesh_constructs.place import Place
from mesh_constructs.queue import Queue, QueueProps

_FIVE_MINUTES = 5 * 60
_QUARTER = 15 * 60


class ControlPlane(Construct):
    """Lake Formation is changed by the registrar and the reconciler only, one call at a time."""

    def __init__(
        self, scope: Construct, construct_id: str, props: GovernanceProps, rules: ScanRules
    ) -> None:
        super().__init__(scope, construct_id)
        self.api = self._api(props)
        self.registrar = self._registrar(props, rules)
        self.reconciler = self._reconciler(props)

    def _api(self, props: GovernanceProps) -> MeshFunction:
        return governance_function(
            self,
            props,
            "mesh-api",
            props.registry.used(api.REGISTRY) + api.permissions(props.names),
            Size(layer="api", memory_mb=1024, timeout_seconds=29),
        )

    def _registrar(self, props: GovernanceProps, rules: ScanRules) -> MeshFunction:
        function = governance_function(
            self,
            props,
            "mesh-registrar",
            props.registry.used(registrar.REGISTRY) + registrar.permissions(props.names),
            Size(
                layer="api",
                memory_mb=512,
                timeout_seconds=_FIVE_MINUTES,
                concurrency=1,
                environment=rules.to_environment(),
            ),
            reason="The registrar makes what belongs to domains that are not known beforehand: "
            "roles under /mesh/location/ only and within the boundary, databases of "
            "governance's own catalogue, events to the mesh's buses of the organisation. "
            "Lake Formation's calls know no resources.",
        )
        fed_by(function, self._queue(props, "mesh-registrar", _FIVE_MINUTES), batch=1)
        return function

    def _reconciler(self, props: GovernanceProps) -> MeshFunction:
        function = governance_function(
            self,
            props,
            "mesh-reconciler",
            props.registry.used(reconciler.REGISTRY) + reconciler.permissions(props.names),
            Size(memory_mb=1024, timeout_seconds=_QUARTER, concurrency=1, by_event=True),
            reason="The reconciler grants on databases and tables that are not known beforehand, "
            "in governance's own catalogue, and on shares that Lake Formation names. Lake "
            "Formation's calls and making a RAM share know no resources.",
        )
        fed_by(function, self._queue(props, "mesh-reconciler", _QUARTER), batch=10)
        scheduled(function, "Expiry", name="mesh-reconcile", rate="1 minute", reason="expiry")
        scheduled(function, "Drift", name="mesh-reconcile-drift", rate="1 hour", reason="drift")
        return function

    def _queue(self, props: GovernanceProps, name: str, timeout_seconds: int) -> Queue:
        return Queue(
            self,
            f"{name.removeprefix('mesh-').title()}Queue",
            QueueProps(
                place=Place.governance(props.names),
                name=name,
                topic_arn=props.topic_arn,
                visibility_seconds=6 * timeout_seconds,
                fifo=True,
                # Its function runs once at a time: a message that found it busy has not failed.
                receives=20,
            ),
        )
