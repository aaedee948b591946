"""Links: governance or the hour wakes it; the account's resource links are made to match."""

import logging
from collections.abc import Mapping
from typing import Any

import boto3

from mesh.access.links import plan_links, wanted_links
from mesh.aws.governance_api import GovernanceApi
from mesh.aws.resource_links import ResourceLinks
from mesh.errors import MeshError
from mesh.naming.names import Names

_log = logging.getLogger()


def handle(_event: Mapping[str, Any], _context: object) -> None:
    """Converge the links to what governance says that the account's roles may read.

    Raises:
        MeshError: if something could not be made as it must be; the next run tries again.
    """
    names = Names.from_environment()
    account = boto3.client("sts").get_caller_identity()["Account"]
    wanted = wanted_links(
        GovernanceApi.connect(boto3.Session(), names).call("GET", "/links")["links"],
        catalog=names.governance_account,
        region=names.region,
    )
    links = ResourceLinks.connect(account, names.region)
    own = frozenset({names.role_arn(account, "mesh-links")})
    problems: list[str] = []
    # The second look takes back what came with a new database by itself.
    for _ in range(2):
        plan = plan_links(links.read(own), wanted)
        if plan.is_empty:
            _log.info("%s links are as they must be", len(wanted.links))
            return
        problems = links.carry_out(plan)
        _log.info("%s links made, %s removed", len(plan.links_to_make), len(plan.links_to_remove))
    left = plan_links(links.read(own), wanted)
    if not left.is_empty:
        raise MeshError(f"links of account {account} are not as they must be: {problems or left}")
