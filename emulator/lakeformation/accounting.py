"""What CloudTrail is told of who read which table: ``GetDataAccess``, which nobody calls by itself.

Sources: Lake Formation developer guide, "Logging AWS Lake Formation API calls using AWS CloudTrail"
(https://docs.aws.amazon.com/lake-formation/latest/dg/logging-using-cloudtrail.html) and
"Cross-account CloudTrail logging"
(https://docs.aws.amazon.com/lake-formation/latest/dg/cross-account-logging.html); Lake Formation
best practices, "Lake Formation CloudTrail Events"
(https://aws.github.io/aws-lakeformation-best-practices/auditing/lake-formation-cloudtrail/).
"""

import secrets
import string
import uuid
from typing import Any

from emulator.api import AwsError, Principal
from emulator.cloud import Cloud
from emulator.lakeformation.engine.resources import Table
from emulator.witness import Deed, engine_now

_LETTERS = string.ascii_letters + string.digits
_SUFFIX = 10


def session_name(account: str) -> str:
    """Name of a session that is vended: version, engine, the account that asked, and chance."""
    engine = engine_now()
    suffix = "".join(secrets.choice(_LETTERS) for _ in range(_SUFFIX))
    return f"AWSLF-00-{engine.code if engine else 'NA'}-{account}-{suffix}"


def tell_access(
    cloud: Cloud,
    principal: Principal,
    asked: tuple[Table, Table],
    *,
    reader: Principal | None = None,
    refused: AwsError | None = None,
) -> None:
    """Tell that credentials for a table were asked for.

    Args:
        asked: the table as it was named, and as it is: a link's target. Through a link there are
            two accesses, and only the target's is its owner's business.
        reader: the session that was vended.
    """
    named, target = asked
    name = reader.arn.rsplit("/", 1)[-1] if reader else None
    if named != target:
        cloud.witness(_deed(cloud, principal, named, None, None))
    cloud.witness(_deed(cloud, principal, target, name, refused))


def _deed(
    cloud: Cloud,
    principal: Principal,
    table: Table,
    session: str | None,
    refused: AwsError | None,
) -> Deed:
    engine = engine_now()
    arn = f"arn:aws:glue:{cloud.region}:{table.catalog}:table/{table.database}/{table.name}"
    parameters: dict[str, Any] = {"tableArn": arn, "permissions": ["SELECT"]}
    if engine:
        parameters["auditContext"] = {"additionalAuditContext": f"{{queryId: {engine.job}}}"}
    additional = {
        "requesterService": engine.name if engine else "UNKNOWN",
        "LakeFormationTrustedCallerInvocation": "true",
        "lakeFormationPrincipal": principal.policy_arn,
        **({"lakeFormationRoleSessionName": session} if session else {}),
    }
    return Deed(
        principal=principal,
        service="lakeformation",
        operation="GetDataAccess",
        parameters={**parameters, "cellLevelSecurityEnforced": True},
        region=cloud.region,
        request_id=str(uuid.uuid4()),
        error=refused,
        owner=table.catalog,
        additional=additional,
        engine=engine,
    )
