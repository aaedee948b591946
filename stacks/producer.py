"""A producer domain's account."""

from aws_cdk import Environment, Stack
from constructs import Construct

from mesh_constructs.alerts import TOPIC, Alerts
from mesh_constructs.key import Key, used_by_governance
from mesh_constructs.landing_events import LandingEvents, undelivered_events
from mesh_constructs.location_boundary import DOMAIN_KEY
from mesh_constructs.people import PersonRole
from mesh_constructs.permissions import producers
from mesh_constructs.place import Place
from mesh_constructs.policy import account, allow, roles
from mesh_constructs.queue import DeadLetters
from mesh_constructs.registration import Registration
from mesh_constructs.zones import Zones, ZonesProps

_UNDELIVERED = "mesh-undelivered"
_DATA_PLANE = ("mesh-scanner", "mesh-publisher")


class ProducerStack(Stack):
    """One key, three zones, one way in and one way out; the same for every domain."""

    def __init__(self, scope: Construct, construct_id: str, *, place: Place) -> None:
        super().__init__(
            scope,
            construct_id,
            env=Environment(account=place.account, region=place.names.region),
            description=f"Data mesh: producer {place.owner}.",
        )
        key = _key(self, place)
        undelivered = DeadLetters(
            self,
            "Undelivered",
            place=place,
            name=_UNDELIVERED,
            topic_arn=_alerts(self, place, key).arn,
            statements=(undelivered_events(place, _UNDELIVERED),),
        )
        zones = Zones(self, "Zones", ZonesProps(place=place, key_arn=key.arn))
        LandingEvents(
            self, "Events", place=place, bucket=zones.landing.name, undelivered=undelivered
        )
        people = [
            PersonRole(
                self, short.title(), place=place, short=short, statements=may, patterns=all_of
            )
            for short, (may, all_of) in producers.roles(place).items()
        ]
        registration = Registration(
            self, "Registration", place=place, key_arn=key.arn, dead_letters=undelivered
        )
        registered = registration.of_domain(key_arn=key.arn, zones=zones.names)
        # Governance registers what it can read and grants to roles that exist.
        registered.node.add_dependency(key.alias, zones, *people)


def _key(scope: Construct, place: Place) -> Key:
    names = place.names
    scanner, publisher = map(names.governance_role_arn, _DATA_PLANE)
    location = names.location_role_arn(place.owner)
    return Key(
        scope,
        "Key",
        place=place,
        alias=DOMAIN_KEY,
        statements=(
            used_by_governance(names, "Objects", "s3", scanner, publisher, location),
            used_by_governance(names, "Alerts", "sns", scanner, publisher),
        ),
    )


def _alerts(scope: Construct, place: Place, key: Key) -> Alerts:
    names = place.names
    told = allow(
        "Governance",
        ["sns:Publish"],
        names.topic_arn(place.account, TOPIC),
        to=account(names.governance_account),
        when=roles(*map(names.governance_role_arn, _DATA_PLANE)),
    )
    return Alerts(scope, "Alerts", place=place, key_arn=key.arn, statements=(told,))
