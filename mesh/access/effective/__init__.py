"""Effective access: what a principal reads after the union of all its rights, cell by cell.

``effective`` says what ought to be, from the registry's rights; ``reads`` and ``shows`` say what
is, from the catalogues and grants that AWS lists.
"""

from mesh.access.effective.actual import reads, reads_by_name, shows, shows_by_name
from mesh.access.effective.catalogue import Catalogue, Schema, Shown
from mesh.access.effective.readable import Readable
from mesh.access.effective.rights import effective

__all__ = [
    "Catalogue",
    "Readable",
    "Schema",
    "Shown",
    "effective",
    "reads",
    "reads_by_name",
    "shows",
    "shows_by_name",
]
