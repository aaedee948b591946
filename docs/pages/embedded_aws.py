"""What the embedded AWS serves, read from the tables it works by, and what it does not model."""

from collections.abc import Iterator, Mapping

from docs.pages.markdown import bullets, code, page, section, table
from docs.pages.rules import lake_formation
from emulator.accounts import Organisation, Seed
from emulator.athena.sql.functions import SCALAR
from emulator.athena.sql.functions.aggregates import AGGREGATES
from emulator.athena.statements import ONLY_ATHENA
from emulator.cloudformation.resources.registry import kinds
from emulator.server import start

_DECIDED = """
Signatures, sessions and their expiry, on every call.
IAM, on every call and inside one account too: each operation's actions, resources and condition \
keys are in a table; roles, users and their groups, services and who signs nothing; identity, \
resource and trust policies, permissions boundaries, session policies, grants of keys, service and \
resource control policies of the seed; both sides across accounts. What the \
table or a policy's condition key leaves open is refused by name.
S3, KMS, SQS, SNS, DynamoDB, parameters: the right to use the key behind an object, message, item \
or secure text; \
`iam:PassRole` for every role that is handed to a service; `execute-api:Invoke`.
The organisation's policies come with the seed file: `organisation.policies`, each with `name`, \
`type` (`SERVICE_CONTROL_POLICY`, `RESOURCE_CONTROL_POLICY`), `targets` (`root`, ids of units or \
accounts), `document`; `organisation.units`, each with `id`, `parent` (`root` or a unit) and \
`accounts`; `organisation.without_full_access` lists targets from which FullAWSAccess is detached.
Accounts of the organisation share without invitations, as after \
`ram:EnableSharingWithAwsOrganization`; `organisation.shares_resources: false` starts without that.
New buckets block public access and take no ACLs. A policy forgets a deleted role: one made again \
under its name is another, until the policy is put anew. Lake Formation keeps grants by ARN.
The endpoint counts as TLS: `aws:SecureTransport` is true. Why a request was allowed or refused: \
`mesh local explain REQUEST-ID`, with what a query or a deployment decided in the background; a \
query's own id does as well.
What services do in somebody's name: rules, schedules, queues, topics, dead letters.
Lake Formation: grants, columns, rows, tags, locations and their roles; Glue reads and queries.
CloudTrail writes every call of Lake Formation, Glue and Athena down, refused ones too, and each \
reading of a governed table as `GetDataAccess`: in the account's history at once, in trails within \
seconds, and on the default bus where a trail logs (calls that only read reach rules of state \
`ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`). The owner of a shared catalogue gets a copy that \
names the caller's unique id, and its ARN only if the caller's account trusts that owner \
(`TrustedResourceOwners`). Queries and their parameters are written as `***OMITTED***`.
"""
_NOT_MODELLED = """
Boundaries and passwords of IAM users, permission sets, MFA, VPC endpoint policies, the API of \
Organizations.
Of S3: objects opened by ACL, uploads by browser forms, canonical users.
A policy of a bus, function or API may name a role that does not exist; AWS refuses to store \
it (as is done here for buckets, keys, queues, topics and roles).
What services decide when they deliver later (rules, topics, queues, schedules) is told under no \
request.
Of KMS: asymmetric keys, and grants of what is not served (`CreateGrant`, `ReEncrypt`, \
data key pairs): refused by name. Assumed: a permissions boundary and a session policy bound what \
a grant gives.
Of STS: source identities, second factors, SAML, web identities and federation tokens: refused \
by name.
The rights that services need on the keys of logs and of functions' settings.
Time: S3's lifecycle rules, DynamoDB's TTL and the retention of logs are kept and never act.
Metrics of services, and alarms: an alarm is kept and does not change its state by itself.
Quotas of accounts, throttling and prices.
Networks: VPCs, endpoints, TLS (the endpoint is plain HTTP on this machine).
Regions: a call may name any, and `aws:RequestedRegion` believes it (a bucket sends calls for \
another region to its own); nothing is replicated, nothing fails over.
CloudTrail's records of other services, data events, digests of log files, keys and log groups of \
trails, trails of an organisation; the calls that Athena makes of Glue while it plans a query. \
Assumed: a refused call on another's catalogue is not copied to its owner.
Config, X-Ray; of RAM all but the shares that Lake Formation makes.
Of Lake Formation: conditions of grants and opt-ins, rights on nested columns, row-level security \
policies, federated catalogues, transactions and its own query API; principals other than roles, \
users, accounts and the organisation (no units of it, SAML, Quick or IAM Identity Center). Of a \
column that is a partition key AWS tells that access to it cannot be restricted: here it can. \
Assumed: what a share of cross-account version 5 holds (the catalogue), and that a rejected or \
expired invitation reads as a failed association.
Versions and aliases of functions, function URLs, and every event source other than SQS.
Targets of EventBridge other than SQS, SNS, Lambda and buses; archives, pipes, the Scheduler.
Of Athena: Iceberg tables with row-level deletes, and views of the Data Catalog in other engines' \
dialects.
Durability: state is in memory and in one temporary folder, and goes with the process.
"""


def render() -> str:
    """The page."""
    return page(
        "The embedded AWS",
        "One process on this machine that ordinary AWS clients call through `AWS_ENDPOINT_URL`. "
        "What is listed here is served, each operation exercised by a test; everything else is "
        "refused by name. A green run is strong evidence and no proof: only AWS is AWS.",
        section("Operations", table(["service", "own", "by moto"], _operations())),
        section(
            "CloudFormation types",
            "Properties that are honoured; any other fails the stack. `Custom::*` types call their "
            "function.",
            table(["type", "properties"], _types()),
        ),
        section(
            "SQL of Athena",
            "Queries (`SELECT`, `WITH`, `VALUES`), also of old snapshots and of the metadata of "
            "Iceberg tables; `SHOW DATABASES`, `SHOW TABLES`, `SHOW COLUMNS` and `DESCRIBE`. "
            "Written with the caller's own rights in Glue and S3: `CREATE TABLE AS`, `INSERT` and "
            "`UNLOAD` (Parquet, Iceberg), `DELETE`, `UPDATE` and `MERGE` of Iceberg tables (all "
            "rows are written anew), `CREATE TABLE` and `ALTER TABLE`, views, which are checked "
            "with the rights of who asks, and databases. Only Athena itself runs "
            f"{code(sorted(ONLY_ATHENA))}. A function that is not listed is refused by name.",
            section("Scalar functions", code(sorted(_scalars())), level=3),
            section("Aggregates and window functions", code(sorted(AGGREGATES)), level=3),
        ),
        section(
            "What it decides",
            bullets(_DECIDED.strip().splitlines()),
        ),
        section("What is not modelled", bullets(_NOT_MODELLED.strip().splitlines())),
        lake_formation(),
    )


def operations() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Per service: operations served by own code, and those served by moto."""
    organisation = Organisation(id="o-example000", management_account="1" * 12, members=frozenset())
    with start(seed=Seed(organisation=organisation)) as running:
        own, allowed = running.cloud.operations, running.cloud.allowed
        return {
            service: (
                frozenset(own.get(service, ())),
                allowed.get(service, frozenset()) - own.get(service, {}).keys(),
            )
            for service in sorted(own.keys() | allowed.keys())
        }


def _operations() -> Iterator[list[str]]:
    for service, (own, by_moto) in operations().items():
        yield [service, code(sorted(own)), code(sorted(by_moto))]


def _types() -> Iterator[list[str]]:
    for name, kind in sorted(kinds().items()):
        yield [f"`{name}`", code(sorted(kind.honours))]


def _scalars() -> Iterator[str]:
    yield from SCALAR
    yield from ("try", "typeof", "cast", "try_cast", "extract")
