"""A linear chain over tokens: the likeliest tags of each text, and how likely each tag is."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Tags = npt.NDArray[np.int64]
_NEVER = np.float32(-1e4)


def padded(scores: Scores, lengths: npt.NDArray[np.int64]) -> tuple[Scores, npt.NDArray[np.bool_]]:
    """Scores of all tokens as (texts, longest, tags), and which places hold a token."""
    places = np.arange(int(lengths.max(initial=0)))
    filled = places < lengths[:, None]
    spread = np.zeros((*filled.shape, scores.shape[1]), np.float32)
    spread[filled] = scores
    return spread, filled


def forward(
    spread: Scores, filled: npt.NDArray[np.bool_], steps: Scores, first: Scores
) -> tuple[Scores, Scores]:
    """Log-sums of all ways to each tag, and of all ways through each text."""
    ways = np.empty_like(spread)
    ways[:, 0] = spread[:, 0] + first
    for place in range(1, spread.shape[1]):
        ways[:, place] = ways[:, place - 1]
        on = np.flatnonzero(filled[:, place])
        ways[on, place] = _log_sum(ways[on, place, :, None] + steps, axis=1) + spread[on, place]
    return ways, _log_sum(ways[:, -1], axis=1)


def backward(spread: Scores, filled: npt.NDArray[np.bool_], steps: Scores) -> Scores:
    """Log-sums of all ways onward from each tag."""
    ways = np.zeros_like(spread)
    for place in range(spread.shape[1] - 2, -1, -1):
        on = np.flatnonzero(filled[:, place + 1])
        after = spread[on, place + 1] + ways[on, place + 1]
        ways[on, place] = _log_sum(steps + after[:, None, :], axis=2)
    return ways


def marginals(
    spread: Scores, filled: npt.NDArray[np.bool_], steps: Scores, first: Scores
) -> Scores:
    """How likely each tag of each token is (0.0 to 1.0), as (tokens, tags)."""
    before, whole = forward(spread, filled, steps, first)
    after = backward(spread, filled, steps)
    return np.exp(before + after - whole[:, None, None])[filled]  # type: ignore[no-any-return]


def best(spread: Scores, filled: npt.NDArray[np.bool_], steps: Scores, first: Scores) -> Tags:
    """The likeliest tag of each token, as one way through its text (Viterbi)."""
    texts, longest, _ = spread.shape
    came = np.zeros(spread.shape, np.int64)
    ways = spread[:, 0] + first
    for place in range(1, longest):
        on = np.flatnonzero(filled[:, place])
        through = ways[on, :, None] + steps
        came[on, place] = through.argmax(axis=1)
        ways[on] = through.max(axis=1) + spread[on, place]
    tags = np.zeros((texts, longest), np.int64)
    tag = ways.argmax(axis=1)
    rows = np.arange(texts)
    for place in range(longest - 1, -1, -1):
        tags[:, place] = tag
        tag = np.where(filled[:, place], came[rows, place, tag], tag)
    return tags[filled]


def allowed(tags: tuple[str, ...]) -> tuple[Scores, Scores]:
    """Zero for each step and first tag that may be, far below for those that may not.

    ``I-X`` goes on with a ``B-X`` or ``I-X`` before it, and nothing else.
    """
    steps = np.zeros((len(tags), len(tags)), np.float32)
    first = np.zeros(len(tags), np.float32)
    for to, tag in enumerate(tags):
        if tag.startswith("I-"):
            first[to] = _NEVER
            steps[[before[1:] != tag[1:] for before in tags], to] = _NEVER
    return steps, first


def _log_sum(values: Scores, axis: int) -> Scores:
    most = values.max(axis=axis, keepdims=True)
    return np.squeeze(most, axis) + np.log(np.exp(values - most).sum(axis=axis))  # type: ignore[no-any-return]
