"""What the decision core refuses to guess."""


class PolicyError(ValueError):
    """A policy says what is not understood; the message names policy, statement and part."""
