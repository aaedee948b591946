"""Evidence that helps its owner to recognise a value and nobody to learn it."""

import re

SHOWN = 3
"""Shapes that are shown of one kind in one column."""
_RUN = 4
_LONGEST = 60


def mask(value: str) -> str:
    """Keep the shape of a value and nothing else.

    Every letter becomes ``x``, every digit ``9``, any other sign that is not plain punctuation
    ``?``; runs longer than four are cut to four, so that not even the length is told.
    """
    shape = re.sub(r"\d", "9", value)
    shape = re.sub(r"[^\W\d_]", "x", shape)
    shape = re.sub(r"[^x9@.,:;+()/ _-]", "?", shape)
    shape = re.sub(rf"(.)\1{{{_RUN},}}", lambda run: run[1] * _RUN, shape)
    return shape if len(shape) <= _LONGEST else shape[: _LONGEST - 1] + "…"
