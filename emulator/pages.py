"""Long answers in pages, whose tokens say where the next one starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from emulator.api import AwsError, Call


@dataclass(frozen=True, kw_only=True)
class Pages:
    """How the lists of one service are asked for and answered in pages.

    Attributes:
        most: how many items a page has, unless the call asks for fewer.
        refuse: makes the service's error for a token that no page ended with.
        continuation: the name of the token, in requests and answers.
        size: the name of the number of items that a call asks for.
    """

    most: int
    refuse: Callable[[str], AwsError]
    continuation: str = "NextToken"
    size: str = "MaxResults"

    def page(
        self, call: Call, key: str, items: Sequence[Any], *, most: int | None = None
    ) -> dict[str, Any]:
        """The page of a list that a call asks for, with the token of the next one.

        Raises:
            AwsError: the service's own, for a token that was never given.
        """
        start, most = self.start(call), most or self.most
        end = start + min(int(call.parameters.get(self.size) or most), most)
        further = {self.continuation: str(end)} if end < len(items) else {}
        return {key: list(items[start:end])} | further

    def start(self, call: Call) -> int:
        """Where the page that a call asks for starts.

        Raises:
            AwsError: the service's own, for a token that was never given.
        """
        token = str(call.parameters.get(self.continuation) or "0")
        if not token.isdecimal():
            raise self.refuse(f"{self.continuation} {token!r} is not one that this operation gave.")
        return int(token)
