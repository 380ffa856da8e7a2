"""What a sentence speaks about: which concepts of the thesaurus its words name, and which of them are its own work.

A sentence is read clause by clause (semicolons and full stops part clauses). In each clause the words of concepts are
found from left to right, the longest first; the wider words of the thesaurus only in a sentence that names no work otherwise. A concept is the sentence's own work (``OWN``) unless it stands behind words of
purpose or place ("nhằm", "phục vụ", "gắn với"), behind an example ("như"), in brackets, or is what is spoken or taught
about ("tuyên truyền … về", "kỹ năng"): then it is only ``CONTEXT``, until the next action begins. What follows the colon of
a clause that already says what is done is ``DETAIL``. A sentence that names nothing but context is about that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import lru_cache

from loader.inference.wording import Lexicon, Phrase, Token, any_stands, plain_tokens, syllable_pairs, tokens_of
from loader.lexicon.concepts import Thesaurus, Vocabulary

_SENTENCE_END = re.compile(r"\.(?=\s+[^\W\d_])")
_SENTENCES_AT_HAND, _LEXICONS_AT_HAND = 4096, 16
_TAUGHT = frozenset({"kỹ", "kiến", "trình", "về"})
# The last token before an action that stands on its own again: "…, xây dựng", "đồng thời xây dựng".
_RESUMES = frozenset({",", "thời"})
# What a clause of a plan never begins with: it begins with what is to be done.
_NOUNS = frozenset({"các", "những", "cho", "người"})
_OPENS, _CLOSES = frozenset("(["), frozenset(")]")
_CHANGING = _OPENS | _CLOSES | _TAUGHT
"""Words and marks that change how what follows is said, besides those of the lexicon."""


class Role(IntEnum):
    """How a sentence speaks about something; a greater role is closer to what is done."""

    CONTEXT = 0
    DETAIL = 1
    OWN = 2


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept that a sentence names.

    Attributes:
        concept: key of the concept.
        words: the words that name it, as printed.
        role: how the sentence speaks about it.
        clause: its clause in plain form (see ``wording.plain``).
        pairs: the neighbouring syllables of its clause.
        on_policy: it stands behind the words of a review of policies: it is what the policy is about.
        wide: only wider words of the concept name it.
    """

    concept: str
    words: str
    role: Role
    clause: str
    pairs: frozenset[str]
    on_policy: bool
    wide: bool = False


@lru_cache(_LEXICONS_AT_HAND)
def _lexicon_of(known: Vocabulary) -> Lexicon:
    """Return the phrases of a vocabulary."""
    return Lexicon.of(known.thesaurus)


@lru_cache(_LEXICONS_AT_HAND)
def _wide_lexicon_of(known: Vocabulary) -> Lexicon:
    return Lexicon.of(known.thesaurus, wide=True)


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
    found = _mentions(sentence, _lexicon_of(known))
    if any(names_work(mention, known.thesaurus) for mention in found):
        return found
    return _mentions(sentence, _wide_lexicon_of(known))


@lru_cache(_SENTENCES_AT_HAND)
def wider_mentions(sentence: str, known: Vocabulary) -> tuple[Mention, ...]:
    """Return the concepts that a sentence names by any words of theirs, the wider ones, too, even where it names a work otherwise.

    Args:
        sentence: the sentence, or several.
        known: what it is read with.
    """
    return _mentions(sentence, _wide_lexicon_of(known))


@lru_cache(_SENTENCES_AT_HAND)
def own_words(sentence: str, known: Vocabulary) -> str:
    """Return the words of a sentence that tell what is done; where others stood between, there is a semicolon.

    Args:
        sentence: the sentence, or several.
        known: what it is read with.
    """
    text = _SENTENCE_END.sub(";", sentence)
    tokens = tokens_of(text)
    ends = [i for i in range(len(tokens)) if _parts(tokens, i)]
    clauses = (tokens[begin:end] for begin, end in zip((0, *(i + 1 for i in ends)), (*ends, len(tokens)), strict=True))
    lexicon = _lexicon_of(known)
    return " ; ".join(" ".join(_Clause(one, text, lexicon, Role.OWN).own_words()) for one in clauses)


def names_work(mention: Mention, known: Thesaurus) -> bool:
    """Say whether a mention tells what is done: not only in passing, and more than by what means."""
    concept = known.concepts[mention.concept]
    telling = not (concept.weak or concept.vague or mention.concept in known.means)
    return telling and mention.role >= Role.DETAIL


def _mentions(sentence: str, lexicon: Lexicon) -> tuple[Mention, ...]:
    found = tuple(_by_clause(_SENTENCE_END.sub(";", sentence), lexicon))
    if all(mention.role is Role.CONTEXT for mention in found):
        return tuple(replace(mention, role=Role.DETAIL) for mention in found)
    return found


def _by_clause(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    tokens = tokens_of(text)
    begin, told, reviewing = 0, False, False
    for end in (*(i for i in range(len(tokens)) if _parts(tokens, i)), len(tokens)):
        reading = _Clause(tokens[begin:end], text, lexicon, Role.DETAIL if told else Role.OWN, reviewing)
        found = list(reading.mentions())
        yield from found
        reviewing = reading.reviewing and end < len(tokens) and tokens[end].plain == ":"
        if end < len(tokens) and tokens[end].plain == ":":
            told = told or any(mention.role is Role.OWN for mention in found)
        begin = end + 1


def _parts(tokens: Sequence[Token], at: int) -> bool:
    """Say whether a mark parts clauses; before a bare noun a semicolon only goes on with a list."""
    mark = tokens[at].plain
    if mark != ";":
        return mark == ":"
    return not (at + 1 < len(tokens) and tokens[at + 1].plain in _NOUNS)


class _Clause:
    """Reads one clause from left to right, and keeps how what comes next is said.

    Attributes:
        reviewing: stock is taken of something, so that concepts only say in what state it is.
    """

    def __init__(
        self, tokens: Sequence[Token], text: str, lexicon: Lexicon, chief: Role, reviewing: bool = False
    ) -> None:
        self._tokens, self._text, self._lexicon, self._chief = tokens, text, lexicon, chief
        self._words = tuple(token.plain for token in tokens)
        self._plain = plain_tokens(tokens)
        self._pairs: frozenset[str] | None = None
        self._role, self._brackets = chief, 0
        self._teaching = self._policy = False
        self.reviewing = reviewing

    def mentions(self) -> Iterator[Mention]:
        """Yield the concepts that the clause names."""
        at = 0
        first, words = self._lexicon.first, self._words
        while at < len(words):
            if words[at] not in first and words[at] not in _CHANGING:
                at += 1  # most words
                continue
            self._turn(at)
            found = self._found(at)
            for phrase, end in found:
                if phrase.concept is not None:
                    yield self._mention(phrase, phrase.concept, at, end)
            for phrase, _ in found:
                self._remember(phrase.concept)
            at = max((end for phrase, end in found if phrase.closed), default=at + 1)

    def own_words(self) -> Iterator[str]:
        """Yield the words that are not said in passing, with a semicolon where others stood."""
        at, own = 0, True
        while at < len(self._words):
            self._turn(at)
            found = self._found(at)
            end = max((end for phrase, end in found if phrase.closed), default=at + 1)
            if self._role is not Role.CONTEXT and self._brackets <= 0:
                yield from self._words[at:end]
            elif own:
                yield ";"
            own = self._role is not Role.CONTEXT and self._brackets <= 0
            for phrase, _ in found:
                self._remember(phrase.concept)
            at = end

    def _turn(self, at: int) -> None:
        """Let the word at a place change how what follows is said."""
        word = self._words[at]
        self._brackets += (word in _OPENS) - (word in _CLOSES)
        resumes = at > 0 and self._words[at - 1] in _RESUMES
        told_aside = self._role is Role.CONTEXT or self.reviewing
        if resumes and told_aside and any_stands(self._lexicon.actions, self._words, at):
            self._role, self.reviewing = self._chief, False
        if any_stands(self._lexicon.context, self._words, at) or (self._teaching and word in _TAUGHT):
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
        printed = self._text[self._tokens[at].start : self._tokens[end - 1].end]
        state = self.reviewing and concept in self._lexicon.thesaurus.reviewed
        role = Role.CONTEXT if self._brackets > 0 or state else self._role
        if self._pairs is None:  # most clauses that are read again name nothing
            self._pairs = syllable_pairs(self._plain)
        return Mention(concept, printed, role, self._plain, self._pairs, self._policy, phrase.wide)

    def _found(self, at: int) -> list[tuple[Phrase, int]]:
        """Return the phrases that begin at a token: of those side by side the longest, and longer ones with a gap."""
        following = self._words[at + 1] if at + 1 < len(self._words) else ""
        phrases = self._lexicon.beginning(self._words[at], following)
        ends = [(phrase, end) for phrase in phrases if (end := phrase.end(self._words, at)) is not None]
        if not ends:
            return []
        longest = max((end for phrase, end in ends if phrase.closed), default=0)
        return [
            (phrase, end)
            for phrase, end in ends
            if (end == longest if phrase.closed else end > longest) and phrase.fits(self._plain)
        ]
