"""Functions' code on disk: each zip is unpacked once."""

import hashlib
import io
import threading
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from emulator.functions.description import Function

if TYPE_CHECKING:
    from emulator.cloud import Cloud


class CodeFolders:
    """Unpacked code by its digest, in the state folder."""

    def __init__(self, cloud: "Cloud") -> None:
        self._root = cloud.folder / "functions"
        self._lock = threading.Lock()

    def of(self, function: Function) -> Path:
        """Folder with a function's code."""
        folder = self._root / hashlib.sha256(function.code_sha.encode()).hexdigest()[:32]
        with self._lock:
            if not folder.exists():
                unfinished = folder.with_suffix(".part")
                with zipfile.ZipFile(io.BytesIO(function.code)) as packed:
                    packed.extractall(unfinished)
                unfinished.rename(folder)
        return folder
