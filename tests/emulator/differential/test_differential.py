"""Two codes that know nothing of each other, and real queries, agree on who reads which cells."""

from collections.abc import Iterator
from random import SystemRandom

from hypothesis import settings

from tests.emulator.differential.stage import Stage
from tests.emulator.differential.stories import tell

STEPS_PER_STORY = 60


def test_mesh_access_the_emulator_and_queries_agree_after_every_step(
    stages: Iterator[Stage],
) -> None:
    """The same stories each time in CI, others and more of them in a soak."""
    profile = settings()
    seed = 1 if profile.derandomize else SystemRandom().randrange(10**9)

    wrong = tell(
        stages,
        seed=seed,
        steps=2 * profile.max_examples,
        per_story=STEPS_PER_STORY,
        queries_every=6,
    )

    assert wrong is None, f"step {wrong[0]} of seed {seed}: {wrong[1]}"
