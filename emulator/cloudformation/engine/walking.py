"""Goes through a graph of resources: what waits for a function runs beside the rest."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from graphlib import TopologicalSorter

_AT_ONCE = 8


def walk(
    needs: Mapping[str, AbstractSet[str]],
    work: Callable[[str], None],
    *,
    slow: Callable[[str], bool],
) -> None:
    """Do the work for each name after all that it needs.

    Names for which ``slow`` holds run in threads of their own; the others one by one, here.
    The first error ends the walk once what already runs has ended.
    """
    sorter = TopologicalSorter(needs)
    sorter.prepare()
    running: dict[Future[None], str] = {}
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        while sorter.is_active():
            ready = sorted(sorter.get_ready(), key=slow, reverse=True)
            for name in ready:
                if slow(name):
                    running[pool.submit(work, name)] = name
                else:
                    work(name)
                    sorter.done(name)
            if running and not (ready and any(not slow(name) for name in ready)):
                ended, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in ended:
                    sorter.done(running.pop(future))
                    future.result()


def reversed_needs(needs: Mapping[str, AbstractSet[str]]) -> dict[str, set[str]]:
    """The same graph for taking things down: who is needed waits for who needs."""
    turned: dict[str, set[str]] = {name: set() for name in needs}
    for name, wanted in needs.items():
        for other in wanted & needs.keys():
            turned[other].add(name)
    return turned
