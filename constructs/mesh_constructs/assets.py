"""What functions run: the repository's own code, and layers that `make install` made."""

import hashlib
from functools import cache
from pathlib import Path

from aws_cdk import AssetHashType, IgnoreMode, Stack
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3_assets as assets

from mesh.errors import MeshError

ROOT = Path(__file__).parent.parent.parent
LAYERS = ROOT / "build" / "layers"
RUNTIME = "python3.14"
ARCHITECTURE = "arm64"
_PACKAGES = ("lambdas", "mesh")
_ONLY_PACKAGES = ["*", *(f"!{name}{tail}" for name in _PACKAGES for tail in ("", "/**"))]


def code_of(stack: Stack) -> assets.Asset:
    """The stack's asset with ``lambdas/`` and ``mesh/``: one for all its functions."""
    made = stack.node.try_find_child("Code")
    if isinstance(made, assets.Asset):
        return made
    return assets.Asset(
        stack,
        "Code",
        path=str(ROOT),
        exclude=[*_ONLY_PACKAGES, "**/__pycache__"],
        ignore_mode=IgnoreMode.GIT,
        asset_hash=_code_digest(),
        asset_hash_type=AssetHashType.CUSTOM,
    )


def layer_of(stack: Stack, group: str) -> str:
    """ARN of the stack's layer with a function group's dependencies.

    Raises:
        MeshError: if `make install` has not made it.
    """
    made = stack.node.try_find_child(f"{group.title()}Layer")
    if isinstance(made, lambda_.CfnLayerVersion):
        return made.ref
    archive = LAYERS / f"{group}.zip"
    digest = LAYERS / f"{group}.digest"
    if not archive.exists() or not digest.exists():
        raise MeshError(f"layer {group!r} is not built ({archive} is missing): run 'make install'")
    asset = assets.Asset(
        stack,
        f"{group.title()}LayerCode",
        path=str(archive),
        asset_hash=digest.read_text(encoding="utf-8").strip(),
        asset_hash_type=AssetHashType.CUSTOM,
    )
    layer = lambda_.CfnLayerVersion(
        stack,
        f"{group.title()}Layer",
        layer_name=f"mesh-{group}",
        description=f"Dependencies of the mesh's {group} functions.",
        compatible_architectures=[ARCHITECTURE],
        compatible_runtimes=[RUNTIME],
        content={"s3Bucket": asset.s3_bucket_name, "s3Key": asset.s3_object_key},
    )
    return layer.ref


@cache
def _code_digest() -> str:
    digest = hashlib.sha256()
    for name in _PACKAGES:
        for path in sorted((ROOT / name).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\0".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
