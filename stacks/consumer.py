"""A consumer domain's account."""

from aws_cdk import Environment, Stack
from constructs import Construct

from mesh.naming import Domain, Names
from mesh_constructs.key import Key
from mesh_constructs.lake_formation import LakeFormationSettings
from mesh_constructs.links import Links
from mesh_constructs.people import RESULTS_KEY, PersonRole, querying
from mesh_constructs.queue import DeadLetters
from mesh_constructs.workgroup import Workgroup


class ConsumerStack(Stack):
    """A workgroup, a scratch database, resource links and analysts; the same for every domain."""

    def __init__(
        self, scope: Construct, construct_id: str, *, names: Names, domain: Domain
    ) -> None:
        super().__init__(
            scope,
            construct_id,
            env=Environment(account=domain.account, region=names.region),
            description=f"Data mesh: consumer {domain.name}.",
        )
        place = {"names": names, "account": domain.account}
        key = Key(self, "Key", names=names, owner=domain.account, alias=RESULTS_KEY)
        failed = DeadLetters(
            self,
            "Failed",
            name="mesh-links-dlq",
            arn=f"arn:aws:sqs:{names.region}:{domain.account}:mesh-links-dlq",
            topic_arn=names.topic_arn(domain.account),
        )
        links = Links(
            self, "Links", domain=domain.name, key_arn=key.arn, dead_letters=failed, **place
        )
        settings = LakeFormationSettings(
            self,
            "LakeFormation",
            key_arn=key.arn,
            dead_letters=failed,
            domain=domain.name,
            **place,
        ).administrators(links.function)
        workgroup = Workgroup(self, "Workgroup", domain=domain.name, key_arn=key.arn, **place)
        statements, patterns = querying(names, domain.account, domain.name)
        analyst = PersonRole(
            self,
            "Analyst",
            names=names,
            owner=domain.account,
            name=f"{domain.name}-analyst",
            statements=statements,
            patterns=patterns,
        )
        workgroup.scratch(role_arn=analyst.role.attr_arn, after=settings)
