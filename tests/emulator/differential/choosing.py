"""Which steps may happen next, and one of them by chance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from mesh.access.effective import Shown
from mesh.access.effective.catalogue import Expression
from mesh.access.lake import Columns, Database, FilterName, Resource, Table, TagPolicy
from tests.emulator.conftest import CONSUMER
from tests.emulator.differential.fitting import fits
from tests.emulator.differential.scene import (
    COLUMNS,
    EVERYBODY,
    EXPRESSIONS,
    GUESTS,
    PRINCIPALS,
    READER,
    SAVED,
    TABLES,
    TAGS,
    WHOLE,
    link_of,
)
from tests.emulator.differential.sketch import Sketch, touches
from tests.emulator.differential.steps import (
    AddColumn,
    ChangeFilter,
    Drop,
    Grant,
    Link,
    MakeFilter,
    Recreate,
    RemoveFilter,
    Revoke,
    Save,
    Step,
    Tag,
    Unlink,
    Untag,
)

_HALF, _SELDOM = 0.5, 0.2


@dataclass
class Chance:
    """Proposes steps; each name of a filter once, as nobody says what a dropped table's leave."""

    random: Random
    filters_made: int = 0

    def __post_init__(self) -> None:
        # Much meets on one table of one principal: only where grants meet can they go wrong.
        self._often = self.random.choice(PRINCIPALS), self.random.choice(TABLES)

    def step(self, sketch: Sketch) -> Step:
        """A step that fits."""
        kinds = list(_WEIGHTS)
        while True:
            kind = self.random.choices(kinds, [_WEIGHTS[each] for each in kinds])[0]
            step = kind(self, sketch)
            if step is not None and fits(step, sketch):
                return step

    def _grant_table(self, _sketch: Sketch) -> Step:
        table = self._table()
        permission = self.random.choice(("SELECT", "SELECT", "DESCRIBE", "ALL"))
        if self.random.random() < _SELDOM:
            table = Table(table.database, "*")
        return Grant(principal=self._principal(), resource=table, permission=permission)

    def _grant_columns(self, sketch: Sketch) -> Step:
        table, who = self._table(), self._principal()
        # Other accounts get lists of inclusions only.
        excluding = who == READER and self.random.random() < _HALF
        names = self._columns(sketch, table)
        resource = Columns(table.database, table.table, names, excluding)
        return Grant(principal=who, resource=resource)

    def _grant_everybody(self, _sketch: Sketch) -> Step:
        return Grant(principal=EVERYBODY, resource=self._table(), permission="ALL")

    def _grant_filter(self, sketch: Sketch) -> Step | None:
        name = self._filter(sketch)
        return Grant(principal=self._principal(), resource=name) if name else None

    def _grant_policy(self, _sketch: Sketch) -> Step:
        if self.random.random() < _SELDOM:
            # Saved expressions are the own account's.
            return Grant(principal=READER, resource=TagPolicy(saved=self.random.choice(SAVED)))
        return Grant(principal=self._principal(), resource=TagPolicy(self._expression()))

    def _save(self, _sketch: Sketch) -> Step:
        return Save(self.random.choice(SAVED), self._expression())

    def _expression(self) -> Expression:
        keys = self.random.sample(list(TAGS), self.random.randint(1, len(TAGS)))
        pairs = []
        for key in sorted(keys):
            values = self.random.sample(TAGS[key], self.random.randint(1, len(TAGS[key]) - 1))
            pairs.append((key, tuple(sorted(values))))
        return tuple(pairs)

    def _grant_account(self, sketch: Sketch) -> Step:
        table = self._table()
        resource = self.random.choice((*self._parts(sketch, table), Table(table.database, "*")))
        return Grant(principal=CONSUMER, resource=resource, passable=True)

    def _pass_on(self, sketch: Sketch) -> Step | None:
        shares = [each.resource for each in sketch.grants if each.passable]
        given = [table for table in TABLES if any(touches(each, table) for each in shares)]
        if not given:
            return None
        table = self.random.choice(given)
        resource = self.random.choice(self._parts(sketch, table))
        return Grant(principal=self._guest(), resource=resource, by=CONSUMER)

    def _describe_link(self, _sketch: Sketch) -> Step:
        table = self._table()
        resource: Resource = link_of(table)
        if table.database in WHOLE and self.random.random() < _SELDOM:
            resource = Database(WHOLE[table.database])
        return Grant(
            principal=self._guest(),
            resource=resource,
            permission="DESCRIBE",
            catalog=CONSUMER,
            by=CONSUMER,
        )

    def _revoke(self, sketch: Sketch) -> Step | None:
        return Revoke(grant=self.random.choice(sketch.grants)) if sketch.grants else None

    def _make_filter(self, sketch: Sketch) -> Step:
        table = self._table()
        self.filters_made += 1
        name = FilterName(table.database, table.table, f"f{self.filters_made}")
        return MakeFilter(name, self._shown(sketch, table))

    def _change_filter(self, sketch: Sketch) -> Step | None:
        name = self._filter(sketch)
        return ChangeFilter(name, self._shown(sketch, name.of)) if name else None

    def _remove_filter(self, sketch: Sketch) -> Step | None:
        name = self._filter(sketch)
        return RemoveFilter(name) if name else None

    def _tag(self, sketch: Sketch) -> Step:
        key = self.random.choice(list(TAGS))
        value = self.random.choice(TAGS[key])
        # Lake Formation keeps tags in lower case.
        value = value.upper() if self.random.random() < _SELDOM else value
        table, level = self._table(), self.random.choice(("database", "table", "column"))
        if level == "database":
            return Tag(Database(table.database), key, value)
        return Tag(table, key, value, self._columns(sketch, table)[0] if level == "column" else "")

    def _untag(self, sketch: Sketch) -> Step | None:
        carried = [
            (place, key, value)
            for place, tags in sketch.tags.items()
            for key, value in tags.items()
        ]
        if not carried:
            return None
        (database, table, column), key, value = self.random.choice(carried)
        resource = Table(database, table) if table else Database(database)
        return Untag(resource, key, value, column)

    def _drop(self, _sketch: Sketch) -> Step:
        return Drop(self._table())

    def _recreate(self, _sketch: Sketch) -> Step:
        return Recreate(self._table())

    def _add_column(self, _sketch: Sketch) -> Step:
        return AddColumn(self._table())

    def _link(self, _sketch: Sketch) -> Step:
        return Link(self._table())

    def _unlink(self, _sketch: Sketch) -> Step:
        return Unlink(self._table())

    def _principal(self) -> str:
        often, _ = self._often
        return often if self.random.random() < _HALF else self.random.choice(PRINCIPALS)

    def _guest(self) -> str:
        often, _ = self._often
        is_often = often != READER and self.random.random() < _HALF
        return often if is_often else self.random.choice(GUESTS)

    def _table(self) -> Table:
        _, often = self._often
        return often if self.random.random() < _HALF else self.random.choice(TABLES)

    def _filter(self, sketch: Sketch) -> FilterName | None:
        return self.random.choice(sorted(sketch.filters)) if sketch.filters else None

    def _parts(self, sketch: Sketch, table: Table) -> list[Resource]:
        columns = Columns(table.database, table.table, self._columns(sketch, table))
        return [table, columns, *(name for name in sketch.filters if name.of == table)]

    def _columns(self, sketch: Sketch, table: Table) -> tuple[str, ...]:
        columns = sketch.tables.get(table, COLUMNS)
        count = self.random.randint(1, len(columns) - 1)
        return tuple(sorted(self.random.sample(columns, count)))

    def _shown(self, sketch: Sketch, table: Table) -> Shown:
        kind = self.random.choice(("all", "excluding", "including"))
        names = () if kind == "all" else self._columns(sketch, table)
        rows = self.random.choice((None, *EXPRESSIONS, *EXPRESSIONS))
        return Shown(names, excluding=kind != "including", rows=rows)


_WEIGHTS: Mapping[Callable[[Chance, Sketch], Step | None], float] = {
    Chance._grant_table: 4,
    Chance._grant_columns: 6,
    Chance._grant_everybody: 1,
    Chance._grant_filter: 24,
    Chance._grant_policy: 6,
    Chance._grant_account: 6,
    Chance._pass_on: 14,
    Chance._describe_link: 5,
    Chance._revoke: 7,
    Chance._make_filter: 6,
    Chance._change_filter: 4,
    Chance._remove_filter: 1,
    Chance._tag: 9,
    Chance._untag: 4,
    Chance._save: 2,
    Chance._drop: 3,
    Chance._recreate: 12,
    Chance._add_column: 2,
    Chance._link: 6,
    Chance._unlink: 1,
}
