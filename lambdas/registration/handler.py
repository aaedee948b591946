"""Registration: CloudFormation's event in, a call to governance's registry, the answer back."""

import logging

import boto3

from lambdas.registration.registering import Registering
from mesh.aws.custom_resource import Event, respond
from mesh.aws.governance_api import GovernanceApi
from mesh.naming.names import Names

_log = logging.getLogger()


def handle(event: Event, _context: object) -> None:
    """Register a domain or a product; unreachable governance fails within two minutes."""
    _log.info("%s of %s", event["RequestType"], event["LogicalResourceId"])
    names = Names.from_environment()
    registering = Registering(lambda: GovernanceApi.connect(boto3.Session(), names))
    respond(event, registering.register)
