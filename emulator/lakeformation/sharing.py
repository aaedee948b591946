"""Grants to other accounts become resource shares, as Lake Formation makes them.

Version 1 makes one share per grant; later ones keep a share for the databases, the tables, all
tables of databases, and each kind of LF-tag policy that one account gives another. Within the
organisation a share is open at once, elsewhere when its invitation was accepted.

Sources: Lake Formation developer guide, "Updating cross-account data sharing version settings"
(what maps to a share) and "Accepting a resource share invitation from AWS RAM". Assumed: what a
share of version 5 holds (its wildcard is shown as the catalogue), and that revoking the last grant
deletes it.
"""

from emulator.api import AwsError, Call
from emulator.cloud import Cloud
from emulator.iam.matching import Context
from emulator.lakeformation.catalogue_policy import lets_in_by_tags, lets_ram_share
from emulator.lakeformation.engine.granting import SHARES_DIRECTLY
from emulator.lakeformation.engine.lake import Item, Lake
from emulator.lakeformation.engine.resources import (
    ALL_TABLES,
    Database,
    Resource,
    Table,
    TagKey,
    TagPolicy,
)
from emulator.lakeformation.engine.sharing import shared_thing
from emulator.lakeformation.faults import Faults
from emulator.lakeformation.store import Lakes, denied, lake_of
from emulator.ram.principals import account_of, is_organisation
from emulator.ram.store import Share, Shares

INNER_CALL = ("ram", "AssociateResourceShare")
"""The call of Lake Formation's own that can fail on demand; the grant stands all the same."""

_ONE_EACH = 1
_NO_SHARE = ""
_WILDCARDS = 5


def install(cloud: Cloud) -> None:
    """Learn from RAM what was accepted, and tell it which grants are gone."""
    shares = cloud.store(Shares)
    shares.changed.append(lambda share: _follow(cloud, share))
    shares.refresh.append(lambda: _forget_voided(cloud))
    cloud.store(Faults).inner.add(INNER_CALL)


def share(cloud: Cloud, lake: Lake, principal: str, resource: Resource) -> None:
    """Let RAM know of a grant that leaves the account."""
    thing = shared_thing(resource)
    if thing is None or not _leaves(lake, principal):
        return
    shares, item = cloud.store(Shares), (principal, thing)
    if _by_policy(lake, thing):
        lake.shares.setdefault(item, _NO_SHARE)
        _open_by_policy(cloud, lake, item)
        return
    found = shares.find(lake.shares.get(item, "")) or _fitting(shares, lake, item)
    if found is None:
        found = shares.make(lake.catalog, _prefix(lake.settings.cross_account_version))
    lake.shares[item] = found.arn
    arn = _arn(cloud.region, found, thing)
    shares.associate(found, principal, arn, failure=_failure(cloud))
    _open_or_close(cloud, lake, item, found)


def require_to_share(call: Call, lake: Lake, principal: str, resource: Resource) -> None:
    """Ask for the rights in RAM and Glue with which Lake Formation shares in the caller's name.

    Raises:
        AwsError: AccessDenied; in Lake Formation's own words where Glue's right is missing.

    Source: Lake Formation developer guide, "Prerequisites" of cross-account data sharing, and the
    managed policy AWSLakeFormationCrossAccountManager.
    """
    thing = shared_thing(resource)
    if thing is None or not _leaves(lake, principal) or (principal, thing) in lake.shares:
        return
    if _by_policy(lake, thing):
        return
    cloud, found = call.cloud, _fitting(call.cloud.store(Shares), lake, (principal, thing))
    if found is not None:
        named: Context = {"ram:ResourceShareName": found.name}
        cloud.authorise(call.principal, "ram:AssociateResourceShare", found.arn, named)
    else:
        kind = {Table: "glue:Table", Database: "glue:Database"}.get(type(thing), "glue:Catalog")
        wanted: Context = {"ram:RequestedResourceType": [kind]}
        shares = f"arn:aws:ram:{cloud.region}:{lake.catalog}:resource-share/*"
        cloud.authorise(call.principal, "ram:CreateResourceShare", shares, wanted)
    catalog = f"arn:aws:glue:{cloud.region}:{lake.catalog}:catalog"
    try:
        cloud.authorise(call.principal, "glue:PutResourcePolicy", catalog)
    except AwsError as error:
        name = thing.name if isinstance(thing, Table) else lake.catalog
        message = f"Insufficient Glue permissions to access table {name}: {error.message}"
        raise AwsError("AccessDeniedException", message, 400) from None
    if not lets_ram_share(cloud, catalog):
        raise denied(
            "Insufficient Glue permissions: the catalog's resource policy must allow "
            "glue:ShareResource to ram.amazonaws.com."
        )


def unshare(cloud: Cloud, lake: Lake, principal: str, resource: Resource) -> None:
    """Take out of a share what its principal holds nothing on any more."""
    item = (principal, shared_thing(resource))
    if item not in lake.shares or _holds(lake, item):
        return
    arn = lake.shares.pop(item)
    lake.waiting.discard(item)
    shares = cloud.store(Shares)
    found = shares.find(arn)
    if found is None:
        return
    left = [one for one, of in lake.shares.items() if of == arn]
    resources = {_arn(cloud.region, found, thing) for _, thing in left}
    shares.disassociate(
        found,
        principals=set(found.principals) - {who for who, _ in left},
        resources=set(found.resources) - resources,
    )


def follow_policy(cloud: Cloud, account: str) -> None:
    """Open or close what an account's catalogue policy shares, after it has changed."""
    lake = lake_of(cloud, account)
    for item, arn in lake.shares.items():
        if arn == _NO_SHARE:
            _open_by_policy(cloud, lake, item)


def _by_policy(lake: Lake, thing: Resource) -> bool:
    # Before version 3 LF-tags reach other accounts by the catalogue's policy alone.
    tags = isinstance(thing, TagKey | TagPolicy)
    return tags and lake.settings.cross_account_version < SHARES_DIRECTLY


def _open_by_policy(cloud: Cloud, lake: Lake, item: Item) -> None:
    if lets_in_by_tags(cloud, lake.catalog, account_of(item[0]) or ""):
        lake.waiting.discard(item)
    else:
        lake.waiting.add(item)


def _follow(cloud: Cloud, changed: Share) -> None:
    lake = lake_of(cloud, changed.owner)
    for item, arn in lake.shares.items():
        if arn == changed.arn:
            _open_or_close(cloud, lake, item, changed)


def _open_or_close(cloud: Cloud, lake: Lake, item: Item, share: Share) -> None:
    arn = _arn(cloud.region, share, item[1])
    if cloud.store(Shares).usable(share, item[0], arn):
        lake.waiting.discard(item)
    else:
        lake.waiting.add(item)


def _forget_voided(cloud: Cloud) -> None:
    # Who drops a table voids what was granted on it, and nobody revokes.
    for account in cloud.store(Lakes).accounts():
        lake = lake_of(cloud, account)
        for principal, thing in list(lake.shares):
            if thing is not None:
                unshare(cloud, lake, principal, thing)


def _leaves(lake: Lake, principal: str) -> bool:
    if is_organisation(principal):
        return True
    return account_of(principal) not in (None, lake.catalog)


def _holds(lake: Lake, item: Item) -> bool:
    return any(
        shared_thing(grant.resource) == item[1] and grant.grantor_account == lake.catalog
        for grant in lake.grants_of(item[0])
    )


def _fitting(shares: Shares, lake: Lake, item: Item) -> Share | None:
    version = lake.settings.cross_account_version
    if version == _ONE_EACH:
        return None
    for (principal, thing), arn in lake.shares.items():
        found = shares.find(arn)
        if (
            found is not None
            and found.name.startswith(_prefix(version))
            and _audience(principal) == _audience(item[0])
            and _kind(thing) == _kind(item[1])
        ):
            return found
    return None


def _prefix(version: int) -> str:
    # The first version knew no numbers.
    return "LakeFormation-" if version == _ONE_EACH else f"LakeFormation-V{version}-"


def _audience(principal: str) -> str:
    return account_of(principal) or principal


def _kind(thing: Resource | None) -> str:
    match thing:
        case Table(name=name) if name == ALL_TABLES:
            return "all tables"
        case TagPolicy(covers=covers):
            return f"tags of {covers}"
        case TagKey():
            return "tags of TABLE"
    return type(thing).__name__


def _arn(region: str, share: Share, thing: Resource | None) -> str:
    below = "catalog"
    if not share.name.startswith(_prefix(_WILDCARDS)):
        match thing:
            case Table(name=name, database=database):
                every = name == ALL_TABLES
                below = f"database/{database}" if every else f"table/{database}/{name}"
            case Database(name=name):
                below = f"database/{name}"
    return f"arn:aws:glue:{region}:{share.owner}:{below}"


def _failure(cloud: Cloud) -> str:
    try:
        cloud.store(Faults).strike_inner(*INNER_CALL)
    except AwsError as error:
        return f"{error.code}: {error.message}"
    return ""
