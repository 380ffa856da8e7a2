"""How alike two sentences of one plan are by their telling words: those that few other sentences of the plan have.

"Nghề dệt chiếu Cà Hom" says more of what two sentences do than "làng nghề", which all of them say. Words are weighed by how
few of the plan's own measures and tasks have them, so no list of a field is needed and no other document is looked at.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from loader.inference.wording import plain, without_cited
from loader.lexicon.concepts import Vocabulary

_WITH_FIGURE = re.compile(r"(?<= )[^ ]*?[\d/.-][^ ]*")
_SENTENCES_AT_HAND, _VOCABULARIES_AT_HAND = 4096, 16
_NOTHING = "_"
_SYLLABLE = 0.5
"""What a syllable alone weighs beside two that stand together: most words are of two."""
_FEW, _STILL_FEW = 3, 12
"""A word that so many sentences of a plan have still tells them from others: a tenth of them, within these bounds."""


@dataclass(frozen=True, slots=True)
class Alike:
    """What two sentences have in common.

    Attributes:
        share: how much of what they say, 0 to 1 (cosine of their weighed words).
        weight: how telling it is.
        words: the telling words that both have, in the order of the first sentence.
    """

    share: float
    weight: float
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of the sentences of one plan.

    Attributes:
        weights: how telling each word or pair of neighbouring words is.
        few: those that only few of the sentences have, and these sentences.
        whole: how telling each sentence is as a whole.
        vocabulary: what the sentences are read with.
    """

    weights: Mapping[str, float]
    few: Mapping[str, Sequence[str]]
    whole: Mapping[str, float]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, sentences: Iterable[str], vocabulary: Vocabulary) -> Telling:
        """Weigh the words of a plan's measures and tasks."""
        known = tuple(sentences)
        several = [units(sentence, vocabulary) for sentence in known]
        having = Counter(unit for units in several for unit in units)
        weights = {
            unit: (1.0 if " " in unit else _SYLLABLE) * math.log(len(several) / count)
            for unit, count in sorted(having.items())
        }
        most = min(max(_FEW, len(several) // 10), _STILL_FEW)
        few: dict[str, list[str]] = {unit: [] for unit, count in having.items() if count <= most}
        for one, own in zip(known, several, strict=True):
            for unit in own & few.keys():
                few[unit].append(one)
        whole = {one: sum(weights[unit] for unit in sorted(own)) for one, own in zip(known, several, strict=True)}
        return cls(weights, few, whole, vocabulary)

    def near(self, sentence: str) -> frozenset[str]:
        """Return the sentences that have a word in common with one of them that few have; so many at most, however long the plan."""
        return frozenset(
            other for unit in units(sentence, self.vocabulary) & self.few.keys() for other in self.few[unit]
        )

    def alike(self, one: str, other: str) -> Alike:
        """Compare two of the sentences."""
        shared = units(one, self.vocabulary) & units(other, self.vocabulary)
        if not shared & self.few.keys():
            return Alike(0.0, 0.0, ())
        weight = self._weight(shared)
        whole = math.sqrt(self.whole[one] * self.whole[other])
        return Alike(weight / whole if whole else 0.0, self._weight(shared & self.few.keys()), self._told(one, shared))

    def _weight(self, units: Iterable[str]) -> float:
        return sum(self.weights[unit] for unit in sorted(units))

    def _told(self, sentence: str, shared: frozenset[str]) -> tuple[str, ...]:
        """Return the shared words that few sentences have, those first that are more telling."""
        known = {
            words: self._weight(unit for unit in words.split() if unit in self.weights)
            for words in runs(sentence, shared, self.vocabulary)
            if any(unit in self.few for unit in (words, *words.split()))
        }
        return tuple(sorted(known, key=lambda words: (-known[words], words)))


def runs(sentence: str, shared: frozenset[str], known: Vocabulary) -> tuple[str, ...]:
    """Return shared words as they stand in a sentence, neighbours together."""
    found: list[list[str]] = []
    before: str | None = None
    for syllable in _syllables(known, sentence):
        if before is not None and syllable is not None and f"{before} {syllable}" in shared:
            found[-1].append(syllable)
        elif syllable is not None and syllable in shared:
            found.append([syllable])
        else:
            before = None
            continue
        before = syllable
    return tuple(dict.fromkeys(" ".join(run) for run in found))


def units(sentence: str, known: Vocabulary) -> frozenset[str]:
    """Return the telling words of a sentence and the pairs of those that stand together."""
    return _units(known, sentence)


@lru_cache(_SENTENCES_AT_HAND)
def _units(known: Vocabulary, sentence: str) -> frozenset[str]:
    syllables = _syllables(known, sentence)
    pairs = (f"{a} {b}" for a, b in pairwise(syllables) if a is not None and b is not None)
    return frozenset(pairs) | frozenset(syllable for syllable in syllables if syllable is not None)


@lru_cache(_SENTENCES_AT_HAND)
def _syllables(known: Vocabulary, sentence: str) -> tuple[str | None, ...]:
    """Return the syllables of a sentence in plain form, with None for those that tell nothing."""
    said = _empty(known).sub(_nothing, without_cited(plain(sentence)))
    return tuple([None if word == _NOTHING else word for word in _WITH_FIGURE.sub(_NOTHING, said).split()])


def _nothing(found: re.Match[str]) -> str:
    return f" {_NOTHING}" * found[0].count(" ")


@lru_cache(_VOCABULARIES_AT_HAND)
def _empty(known: Vocabulary) -> re.Pattern[str]:
    """Return what finds the words that tell nothing, of those that begin at one place the longest."""
    words = sorted({plain(text).strip() for text in (*known.thesaurus.empty, *known.thesaurus.actions)})
    return re.compile(rf" (?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})(?= )")
