"""A sentence of a plan with what it speaks about, and words that tell a reader so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from loader.inference.judging import Basis
from loader.inference.mentions import Mention, further_mentions, mentions
from loader.inference.wording import Lexicon, plain, syllable_pairs
from loader.lexicon.concepts import Thesaurus, Vocabulary
from loader.lexicon.expressions import expression

_MOST_WORDS = 3
_SENTENCES_AT_HAND = 4096


@dataclass(frozen=True, slots=True)
class Said:
    """What a task or measure says.

    Attributes:
        node: the task or measure.
        mentions: the concepts that it names.
        pairs: its neighbouring syllables.
        text: the sentence.
    """

    node: ox.NamedNode
    mentions: tuple[Mention, ...]
    pairs: frozenset[str]
    text: str = ""

    @classmethod
    def of(cls, node: ox.NamedNode, sentence: str, known: Vocabulary, lexicon: Lexicon | None = None) -> Said:
        """Return what a sentence says; who is told to do it ("chỉ đạo các cơ sở dạy nghề mở lớp") is no work of its own."""
        sentence = expression("led-body").sub("", sentence, count=1)
        found = mentions(sentence, known, lexicon)
        further = () if all(mention.wide for mention in found) else further_mentions(sentence, known)
        return cls(node, (*found, *further), _pairs(sentence), sentence)

    @property
    def clear(self) -> tuple[Mention, ...]:
        """What it names in words that are not wide; all that it names, where all words are."""
        return tuple(mention for mention in self.mentions if not mention.wide) or self.mentions


@lru_cache(_SENTENCES_AT_HAND)
def _pairs(sentence: str) -> frozenset[str]:
    return syllable_pairs(plain(sentence))


def printed(several: Iterable[Mention]) -> str:
    """Return the words of mentions in quotation marks, each once, the first few; none that is a part of another."""
    different: dict[str, str] = {}
    for mention in several:
        different.setdefault(mention.words.lower(), mention.words)
    if len(different) == 1:  # mostly
        return f"“{next(iter(different.values()))}”"
    whole = [w for key, w in different.items() if not any(key != other and key in other for other in different)]
    return ", ".join(f"“{words}”" for words in whole[:_MOST_WORDS])


def about(concepts: Sequence[str], several: Sequence[Mention], known: Thesaurus) -> Basis:
    """Return of what a sentence speaks, each concept with the words that name it, in both languages."""
    named = [(known.concepts[key], printed(m for m in several if m.concept == key)) for key in concepts]
    return Basis(
        "; ".join(f"{concept.vi} ({words})" for concept, words in named),
        "; ".join(f"{concept.en} ({words})" for concept, words in named),
    )
