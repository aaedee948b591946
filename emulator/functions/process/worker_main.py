"""Becomes a function's worker: clean paths, then awslambdaric. A script, or forked into.

Runs without the rest of the embedded AWS on its path: a function sees nothing of Lambda.
"""

import os
import sys
import time


def become_worker(handler: str, environment: dict[str, str], pure_client: str | None) -> None:
    """Run the handler's loop; never returns while the Runtime API answers."""
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(environment["LAMBDA_TASK_ROOT"])
    sys.path[:] = [environment["LAMBDA_TASK_ROOT"], *_own_paths()]
    if pure_client:
        sys.path.insert(0, pure_client)
    # Only now: the client reads the Runtime API's address when it is imported.
    from awslambdaric.__main__ import main  # noqa: PLC0415

    main(["awslambdaric", handler])


def _own_paths() -> list[str]:
    # Without what an editable install adds: a file that the code lacks must be missing here too.
    roots = tuple(f"{os.path.realpath(root)}{os.sep}" for root in (sys.prefix, sys.base_prefix))
    return [path for path in sys.path if os.path.realpath(path).startswith(roots)]


if __name__ == "__main__":
    become_worker(sys.argv[1], dict(os.environ), sys.argv[2] or None)
