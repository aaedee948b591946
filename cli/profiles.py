"""Who the command acts as: ACCOUNT (its administrator) or ACCOUNT/ROLE."""

import os
import re
from dataclasses import dataclass
from functools import cache

import boto3
import botocore.session
from botocore.config import Config
from botocore.loaders import Loader, create_loader

from cli.embedded import EmbeddedAws
from mesh.errors import NotFoundError, UnknownDomainError
from mesh.naming.mesh_file import Mesh

SESSION_SECONDS = 3600


@dataclass(frozen=True)
class Profile:
    """An account, and a role in it unless it is the account's administrator."""

    account: str
    role: str | None

    def role_arn(self) -> str:
        """ARN of the role."""
        return f"arn:aws:iam::{self.account}:role/{self.role}"


def parse_profile(mesh: Mesh, text: str) -> Profile:
    """Read ``fleet``, ``fleet/owner``, ``governance/auditor`` or any 12-digit account.

    Raises:
        UnknownDomainError: if the account is neither a name in mesh.yaml nor 12 digits.
    """
    name, _, role = text.partition("/")
    if re.fullmatch(r"\d{12}", name):
        return Profile(name, role or None)
    account = mesh.account(name)
    if not role or role.startswith((f"{name}-", "mesh-")):
        return Profile(account, role or None)
    return Profile(account, f"{name}-{role}")


def local_session(aws: EmbeddedAws, mesh: Mesh, profile: str) -> boto3.Session:
    """A session of a profile in the embedded AWS.

    Raises:
        NotFoundError: if the role is not there or does not trust its account.
    """
    aws.require()
    who = parse_profile(mesh, profile)
    keys = aws.administrator(who.account)
    session = _session(
        keys["AWS_ACCESS_KEY_ID"], keys["AWS_SECRET_ACCESS_KEY"], None, mesh.names.region
    )
    if who.role is None:
        return session
    sts = session.client("sts", endpoint_url=aws.endpoint)
    try:
        answer = sts.assume_role(
            RoleArn=who.role_arn(),
            RoleSessionName=profile.replace("/", "-"),
            DurationSeconds=SESSION_SECONDS,
        )
    except sts.exceptions.ClientError as error:
        raise NotFoundError(
            f"{profile}: {error.response['Error']['Message']}; "
            "check the role's name, or deploy the account's stacks first"
        ) from None
    found = answer["Credentials"]
    return _session(
        found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"], mesh.names.region
    )


def profile_of(mesh: Mesh, arn: str) -> str:
    """The profile that a role's ARN is of, as people write it; any other text as it is."""
    found = re.fullmatch(r"arn:aws:iam::(\d{12}):role/(.+)", arn)
    if not found:
        return arn
    accounts = {mesh.names.governance_account: "governance"}
    accounts |= {domain.account: domain.name for domain in mesh.domains}
    name = accounts.get(found[1], found[1])
    return f"{name}/{found[2].removeprefix(f'{name}-')}"


def session_for(mesh: Mesh, profile: str | None) -> boto3.Session:
    """The caller's own session, or that of a profile.

    A profile of the mesh is one of the embedded AWS; on AWS it is a profile of the AWS
    configuration.
    """
    if profile is None:
        return boto3.Session(region_name=mesh.names.region)
    aws = local_aws()
    if aws.health() is not None and is_local_profile(mesh, profile):
        os.environ["AWS_ENDPOINT_URL"] = aws.endpoint
        return local_session(aws, mesh, profile)
    return boto3.Session(profile_name=profile, region_name=mesh.names.region)


def is_local_profile(mesh: Mesh, profile: str) -> bool:
    """Whether the text names an account of the mesh."""
    try:
        parse_profile(mesh, profile)
    except UnknownDomainError:
        return False
    return True


def local_aws() -> EmbeddedAws:
    """The embedded AWS that the environment points to, or the one on the default port."""
    found = re.fullmatch(r"https?://[^:/]+:(\d+)/?", os.environ.get("AWS_ENDPOINT_URL", ""))
    return EmbeddedAws(int(found[1])) if found else EmbeddedAws()


def exports(aws: EmbeddedAws, mesh: Mesh, profile: str) -> dict[str, str]:
    """Environment variables that make any AWS client act as a profile."""
    found = local_session(aws, mesh, profile).get_credentials()
    if found is None:
        raise NotFoundError(f"{profile} has no credentials")
    return {
        "AWS_ENDPOINT_URL": aws.endpoint,
        "AWS_ACCESS_KEY_ID": found.access_key,
        "AWS_SECRET_ACCESS_KEY": found.secret_key,
        "AWS_SESSION_TOKEN": found.token or "",
        "AWS_REGION": mesh.names.region,
        "AWS_DEFAULT_REGION": mesh.names.region,
    }


def _session(access_key: str, secret: str, token: str | None, region: str) -> boto3.Session:
    core = botocore.session.Session()
    core.register_component("data_loader", _loader())
    session = boto3.Session(access_key, secret, token, region, botocore_session=core)
    core.set_default_client_config(Config(retries={"mode": "standard"}))
    return session


@cache
def _loader() -> Loader:
    """The descriptions of services; each session would read and keep its own."""
    return create_loader()
