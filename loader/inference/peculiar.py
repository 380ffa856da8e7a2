"""Which of several things a sentence speaks of, by words that are peculiar to one of them: for packs without tables of words.

A pack that was proposed from a decision knows the words of its solutions and indicators and no more. A word that only one of
them has tells it from the others; one that all have ("an toàn thực phẩm") tells nothing.

Where there is a table, a measure may still name none of its works; then the single words of the table are asked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loader.inference.telling import runs, units
from loader.lexicon.concepts import Vocabulary

_LEAST = 1.9
"""Two words that stand together and are of one thing only, among four."""
_NONE = ""
_CLEARLY = 1.5
"""By so much the likest must go before the next."""


@dataclass(frozen=True, slots=True)
class Peculiar:
    """The words of several things that are to be told apart.

    Attributes:
        units: the words and pairs of words of each thing.
        weights: how telling each of these is: nothing, if all have it.
        vocabulary: what sentences are read with.
    """

    units: Mapping[str, frozenset[str]]
    weights: Mapping[str, float]
    vocabulary: Vocabulary

    @classmethod
    def of(cls, things: Mapping[str, Iterable[str]], vocabulary: Vocabulary) -> Peculiar:
        """Weigh the words of things, each known by its sentences."""
        own = {
            key: frozenset(unit for text in texts for unit in units(text, vocabulary)) for key, texts in things.items()
        }
        having = Counter(unit for several in own.values() for unit in several)
        weights = {
            unit: (1.0 if " " in unit else 0.5) * math.log(len(own) / count) for unit, count in sorted(having.items())
        }
        return cls(own, weights, vocabulary)

    @classmethod
    def of_concepts(cls, things: Mapping[str, Iterable[str]], vocabulary: Vocabulary) -> Peculiar:
        """Weigh the words of all concepts that belong to things; the words of those that belong to none stand against them.

        Args:
            things: the keys of the concepts of each thing.
            vocabulary: what tells their words.
        """
        concepts = vocabulary.thesaurus.concepts
        words = {key: list(concept.words) for key, concept in concepts.items()}
        for more in vocabulary.thesaurus.wide:
            words[more.concept].extend(more.words)
        several = {key: sorted(set(own) & words.keys()) for key, own in things.items()}
        named = {key for own in several.values() for key in own}
        texts = {key: [text for concept in own for text in words[concept]] for key, own in several.items()}
        texts[_NONE] = [text for key in sorted(words.keys() - named) for text in words[key]]
        return cls.of({key: [text.replace("~", ";") for text in said] for key, said in texts.items()}, vocabulary)

    def likest(self, sentence: str) -> tuple[str, tuple[str, ...]] | None:
        """Return the thing that a sentence speaks of and the words that say so; None when it is not clear."""
        said = units(sentence, self.vocabulary)
        weighed = sorted(
            ((self._weight(said & own), key) for key, own in self.units.items()), key=lambda w: (-w[0], w[1])
        )
        if not weighed or weighed[0][0] < _LEAST:
            return None
        (most, best), *others = weighed
        if best == _NONE:
            return None
        if others and most < _CLEARLY * others[0][0]:
            return None
        shared = frozenset(unit for unit in said & self.units[best] if self.weights[unit] > 0)
        told = runs(sentence, shared, self.vocabulary)
        return best, tuple(sorted(told, key=lambda words: (-len(words.split()), words)))

    def _weight(self, several: Iterable[str]) -> float:
        return sum(self.weights[unit] for unit in sorted(several))
