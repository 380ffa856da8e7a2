"""Rules as data: what recognises something in a text is an entry of a TOML file with examples, not code."""

from __future__ import annotations

from loader.rules.book import Book, book, first, of_packs, remembered, rule, using
from loader.rules.matching import Matcher
from loader.rules.model import Example, FactKind, ReadingRule, Rule, Table, Where

__all__ = [
    "Book",
    "Example",
    "FactKind",
    "Matcher",
    "ReadingRule",
    "Rule",
    "Table",
    "Where",
    "book",
    "first",
    "of_packs",
    "remembered",
    "rule",
    "using",
]
