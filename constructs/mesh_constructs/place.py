"""The account that a construct is made in."""

from dataclasses import dataclass

from mesh.naming import Names


@dataclass(frozen=True, kw_only=True)
class Place:
    """An account of the mesh.

    Attributes:
        account: its id.
        domain: the domain that owns it; None in governance.
    """

    names: Names
    account: str
    domain: str | None = None

    @classmethod
    def governance(cls, names: Names) -> "Place":
        """The governance account."""
        return cls(names=names, account=names.governance_account)

    @property
    def owner(self) -> str:
        """Name of the account in mesh.yaml."""
        return self.domain or "governance"

    def queue_arn(self, name: str) -> str:
        """ARN of a queue of this account."""
        return f"arn:aws:sqs:{self.names.region}:{self.account}:{name}"

    def environment(self) -> dict[str, str]:
        """What every function of this account learns from its environment."""
        own = {"MESH_DOMAIN": self.domain} if self.domain else {}
        return {**self.names.to_environment(), **own}
