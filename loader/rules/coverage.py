"""Which rules a text makes fire: a book whose rules write down what they match while documents are read."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from loader.rules.book import Book, using
from loader.rules.examples import mutants
from loader.rules.matching import Matcher
from loader.rules.model import Rule

_MOST_TEXTS = 300  # of one rule; enough to tell which of its alternatives are needed


class Recording:
    """What the rules of a book match while documents are read ``with recording.of(name)``."""

    def __init__(self, rulebook: Book) -> None:
        self._documents: dict[str, set[str]] = {}
        self._texts: dict[str, dict[str, str]] = {}
        self._document = ""
        self._book = rulebook.tried_with(_recorder(self))

    @contextmanager
    def of(self, document: str) -> Iterator[None]:
        """Let everything inside read with the rules, as of one document."""
        self._document = document
        self._book.forget()
        with using(self._book):
            yield

    def add(self, rule: Rule, text: str, words: str) -> None:
        """Write down that a rule matched words of a text."""
        self._documents.setdefault(rule.id, set()).add(self._document)
        texts = self._texts.setdefault(rule.id, {})
        if len(texts) < _MOST_TEXTS:
            texts.setdefault(text, words)

    def documents(self, rule: Rule) -> frozenset[str]:
        """Return the documents in which a rule matched."""
        return frozenset(self._documents.get(rule.id, ()))

    def counts(self) -> dict[str, int]:
        """Return in how many documents each rule matched, by id; those that did not are left out."""
        return {rule: len(documents) for rule, documents in self._documents.items()}

    def unused_parts(self, rule: Rule, pieces: Mapping[str, str]) -> Iterator[str]:
        """Yield the parts of a rule's pattern without which it would match the same words of all the texts it matched."""
        for mutant in mutants(rule):
            if mutant.lost.startswith("unless"):
                continue
            smaller = Matcher(replace(rule, pattern=mutant.pattern), pieces)
            for text, words in self._texts.get(rule.id, {}).items():
                found = smaller.find(text)
                if found is None or found[0] != words:
                    break
            else:
                yield mutant.lost


def _recorder(recording: Recording) -> type[Matcher]:
    class Recorder(Matcher):
        """A matcher that writes down what it matches."""

        __slots__ = ()

        def find(self, text: str, pos: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
            found = super().find(text, pos, end)
            if found is not None:
                recording.add(self.rule, text[pos:end], found[0])
            return found

        def all(self, text: str, pos: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
            for found in super().all(text, pos, end):
                recording.add(self.rule, text[pos:end], found[0])
                yield found

    return Recorder
