"""What a template's values see: parameters, resources, imports, the SSM store."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from emulator.api import AwsError, Principal
from emulator.cloudformation.core.errors import NotYetKnownError, TemplateError
from emulator.cloudformation.core.evaluation import NO_VALUE, Evaluation, Surroundings
from emulator.cloudformation.core.template import Json, Template
from emulator.cloudformation.engine.stack import Resource, Stack, Wanted
from emulator.cloudformation.engine.store import Stacks
from emulator.credentials import Credentials

if TYPE_CHECKING:
    from emulator.cloud import Cloud

_SESSION_MARGIN = 600
_SERVICE = Principal(account="", arn="cloudformation.amazonaws.com", kind="service")


class Context:
    """One stack's view of the world during one operation."""

    def __init__(self, cloud: "Cloud", stack: Stack, credentials: Credentials) -> None:
        self.cloud, self.stack, self.credentials = cloud, stack, credentials
        self.imports: set[str] = set()

    def evaluation(
        self,
        wanted: Wanted,
        resources: Mapping[str, Resource],
        unsettled: Mapping[str, str] | None = None,
    ) -> Evaluation:
        """Make the evaluation of a wanted template over the resources that are there.

        Args:
            wanted: template and parameters.
            resources: by logical id; read anew at each look.
            unsettled: what is still to be done to resources, for a plan: ``new`` hides Ref and
                GetAtt, ``changed`` hides GetAtt.
        """
        later = {} if unsettled is None else unsettled
        around = Surroundings(
            names=self._names(wanted),
            mappings=wanted.template.mappings,
            conditions=wanted.template.conditions,
            reference=lambda name: _reference(wanted.template, resources, later, name),
            attribute=lambda name, key: _attribute(wanted.template, resources, later, name, key),
            imported=self._imported,
            stored=self.read_store,
        )
        return Evaluation(around)

    def read_store(self, name: str) -> str:
        """Value of an SSM parameter, by ``name`` or ``name:version``.

        Raises:
            TemplateError: if there is none.
        """
        client = self.cloud.client("ssm", self.credentials, self.stack.region)
        try:
            value: str = client.get_parameter(Name=name)["Parameter"]["Value"]
        except ClientError as error:
            code = error.response["Error"]["Code"]
            message = (
                f"Unable to fetch parameters [{name}] from parameter store for this account. "
                f"({code})"
            )
            raise TemplateError(message) from None
        return value

    def _names(self, wanted: Wanted) -> dict[str, Json]:
        stack = self.stack
        return {
            **{name: value.resolved for name, value in wanted.parameters.items()},
            "AWS::AccountId": stack.account,
            "AWS::NoValue": NO_VALUE,
            "AWS::NotificationARNs": list(wanted.notifications),
            "AWS::Partition": "aws",
            "AWS::Region": stack.region,
            "AWS::StackId": stack.id,
            "AWS::StackName": stack.name,
            "AWS::URLSuffix": "amazonaws.com",
        }

    def _imported(self, name: str) -> str:
        store = self.cloud.store(Stacks)
        for _, output in store.exports(self.stack.account, self.stack.region):
            if output.export == name:
                self.imports.add(name)
                return output.value
        raise TemplateError(f"No export named {name} found.")


def _reference(
    template: Template, resources: Mapping[str, Resource], later: Mapping[str, str], name: str
) -> str | None:
    if later.get(name) == "new":
        raise NotYetKnownError(name)
    found = resources.get(name)
    if found is None and name in template.resources:
        raise TemplateError(
            f"Template error: {name} is referred to but its condition leaves it out"
        )
    return found.physical_id if found else None


def _attribute(
    template: Template,
    resources: Mapping[str, Resource],
    later: Mapping[str, str],
    name: str,
    key: str,
) -> Json:
    if name in later:
        raise NotYetKnownError(f"{name}.{key}")
    if name not in resources:
        what = "its condition leaves it out" if name in template.resources else "it is not declared"
        raise TemplateError(f"Template error: Fn::GetAtt of {name}.{key}: {what}")
    value: Json = resources[name].attributes
    for part in (key,) if key in value else key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            kind = resources[name].type
            message = f"Requested attribute {key} does not exist in {name} ({kind})"
            raise TemplateError(message)
        value = value[part]
    return value


def credentials_for(cloud: "Cloud", role_arn: str | None, caller: str) -> Credentials:
    """Credentials of an execution role, or of the caller where a stack has none.

    Raises:
        AwsError: ValidationError, if the role does not exist or does not trust CloudFormation.
    """
    if role_arn is None:
        return cloud.keys.find(caller).credentials
    return cloud.store(_Sessions).of(role_arn)


class _Sessions:
    """One session per execution role, kept while it lasts: many stacks share their clients."""

    def __init__(self, cloud: "Cloud") -> None:
        self._cloud = cloud
        self._known: dict[str, Credentials] = {}

    def of(self, role_arn: str) -> Credentials:
        import time  # noqa: PLC0415

        known = self._known.get(role_arn)
        if known is None or (known.expiration or 0) < time.time() + _SESSION_MARGIN:
            try:
                self._cloud.authorise(_SERVICE, "sts:AssumeRole", role_arn)
                known = self._cloud.session(role_arn, "AWSCloudFormation")
            except AwsError:
                message = f"Role {role_arn} is invalid or cannot be assumed"
                raise AwsError("ValidationError", message) from None
            self._known[role_arn] = known
        return known
