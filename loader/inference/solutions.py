"""Which measure of a higher plan a measure carries out, judged by the heading that it stands under, or by its words.

A measure of a higher plan may have cues (``ln:cue``, curated): words by which plans below name it. A measure of a plan
that traces to the higher one carries it out when the nearest heading with any cue has one of its cues; without such a
heading, when its own sentence has one. The text of the higher plan itself need not be known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging

_CUES = "SELECT ?measure ?document ?cue { ?measure %(cue)s ?cue ; %(inDocument)s ?document }"
_BELOW = """
SELECT ?measure ?document ?part ?quote WHERE {
  VALUES ?document { %(documents)s }
  ?lower %(tracesTo)s ?document .
  ?measure %(inDocument)s ?lower ; a %(Measure)s ; %(evidence)s ?excerpt .
  ?excerpt %(quote)s ?quote ; %(inProvision)s ?part .
}"""
_WORD = re.compile(r"\w+")
_MOST = 3
# A provision's heading is the start of its text when it has none of its own.
_OWN_START = 40


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that name a measure of a higher plan.

    Attributes:
        measure: the measure.
        words: the words as curated.
    """

    measure: ox.NamedNode
    words: str


@dataclass(frozen=True, slots=True)
class Lower:
    """A measure of a lower plan: the higher document it is held against, its provision and its sentence."""

    node: ox.NamedNode
    document: str
    part: str
    quote: str


@cache
def _plain(text: str) -> str:
    """Return a text without case and punctuation. Marks stay: "truyền thông" (media) is not "truyền thống" (tradition)."""
    return f" {' '.join(_WORD.findall(text.lower()))} "


def _values(store: ox.Store, predicate: ox.NamedNode) -> dict[str, str]:
    found: dict[str, str] = {}
    for quad in store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
            subject, value = quad.subject.value, quad.object.value
            found[subject] = min(found.get(subject, value), value)
    return found


def _read_cues(store: ox.Store) -> dict[str, list[Cue]]:
    """Return the cues by the document of their measure."""
    found: dict[str, list[Cue]] = {}
    solutions = store.query(_CUES % {"cue": LN.cue, "inDocument": LN.inDocument})
    if isinstance(solutions, ox.QuerySolutions):
        for s in solutions:
            measure, document, words = s["measure"], s["document"], s["cue"]
            if (
                isinstance(measure, ox.NamedNode)
                and isinstance(document, ox.NamedNode)
                and isinstance(words, ox.Literal)
            ):
                found.setdefault(document.value, []).append(Cue(measure, words.value))
    return {document: sorted(cues, key=lambda c: (c.measure.value, c.words)) for document, cues in found.items()}


def _read_lower(store: ox.Store, documents: list[str]) -> list[Lower]:
    names = ("tracesTo", "inDocument", "Measure", "evidence", "quote", "inProvision")
    terms = {name: str(getattr(LN, name)) for name in names}
    solutions = store.query(_BELOW % {**terms, "documents": " ".join(f"<{d}>" for d in documents)})
    found: dict[tuple[str, str], Lower] = {}
    if isinstance(solutions, ox.QuerySolutions):
        for s in solutions:
            node, document, part, quote = s["measure"], s["document"], s["part"], s["quote"]
            named = isinstance(document, ox.NamedNode) and isinstance(part, ox.NamedNode)
            if isinstance(node, ox.NamedNode) and isinstance(quote, ox.Literal) and named:
                lower = Lower(node, document.value, part.value, quote.value)
                key = (node.value, document.value)
                # Of several sentences of one measure the first by its IRI counts: the same in every run.
                found[key] = min(found.get(key, lower), lower, key=lambda one: (one.part, one.quote))
    return [found[key] for key in sorted(found)]


def _headings(lower: Lower, headings: Mapping[str, str], above: Mapping[str, str]) -> Iterator[str]:
    """Yield the headings over a measure, the nearest first, without its own words."""
    part: str | None = lower.part
    seen: set[str] = set()
    while part and part not in seen:
        seen.add(part)
        heading = headings.get(part)
        if heading and heading[:_OWN_START] not in lower.quote:
            yield heading
        part = above.get(part)


def solution_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield which measures of higher plans the measures of lower plans carry out."""
    cues = _read_cues(store)
    if not cues:
        return
    headings, above = _values(store, LN.heading), _values(store, LN.partOf)
    counts: dict[str, int] = {}
    for lower in _read_lower(store, sorted(cues)):
        known = cues[lower.document]
        for heading in _headings(lower, headings, above):
            found = _named_in(heading, known)
            if found:
                yield from _judged(lower, found, heading, counts, judging)
                break
        else:
            yield from _judged(lower, _named_in(lower.quote, known), None, counts, judging)


def _named_in(text: str, cues: list[Cue]) -> list[Cue]:
    """Return, of each measure that a text names, the cue that stands first in the text; the first measures named."""
    plain = _plain(text)
    first: dict[str, tuple[int, Cue]] = {}
    for cue in cues:
        place = plain.find(_plain(cue.words))
        if place >= 0 and (cue.measure.value not in first or place < first[cue.measure.value][0]):
            first[cue.measure.value] = (place, cue)
    return [cue for _, cue in sorted(first.values(), key=lambda pair: (pair[0], pair[1].measure.value))][:_MOST]


def _judged(
    lower: Lower, found: list[Cue], heading: str | None, counts: dict[str, int], judging: Judging
) -> Iterator[Triple]:
    for cue in found:
        if not judging.allows(lower.node, LN.carriesOut, cue.measure):
            continue
        counts[lower.node.value] = count = counts.get(lower.node.value, 0) + 1
        node = ox.NamedNode(judging.iris.element(lower.node.value, "carries-out", count))
        label = Basis("Giải pháp cụ thể hóa giải pháp cấp trên", "Measure carries out a measure of a higher plan")
        also = _plain(cue.words) in _plain(lower.quote)
        # A heading that names several measures says of none alone that all below it belongs there.
        sure = heading is not None and (len(found) == 1 or also)
        where_vi, where_en = ("Đề mục", "The heading") if heading else ("Câu", "The sentence")
        basis = Basis(f"{where_vi} có từ ngữ “{cue.words}”.", f"{where_en} has the words “{cue.words}”.")
        grade = Grade.PROBABLE if sure else Grade.UNCERTAIN
        yield from judging.describe(node, LN.Judgement, label, grade, basis)
        yield from judging.statement(node, lower.node, LN.carriesOut, cue.measure)
