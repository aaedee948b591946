"""What the CDK notes about itself: nothing is made."""

from emulator.cloudformation.resources.kind import Kind, Made, Order


def _note(order: Order) -> Made:
    return Made(physical_id=order.physical_id or order.logical_id)


def _nothing(_order: Order) -> None:
    """There is nothing to delete."""


KINDS = {
    "AWS::CDK::Metadata": Kind(
        create=_note, update=_note, delete=_nothing, honours=frozenset({"Analytics"})
    )
}
