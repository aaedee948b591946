"""A producer domain's account."""

from aws_cdk import Environment, Stack
from constructs import Construct

from mesh.naming import Domain, Names
from mesh_constructs.alerts import TOPIC, Alerts
from mesh_constructs.key import Key, used_by_governance
from mesh_constructs.landing_events import LandingEvents, undelivered_events
from mesh_constructs.location_boundary import DOMAIN_KEY
from mesh_constructs.people import PersonRole
from mesh_constructs.permissions import producers
from mesh_constructs.policy import account as everybody_of
from mesh_constructs.policy import allow, roles
from mesh_constructs.queue import DeadLetters
from mesh_constructs.registration import Registration
from mesh_constructs.zones import Zones, ZonesProps


class ProducerStack(Stack):
    """One key, three zones, one way in and one way out; the same for every domain."""

    def __init__(
        self, scope: Construct, construct_id: str, *, names: Names, domain: Domain
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            env=Environment(account=domain.account, region=names.region),
            description=f"Data mesh: producer {domain.name}.",
        )
        key = self._key(names, domain)
        alerts = self._alerts(names, domain, key)
        undelivered = self._undelivered(names, domain, alerts)
        props = ZonesProps(names=names, domain=domain.name, account=domain.account, key_arn=key.arn)
        zones = Zones(self, "Zones", props)
        LandingEvents(
            self,
            "LandingEvents",
            names=names,
            domain=domain.name,
            bucket=zones.landing.name,
            undelivered=undelivered,
        )
        people = self._people(names, domain)
        registered = Registration(
            self,
            "Registration",
            names=names,
            domain=domain.name,
            account=domain.account,
            key_arn=key.arn,
            dead_letters=undelivered,
        ).of_domain(
            domain.name,
            key_arn=key.arn,
            zones={
                "landing": zones.landing.name,
                "published": zones.published.name,
                "quarantine": zones.quarantine.name,
            },
        )
        # Governance registers what it can read and grants to roles that exist.
        registered.node.add_dependency(key, zones, *people)

    def _key(self, names: Names, domain: Domain) -> Key:
        scanner, publisher, sweep = (
            names.governance_role_arn(f"mesh-{role}") for role in ("scanner", "publisher", "sweep")
        )
        location = names.location_role_arn(domain.name)
        return Key(
            self,
            "Key",
            names=names,
            owner=domain.account,
            alias=DOMAIN_KEY,
            statements=(
                used_by_governance(names, "Objects", "s3", scanner, publisher, location),
                used_by_governance(names, "Alerts", "sns", scanner, publisher, sweep),
            ),
        )

    def _alerts(self, names: Names, domain: Domain, key: Key) -> Alerts:
        topic = names.topic_arn(domain.account, TOPIC)
        senders = (f"mesh-{role}" for role in ("scanner", "publisher", "sweep"))
        told = allow(
            "Governance",
            ["sns:Publish"],
            topic,
            to=everybody_of(names.governance_account),
            when=roles(*map(names.governance_role_arn, senders)),
        )
        return Alerts(
            self,
            "Alerts",
            names=names,
            account=domain.account,
            key_arn=key.arn,
            statements=(told,),
        )

    def _undelivered(self, names: Names, domain: Domain, alerts: Alerts) -> DeadLetters:
        name = "mesh-undelivered"
        arn = f"arn:aws:sqs:{names.region}:{domain.account}:{name}"
        return DeadLetters(
            self,
            "Undelivered",
            name=name,
            arn=arn,
            topic_arn=alerts.arn,
            statements=(undelivered_events(names, domain.account, arn),),
        )

    def _people(self, names: Names, domain: Domain) -> list[PersonRole]:
        return [
            PersonRole(
                self,
                short.title(),
                names=names,
                owner=domain.account,
                name=f"{domain.name}-{short}",
                statements=statements,
                patterns=patterns,
            )
            for short, (statements, patterns) in producers.roles(names, domain).items()
        ]
