"""The likeliest tags and their chances are those of all ways through a text, none left out."""

from itertools import pairwise, product

import numpy as np
import pytest

from mesh.pii.text.chain import allowed, best, marginals, padded

_TAGS = ("O", "B-X", "I-X", "B-Y", "I-Y")


def by_hand(scores: np.ndarray, steps: np.ndarray) -> tuple[tuple[int, ...], np.ndarray]:
    """The best way through one text and the chance of each tag, from a list of all ways."""
    fixed, first = allowed(_TAGS)
    worth: dict[tuple[int, ...], float] = {}
    for way in product(range(len(_TAGS)), repeat=len(scores)):
        worth[way] = float(
            first[way[0]]
            + sum(scores[at, tag] for at, tag in enumerate(way))
            + sum((steps + fixed)[one, two] for one, two in pairwise(way))
        )
    total = sum(np.exp(one) for one in worth.values())
    chances = np.zeros(scores.shape)
    for way, one in worth.items():
        chances[np.arange(len(way)), way] += np.exp(one) / total
    return max(worth, key=worth.__getitem__), chances


@pytest.mark.parametrize("seed", range(6))
def test_texts_of_several_lengths_are_tagged_as_if_every_way_were_tried(seed: int) -> None:
    draw = np.random.default_rng(seed)
    lengths = np.array([3, 1, 4])
    scores = draw.normal(0, 2, (8, len(_TAGS))).astype(np.float32)
    steps = draw.normal(0, 1, (len(_TAGS), len(_TAGS))).astype(np.float32)
    fixed, first = allowed(_TAGS)
    parts = np.split(scores, np.cumsum(lengths)[:-1])

    spread, filled = padded(scores, lengths)
    tags = best(spread, filled, steps + fixed, first)
    chances = marginals(spread, filled, steps + fixed, first)

    hand = [by_hand(part, steps) for part in parts]
    assert tags.tolist() == [tag for way, _ in hand for tag in way]
    assert np.allclose(chances, np.concatenate([one for _, one in hand]), atol=1e-4)


def test_a_part_never_begins_in_its_middle() -> None:
    scores = np.zeros((2, len(_TAGS)), np.float32)
    scores[:, 2] = 9
    fixed, first = allowed(_TAGS)
    spread, filled = padded(scores, np.array([2]))

    tags = best(spread, filled, fixed, first)

    assert [_TAGS[tag] for tag in tags] == ["B-X", "I-X"]
