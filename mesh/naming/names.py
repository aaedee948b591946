"""Every name that two accounts must agree on, computed and never looked up."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

Zone = Literal["landing", "published", "quarantine"]

LOCATION_PATH = "/mesh/location/"
API_PARAMETER = "/mesh/api"
API_STAGE = "v1"


@dataclass(frozen=True, kw_only=True)
class Names:
    """Names of one mesh. Pure: the same four words give the same names in every account.

    Attributes:
        prefix: first part of every bucket name.
        organisation: id of the AWS organisation, ``o-…``.
        region: the one region of the mesh.
        governance_account: 12 digits.
    """

    prefix: str
    organisation: str
    region: str
    governance_account: str

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the four words as every function of the mesh gets them."""
        return cls(
            prefix=environment["MESH_PREFIX"],
            organisation=environment["MESH_ORGANISATION"],
            region=environment["AWS_REGION"],
            governance_account=environment["MESH_GOVERNANCE_ACCOUNT"],
        )

    def to_environment(self) -> dict[str, str]:
        """Environment variables of a function; AWS sets the region itself."""
        return {
            "MESH_PREFIX": self.prefix,
            "MESH_ORGANISATION": self.organisation,
            "MESH_GOVERNANCE_ACCOUNT": self.governance_account,
        }

    # Storage of a domain's account.

    def bucket(self, zone: Zone, account: str) -> str:
        """Bucket of one storage zone of the domain that owns the account."""
        return f"{self.prefix}-{zone}-{account}-{self.region}"

    def results_bucket(self, account: str) -> str:
        """Bucket of a consumer account for Athena results and scratch tables."""
        return f"{self.prefix}-results-{account}-{self.region}"

    # Roles.

    def role_arn(self, account: str, name: str, path: str = "/") -> str:
        """ARN of a role by account and name."""
        return f"arn:aws:iam::{account}:role{path}{name}"

    def governance_role_arn(self, name: str) -> str:
        """ARN of a role of the governance account."""
        return self.role_arn(self.governance_account, name)

    def location_role_name(self, domain: str) -> str:
        """Role with which Lake Formation reads the domain's published bucket."""
        return f"lf-location-{domain}"

    def location_role_arn(self, domain: str) -> str:
        """ARN of the domain's location role, in governance."""
        name = self.location_role_name(domain)
        return self.role_arn(self.governance_account, name, LOCATION_PATH)

    @property
    def location_boundary_arn(self) -> str:
        """Managed policy that bounds every location role."""
        return f"arn:aws:iam::{self.governance_account}:policy/mesh-location-boundary"

    # Queues, topics, buses, functions, tables.

    def queue_arn(self, name: str) -> str:
        """ARN of a governance queue."""
        return f"arn:aws:sqs:{self.region}:{self.governance_account}:{name}"

    def queue_url(self, name: str) -> str:
        """URL of a governance queue, as SQS writes it."""
        return f"https://sqs.{self.region}.amazonaws.com/{self.governance_account}/{name}"

    def topic_arn(self, account: str, name: str = "mesh-alerts") -> str:
        """ARN of an account's alert topic; the domain's and governance's have the same name."""
        return f"arn:aws:sns:{self.region}:{account}:{name}"

    def bus_arn(self, account: str, name: str = "mesh") -> str:
        """ARN of the bus on which governance wakes a domain account."""
        return f"arn:aws:events:{self.region}:{account}:event-bus/{name}"

    @property
    def token_key_alias(self) -> str:
        """Governance's key that makes the keys of tokens."""
        return "alias/mesh-tokens"

    def function_arn(self, account: str, name: str) -> str:
        """ARN of a function by account and name."""
        return f"arn:aws:lambda:{self.region}:{account}:function:{name}"


def database(domain: str) -> str:
    """Governance database of a domain."""
    return domain.replace("-", "_")


def shared_database(domain: str) -> str:
    """Local database in a consumer account with links to the domain's tables."""
    return f"{database(domain)}_shared"


def scratch_database(domain: str) -> str:
    """Local database where a consumer's own roles may write."""
    return f"{database(domain)}_scratch"


def table(product: str, major: int, name: str | None = None) -> str:
    """Catalogue table of a product; `name` only where the product has several."""
    base = f"{product.replace('-', '_')}_v{major}"
    return f"{base}__{name.replace('-', '_')}" if name else base


@dataclass(frozen=True, order=True)
class ProductAddress:
    """The permanent address of a data product: ``domain/product@major``."""

    domain: str
    product: str
    major: int = 1

    def __str__(self) -> str:
        return f"{self.domain}/{self.product}@{self.major}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ``domain/product`` or ``domain/product@major``; without a major it is 1.

        Raises:
            ValueError: if the text is no address.
        """
        found = re.fullmatch(r"([a-z][a-z0-9-]*)/([a-z][a-z0-9-]*)(?:@(\d+))?", text)
        if not found:
            raise ValueError(f"{text!r} is no product address; write domain/product@major")
        return cls(found[1], found[2], int(found[3] or 1))
