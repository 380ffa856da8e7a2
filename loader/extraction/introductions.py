"""Paragraphs that introduce a list: what a field is about, between its heading and what is done in it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from loader.extraction.sections import Category, Passage
from loader.extraction.sentences import sentences
from loader.rules import rule
from loader.structure.provisions import Node

_MOST_INTRODUCING = 3
"""Paragraphs that introduce a list at the most; more of them are a text of their own."""
_FEWEST_LISTED = 2
"""Items of a list at the least."""
_FEWEST_ORDERS = 2
"""Sentences from which on a paragraph that opens them with some work orders it."""


def introductions(found: Sequence[Passage]) -> frozenset[int]:
    """Return where paragraphs begin that say what a field is about, between its heading and the list of what is done in it.

    "2. Thủy lợi / Thủy lợi là nền tảng của … / Trọng tâm: / a) Sửa chữa các hồ …; b) …"
    """
    starts: set[int] = set()
    for passage in found:
        if passage.category is not Category.MEASURE or not (passage.heading and passage.node.numbered):
            continue
        opening = list(takewhile(lambda child: child.kind == "paragraph" and not child.children, passage.node.children))
        listed = passage.node.children[len(opening) :]
        if len(opening) <= _MOST_INTRODUCING and len(listed) >= _FEWEST_LISTED and _is_list(listed):
            starts.update(child.start for child in opening if not _orders_work(child))
    return frozenset(starts)


def _orders_work(node: Node) -> bool:
    """Whether several sentences of a paragraph open with the name of some work: it says what to do, not what a field is about."""
    works = (rule("heading-body.some-work").holds(sentence.text) for sentence in sentences(node.text))
    return sum(works) >= _FEWEST_ORDERS


def _is_list(nodes: Sequence[Node]) -> bool:
    return all(node.kind in ("point", "bullet", "clause") for node in nodes)
