"""The ``mesh`` command as a process of its own."""

from mesh.scanning.lean_imports import import_lean

import_lean()

from cli.main import main  # noqa: E402 - what it loads loads pyarrow

__all__ = ["main"]

if __name__ == "__main__":
    main()
