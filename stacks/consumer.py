"""A consumer domain's account."""

from aws_cdk import Environment, Stack
from constructs import Construct

from mesh_constructs.alerts import Alerts
from mesh_constructs.key import Key
from mesh_constructs.lake_formation import LakeFormationSettings
from mesh_constructs.links import Links
from mesh_constructs.people import RESULTS_KEY, PersonRole, querying
from mesh_constructs.place import Place
from mesh_constructs.queue import DeadLetters
from mesh_constructs.workgroup import Workgroup


class ConsumerStack(Stack):
    """A workgroup, a scratch database, resource links and analysts; the same for every domain.

    Args:
        has_topic: whether the account's Producer stack already makes its alert topic.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, place: Place, has_topic: bool
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            env=Environment(account=place.account, region=place.names.region),
            description=f"Data mesh: consumer {place.owner}.",
        )
        key = Key(self, "Key", place=place, alias=RESULTS_KEY)
        if not has_topic:
            Alerts(self, "Alerts", place=place, key_arn=key.arn)
        failed = DeadLetters(
            self,
            "Failed",
            place=place,
            name="mesh-links-dlq",
            topic_arn=place.names.topic_arn(place.account),
        )
        links = Links(self, "Links", place=place, key_arn=key.arn, dead_letters=failed)
        settings = LakeFormationSettings(
            self, "LakeFormation", place=place, key_arn=key.arn, dead_letters=failed
        ).administrators(links.function)
        workgroup = Workgroup(self, "Workgroup", place=place, key_arn=key.arn)
        statements, patterns = querying(place)
        analyst = PersonRole(
            self,
            "Analyst",
            place=place,
            short="analyst",
            statements=statements,
            patterns=patterns,
        )
        workgroup.scratch(role_arn=analyst.role.attr_arn, after=settings)
