"""What no function needs of an installed package: Lambda takes 250 MB, layers and code together."""

import shutil
from pathlib import Path

# Whole folders. libarrow_substrait stays: pyarrow's own library is linked against it.
_FOLDERS = (
    "bin",
    "numpy/_core/include",
    "numpy/_core/lib",
    "numpy/f2py",
    "pyarrow/include",
    "pyarrow/src",
)
_FOLDER_NAMES = ("__pycache__", "tests")
_FILES = (
    "**/*.a",
    "**/*.h",
    "**/*.pxd",
    "**/*.pxi",
    "**/*.pyi",
    "**/*.pyx",
    "pyarrow/_flight*",
    "pyarrow/libarrow_flight*",
    "pyarrow/libarrow_python_flight*",
)


def trim(folder: Path) -> None:
    """Remove tests, headers, sources, stubs and Flight."""
    for name in _FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)
    for name in _FOLDER_NAMES:
        for found in list(folder.rglob(name)):
            shutil.rmtree(found, ignore_errors=True)
    for pattern in _FILES:
        for file in folder.glob(pattern):
            file.unlink()
