"""All stacks and change sets of one embedded AWS, found by name or by id."""

import threading
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING

from emulator.api import AwsError
from emulator.cloudformation.engine.stack import ChangeSet, Output, Stack
from emulator.cloudformation.resources.custom import Answers

if TYPE_CHECKING:
    from emulator.cloud import Cloud


class Stacks:
    """The stacks of every account and region."""

    def __init__(self, cloud: "Cloud") -> None:
        self.lock = threading.RLock()
        self.answers = Answers(cloud)
        self._stacks: dict[str, Stack] = {}
        self._change_sets: dict[str, ChangeSet] = {}

    def add(self, stack: Stack) -> None:
        """Keep a new stack."""
        self._stacks[stack.id] = stack

    def of(self, account: str, region: str) -> list[Stack]:
        """Every stack of an account and region, newest first, deleted ones included."""
        with self.lock:
            every = [s for s in self._stacks.values() if (s.account, s.region) == (account, region)]
        return sorted(every, key=lambda stack: stack.created, reverse=True)

    def find(self, account: str, region: str, name: str) -> Stack:
        """A stack by name, or by id, even when it is deleted.

        Raises:
            AwsError: ValidationError, in AWS's words.
        """
        found = self.get(account, region, name)
        if found is None:
            message = f"Stack with id {name} does not exist"
            raise AwsError("ValidationError", message)
        return found

    def get(self, account: str, region: str, name: str) -> Stack | None:
        """A stack as ``find`` gives it, or None."""
        for stack in self.of(account, region):
            if stack.id == name or (stack.name == name and stack.deleted is None):
                return stack
        return None

    def exports(self, account: str, region: str) -> Iterator[tuple[Stack, Output]]:
        """Every export of an account and region."""
        for stack in self.of(account, region):
            if stack.deleted is None:
                yield from ((stack, output) for output in stack.outputs if output.export)

    def importers(self, account: str, region: str, export: str) -> list[str]:
        """Names of the stacks that import an export."""
        return sorted(
            stack.name
            for stack in self.of(account, region)
            if stack.deleted is None and export in stack.imports
        )

    def add_change_set(self, change_set: ChangeSet) -> None:
        """Keep a change set; its name is taken on its stack."""
        with self.lock:
            self._change_sets[change_set.id] = change_set

    def change_sets(self, stack: Stack) -> list[ChangeSet]:
        """Change sets of one stack."""
        with self.lock:
            return [known for known in self._change_sets.values() if known.stack is stack]

    def find_change_set(
        self, account: str, region: str, name: str, stack_name: str | None
    ) -> ChangeSet:
        """A change set by its id, or by its name on a stack.

        Raises:
            AwsError: ChangeSetNotFound.
        """
        with self.lock:
            if name in self._change_sets:
                return self._change_sets[name]
        if name.startswith("arn:"):
            raise AwsError("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)
        stack = self.find(account, region, stack_name or "")
        for known in self.change_sets(stack):
            if known.name == name:
                return known
        raise AwsError("ChangeSetNotFound", f"ChangeSet [{name}] does not exist", 404)

    def forget_change_set(self, change_set: ChangeSet) -> None:
        """Drop a change set."""
        with self.lock:
            self._change_sets.pop(change_set.id, None)

    def forget_change_sets(self, stack: Stack) -> None:
        """Drop every change set of a stack."""
        for known in self.change_sets(stack):
            self.forget_change_set(known)


def new_stack_id(account: str, region: str, name: str) -> str:
    """Make the id of a new stack."""
    return f"arn:aws:cloudformation:{region}:{account}:stack/{name}/{uuid.uuid4()}"


def new_change_set_id(account: str, region: str, name: str) -> str:
    """Make the id of a new change set."""
    return f"arn:aws:cloudformation:{region}:{account}:changeSet/{name}/{uuid.uuid4()}"
