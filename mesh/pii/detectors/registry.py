"""Every detector, found by where its file is."""

import pkgutil
from functools import cache
from importlib import import_module

from mesh.pii import detectors
from mesh.pii.detectors.model import Detector


@cache
def every() -> tuple[Detector, ...]:
    """All detectors of the packages beside this file, in the order of their names.

    A module defines ``DETECTOR``, or ``DETECTORS`` where one kind is found in several ways.

    Raises:
        TypeError: if a module defines neither.
    """
    found: list[Detector] = []
    for module in pkgutil.walk_packages(detectors.__path__, f"{detectors.__name__}."):
        if module.name.count(".") > detectors.__name__.count(".") + 1:
            found += _defined(module.name)
    return tuple(found)


def _defined(name: str) -> tuple[Detector, ...]:
    module = import_module(name)
    given = getattr(module, "DETECTORS", None) or (getattr(module, "DETECTOR", None),)
    if not all(isinstance(one, Detector) for one in given):
        raise TypeError(f"{name} defines no detector; give it DETECTOR or DETECTORS")
    return tuple(given)
