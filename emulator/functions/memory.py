"""How much memory a process uses."""

import os
import subprocess
import sys
from pathlib import Path

_MEGABYTE = 1 << 20


def resident_mb(pid: int) -> int:
    """Resident memory of a process in MB; 0 if it is gone."""
    if sys.platform == "linux":
        try:
            pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        except (OSError, IndexError, ValueError):
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE") // _MEGABYTE
    shown = subprocess.run(
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return int(shown.stdout.strip() or 0) // 1024
