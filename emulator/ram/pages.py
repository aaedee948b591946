"""Long answers in pages."""

from emulator.api import AwsError
from emulator.pages import Pages


def _refused(reason: str) -> AwsError:
    return AwsError("InvalidNextTokenException", reason)


page = Pages(most=500, refuse=_refused, continuation="nextToken", size="maxResults").page
