"""Trains the tagger of names and addresses in text: ``python -m training.spans DATA``.

``DATA`` holds ``text`` with labelled lists of names and addresses, and ``ner`` with corpora in
columns; the model card names them. The same data and seeds give the same weights.
"""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

import numpy as np

from mesh.pii.text.chain import Scores
from mesh.pii.text.features import Known, key_of
from mesh.pii.text.lists import LISTS, Lists
from mesh.pii.text.tagger import TAGS, Tagger
from training.data import require_fixed_hashes
from training.spans_corpora import HELD_BACK, LEARNT, Marked, read, real_values
from training.spans_learning import Learner, batch_of, forgetful
from training.spans_sentences import Sentences, templates
from training.spans_values import Values

_SEED = 20
_BUCKETS = 1 << 18
_EPOCHS, _FILLED, _TEXTS = 10, 24_000, 400
_MODEL = Path("mesh/pii/model/spans.npz")
_KEPT = 0.2
_SCORED = 2_000


def main(folder: Path) -> None:
    """Learn, print how well it does on sentences held back, and write the weights."""
    require_fixed_hashes()
    real = real_values(folder)
    values = Values(_SEED, real)
    corpora = read(folder / "ner", LEARNT)
    words = known_words(values, corpora, folder / "raw")
    learner = Learner(TAGS, _BUCKETS, rate=0.1, decay=1e-4)
    sentences = Sentences(_SEED, values, templates(development=False), corpora)
    learn(learner, sentences, partly(Lists.of(words)))
    save(*learner.learnt(), Lists.of(words))
    held = read(folder / "ner", HELD_BACK)
    ours = Sentences(_SEED + 1, values, templates(development=True), [])
    for name, texts in (("corpus", held), ("templates", list(ours.epoch(_SCORED)))):
        print(*(f"{name} {line}" for line in scored(Tagger.shipped(), texts)), sep="\n")


def learn(learner: Learner, sentences: Sentences, known: Known) -> None:
    """Go over fresh sentences again and again."""
    draw = np.random.default_rng(_SEED)
    for epoch in range(_EPOCHS):
        if epoch == _EPOCHS // 2:
            learner.prune(_KEPT)
        started, losses = time.process_time(), []
        # Texts of one length go together, so that little is padded.
        texts = sorted(sentences.epoch(_FILLED), key=lambda one: len(one.text))
        for first in draw.permutation(range(0, len(texts), _TEXTS)).tolist():
            batch = batch_of(texts[first : first + _TEXTS], TAGS, known, _BUCKETS)
            losses.append(learner.learn(forgetful(batch, draw), summed=epoch >= _EPOCHS // 2))
        seconds = time.process_time() - started
        told = f"{np.mean(losses):.4f}", f"{seconds:.0f} s", f"weights {learner.digest()}"
        print(epoch, *told, flush=True)


def known_words(
    values: Values, corpora: Sequence[Marked], raw: Path
) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.uint32]]"]:
    """Keys of the words of each list."""
    texts = [one.text for one in corpora]
    texts += [file.read_text(encoding="utf-8") for file in sorted(raw.glob("*"))]
    lists = {name: values.words_of(name) for name in LISTS if name != "common"}
    lists["common"] = _common(texts)
    return {
        name: np.array(sorted({key_of(word) for word in lists[name]}), np.uint32) for name in LISTS
    }


def _common(texts: Iterable[str]) -> set[str]:
    """Words that are mostly written in small letters."""
    small: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for text in texts:
        for word in re.findall(r"(?<![@#/\w])[^\W\d_]+", text):
            every[word.lower()] += 1
            small[word] += word.islower()
    return {word for word, many in small.items() if many > 2 and many > 0.6 * every[word]}  # noqa: PLR2004


def partly(lists: Lists) -> Known:
    """The lists as they are in texts of strangers: they have two names in three, at the most."""

    def known(key: int) -> int:
        draw = crc32(key.to_bytes(4, "little"))
        found = lists(key)
        return found & 0b0001 if draw % 3 == 0 else found & 0b1110 if draw % 16 == 1 else found

    return known


def scored(tagger: Tagger, texts: Sequence[Marked]) -> Iterator[str]:
    """Precision, recall and F1 of each kind, where a part is right if start, end and kind are."""
    right: Counter[str] = Counter()
    told: Counter[str] = Counter()
    marked: Counter[str] = Counter()
    for first in range(0, len(texts), _TEXTS):
        some = texts[first : first + _TEXTS]
        for one, parts in zip(some, tagger.tag([one.text for one in some]), strict=True):
            given, found = set(one.marks), {(part.start, part.end, part.kind) for part in parts}
            right.update(kind for *_, kind in given & found)
            told.update(kind for *_, kind in found)
            marked.update(kind for *_, kind in given)
    for kind in sorted(marked):
        precision, recall = right[kind] / max(told[kind], 1), right[kind] / marked[kind]
        f1 = 2 * right[kind] / (told[kind] + marked[kind])
        yield f"{kind}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f} of {marked[kind]}"


def save(weights: Scores, steps: Scores, lists: Lists) -> None:
    """Write weights in whole numbers, small ones left out."""
    scale, whole = rounded(weights)
    _MODEL.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        _MODEL, weights=whole, scale=scale, steps=steps.astype(np.float32), lists=lists.bits
    )
    print(f"{_MODEL}: {_MODEL.stat().st_size} bytes, {np.mean(whole != 0):.1%} of the weights")


def rounded(weights: Scores) -> tuple[np.float32, "np.ndarray[tuple[int, ...], np.dtype[np.int8]]"]:
    """Weights as whole numbers from -127 to 127, and what one of them is worth."""
    most = np.quantile(np.abs(weights[weights != 0]), 0.999)
    scale = np.float32(most / 127)
    return scale, np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
