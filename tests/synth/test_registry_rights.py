"""Each function of governance does in the registry what its code does there, and nothing else.

Rights are tried as IAM decides on them: a role's synthesised statements against one call each.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import product

import pytest

from emulator.api import Principal
from emulator.iam.decision import AccessRequest, PolicySet, decide
from emulator.iam.documents import read_policy
from mesh.registry.keys import Family, Listed
from mesh_constructs.permissions.registry_use import RegistryUse
from policies.rule import Template
from tests.synth.assembly import NAMES, role_statements

ACCOUNT = NAMES.governance_account
TABLE = f"arn:aws:dynamodb:{NAMES.region}:{ACCOUNT}:table/mesh-registry"
INDEX = f"{TABLE}/index/by-state"
PLACES = {"table": TABLE, "index": INDEX}

DOMAINS, TICKETS, SUBSCRIPTIONS = "DOMAIN", "TICKET", "SUBSCRIPTION"
PRODUCT, FILES = "PRODUCT#fleet/planes", "FILES#fleet/planes"
PUBLICATIONS, AUDIT = "PUBLICATIONS#fleet/planes", "AUDIT#2027-03"
VERDICTS = "VERDICTS#fleet/planes"
ITEMS = (DOMAINS, TICKETS, SUBSCRIPTIONS, PRODUCT, FILES, VERDICTS, PUBLICATIONS, AUDIT)
LISTS = ("PRODUCTS", "EXPIRES", "CLEAN#fleet/planes", "QUARANTINED")
KEYS = (*ITEMS, *LISTS, "SOMETHING#else")

# What the functions did while the example mesh was told whole: a domain invited and registered,
# files published and refused, access asked for, granted and revoked, a sweep. A put counts alone
# and in a transaction. Deleting is what the publisher does after a crash between its two writes.
DONE: Mapping[str, Mapping[tuple[str, str], tuple[str, ...]]] = {
    "mesh-api": {
        ("GetItem", "table"): (DOMAINS, FILES, SUBSCRIPTIONS, TICKETS),
        ("Query", "table"): (
            *(AUDIT, DOMAINS, FILES, PRODUCT, PUBLICATIONS, SUBSCRIPTIONS),
            VERDICTS,
        ),
        ("Query", "index"): ("PRODUCTS", "QUARANTINED"),
        ("PutItem", "table"): (AUDIT, FILES, SUBSCRIPTIONS),
        ("UpdateItem", "table"): (DOMAINS, TICKETS),
    },
    "mesh-registrar": {
        ("GetItem", "table"): (DOMAINS, PRODUCT, TICKETS),
        ("PutItem", "table"): (AUDIT,),
        ("UpdateItem", "table"): (DOMAINS, PRODUCT, TICKETS),
    },
    "mesh-reconciler": {
        ("Query", "table"): (DOMAINS, SUBSCRIPTIONS),
        ("Query", "index"): ("EXPIRES", "PRODUCTS"),
        ("PutItem", "table"): (AUDIT, SUBSCRIPTIONS),
    },
    "mesh-scanner": {
        ("GetItem", "table"): (FILES,),
        ("Query", "table"): (DOMAINS, PRODUCT),
        ("Query", "index"): ("PRODUCTS",),
        ("PutItem", "table"): (FILES, VERDICTS),
    },
    "mesh-publisher": {
        ("GetItem", "table"): (FILES,),
        ("Query", "table"): (DOMAINS, FILES, PRODUCT, PUBLICATIONS),
        ("Query", "index"): ("CLEAN#fleet/planes",),
        ("PutItem", "table"): (FILES, PUBLICATIONS),
        ("UpdateItem", "table"): (PRODUCT,),
        ("DeleteItem", "table"): (PUBLICATIONS,),
    },
    "mesh-sweep": {("Query", "table"): (DOMAINS, FILES)},
}
# The only attribute that the publisher sets of a contract, and the key that it is found by.
MARKED = ("pk", "sk", "table_state")
ACTIONS = (
    *("GetItem", "BatchGetItem", "Query", "Scan", "ConditionCheckItem", "PutItem", "UpdateItem"),
    *("DeleteItem", "BatchWriteItem", "PartiQLSelect", "PartiQLInsert", "PartiQLUpdate"),
    *("PartiQLDelete", "DescribeTable", "UpdateTable", "DeleteTable", "PutResourcePolicy"),
)


def may(
    governance: Template,
    role: str,
    action: str,
    *keys: str,
    place: str = TABLE,
    attributes: tuple[str, ...] = MARKED,
) -> bool:
    """Whether IAM lets a role's session make a call that names these partition keys."""
    statements = list(role_statements(governance, role).values())
    text = json.dumps({"Version": "2012-10-17", "Statement": statements})
    arn = f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{role}"
    request = AccessRequest(
        principal=Principal(account=ACCOUNT, arn=arn, kind="role"),
        action=f"dynamodb:{action}",
        resource=place,
        resource_account=ACCOUNT,
        context={
            **({"dynamodb:leadingkeys": list(keys)} if keys else {}),
            **({"dynamodb:attributes": list(attributes)} if attributes else {}),
        },
    )
    return decide(request, PolicySet(identity=(read_policy(text, name=role),))).allowed


def done() -> Iterator[tuple[str, str, str, str]]:
    for role, accesses in DONE.items():
        for (action, place), keys in accesses.items():
            yield from ((role, action, place, key) for key in keys)


@pytest.mark.parametrize(("role", "action", "place", "key"), list(done()))
def test_what_a_functions_code_does_is_allowed_to_it(
    governance: Template, role: str, action: str, place: str, key: str
) -> None:
    assert may(governance, role, action, key, place=PLACES[place])


def test_everything_else_is_refused_to_every_role_of_governance(governance: Template) -> None:
    roles = [
        role["RoleName"] for _, role in governance.of_type("AWS::IAM::Role") if role.get("Policies")
    ]

    allowed = {
        (role, action, place, key)
        for role, action, place, key in product(roles, ACTIONS, PLACES, KEYS)
        if may(governance, role, action, key, place=PLACES[place])
    }
    assert set(DONE) < set(roles)
    assert allowed - set(done()) == set()


@pytest.mark.parametrize("role", ["mesh-scanner", "mesh-publisher", "mesh-sweep"])
@pytest.mark.parametrize("action", ["PutItem", "UpdateItem", "DeleteItem"])
@pytest.mark.parametrize("key", [AUDIT, SUBSCRIPTIONS, DOMAINS, TICKETS])
def test_who_reads_files_forges_no_decision_and_no_trace(
    governance: Template, role: str, action: str, key: str
) -> None:
    assert not may(governance, role, action, key)


@pytest.mark.parametrize("role", list(DONE))
@pytest.mark.parametrize("action", ["UpdateItem", "DeleteItem", "BatchWriteItem"])
def test_nobody_changes_or_removes_an_audit_record(
    governance: Template, role: str, action: str
) -> None:
    assert not may(governance, role, action, AUDIT)


def test_the_sweep_writes_nothing(governance: Template) -> None:
    writes = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")

    assert not any(
        may(governance, "mesh-sweep", action, key) for action, key in product(writes, ITEMS)
    )


@pytest.mark.parametrize("attribute", ["contract", "state", "gsi_pk", "revision"])
def test_the_publisher_says_that_tables_exist_and_changes_no_contract(
    governance: Template, attribute: str
) -> None:
    others = (*MARKED, attribute)

    assert may(governance, "mesh-publisher", "UpdateItem", PRODUCT, attributes=MARKED)
    assert not may(governance, "mesh-publisher", "UpdateItem", PRODUCT, attributes=others)
    assert not may(governance, "mesh-publisher", "UpdateItem", PRODUCT, attributes=())


def test_one_foreign_key_among_ones_own_refuses_the_call(governance: Template) -> None:
    assert may(governance, "mesh-scanner", "PutItem", FILES, "FILES#loyalty/passengers")
    assert not may(governance, "mesh-scanner", "PutItem", FILES, AUDIT)


@pytest.mark.parametrize("role", list(DONE))
def test_a_call_that_names_no_key_is_refused(governance: Template, role: str) -> None:
    calls = product(ACTIONS, PLACES.values())

    assert not any(may(governance, role, action, place=place) for action, place in calls)


@pytest.mark.parametrize("use", ["updates", "deletes"])
def test_no_use_of_the_registry_can_be_written_that_changes_the_audit_trail(use: str) -> None:
    with pytest.raises(ValueError, match="audit records are put and read"):
        RegistryUse(**{use: (Family.AUDIT,)})  # type: ignore[arg-type]


def test_each_key_is_of_one_family_only() -> None:
    for families, keys in ((list(Family), ITEMS), (list(Listed), LISTS)):
        held = [[each for each in families if each.holds(key)] for key in keys]

        assert [len(each) for each in held] == [1] * len(keys)
        assert {each for (each,) in held} == set(families)


def test_a_roles_policy_has_room_left_within_what_iam_takes(governance: Template) -> None:
    for role in DONE:
        statements = list(role_statements(governance, role).values())

        text = json.dumps(statements, separators=(",", ":"))
        assert len(text) < 10_240 * 3 // 4
