"""Brings a stack to a wanted template, or back to where it was if that fails."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from emulator.cloudformation.core.errors import ResourceError, TemplateError
from emulator.cloudformation.core.references import dependencies
from emulator.cloudformation.core.schemas import is_custom
from emulator.cloudformation.core.template import Declared
from emulator.cloudformation.engine import outputs
from emulator.cloudformation.engine.context import Context
from emulator.cloudformation.engine.journal import Journal
from emulator.cloudformation.engine.removal import remove_all
from emulator.cloudformation.engine.stack import Resource, Stack, Wanted
from emulator.cloudformation.engine.store import Stacks
from emulator.cloudformation.engine.walking import walk
from emulator.cloudformation.engine.worker import Worker
from emulator.cloudformation.resources import registry
from emulator.credentials import Credentials

if TYPE_CHECKING:
    from emulator.cloud import Cloud


class Deployment:
    """One creation or update of a stack."""

    def __init__(
        self,
        cloud: "Cloud",
        stack: Stack,
        wanted: Wanted,
        credentials: Credentials,
        *,
        creating: bool,
        on_failure: str = "ROLLBACK",
    ) -> None:
        self._cloud, self._stack, self._wanted = cloud, stack, wanted
        self._credentials, self._on_failure = credentials, on_failure
        self._worker = Worker(cloud, stack, credentials)
        self._context = Context(cloud, stack, credentials)
        self._evaluation = self._context.evaluation(wanted, stack.resources)
        self._journal = Journal(stack, self._worker)
        self._creating = creating
        self._verb = "CREATE" if creating else "UPDATE"

    def run(self) -> None:
        """Do it all; the stack's status says how it ended."""
        try:
            included = self._included()
            self._apply(included)
            new_outputs = outputs.read(self._wanted, self._evaluation)
            outputs.check(self._cloud.store(Stacks), self._stack, new_outputs)
        except (ResourceError, TemplateError) as error:
            self._fail(str(error))
            return
        self._clean_up(included, new_outputs)

    def _included(self) -> dict[str, Declared]:
        return {
            name: declared
            for name, declared in self._wanted.template.resources.items()
            if declared.condition is None or self._evaluation.holds(declared.condition)
        }

    def _apply(self, included: Mapping[str, Declared]) -> None:
        needs = dependencies(included)
        walk(
            needs,
            lambda name: self._bring(included[name], needs[name]),
            slow=lambda name: is_custom(included[name].type),
        )

    def _bring(self, declared: Declared, needs: set[str]) -> None:
        old = self._stack.resources.get(declared.logical_id)
        properties = self._worker.checked(
            declared, lambda: self._evaluation.resolve(declared.properties)
        )
        if old is None or not old.physical_id:
            self._journal.will_create(declared.logical_id)
            self._worker.create(declared, properties, needs)
            return
        if old.properties != properties:
            self._change(old, declared, properties, needs)
        kept = self._stack.resources[declared.logical_id]
        self._journal.will_keep(kept)
        kept.deletion_policy, kept.needs = declared.deletion_policy, frozenset(needs)

    def _change(
        self,
        old: Resource,
        declared: Declared,
        properties: Mapping[str, object],
        needs: set[str],
    ) -> None:
        region = self._stack.region
        if registry.must_be_replaced(old.type, old.properties, properties, region):
            self._journal.will_replace(old, declared.replace_policy)
            self._worker.replace(old, declared, properties, needs)
            return
        self._journal.will_update(old)
        changed = self._worker.update(old, properties)
        if changed.physical_id != old.physical_id:
            # A custom resource that answers an update with another id has made a new one.
            self._journal.was_replaced(old, declared.replace_policy)

    def _fail(self, reason: str) -> None:
        if self._on_failure == "DO_NOTHING":
            self._stack.say(f"{self._verb}_FAILED", reason)
            return
        failed = f"The following resource(s) failed to {self._verb.lower()}: [{self._failed()}]. "
        if not self._failed():
            failed = f"{reason} "
        if self._creating:
            self._undo_creation(failed + "Rollback requested by user.")
        else:
            self._undo_update(failed.strip())

    def _failed(self) -> str:
        broken = (r for r in self._stack.resources.values() if r.status.endswith("_FAILED"))
        return ", ".join(resource.logical_id for resource in broken)

    def _undo_creation(self, reason: str) -> None:
        word = "DELETE" if self._on_failure == "DELETE" else "ROLLBACK"
        self._stack.say(f"{word}_IN_PROGRESS", reason)
        left = remove_all(self._stack, self._worker, ending_creation=True)
        if left:
            message = f"The following resource(s) failed to delete: [{', '.join(left)}]. "
            self._stack.say(f"{word}_FAILED", message)
            return
        if word == "DELETE":
            outputs.forget(self._stack)
        self._stack.say(f"{word}_COMPLETE")

    def _undo_update(self, reason: str) -> None:
        stack = self._stack
        stack.say("UPDATE_ROLLBACK_IN_PROGRESS", reason)
        broken = self._journal.undo()
        if broken:
            message = f"The following resource(s) failed to update: [{', '.join(broken)}]. "
            stack.say("UPDATE_ROLLBACK_FAILED", message)
            return
        stack.say("UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS")
        self._journal.forget_new()
        stack.say("UPDATE_ROLLBACK_COMPLETE")

    def _clean_up(
        self, included: Mapping[str, Declared], new_outputs: tuple[outputs.Output, ...]
    ) -> None:
        stack = self._stack
        stack.outputs, stack.imports = new_outputs, frozenset(self._context.imports)
        stack.template, stack.parameters = self._wanted.template, self._wanted.parameters
        stack.tags, stack.capabilities = self._wanted.tags, self._wanted.capabilities
        if not self._creating:
            stack.say("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS")
            self._journal.clean_up(included)
        stack.say(f"{self._verb}_COMPLETE")
