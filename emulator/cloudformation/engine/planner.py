"""Says what a deployment would do, before it does anything."""

from collections.abc import Iterator

from emulator.cloudformation.core.planning import LATER, Change, change_of, resolve_known
from emulator.cloudformation.core.references import dependencies, in_order
from emulator.cloudformation.core.schemas import is_custom
from emulator.cloudformation.engine.context import Context
from emulator.cloudformation.engine.stack import Stack, Wanted
from emulator.cloudformation.resources import registry


def plan(context: Context, stack: Stack, wanted: Wanted) -> tuple[Change, ...]:
    """Every resource that a deployment would add, change or remove.

    Raises:
        TemplateError: if the template does not resolve.
    """
    unsettled: dict[str, str] = {}
    evaluation = context.evaluation(wanted, stack.resources, unsettled)
    included = {
        name: declared
        for name, declared in wanted.template.resources.items()
        if declared.condition is None or evaluation.holds(declared.condition)
    }
    found: list[Change] = []
    for name in in_order(dependencies(included)):
        declared, old = included[name], stack.resources.get(name)
        if old is None or not old.physical_id:
            unsettled[name] = "new"
            found.append(Change(action="Add", logical_id=name, type=declared.type))
            continue
        properties = resolve_known(evaluation, declared.properties)
        known = {key: value for key, value in properties.items() if value is not LATER}
        after = {**properties, **registry.coerced(declared.type, known, stack.region)}

        def replaced(one: object, two: object, kind: str = declared.type) -> bool:
            return registry.must_be_replaced(kind, one, two, stack.region)  # type: ignore[arg-type]

        outcome = change_of(old.properties, after, replaced)
        if outcome is None:
            continue
        replacement, changed = outcome
        if replacement != "False":
            unsettled[name] = "new"
        elif is_custom(declared.type):
            unsettled[name] = "changed"
        found.append(
            Change(
                action="Modify",
                logical_id=name,
                type=declared.type,
                physical_id=old.physical_id,
                replacement=replacement,
                changed=changed,
            )
        )
    return (*found, *_removed(stack, included))


def _removed(stack: Stack, included: object) -> Iterator[Change]:
    for name, old in stack.resources.items():
        if name not in included:  # type: ignore[operator]
            yield Change(
                action="Remove", logical_id=name, type=old.type, physical_id=old.physical_id
            )
