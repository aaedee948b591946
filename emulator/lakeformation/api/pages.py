"""Long answers in pages, those of the Glue catalogue too."""

from emulator.lakeformation.store import invalid
from emulator.pages import Pages

page = Pages(most=1000, refuse=invalid).page
