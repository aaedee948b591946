"""One query in a worker: translated, cut to what its caller sees, bounded in what it scans."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from emulator.athena.catalogue import CallersCatalogue
from emulator.athena.engine import pool
from emulator.athena.engine.job import Column, Job
from emulator.athena.faults import QueryFault
from emulator.athena.sql.translate import Translation, translate_tree
from emulator.athena.store import Execution
from emulator.athena.wording import reword


@dataclass(frozen=True)
class Query:
    """What an execution asks of the engine, as its caller."""

    execution: Execution
    catalogue: CallersCatalogue

    def translate(self, tree: exp.Expr) -> Translation:
        """Bind a query to what the caller sees.

        Raises:
            QueryFault: in Athena's words.
        """
        return translate_tree(
            tree,
            self.catalogue,
            database=self.execution.database,
            default_catalogue=self.execution.catalogue,
        )

    def run(
        self,
        translation: Translation,
        begin: Callable[[list[Column]], object],
        write: Callable[[bytes], object],
        *,
        as_arrow: bool = False,
    ) -> int:
        """Run a query: columns go to ``begin``, rows to ``write``; gives their number.

        Raises:
            QueryFault: in Athena's words; CUTOFF if it would scan more than its work group allows.
        """
        execution = self.execution
        tables = tuple(self.catalogue.prepare(scan) for scan in translation.scans)
        execution.scanned_bytes = sum(self.catalogue.scanned)
        if execution.cutoff is not None and execution.scanned_bytes > execution.cutoff:
            raise QueryFault("CUTOFF", "Bytes scanned limit was exceeded")
        execution.planned_clock = time.monotonic()
        job = Job(
            translation.sql,
            tables,
            tuple(sorted(translation.functions)),
            translation.zones,
            as_arrow=as_arrow,
        )
        run = pool.shared().start()
        execution.run = run
        if execution.cancelled:
            run.cancel()
        try:
            return run.finish(job, begin, write)
        except pool.WorkerFault as fault:
            raise reword(fault, translation.tree) from None
