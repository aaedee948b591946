"""The cloud assembly: what `cdk synth` makes, kept as long as its inputs stay the same."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cli.project import BUILD, ROOT
from mesh.errors import MeshError

_INPUTS = ("app.py", "cdk.json", "mesh.yaml", "uv.lock", "stacks", "constructs", "policies", "mesh",
           "lambdas", "domains", "layers")  # fmt: skip
_KEPT = 4


@dataclass(frozen=True)
class StackArtifact:
    """One stack of the assembly.

    Attributes:
        template_key: key of the template in the account's bucket for assets.
        dependencies: names of stacks that must be deployed before.
        assets: path of the asset manifest that the stack needs.
    """

    name: str
    account: str
    region: str
    template_key: str
    dependencies: tuple[str, ...]
    assets: tuple[Path, ...]


def synthesise() -> Path:
    """Synthesise the app, or give the assembly of the last run with the same inputs.

    Raises:
        MeshError: with what the app said, if it or a policy refuses.
    """
    folder = BUILD / "assemblies" / _digest()
    if not (folder / "manifest.json").exists():
        _run_app(folder)
        _forget_old(folder.parent)
    return folder


def read_stacks(folder: Path) -> list[StackArtifact]:
    """Every stack of an assembly, each after those it depends on."""
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["artifacts"]
    stacks = {
        key: _stack(folder, key, artifact, manifest)
        for key, artifact in manifest.items()
        if artifact["type"] == "aws:cloudformation:stack"
    }
    return list(_in_order(stacks))


def _run_app(folder: Path) -> None:
    temporary = folder.with_name(f"{folder.name}.{os.getpid()}")
    environment = os.environ | {"CDK_OUTDIR": str(temporary), "CDK_CONTEXT_JSON": _context()}
    done = subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        shutil.rmtree(temporary, ignore_errors=True)
        raise MeshError(f"synth failed:\n{done.stderr.strip() or done.stdout.strip()}")
    shutil.rmtree(folder, ignore_errors=True)
    temporary.rename(folder)


def _context() -> str:
    """The context that the CDK CLI would hand over from cdk.json."""
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    return json.dumps(settings.get("context", {}))


def _digest() -> str:
    """Digest of everything that the assembly is made from."""
    digest = hashlib.sha256(sys.version.encode())
    for path in _input_files():
        digest.update(str(path.relative_to(ROOT)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def _input_files() -> Iterator[Path]:
    for name in _INPUTS:
        path = ROOT / name
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (file for file in found if file.is_file() and "__pycache__" not in file.parts)


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[_KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def _stack(
    folder: Path, key: str, artifact: dict[str, Any], manifest: dict[str, Any]
) -> StackArtifact:
    account, region = artifact["environment"].removeprefix("aws://").split("/")
    needed = artifact.get("dependencies", [])
    return StackArtifact(
        name=artifact.get("properties", {}).get("stackName", key),
        account=account,
        region=region,
        template_key=artifact["properties"]["stackTemplateAssetObjectUrl"].split("/")[-1],
        dependencies=tuple(
            name for name in needed if manifest[name]["type"] == "aws:cloudformation:stack"
        ),
        assets=tuple(
            folder / manifest[name]["properties"]["file"]
            for name in needed
            if manifest[name]["type"] == "cdk:asset-manifest"
        ),
    )


def _in_order(stacks: dict[str, StackArtifact]) -> Iterator[StackArtifact]:
    done: set[str] = set()

    def visit(key: str) -> Iterator[StackArtifact]:
        if key not in done:
            done.add(key)
            for needed in stacks[key].dependencies:
                yield from visit(needed)
            yield stacks[key]

    for key in stacks:
        yield from visit(key)
