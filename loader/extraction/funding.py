"""Sources of money that the part on funding names, with amounts where printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from loader.extraction.evidence import EvidenceRecorder, trimmed
from loader.extraction.quantities import decimal_of
from loader.extraction.sections import Category, Passage
from loader.facts import Funding
from loader.rules import book, first, rule
from loader.structure.provisions import Node
from loader.text import MappedText

_SHORTEST_SOURCE = 8
"""Characters of the shortest words that can name a source."""


def funding(found: Sequence[Passage], recorder: EvidenceRecorder) -> list[Funding]:
    """Return the sources of money in reading order."""
    result: list[Funding] = []
    seen: set[str] = set()
    for passage in found:
        node = passage.node
        if node.grid is not None or (passage.heading and node.children):
            continue
        if passage.category is not Category.FUNDING and not rule("funding-source.own-paragraph").holds(node.text.text):
            continue
        for item in _sources(node.text, node, recorder):
            if item.source.lower() not in seen:
                seen.add(item.source.lower())
                result.append(item)
    return result or [item for passage in found for item in _scattered(passage, recorder)]


def _scattered(passage: Passage, recorder: EvidenceRecorder) -> list[Funding]:
    """Return the sources that sentences on organisation name, for a plan without a part on funding."""
    if passage.category is not Category.ORGANISATION or passage.node.grid is not None:
        return []
    text = passage.node.text
    spans: list[tuple[int, int]] = []
    for name in ("funding-source.in-sentence", "funding-source.budgeted"):
        for m in rule(name).all(text.text):
            if all(m.end("source") <= start or end <= m.start("source") for start, end in spans):
                spans.append(m.span("source"))
    return [
        Funding(
            text.text[start:end].strip(),
            None,
            None,
            recorder.read(text[start:end], passage.node, "funding.scattered"),
        )
        for start, end in sorted(spans)
    ]


def _sources(words: MappedText, node: Node, recorder: EvidenceRecorder) -> list[Funding]:
    result: list[Funding] = []
    for piece in _pieces(words):
        clean = trimmed(piece)
        text = clean.text
        if len(text) < _SHORTEST_SOURCE:
            continue
        stripped = _without_lead_in(text)
        total = rule("funding-source.total").find(stripped)
        if total and not rule("funding-source.source").holds(stripped[total.end() :]):
            continue
        stripped = stripped[total.end() :] if total else stripped
        # The amount of the whole, in front of its first part, is not that part's.
        lead = text[: len(text) - len(stripped)]
        text = stripped if rule("funding-source.opens-parts").holds(lead) else text
        tail = rule("funding-source.tail").find(stripped)
        source = (stripped[: tail.start()] if tail else stripped).strip(" ./,:;–-")
        amount = rule("funding-source.amount").find(text)
        if not source or not (_names_source(source) or amount):
            continue
        if not amount and rule("funding-source.no-source").holds(source):
            continue
        source = rule("funding-source.amount").replaced(source, "").strip(" .,:;–-()") if amount else source
        value: Decimal | None = decimal_of(amount["value"]) if amount else None
        result.append(
            Funding(
                source or text, value, amount["unit"] if amount else None, recorder.read(clean, node, "funding.source")
            )
        )
    return result


def _pieces(words: MappedText) -> list[MappedText]:
    """Return the parts of a sentence that each name a source; "A và B 10 tỷ đồng" has one amount for both and stays whole."""
    amount = rule("funding-source.amount")
    bounds: list[tuple[int, int]] = []
    begin, joined = 0, False
    for start, stop, kind in [*_joints(words.text), (len(words), len(words), "")]:
        shared = joined and not amount.find(words.text, *bounds[-1]) and amount.find(words.text, begin, start)
        if shared:
            bounds[-1] = (bounds[-1][0], start)
        else:
            bounds.append((begin, start))
        joined = kind == "and"
        begin = stop
    return [words[a:b] for a, b in bounds if b > a]


def _joints(text: str) -> list[tuple[int, int, str]]:
    """Return where the sources of a sentence part: start, end and kind of what stands between two of them."""
    found = [(m.start(), m.end(), joint.gives) for joint in book().matchers("funding-joint") for m in joint.all(text)]
    kept: list[tuple[int, int, str]] = []
    for joint in sorted(found):
        if not kept or joint[0] >= kept[-1][1]:
            kept.append(joint)
    return kept


def _without_lead_in(text: str) -> str:
    """Return the words of a source less "Kinh phí được lấy từ …"."""
    while (lead := first("funding-lead", text)) is not None and lead[1].end():
        text = text[lead[1].end() :]
    return text


def _names_source(text: str) -> bool:
    return rule("funding-source.source").holds(text) or rule("funding-source.named").holds(text)
