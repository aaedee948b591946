"""Stories: steps in a row, watched after each; and the shortest one that still goes wrong."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from random import Random

from botocore.exceptions import ClientError

from mesh.access.effective import Readable, reads_by_name, shows_by_name
from mesh.access.lake import Table
from tests.emulator.differential.choosing import Chance
from tests.emulator.differential.fitting import fits
from tests.emulator.differential.scene import (
    COLUMNS,
    PRINCIPALS,
    TABLES,
    account_of,
    names_of,
)
from tests.emulator.differential.seeing import (
    Seen,
    by_access,
    by_decision,
    by_glue,
    by_listing,
    by_query,
)
from tests.emulator.differential.sketch import Sketch
from tests.emulator.differential.stage import Stage
from tests.emulator.differential.steps import Step

_MOST_REPLAYS = 80


@dataclass(frozen=True)
class Difference:
    """Two that do not agree on what a principal sees."""

    principal: str
    table: Table
    where: str
    expected: object
    found: object

    def __str__(self) -> str:
        who = self.principal.rsplit("/", maxsplit=1)[-1]
        return (
            f"{who} and {self.table.database}.{self.table.table} by {self.where}:\n"
            f"  mesh/access: {self.expected}\n  {self.where}: {self.found}"
        )


@dataclass(frozen=True)
class Told:
    """A story and where it went wrong."""

    steps: tuple[Step, ...]
    difference: Difference

    def __str__(self) -> str:
        lines = [f"  {number}. {step}" for number, step in enumerate(self.steps, start=1)]
        return "\n".join(["after these steps", *lines, "they differ on", str(self.difference)])


class Story:
    """One story on a stage of its own."""

    def __init__(self, stage: Stage, random: Random) -> None:
        self.stage, self.random, self.sketch = stage, random, Sketch()
        self.steps: list[Step] = []

    def go_on(self, steps: int, *, queries_every: int) -> Difference | None:
        """Take some steps by chance; gives the first difference."""
        chance = Chance(self.random)
        for number in range(1, steps + 1):
            found = self.take(chance.step(self.sketch))
            found = found or next(self._by_glue(), None)
            if not found and number % queries_every == 0:
                found = next(chain(self._by_query(), self._by_listing()), None)
            if found:
                return found
        return None

    def take(self, step: Step) -> Difference | None:
        """Take a step; gives what the emulator decides otherwise after it."""
        self.steps.append(step)
        try:
            self.stage.carry(step)
        except ClientError as error:
            return Difference("", Table("", ""), "the step itself", "accepted", error)
        self.sketch.draw(step)
        return next(self._by_decision(), None)

    def replay(self, steps: Sequence[Step], wrong: Difference) -> Difference | None:
        """Take steps that fit, then look where a longer story went wrong."""
        found = None
        for step in steps:
            if fits(step, self.sketch):
                found = found or self.take(step)
        if not found and wrong.where == "GetTable":
            found = next(self._by_glue(PRINCIPALS), None)
        if not found and wrong.where == "SELECT *":
            found = next(self._by_query(wrong), None)
        if not found and wrong.where == "lists":
            found = next(self._by_listing(), None)
        return found

    def _by_decision(self) -> Iterator[Difference]:
        for principal, table, name in _every_name(PRINCIPALS):
            found = by_decision(self.stage, principal, name, self._columns(table))
            yield from self._differs(principal, table, name, "decision", found)

    def _by_glue(self, principals: Sequence[str] = ()) -> Iterator[Difference]:
        catalogues = self.sketch.catalogues()
        for principal, _, name in _every_name(principals or [self.random.choice(PRINCIPALS)]):
            expected = shows_by_name(catalogues, account_of(principal), principal).get(name)
            found = by_glue(self.stage, principal, name)
            if expected != found:
                yield Difference(principal, name, "GetTable", expected, found)

    def _by_query(self, wrong: Difference | None = None) -> Iterator[Difference]:
        where = wrong and (wrong.principal, wrong.table)
        for principal, table, name in (
            [self._interesting()] if not where else _every_name(PRINCIPALS)
        ):
            if not where or (principal, name) == where:
                found = by_query(self.stage, principal, name)
                yield from self._differs(principal, table, name, "SELECT *", found)

    def _by_listing(self) -> Iterator[Difference]:
        """What ``mesh/access`` makes of the lists that AWS gives, instead of the steps."""
        # What an account passed on is listed in no way that AWS documents.
        passed_on = {grant.principal for grant in self.sketch.grants if grant.by != grant.catalog}
        listed = by_listing(self.stage)
        for principal, _, name in _every_name([who for who in PRINCIPALS if who not in passed_on]):
            found = reads_by_name(listed, account_of(principal), principal)
            expected = self._reads(principal).get(name)
            there = found.get(Table(self.stage.name(name.database), name.table))
            if expected != there:
                yield Difference(principal, name, "lists", expected, there)

    def _differs(
        self, principal: str, table: Table, name: Table, where: str, found: Seen | None
    ) -> Iterator[Difference]:
        readable = self._reads(principal).get(name)
        expected = by_access(readable, self._columns(table)) if readable else None
        if expected != found:
            yield Difference(principal, name, where, expected, found)

    def _reads(self, principal: str) -> dict[Table, Readable]:
        return reads_by_name(self.sketch.catalogues(), account_of(principal), principal)

    def _interesting(self) -> tuple[str, Table, Table]:
        """A principal and a table, one that is read in part if there is any."""
        names = list(_every_name(PRINCIPALS))
        self.random.shuffle(names)
        return max(names, key=self._parts)

    def _parts(self, where: tuple[str, Table, Table]) -> int:
        principal, _, name = where
        readable = self._reads(principal).get(name, Readable())
        return len(set(readable.columns.values()))

    def _columns(self, table: Table) -> tuple[str, ...]:
        return self.sketch.tables.get(table, COLUMNS)


def _every_name(principals: Sequence[str]) -> Iterator[tuple[str, Table, Table]]:
    """Principals, each with every table and each name under which it may find it."""
    for principal in principals:
        for table in TABLES:
            for name in names_of(principal, table):
                yield principal, table, name


def shortest(told: Told, stages: Iterator[Stage]) -> Told:
    """The same difference after fewer steps, found by leaving steps out."""
    replays = 0
    size = max(1, len(told.steps) // 2)
    while size and replays < _MOST_REPLAYS:
        start = 0
        while start < len(told.steps) and replays < _MOST_REPLAYS:
            replays += 1
            story = Story(next(stages), Random(0))  # noqa: S311 - no secret
            fewer = told.steps[:start] + told.steps[start + size :]
            if found := story.replay(fewer, told.difference):
                told = Told(tuple(story.steps), found)
            else:
                start += size
        size //= 2
    return told


def tell(
    stages: Iterator[Stage], *, seed: int, steps: int, per_story: int, queries_every: int
) -> tuple[int, Told] | None:
    """Tell stories until they have so many steps.

    Returns:
        ``None`` if all agree all the time; else the number of the step at which they did not, and
        the shortest story in which they do not.
    """
    for number, begun in enumerate(range(0, steps, per_story)):
        story = Story(next(stages), Random(seed + number))  # noqa: S311 - no secret
        if found := story.go_on(min(per_story, steps - begun), queries_every=queries_every):
            told = Told(tuple(story.steps), found)
            return begun + len(story.steps), shortest(told, stages)
    return None
