"""What a sentence speaks about: which concepts of the thesaurus its words name, and which of them are its own work.

A sentence is read clause by clause (semicolons and full stops part clauses). In each clause the words of concepts are
found from left to right, the longest first; the wider words of the thesaurus only in a sentence that names no work otherwise. A concept is the sentence's own work (``OWN``) unless it stands behind words of
purpose or place ("nhằm", "phục vụ", "gắn với"), behind an example ("như"), in brackets, or is what is spoken or taught
about ("tuyên truyền … về", "kỹ năng"): then it is only ``CONTEXT``, until the next action begins. What follows the colon of
a clause that already says what is done is ``DETAIL``. A sentence that names nothing but context is about that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from loader.inference.wording import (
    CLOSING,
    OPENING,
    Lexicon,
    Phrase,
    Words,
    any_stands,
    plain_words,
    spans,
    syllable_pairs,
    words,
)
from loader.lexicon.concepts import Thesaurus, Vocabulary
from loader.lexicon.expressions import word_list

_SENTENCE_END = re.compile(r"\.(?=\s+[^\W\d_])")
_SENTENCES_AT_HAND, _LEXICONS_AT_HAND = 4096, 16


class Role(IntEnum):
    """How a sentence speaks about something; a greater role is closer to what is done."""

    CONTEXT = 0
    DETAIL = 1
    OWN = 2


class Mention(NamedTuple):  # plans have hundreds of them each, and tuples are made soonest
    """A concept that a sentence names.

    Attributes:
        concept: key of the concept.
        words: the words that name it, as printed.
        role: how the sentence speaks about it.
        clause: its clause in plain form (see ``wording.plain``).
        pairs: the neighbouring syllables of its clause.
        on_policy: it stands behind the words of a review of policies: it is what the policy is about.
        wide: only wider words of the concept name it.
        action: which of the actions of its clause it stands behind, counted from 0.
    """

    concept: str
    words: str
    role: Role
    clause: str
    pairs: frozenset[str]
    on_policy: bool
    wide: bool = False
    action: int = 0


@lru_cache(_LEXICONS_AT_HAND)
def _lexicon_of(known: Vocabulary) -> Lexicon:
    """Return the phrases of a vocabulary."""
    return Lexicon.of(known.thesaurus)


@lru_cache(_LEXICONS_AT_HAND)
def _wide_lexicon_of(known: Vocabulary) -> Lexicon:
    return Lexicon.of(known.thesaurus, wide=True)


@lru_cache(_LEXICONS_AT_HAND)
def _wide_words_of(known: Vocabulary) -> Lexicon:
    return Lexicon.of_wide(known.thesaurus)


def mentions(sentence: str, known: Vocabulary, lexicon: Lexicon | None = None) -> tuple[Mention, ...]:
    """Return the concepts that a sentence names, in the order of their words.

    Args:
        sentence: the sentence, or several.
        known: what it is read with.
        lexicon: the phrases to look for; those of the thesaurus if not given.
    """
    # Plans copy sentences, and several judgements look at each.
    return _known_mentions(known, sentence) if lexicon is None else _mentions(sentence, lexicon)


@lru_cache(_SENTENCES_AT_HAND)
def _known_mentions(known: Vocabulary, sentence: str) -> tuple[Mention, ...]:
    found = _read(known, sentence).mentions
    if any(names_work(mention, known.thesaurus) for mention in found):
        return found
    return wider_mentions(sentence, known)


@lru_cache(_SENTENCES_AT_HAND)
def wider_mentions(sentence: str, known: Vocabulary) -> tuple[Mention, ...]:
    """Return the concepts that a sentence names by any words of theirs, the wider ones, too, even where it names a work otherwise.

    Args:
        sentence: the sentence, or several.
        known: what it is read with.
    """
    if not _wide_words_of(known).stands_in(_sentence(sentence).words):
        return _read(known, sentence).mentions
    return _mentions(sentence, _wide_lexicon_of(known))


def further_mentions(sentence: str, known: Vocabulary) -> tuple[Mention, ...]:
    """Return the works that a sentence names in wider words in such of its clauses as name none otherwise, where others do.

    Args:
        sentence: the sentence, or several.
        known: what it is read with.
    """
    clear = {mention.clause for mention in _read(known, sentence).mentions if names_work(mention, known.thesaurus)}
    return wider_works_beside(clear, sentence, known) if clear else ()


def wider_works_beside(clear: Set[str], sentence: str, known: Vocabulary) -> tuple[Mention, ...]:
    """Return the works that a sentence names in wider words in other than some of its clauses.

    Args:
        clear: these clauses in plain form (see ``wording.plain``).
        sentence: the sentence, or several.
        known: what it is read with.
    """
    whole, wide = _sentence(sentence), _wide_words_of(known)
    others = (words for words in map(whole.between, whole.clauses) if plain_words(words) not in clear)
    if not any(map(wide.stands_in, others)):  # mostly
        return ()
    wider = wider_mentions(sentence, known)
    return tuple(m for m in wider if m.wide and m.role is Role.OWN and m.clause not in clear)


def own_words(sentence: str, known: Vocabulary) -> str:
    """Return the words of a sentence that tell what is done; where others stood between, there is a semicolon.

    Args:
        sentence: the sentence, or several.
        known: what it is read with.
    """
    return _read(known, sentence).own


def names_work(mention: Mention, known: Thesaurus) -> bool:
    """Say whether a mention tells what is done: not only in passing, and more than by what means."""
    concept = known.concepts[mention.concept]
    telling = not (concept.weak or concept.vague or mention.concept in known.means)
    return telling and mention.role >= Role.DETAIL


@dataclass(frozen=True, slots=True)
class _Read:
    """What a sentence names, and its words that tell what is done."""

    mentions: tuple[Mention, ...]
    own: str


@lru_cache(_SENTENCES_AT_HAND)
def _read(known: Vocabulary, sentence: str) -> _Read:
    return _read_with(sentence, _lexicon_of(known))


def _mentions(sentence: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    return _read_with(sentence, lexicon).mentions


def _read_with(sentence: str, lexicon: Lexicon) -> _Read:
    clauses = list(_by_clause(_sentence(sentence), lexicon))
    found = tuple(mention for clause in clauses for mention in clause.mentions)
    if all(mention.role is Role.CONTEXT for mention in found):
        found = tuple(mention._replace(role=Role.DETAIL) for mention in found)
    return _Read(found, " ; ".join(" ".join(clause.own) for clause in clauses))


@lru_cache(_SENTENCES_AT_HAND)
def _sentence(text: str) -> _Sentence:
    return _Sentence(_SENTENCE_END.sub(";", text))


class _Sentence:
    """A text with its words; it is read once for each lexicon."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = words(text)

    @cached_property
    def clauses(self) -> list[range]:
        """Which words its clauses are."""
        ends = [*_parting(self.words), len(self.words)]
        return [range(begin, end) for begin, end in zip([0, *(end + 1 for end in ends)], ends, strict=False)]

    def between(self, places: range) -> Words:
        """Return some of its words."""
        return self.words[places.start : places.stop]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where the words stand, for the sentences that name something."""
        return spans(self.text)


def _by_clause(sentence: _Sentence, lexicon: Lexicon) -> Iterator[_Clause]:
    """Yield the clauses of a sentence, read."""
    several = sentence.words
    told, reviewing = False, False
    for places in sentence.clauses:
        clause = _Clause(sentence, places, lexicon, Role.DETAIL if told else Role.OWN, reviewing)
        clause.read()
        yield clause
        goes_on = places.stop < len(several) and several[places.stop] == ":"
        reviewing = clause.reviewing and goes_on
        if goes_on:
            told = told or any(mention.role is Role.OWN for mention in clause.mentions)


def _parting(several: Words) -> list[int]:
    """Return which words are marks that part clauses; before a bare noun a semicolon only goes on with a list."""
    return [
        at
        for at, word in enumerate(several)
        if word == ":" or (word == ";" and not (at + 1 < len(several) and several[at + 1] in word_list("nouns")))
    ]


class _Clause:
    """Reads one clause from left to right, and keeps how what comes next is said.

    Attributes:
        mentions: the concepts that it names.
        own: its words that are not said in passing, with a semicolon where others stood.
        reviewing: stock is taken of something, so that concepts only say in what state it is.
    """

    def __init__(self, sentence: _Sentence, places: range, lexicon: Lexicon, chief: Role, reviewing: bool) -> None:
        self._sentence, self._begin, self._lexicon, self._chief = sentence, places.start, lexicon, chief
        self._words = sentence.between(places)
        self._plain = plain_words(self._words)
        self._pairs: frozenset[str] | None = None
        self._role, self._brackets, self._action = chief, 0, 0
        self._was_own = True
        self._teaching = self._policy = False
        self.reviewing = reviewing
        self.mentions: list[Mention] = []
        self.own: list[str] = []

    def read(self) -> None:
        """Find what the clause names, and its own words."""
        done, turning, having = 0, self._lexicon.turning, frozenset(self._words)
        for at, begun in self._lexicon.places(self._words):
            if at < done:
                continue
            self._pass(done, at)
            if self._words[at] in turning:
                self._turn(at)
            standing = begun.standing(self._words, at, having) if begun is not None else ()
            if not standing:
                done = at + 1
                self._pass(at, done)
                continue
            found = [(phrase, end) for phrase, end in standing if phrase.fits(self._plain)]
            done = max((end for phrase, end in found if phrase.closed), default=at + 1)
            self._pass(at, done)
            for phrase, behind in found:
                if phrase.concept is not None:
                    self.mentions.append(self._mention(phrase, phrase.concept, at, behind))
            for phrase, _ in found:
                self._remember(phrase.concept)
        self._pass(done, len(self._words))

    def _pass(self, begin: int, end: int) -> None:
        """Go over words that are all said in one way."""
        if begin == end:
            return
        is_own = self._role is not Role.CONTEXT and self._brackets <= 0
        if is_own:
            self.own += self._words[begin:end]
        elif self._was_own:
            self.own.append(";")
        self._was_own = is_own

    def _turn(self, at: int) -> None:
        """Let the word at a place change how what follows is said."""
        word = self._words[at]
        self._brackets += (word in OPENING) - (word in CLOSING)
        resumes = at > 0 and self._words[at - 1] in word_list("resumes")
        if resumes and any_stands(self._lexicon.actions, self._words, at):
            self._action += 1
            self._role, self.reviewing = self._chief, False
        if any_stands(self._lexicon.context, self._words, at) or (self._teaching and word in word_list("taught")):
            self._role = Role.CONTEXT

    def _remember(self, concept: str | None) -> None:
        """Let a concept change how what follows is said."""
        known = self._lexicon.thesaurus
        if concept in known.speaking or concept in known.linking:
            self._role = Role.CONTEXT
        self._teaching = self._teaching or concept in known.teaching
        self._policy = self._policy or concept in known.policies
        self.reviewing = self.reviewing or concept in known.reviewing

    def _mention(self, phrase: Phrase, concept: str, at: int, end: int) -> Mention:
        state = self.reviewing and concept in self._lexicon.thesaurus.reviewed
        role = Role.CONTEXT if self._brackets > 0 or state else self._role
        places, begin = self._sentence.spans, self._begin
        printed = self._sentence.text[places[begin + at][0] : places[begin + end - 1][1]]
        if self._pairs is None:  # most clauses that are read again name nothing
            self._pairs = syllable_pairs(self._plain)
        return Mention(concept, printed, role, self._plain, self._pairs, self._policy, phrase.wide, self._action)
