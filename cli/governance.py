"""The governance API as the caller's profile sees it."""

from cli import profiles, project
from mesh.aws.governance_api import GovernanceApi
from mesh.errors import MeshError
from mesh.naming import ProductAddress


def governance(profile: str | None) -> GovernanceApi:
    """The API, called as a profile or with the caller's own credentials."""
    mesh = project.mesh()
    return GovernanceApi.connect(profiles.session_for(mesh, profile), mesh.names)


def address(text: str) -> ProductAddress:
    """Read a product address as people type it.

    Raises:
        MeshError: if the text is none.
    """
    try:
        return ProductAddress.parse(text)
    except ValueError as error:
        raise MeshError(str(error)) from None
