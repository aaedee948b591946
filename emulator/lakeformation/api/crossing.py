"""What is checked before a grant leaves its account.

Sources: Lake Formation developer guide, cross-account-notes and lf-permissions-reference (neither
DROP nor Super on a database for an external account), TBAC-granting-tags (of LF-tags DESCRIBE and
ASSOCIATE).
"""

from emulator.api import Call
from emulator.lakeformation.api.beside_iam import can_share_beside_iam
from emulator.lakeformation.api.requests import Request
from emulator.lakeformation.engine.granting import SHARES_DIRECTLY
from emulator.lakeformation.engine.hybrid import SHARES_BESIDE_IAM, left_to_iam
from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM
from emulator.lakeformation.engine.resources import Columns, Database, TagKey, TagPolicy
from emulator.lakeformation.store import invalid
from emulator.ram.principals import is_organisation

_OF_DATABASES = frozenset({"ALL", "DROP"})
_OF_TAGS = frozenset({"ALTER", "DROP"})


def vet_crossing(call: Call, request: Request) -> None:
    """Refuse what AWS does not let another account have.

    Raises:
        AwsError: InvalidInputException.
    """
    settings, resource = request.lake.settings, request.resource
    if request.grantor_account != request.lake.catalog:
        raise invalid(
            f"{resource} belongs to account {request.lake.catalog}, which alone shares it; what is "
            "shared with an account is passed on within that account only."
        )
    if request.principal.startswith("arn:aws:iam:"):
        _vet_direct(request)
    _vet_permissions(request)
    by_tags = isinstance(resource, TagPolicy | TagKey)
    if (
        by_tags
        and is_organisation(request.principal)
        and settings.cross_account_version < SHARES_DIRECTLY
    ):
        raise invalid(
            f"Granting by LF-tags to an organization needs CROSS_ACCOUNT_VERSION {SHARES_DIRECTLY} "
            f"or later, it is {settings.cross_account_version}."
        )
    if isinstance(resource, Columns) and resource.excluding:
        raise invalid("Only include lists are supported when granting to another account.")
    if left_to_iam(request.lake, resource) and not can_share_beside_iam(
        call.cloud, request.lake, resource
    ):
        raise invalid(
            f"Cannot share {resource} with another account while {EVERYONE_BY_IAM} has "
            "permissions on it; revoke them first, or register its location in hybrid access "
            f"mode with CROSS_ACCOUNT_VERSION {SHARES_BESIDE_IAM} or later."
        )


def _vet_direct(request: Request) -> None:
    version = request.lake.settings.cross_account_version
    if version < SHARES_DIRECTLY:
        raise invalid(
            f"Invalid principal, arn: {request.principal}. Granting to a principal of another "
            f"account needs CROSS_ACCOUNT_VERSION {SHARES_DIRECTLY} or later, it is {version}."
        )


def _vet_permissions(request: Request) -> None:
    match request.resource:
        case Database() | TagPolicy(covers="DATABASE"):
            kept, kind = _OF_DATABASES, "a database"
        case TagKey():
            kept, kind = _OF_TAGS, "an LF-tag"
        case _:
            return
    if wrong := sorted(request.permissions & kept):
        raise invalid(f"{', '.join(wrong)} on {kind} cannot be granted to another account.")
