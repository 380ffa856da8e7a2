"""Which indicators an action works for, by what they say is attained: for indicators without a table of words.

The words of an indicator name a population and what is attained of it: "phương tiện chở khách ngang sông | trang bị đủ áo
phao". An action whose own work names what is attained, in words that hardly another indicator of the programme has, works
for it: "yêu cầu chủ đò trang bị áo phao". One that names the population only ("kiểm tra phương tiện chở khách ngang sông")
does not. What is counted as such ("số chợ an toàn") has no population: all its words name what is attained.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from loader.inference.mentions import mentions, own_words
from loader.inference.telling import runs, units
from loader.inference.wording import plain
from loader.lexicon.concepts import Vocabulary
from loader.lexicon.expressions import word_list
from loader.lexicon.measuring import measuring_words

_PROGRAMMES_AT_HAND = 16
_LEAST = 1.0
"""One word of two syllables, or two of one, that no other indicator has."""


@dataclass(frozen=True, slots=True)
class Attained:
    """What an indicator says is attained.

    Attributes:
        indicator: its IRI.
        units: the words and pairs of words that say so and that no other indicator has, each with how telling it is.
        spoken: what is attained is that people are told or taught something: what is spoken about counts, too.
    """

    indicator: str
    units: Mapping[str, float]
    spoken: bool


@dataclass(frozen=True, slots=True)
class Served:
    """An indicator that a sentence works for, and the words that say so, the longest first."""

    indicator: str
    words: tuple[str, ...]


Wordings = tuple[tuple[str, tuple[str, ...]], ...]
"""IRIs of indicators, each with the phrases that name what it measures."""


@lru_cache(_PROGRAMMES_AT_HAND)
def attained_of(wordings: Wordings, known: Vocabulary, names: tuple[str, ...] = ()) -> tuple[Attained, ...]:
    """Return what the indicators of programmes say is attained.

    Args:
        wordings: the words of the indicators.
        known: what they are read with.
        names: the names of the programmes: what all of a programme is about tells none of its indicators.
    """
    having = Counter(unit for _, several in wordings for unit in {u for text in several for u in units(text, known)})
    common = frozenset(syllable for name in names for syllable in plain(name).split())
    return tuple(_attained(iri, several, having, common, known) for iri, several in wordings)


def _attained(
    iri: str, several: Sequence[str], having: Mapping[str, int], common: frozenset[str], known: Vocabulary
) -> Attained:
    parts = [attainment(text) for text in several]
    own = {unit for part in parts for unit in units(part, known)}
    weights = {
        unit: 1.0 if " " in unit else 0.5
        for unit in sorted(own)
        if having[unit] == 1 and not any(syllable in common for syllable in unit.split())
    }
    weights.update((head, 1.0) for head in (_head(part, having) for part in parts) if head in weights)
    return Attained(iri, weights, any(_is_spoken(text, known) for text in several))


def _head(part: str, having: Mapping[str, int]) -> str:
    """Return the syllable that what is attained begins with, if it is a word by itself: what follows is said elsewhere, too."""
    first, *others = part.split() or [""]
    following = next((having[syllable] for syllable in others if syllable in having), 2)
    return first if having.get(first) == 1 and following > 1 else ""


def attainment(words: str) -> str:
    """Return what is attained, of the words that name what an indicator measures; all of them where no state is named."""
    spoken = plain(words).split()
    states = [tuple(plain(state).split()) for state in measuring_words().states]
    begin = 0
    for at in range(1, len(spoken)):
        length = max((len(s) for s in states if tuple(spoken[at : at + len(s)]) == s), default=0)
        if length and (not begin or at == begin or spoken[begin - 1] in word_list("having")):
            begin = at + length
    return " ".join(spoken[begin or _opening(spoken) :])


def _opening(spoken: Sequence[str]) -> int:
    """Return how many words say only that something is counted ("số", "tỷ lệ")."""
    empty = {tuple(plain(words).split()) for words in measuring_words().empty}
    return max((n for n in range(len(spoken)) if tuple(spoken[:n]) in empty), default=0)


def _is_spoken(words: str, known: Vocabulary) -> bool:
    told = known.thesaurus.speaking | known.thesaurus.teaching
    return any(mention.concept in told for mention in mentions(words, known))


def served(sentence: str, attained: Sequence[Attained], known: Vocabulary) -> list[Served]:
    """Return the indicators that an action works for."""
    own, whole = units(own_words(sentence, known), known), units(sentence, known)
    found = []
    for one in attained:
        shared = (whole if one.spoken else own) & one.units.keys()
        if sum(one.units[unit] for unit in sorted(shared)) >= _LEAST:
            told = runs(sentence, frozenset(shared), known)
            found.append(Served(one.indicator, tuple(sorted(told, key=lambda words: (-len(words.split()), words)))))
    return found
