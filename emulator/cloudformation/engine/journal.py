"""What an update did so far, so that it can be undone, or tidied up once all is well."""

import threading
from collections.abc import Container
from copy import copy

from emulator.cloudformation.core.errors import ResourceError
from emulator.cloudformation.engine.removal import remove_several
from emulator.cloudformation.engine.stack import Resource, Stack
from emulator.cloudformation.engine.worker import Worker


class Journal:
    """The steps of one update, in their order."""

    def __init__(self, stack: Stack, worker: Worker) -> None:
        self._stack, self._worker = stack, worker
        self._lock = threading.Lock()
        self._steps: list[tuple[str, Resource | str]] = []
        # Old resources whose place a new one has, with the policy that decides about them.
        self._replaced: list[tuple[Resource, str]] = []
        self._new: list[Resource] = []

    def will_create(self, logical_id: str) -> None:
        """A resource is about to be made."""
        self._note("created", logical_id)

    def will_update(self, old: Resource) -> None:
        """A resource is about to change in place."""
        self._note("updated", copy(old))

    def will_replace(self, old: Resource, policy: str) -> None:
        """A resource is about to get a successor."""
        self._note("replaced", copy(old))
        self.was_replaced(old, policy)

    def was_replaced(self, old: Resource, policy: str) -> None:
        """A resource has a successor."""
        with self._lock:
            self._replaced.append((copy(old), policy))

    def will_keep(self, resource: Resource) -> None:
        """A resource stays, but its policies may change."""
        self._note("kept", copy(resource))

    def undo(self) -> list[str]:
        """Put everything back, last step first; gives the logical ids that could not be."""
        broken: list[str] = []
        for step, what in reversed(self._steps):
            if isinstance(what, str):
                self._give_up(what)
            elif step == "updated" and not self._put_back(what):
                broken.append(what.logical_id)
            elif step == "replaced":
                self._give_up(what.logical_id)
                self._stack.resources[what.logical_id] = what
            elif step == "kept":
                kept = self._stack.resources[what.logical_id]
                kept.deletion_policy, kept.needs = what.deletion_policy, what.needs
        return broken

    def forget_new(self) -> None:
        """After an undo: delete what the update had made."""
        remove_several(self._new, self._worker, retained="Retain")

    def clean_up(self, wanted: Container[str]) -> None:
        """After an update: delete what it replaced, and what the template dropped."""
        going = [old for old, policy in self._replaced if policy == "Delete"]
        for old, policy in self._replaced:
            if policy != "Delete":
                self._worker.leave(old)
        remove_several(going, self._worker, retained="")
        dropped = [r for name, r in self._stack.resources.items() if name not in wanted]
        kept = set(remove_several(dropped, self._worker))
        for resource in dropped:
            # What cannot be deleted is given up, as AWS does after an update.
            if resource.logical_id in kept:
                self._worker.leave(resource)
            del self._stack.resources[resource.logical_id]

    def _put_back(self, old: Resource) -> bool:
        now = self._stack.resources[old.logical_id]
        self._note_new_if_replaced(now, old)
        try:
            self._worker.update(_at(now, old), old.properties)
        except ResourceError:
            return False
        self._stack.resources[old.logical_id].needs = old.needs
        return True

    def _note_new_if_replaced(self, now: Resource, old: Resource) -> None:
        if now.physical_id != old.physical_id:
            self._new.append(copy(now))

    def _give_up(self, logical_id: str) -> None:
        made = self._stack.resources.pop(logical_id, None)
        if made:
            self._new.append(made)

    def _note(self, step: str, what: Resource | str) -> None:
        with self._lock:
            self._steps.append((step, what))


def _at(now: Resource, old: Resource) -> Resource:
    """The resource as it may be now, under its old id."""
    found = copy(now)
    found.physical_id, found.attributes = old.physical_id, old.attributes
    return found
