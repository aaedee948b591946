"""Outputs of a stack, and the exports that other stacks hold on to."""

from datetime import UTC, datetime

from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.evaluation import Evaluation
from emulator.cloudformation.engine.stack import Output, Stack, Wanted
from emulator.cloudformation.engine.store import Stacks

__all__ = ["Output", "check", "check_unused", "forget", "read"]


def read(wanted: Wanted, evaluation: Evaluation) -> tuple[Output, ...]:
    """Resolve the outputs whose condition is met.

    Raises:
        TemplateError: if a value is no text.
    """
    found = []
    for key, entry in wanted.template.outputs.items():
        if "Condition" in entry and not evaluation.holds(entry["Condition"]):
            continue
        value = evaluation.resolve(entry["Value"])
        if isinstance(value, dict | list):
            message = (
                f"Template format error: Output {key} is malformed. The Value field of every "
                "Outputs member must evaluate to a String."
            )
            raise TemplateError(message)
        export = entry.get("Export", {}).get("Name")
        found.append(
            Output(
                key=key,
                value=str(value).lower() if isinstance(value, bool) else str(value),
                description=entry.get("Description"),
                export=None if export is None else str(evaluation.resolve(export)),
            )
        )
    return tuple(found)


def check(store: Stacks, stack: Stack, new: tuple[Output, ...]) -> None:
    """Refuse exports that another stack has, and changes of those that are in use.

    Raises:
        TemplateError: naming the export and the stacks.
    """
    after = {output.export: output.value for output in new if output.export}
    for other, output in store.exports(stack.account, stack.region):
        if other is not stack and output.export in after:
            message = f"Export with name {output.export} is already exported by stack {other.name}"
            raise TemplateError(message)
    for output in stack.outputs:
        if output.export and after.get(output.export) != output.value:
            verb = "updated" if output.export in after else "deleted"
            _refuse_used(store, stack, output.export, verb)


def check_unused(store: Stacks, stack: Stack) -> None:
    """Refuse to delete a stack whose exports are in use.

    Raises:
        TemplateError: naming the export and the stacks.
    """
    for output in stack.outputs:
        if output.export:
            _refuse_used(store, stack, output.export, "deleted")


def forget(stack: Stack) -> None:
    """A deleted stack exports and imports nothing."""
    stack.outputs, stack.imports = (), frozenset()
    stack.deleted = datetime.now(UTC)


def _refuse_used(store: Stacks, stack: Stack, export: str, verb: str) -> None:
    users = [n for n in store.importers(stack.account, stack.region, export) if n != stack.name]
    if users:
        message = f"Export {export} cannot be {verb} as it is in use by {' and '.join(users)}"
        raise TemplateError(message)
