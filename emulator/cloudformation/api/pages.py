"""Long answers in pages."""

from emulator.api import AwsError
from emulator.pages import Pages


def _refused(reason: str) -> AwsError:
    return AwsError("ValidationError", reason)


page = Pages(most=100, refuse=_refused).page
