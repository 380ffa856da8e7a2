"""Phrases to be found in sentences, by their first word, and how alike two wordings are.

Words are compared in small letters with tone marks in one place; diacritics stay: "truyền thông" (media) is not "truyền
thống" (tradition).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain, pairwise

from loader.graph.spelling import tone_on_first_vowel
from loader.lexicon.concepts import Concept, Objects, Thesaurus, Wide
from loader.lexicon.expressions import expression, word_list

_TOKEN = re.compile(r"\w+(?:[/.-]\w+)*|[;:,.()\[\]…]")
_MARKS = frozenset(";:,.()[]…")
OPENING, CLOSING = frozenset("(["), frozenset(")]")
BRACKETS = OPENING | CLOSING
_GAP = 8
_TEXTS_AT_HAND = 4096
# Two wordings of a few words share some of them by chance.
_SHORTEST = 4

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words to be found.

    Attributes:
        parts: the words; between two parts a few others may stand.
        concept: key of what they name, None for words that are set aside.
        with_: it names it only if one of these stands in the same clause; none asked when empty.
        unless: it does not if one of these does.
        wide: it is one of the wider words of its concept.
        second: its second word, if it stands behind the first.
        behind: the words behind its gaps.
        closed: whether its words stand side by side.
    """

    parts: tuple[Words, ...]
    concept: str | None
    with_: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    wide: bool = False
    second: str | None = field(init=False)
    behind: frozenset[str] = field(init=False)
    closed: bool = field(init=False)

    def __post_init__(self) -> None:
        """Say what the second word is, what stands behind gaps, and whether there are any."""
        object.__setattr__(self, "behind", frozenset(word for part in self.parts[1:] for word in part))
        object.__setattr__(self, "second", self.parts[0][1] if len(self.parts[0]) > 1 else None)
        object.__setattr__(self, "closed", len(self.parts) == 1)

    def end(self, text: Words, at: int) -> int | None:
        """Return the index behind the phrase when it begins at a word of a text, else None."""
        first = self.parts[0]
        end = at + len(first)
        if text[at:end] != first:
            return None
        if self.closed:
            return end
        for part in self.parts[1:]:
            place = next((i for i in range(end, min(end + _GAP + 1, len(text))) if stands(part, text, i)), None)
            if place is None:
                return None
            end = place + len(part)
        return end

    def fits(self, clause: str) -> bool:
        """Say whether the clause, in plain form, lets the phrase name its concept."""
        return (not self.with_ or holds(clause, self.with_)) and not (self.unless and holds(clause, self.unless))


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Phrases that may begin with the same words.

    Attributes:
        phrases: all of them.
        closed: those whose words stand side by side, by these words.
        lengths: how many words these have, the most first.
        gapped: those with a gap.
    """

    phrases: tuple[Phrase, ...]
    closed: Mapping[Words, tuple[Phrase, ...]]
    lengths: tuple[int, ...]
    gapped: tuple[Phrase, ...]

    @classmethod
    def of(cls, phrases: tuple[Phrase, ...]) -> Beginnings:
        """Sort phrases by how they are looked for."""
        closed: dict[Words, tuple[Phrase, ...]] = {}
        for phrase in phrases:
            if phrase.closed:
                closed[phrase.parts[0]] = (*closed.get(phrase.parts[0], ()), phrase)
        lengths = tuple(sorted({len(parts) for parts in closed}, reverse=True))
        return cls(phrases, closed, lengths, tuple(phrase for phrase in phrases if not phrase.closed))

    def standing(self, text: Words, at: int, having: frozenset[str]) -> list[tuple[Phrase, int]]:
        """Return the phrases that stand at a place, with where they end: of those side by side the longest, and longer ones with a gap.

        Args:
            text: the words.
            at: the place.
            having: the different words of the text.
        """
        found: tuple[Phrase, ...] = ()
        longest = 0
        for length in self.lengths:
            side_by_side = text[at : at + length]
            if side_by_side in self.closed:
                found, longest = self.closed[side_by_side], at + len(side_by_side)
                break
        together = [(phrase, longest) for phrase in found] if found else []
        if not self.gapped:
            return together
        for phrase in self.gapped:
            if phrase.behind <= having and (end := phrase.end(text, at) or 0) > longest:
                together.append((phrase, end))
        return sorted(together, key=lambda one: self.phrases.index(one[0])) if len(together) > 1 else together


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first words, and words that change how what stands behind them is said.

    Attributes:
        phrases: by a first word and a second one, the phrases that begin with them or ask for no second word; with None
            instead of the second word, the latter only.
        context: words behind which context is said.
        actions: words with which an action begins.
        turning: the first words of these two, brackets, and words that say what is taught.
        first: these, and the first words of phrases.
        thesaurus: what the phrases name.
    """

    phrases: Mapping[tuple[str, str | None], Beginnings]
    context: Mapping[str, tuple[Words, ...]]
    actions: Mapping[str, tuple[Words, ...]]
    turning: frozenset[str]
    first: frozenset[str]
    thesaurus: Thesaurus

    @classmethod
    def of(cls, known: Thesaurus, cues: Iterable[tuple[str, str]] = (), *, wide: bool = False) -> Lexicon:
        """Return the phrases of a thesaurus, its wider words if asked, and further cues: what they name and their words."""
        aside = [Phrase((words(text),), None) for text in known.aside]
        named = [phrase for concept in known.concepts.values() for phrase in _phrases(concept.key, concept)]
        further = [Phrase((words(text),), key) for key, text in cues]
        return cls._of((*aside, *named, *(_wide_phrases(known) if wide else ()), *further), known)

    @classmethod
    def of_wide(cls, known: Thesaurus) -> Lexicon:
        """Return the wider words of a thesaurus only."""
        return cls._of(_wide_phrases(known), known)

    @classmethod
    def _of(cls, phrases: Iterable[Phrase], known: Thesaurus) -> Lexicon:
        found: dict[str, list[Phrase]] = {}
        for phrase in phrases:
            if phrase.parts[0]:
                found.setdefault(phrase.parts[0][0], []).append(phrase)
        beginning = {
            (first, second): Beginnings.of(tuple(p for p in several if p.second is None or p.second == second))
            for first, several in found.items()
            for second in {None, *(p.second for p in several)}
        }
        context, actions = _by_first(known.context), _by_first(known.actions)
        turning = frozenset((*context, *actions, *BRACKETS, *word_list("taught")))
        begun = {pair: some for pair, some in beginning.items() if some.phrases}
        return cls(begun, context, actions, turning, turning | found.keys(), known)

    def stands_in(self, text: Words) -> bool:
        """Say whether any phrase stands in a text, whatever else stands there."""
        having = frozenset(text)
        return any(begun is not None and begun.standing(text, at, having) for at, begun in self.places(text))

    def places(self, text: Words) -> list[tuple[int, Beginnings | None]]:
        """Return where a phrase may begin, with those that may, or where something may change how what follows is said."""
        phrases, turning, firsts = self.phrases, self.turning, self.first
        return [
            (at, begun)
            for at, (first, second) in enumerate(zip(text, (*text[1:], ""), strict=False))
            if first in firsts
            and ((begun := phrases.get((first, second)) or phrases.get((first, None))) or first in turning)
        ]


def _phrases(key: str, said: Concept | Wide) -> list[Phrase]:
    with_ = tuple(plain(text) for text in said.with_)
    unless = tuple(plain(text) for text in said.unless)
    wide = isinstance(said, Wide)
    sure = () if isinstance(said, Wide) else said.sure
    return [
        *(Phrase(_parted(text), key, with_, unless, wide) for text in said.words),
        *(Phrase(_parted(text), key) for text in sure),
    ]


def _parted(text: str) -> tuple[Words, ...]:
    return tuple(words(part) for part in text.split("~"))


def _wide_phrases(known: Thesaurus) -> list[Phrase]:
    return [phrase for more in known.wide for phrase in _phrases(more.concept, more)]


def _by_first(several: Iterable[str]) -> dict[str, tuple[Words, ...]]:
    found: dict[str, list[Words]] = {}
    for text in several:
        parts = words(text)
        found.setdefault(parts[0], []).append(parts)
    return {first: tuple(parts) for first, parts in found.items()}


@lru_cache(_TEXTS_AT_HAND)
def words(text: str) -> Words:
    """Return the words and marks of a text in plain form; several judgements look at the same sentences."""
    whole = _as_long(text)
    if whole is not None:
        return tuple(_TOKEN.findall(whole))
    return tuple([tone_on_first_vowel(found.lower()) for found in _TOKEN.findall(text)])


def spans(text: str) -> list[tuple[int, int]]:
    """Return where each of the words and marks of a text stands in it."""
    whole = _as_long(text)
    if whole is None:
        return [found.span() for found in _TOKEN.finditer(text)]
    found, end = [], 0
    for word in words(text):  # between two words nothing stands that a word could begin with
        at = whole.index(word, end)
        end = at + len(word)
        found.append((at, end))
    return found


@lru_cache(_TEXTS_AT_HAND)
def _as_long(text: str) -> str | None:
    """Return a text in plain form; None where places in it would be others than in the text."""
    whole = tone_on_first_vowel(text.lower())
    return whole if len(whole) == len(text) else None


def plain(text: str) -> str:
    """Return the words of a text in plain form, without marks, with a space at either end."""
    return plain_words(words(text))


def plain_words(several: Iterable[str]) -> str:
    """Return words in plain form without the marks among them, with a space at either end."""
    return f" {' '.join([word for word in several if word not in _MARKS])} "


def stands(parts: Words, text: Words, at: int) -> bool:
    """Say whether words stand at a place of a text."""
    return text[at : at + len(parts)] == parts


def any_stands(several: Mapping[str, tuple[Words, ...]], text: Words, at: int) -> bool:
    """Say whether one of several runs of words stands at a place of a text."""
    runs = several.get(text[at])
    return runs is not None and any(stands(parts, text, at) for parts in runs)


def holds(clause: str, several: Iterable[str]) -> bool:
    """Say whether any of several phrases stands in a clause, all in plain form."""
    return any(text in clause for text in several)


@lru_cache(_TEXTS_AT_HAND)
def things_named(clause: str, objects: Objects) -> frozenset[int]:
    """Return the places of the groups of which a clause, in plain form, names a thing."""
    return frozenset(at for at, group in enumerate(objects.groups) if holds(clause, map(plain, group)))


def says(text: str, several: str) -> bool:
    """Say whether words stand in a text; where "~" is between them, a few others may stand."""
    phrase = Phrase(tuple(words(part) for part in several.split("~")), None)
    spoken = words(text)
    return any(phrase.end(spoken, at) is not None for at in range(len(spoken)))


@lru_cache(_TEXTS_AT_HAND)
def syllable_pairs(clause: str) -> frozenset[str]:
    """Return the neighbouring syllables of a clause in plain form: Vietnamese words are mostly two syllables.

    What instruments it cites does not count: two sentences that cite the same decree need not do the same work.
    """
    return frozenset(map(" ".join, pairwise(without_cited(clause).split())))


def without_cited(clause: str) -> str:
    """Return a clause in plain form without the instruments that it cites."""
    return expression("cited-instrument").sub(" ", clause) if expression("instrument-number").search(clause) else clause


def likeness(one: frozenset[str], other: frozenset[str], shortest: int = _SHORTEST) -> float:
    """Return the share of the shorter wording's pairs that stand in the other, 0 to 1; 0 if it has hardly any.

    Args:
        one: the neighbouring syllables of a wording.
        other: those of another.
        shortest: wordings of fewer pairs are like nothing.
    """
    shorter = min(len(one), len(other))
    return len(one & other) / shorter if shorter >= shortest else 0.0


class Pairs:
    """The neighbouring syllables of many wordings, by which those that share some with another are found."""

    def __init__(self, wordings: Sequence[frozenset[str]]) -> None:
        """Take wordings, which are known by their places."""
        self._sizes = list(map(len, wordings))
        self._places: dict[str, list[int]] = {}
        for place, pairs in enumerate(wordings):
            for pair in pairs:
                self._places.setdefault(pair, []).append(place)

    def like(self, pairs: frozenset[str], least: float, shortest: int) -> list[tuple[int, float]]:
        """Return the places of the wordings that are like one, in order, and how much (see ``likeness``); ``least`` is above 0."""
        having = Counter(chain.from_iterable(self._places.get(pair, ()) for pair in pairs))
        size, found = len(pairs), []
        for place in sorted(having):
            shorter = min(size, self._sizes[place])
            if shorter >= shortest and having[place] / shorter >= least:
                found.append((place, having[place] / shorter))
        return found
