"""From landed to published: scanner, publisher and the sweep that finds what was missed."""

from dataclasses import replace

from constructs import Construct

from mesh.naming.limits import ScanLimits
from mesh.naming.rules import ScanRules
from mesh.scanning.lean_imports import FEW_HOLES, ONE_THREAD
from mesh_constructs.governance_functions import (
    GovernanceProps,
    Size,
    fed_by,
    governance_function,
    scheduled,
)
from mesh_constructs.permissions import publisher, scanner, sweep
from mesh_constructs.place import Place
from mesh_constructs.policy import Statement, allow, from_organisation, merged
from mesh_constructs.queue import Queue, QueueProps
from mesh_constructs.token_key import TokenKey

_QUARTER = 15 * 60


class DataPlane(Construct):
    """Scans each landed version once, publishes what is clean, forgets nothing."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        props: GovernanceProps,
        limits: ScanLimits,
        rules: ScanRules,
    ) -> None:
        super().__init__(scope, construct_id)
        judging = limits.to_environment() | rules.to_environment()
        environment = judging | ONE_THREAD | FEW_HOLES
        scanning = _reading(limits, "scanner", memory_mb=2048)
        publishing = _reading(limits, "publisher", memory_mb=3008)
        self._scanner(props, replace(scanning, environment=environment))
        self._publisher(props, replace(publishing, environment=environment))
        self._sweep(props)

    def _scanner(self, props: GovernanceProps, size: Size) -> None:
        function = governance_function(
            self,
            props,
            "mesh-scanner",
            props.registry.used(scanner.REGISTRY) + scanner.permissions(props.names, props.key_arn),
            size,
            reason="The scanner serves every domain and its template lists none: zones, keys and "
            "topics are named by pattern and held to the organisation (aws:ResourceOrgID), "
            "keys to the alias mesh-domain and to one service. Bucket and key policies "
            "name this role in return.",
        )
        fed_by(function, self._queue(props, "mesh-scanner", _landing_events(props)), batch=10)

    def _publisher(self, props: GovernanceProps, size: Size) -> None:
        tokens = TokenKey(self, "TokenKey", names=props.names)
        function = governance_function(
            self,
            props,
            "mesh-publisher",
            props.registry.used(publisher.REGISTRY)
            + publisher.permissions(props.names, props.key_arn, tokens.arn),
            size,
            reason="The publisher commits for every domain and its template lists none: zones, "
            "keys, topics and governance's own databases are named by pattern, zones and "
            "keys held to the organisation. Lake Formation decides each table.",
        )
        fed_by(function, self._queue(props, "mesh-publisher", (), fifo=True), batch=1)

    def _sweep(self, props: GovernanceProps) -> None:
        function = governance_function(
            self,
            props,
            "mesh-sweep",
            props.registry.used(sweep.REGISTRY) + sweep.permissions(props.names),
            Size(
                timeout_seconds=_QUARTER,
                memory_mb=512,
                by_event=True,
                concurrency=1,
            ),
            reason="The sweep lists versions in every domain's landing bucket and reads no "
            "object: buckets are named by pattern, held to the organisation.",
        )
        scheduled(function, "Hourly", name="mesh-sweep", rate="1 hour", reason="schedule")

    def _queue(
        self,
        props: GovernanceProps,
        name: str,
        statements: tuple[Statement, ...],
        *,
        fifo: bool = False,
    ) -> Queue:
        return Queue(
            self,
            f"{name.removeprefix('mesh-').title()}Queue",
            QueueProps(
                place=Place.governance(props.names),
                name=name,
                topic_arn=props.topic_arn,
                visibility_seconds=6 * _QUARTER,
                fifo=fifo,
                statements=statements,
            ),
        )


def _reading(limits: ScanLimits, layer: str, *, memory_mb: int) -> Size:
    """What a function gets that reads whole files: it copies each to its disk first."""
    return Size(
        layer=layer,
        memory_mb=memory_mb,
        timeout_seconds=_QUARTER,
        storage_mb=limits.disk_mb,
    )


def _landing_events(props: GovernanceProps) -> tuple[Statement, ...]:
    """The organisation's landing rules send straight into the scanner's queue."""
    role = props.names.role_arn("*", "mesh-landing-events")
    when = merged(
        from_organisation(props.names.organisation), {"ArnLike": {"aws:PrincipalArn": role}}
    )
    queue = props.names.queue_arn("mesh-scanner")
    return (allow("LandingEvents", ["sqs:SendMessage"], queue, to={"AWS": "*"}, when=when),)
