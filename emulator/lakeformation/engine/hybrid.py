"""For whom Lake Formation decides about what IAM still decides for everybody else.

Source: Lake Formation developer guide, "Hybrid access mode", "How hybrid access mode works" and
"Hybrid access mode considerations and limitations".
"""

from emulator.lakeformation.engine.lake import EVERYONE_BY_IAM, Lake, Subject
from emulator.lakeformation.engine.resources import Database, Resource, Table, table_of
from emulator.lakeformation.engine.sharing import groups_of

SHARES_BESIDE_IAM = 4
"""The first cross-account version that shares what IAM decides about too."""


def left_to_iam(lake: Lake, resource: Resource) -> bool:
    """Whether IAM decides about a database or table for whoever has not opted in."""
    if not lake.grants_name_things(EVERYONE_BY_IAM):
        return False
    return any(lake.grant(EVERYONE_BY_IAM, one, lake.catalog) for one in _watched(resource))


def opted_in(lake: Lake, subject: Subject, resource: Resource) -> bool:
    """Whether Lake Formation decides about a resource for a subject although IAM could.

    In another account an opt-in to all tables of a database counts beside one to the database.
    """
    if not lake.opt_ins:
        return False
    names, within = [subject.arn], subject.account == lake.catalog
    if not within:
        names += [subject.account, *groups_of(lake, subject.account)]

    def has(one: Resource) -> bool:
        return any((name, one) in lake.opt_ins for name in names)

    table = table_of(resource)
    if table is None:
        return isinstance(resource, Database) and has(resource)
    return has(table) or (has(table.every_sibling) and (within or has(table.parent)))


def governed(lake: Lake, subject: Subject, table: Table) -> bool:
    """Whether Lake Formation, rather than IAM, decides about a table for a subject.

    In a location that is registered in hybrid mode this says whose credentials read the files.
    """
    return not left_to_iam(lake, table) or opted_in(lake, subject, table)


def _watched(resource: Resource) -> tuple[Resource, ...]:
    table = table_of(resource)
    if table is not None:
        return (table, table.every_sibling)
    return (resource,) if isinstance(resource, Database) else ()
