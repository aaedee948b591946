"""Every name that is computed and never looked up."""

import inspect
from collections.abc import Iterator, Mapping

from docs.pages.example import DOMAIN, example, neutral
from docs.pages.markdown import code, page, section, table
from mesh.naming import Names, ProductAddress
from mesh.naming import names as naming

_ARGUMENTS: Mapping[str, object] = {
    "account": "<account>",
    "domain": DOMAIN,
    "name": "<name>",
    "path": "/",
    "zone": "<zone>",
}
# A resource's own name, by its type and in the order in which they are told.
_NAMED: Mapping[str, str] = {
    "AWS::Lambda::Function": "FunctionName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::Events::EventBus": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::ApiGateway::RestApi": "Name",
    "AWS::SSM::Parameter": "Name",
    "AWS::Athena::WorkGroup": "Name",
    "AWS::LakeFormation::Tag": "TagKey",
    "AWS::Logs::LogGroup": "LogGroupName",
}


def render() -> str:
    """The page."""
    return page(
        "Names",
        "Accounts agree on names without asking each other: `mesh/naming/names.py` computes them "
        "from `mesh.yaml`. Placeholders stand for what one mesh puts there.",
        *(
            section(f"Stack `{stack}`", table(["type", "names"], _of_stack(stack)))
            for stack in example().resources
            if any(_of_stack(stack))
        ),
        section(
            "In the catalogue",
            "Hyphens become `_`.",
            table(["name", "what it is"], _catalogue()),
        ),
        section("Computed", table(["from", "name", "what it is"], _computed())),
        section(
            "Environment of every function",
            table(["variable", "value"], ([f"`{n}`", f"`{v}`"] for n, v in _environment())),
        ),
    )


def _of_stack(stack: str) -> Iterator[list[str]]:
    resources = example().resources[stack]
    for kind, key in _NAMED.items():
        names = {entry[key] for entry in resources if entry["Type"] == kind and key in entry}
        texts = sorted(name for name in names if isinstance(name, str))
        if texts:
            yield [f"`{kind}`", code(texts)]


def _names() -> Names:
    return Names(
        prefix="<prefix>",
        organisation="<organisation>",
        region="<region>",
        governance_account="<governance>",
    )


def _environment() -> Iterator[tuple[str, str]]:
    yield from _names().to_environment().items()


def _computed() -> Iterator[list[str]]:
    for name, member in vars(Names).items():
        if name.startswith("_") or name == "to_environment":
            continue
        if isinstance(member, property):
            yield [f"`{name}`", f"`{getattr(_names(), name)}`", _told(member)]
        elif inspect.isfunction(member):
            wanted = [p for p in inspect.signature(member).parameters if p != "self"]
            given = {p: _ARGUMENTS[p] for p in wanted}
            made = str(member(_names(), **given)).replace(DOMAIN, "<domain>")
            yield [f"`{name}({', '.join(wanted)})`", f"`{made}`", _told(member)]


def _catalogue() -> Iterator[list[str]]:
    for make in (naming.database, naming.shared_database, naming.scratch_database):
        yield [f"`{neutral_word(make(DOMAIN))}`", _told(make)]
    for several in (None, "<table>"):
        yield [f"`{naming.table('<product>', 1, several)}`", _told(naming.table)]
    yield [f"`{ProductAddress('<domain>', '<product>', 1)}`", _told(ProductAddress)]


def neutral_word(text: str) -> str:
    """A name with the example's domain as a placeholder."""
    return neutral(text, {DOMAIN: "<domain>"})


def _told(member: object) -> str:
    return (inspect.getdoc(member) or "").splitlines()[0]
