"""ECR. Source: Service Authorization Reference, "Amazon Elastic Container Registry"."""

from collections.abc import Iterable

from emulator.api import Call
from emulator.iam.actions.need import Actions, Need, arn, asks, named_by, own, same_name, together

_repository = own("ecr", "repository/{repositoryName}")
_ON_REPOSITORIES = (
    *("DeleteLifecyclePolicy", "DeleteRepository", "DeleteRepositoryPolicy"),
    *("GetLifecyclePolicy", "GetRepositoryPolicy", "PutImageScanningConfiguration"),
    *("PutImageTagMutability", "PutLifecyclePolicy", "SetRepositoryPolicy"),
)


def _repositories(call: Call) -> Iterable[str]:
    names = call.parameters.get("repositoryNames") or "*"
    return [arn("ecr", f"repository/{name}", call) for name in names]


def _tags(call: Call) -> Iterable[Need]:
    tagged = call.parameters.get("tags")
    return [Need(action="ecr:TagResource", resource=one) for one in _repository(call) if tagged]


ACTIONS: Actions = {
    **same_name("ecr", _repository, _ON_REPOSITORIES),
    **same_name("ecr", named_by("resourceArn"), ("ListTagsForResource", "TagResource")),
    "CreateRepository": together(asks("ecr:CreateRepository", _repository), _tags),
    "DescribeRepositories": asks("ecr:DescribeRepositories", _repositories),
}
