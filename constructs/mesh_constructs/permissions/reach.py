"""Reaching things of every domain: by pattern and condition, since governance lists no domain."""

from collections.abc import Sequence
from dataclasses import dataclass

from mesh.naming import Names, Zone
from mesh_constructs.bucket import bucket_arn
from mesh_constructs.location_boundary import DOMAIN_KEY
from mesh_constructs.policy import Statement, allow, by_alias, in_organisation, merged


@dataclass(frozen=True)
class Permissions:
    """Statements of a role.

    Attributes:
        patterns: resources among the statements' that are patterns; a reviewer has to accept each.
    """

    statements: tuple[Statement, ...]
    patterns: tuple[str, ...] = ()

    def __add__(self, other: "Permissions") -> "Permissions":
        known = dict.fromkeys((*self.patterns, *other.patterns))
        return Permissions((*self.statements, *other.statements), tuple(known))


def objects(names: Names, zone: Zone, sid: str, actions: Sequence[str]) -> Permissions:
    """Act on objects of one zone of every domain."""
    pattern = f"{bucket_arn(names.bucket(zone, '*'))}/*"
    ours = in_organisation(names.organisation)
    return Permissions((allow(sid, actions, pattern, when=ours),), (pattern,))


def buckets(names: Names, zone: Zone, sid: str, actions: Sequence[str]) -> Permissions:
    """Act on one zone's bucket of every domain."""
    pattern = bucket_arn(names.bucket(zone, "*"))
    ours = in_organisation(names.organisation)
    return Permissions((allow(sid, actions, pattern, when=ours),), (pattern,))


def domain_keys(names: Names, *, via: str) -> Permissions:
    """Use the domains' keys through one service."""
    pattern = f"arn:aws:kms:{names.region}:*:key/*"
    when = merged(
        in_organisation(names.organisation),
        by_alias(f"alias/{DOMAIN_KEY}", f"{via}.{names.region}.amazonaws.com"),
    )
    actions = ["kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey"]
    sid = f"DomainKeysVia{via.title()}"
    return Permissions((allow(sid, actions, pattern, when=when),), (pattern,))


def alerting(names: Names, key_arn: str) -> Permissions:
    """Alert governance and the domain that it concerns."""
    topics = names.topic_arn("*")
    via = {"StringEquals": {"kms:ViaService": f"sns.{names.region}.amazonaws.com"}}
    own = allow("AlertKey", ["kms:Decrypt", "kms:GenerateDataKey"], key_arn, when=via)
    ours = in_organisation(names.organisation)
    told = allow("Alert", ["sns:Publish"], topics, when=ours)
    return Permissions((told, own), (topics,)) + domain_keys(names, via="sns")


def waking_domains(names: Names) -> Permissions:
    """Put events on the mesh's bus in every domain account."""
    buses = names.bus_arn("*")
    ours = in_organisation(names.organisation)
    return Permissions((allow("WakeDomains", ["events:PutEvents"], buses, when=ours),), (buses,))


def consuming(names: Names, queue: str) -> Permissions:
    """Take messages from a queue of governance."""
    actions = ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "ChangeMessageVisibility"]
    taken = allow("Consume", [f"sqs:{action}" for action in actions], names.queue_arn(queue))
    return Permissions((taken,))


def sending(names: Names, *queues: str) -> Permissions:
    """Send messages to queues of governance."""
    arns = [names.queue_arn(queue) for queue in queues]
    return Permissions((allow("Send", ["sqs:SendMessage", "sqs:GetQueueUrl"], arns),))


def catalogue(names: Names) -> tuple[str, str, str]:
    """Governance's catalogue, its databases and its tables: their names come with the domains."""
    base = f"arn:aws:glue:{names.region}:{names.governance_account}"
    return f"{base}:catalog", f"{base}:database/*", f"{base}:table/*"
