"""The allow-list: every function of Athena that this engine answers as Athena does."""

from emulator.athena.sql.calls import Function
from emulator.athena.sql.functions import arrays, dates, documents, maps, numbers, strings

SCALAR: dict[str, Function] = {
    **numbers.FUNCTIONS,
    **strings.FUNCTIONS,
    **dates.FUNCTIONS,
    **arrays.FUNCTIONS,
    **maps.FUNCTIONS,
    **documents.FUNCTIONS,
}
