"""Paging, as every list of Athena does it."""

from emulator.athena.store import refused
from emulator.pages import Pages

_PAGES = Pages(most=50, refuse=refused)

page = _PAGES.page
start_of = _PAGES.start
