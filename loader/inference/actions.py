"""Which measure a task carries out, and which indicator an action supports, judged by the words of both.

A task carries out a measure of its own plan when their sentences share enough words that are rare in that plan (cosine
of the words' weights). An action supports an indicator when it uses the words of ``themes.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.judging import Basis, Grade, Judging
from loader.lexicon import themes
from loader.slugs import slug

_DOCUMENTS = """
SELECT DISTINCT ?document WHERE { VALUES ?type { %(Task)s %(Measure)s } ?action a ?type ; %(inDocument)s ?document }
ORDER BY ?document"""
# Read off the pairs of the first documents: from 0.5 on two sentences say the same, below 0.2 most do not.
_CARRIES_OUT = 0.2
_CARRIES_OUT_WELL = 0.5
_MOST_MEASURES = 3
_MOST_SHARED_BY = 0.5
_EARLY = 120
_HERE = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Action:
    """A task or measure with its words."""

    node: ox.NamedNode
    task: bool
    quote: str
    words: frozenset[str]


def _pairs(text: str) -> frozenset[str]:
    """Return the neighbouring syllables of a text: Vietnamese words are mostly two syllables."""
    syllables = slug(text).split("-")
    return frozenset(f"{a} {b}" for a, b in pairwise(syllables))


def _terms() -> dict[str, str]:
    return {name: str(getattr(LN, name)) for name in ("Task", "Measure", "inDocument")}


def _documents(store: ox.Store) -> list[ox.NamedNode]:
    solutions = store.query(_DOCUMENTS % _terms())
    found = [s["document"] for s in solutions] if isinstance(solutions, ox.QuerySolutions) else []
    return [document for document in found if isinstance(document, ox.NamedNode)]


def _read_actions(store: ox.Store, document: ox.NamedNode) -> list[Action]:
    """Return the tasks and measures of a document, by IRI.

    Looked up statement by statement: a query would be answered from the type, for all documents once more for each.
    """
    found: dict[str, Action] = {}
    for quad in store.quads_for_pattern(None, LN.inDocument, document, _HERE):
        node = quad.subject
        if not isinstance(node, ox.NamedNode):
            continue
        task = ox.Quad(node, RDF.type, LN.Task, _HERE) in store
        if not task and ox.Quad(node, RDF.type, LN.Measure, _HERE) not in store:
            continue
        for quote in _quotes(store, node):
            found[node.value] = Action(node, task, quote, _pairs(quote))
    return [found[iri] for iri in sorted(found)]


def _quotes(store: ox.Store, node: ox.NamedNode) -> list[str]:
    excerpts = [quad.object for quad in store.quads_for_pattern(node, LN.evidence, None, _HERE)]
    quotes = (
        quad.object
        for excerpt in excerpts
        if isinstance(excerpt, ox.NamedNode)
        for quad in store.quads_for_pattern(excerpt, LN.quote, None, _HERE)
    )
    return sorted(quote.value for quote in quotes if isinstance(quote, ox.Literal))


def action_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield what tasks carry out and what tasks and measures support; measures that no task carries out are marked."""
    for document in _documents(store):
        # One document at a time: the words of all plans would not fit into memory.
        actions = _read_actions(store, document)
        for action in actions:
            yield from _supports(action, judging)
        yield from _carried_out(actions, judging)


def _carried_out(actions: Sequence[Action], judging: Judging) -> Iterator[Triple]:
    tasks = [a for a in actions if a.task]
    measures = [a for a in actions if not a.task]
    if not tasks or not measures:
        return
    frequency: dict[str, int] = {}
    for action in actions:
        for word in action.words:
            frequency[word] = frequency.get(word, 0) + 1
    most = max(2.0, _MOST_SHARED_BY * len(actions))
    weight = {w: math.log(1 + len(actions) / n) for w, n in frequency.items() if n <= most}
    norms = {a.node.value: math.sqrt(math.fsum(weight.get(w, 0.0) ** 2 for w in sorted(a.words))) for a in actions}
    holding: dict[str, list[Action]] = {}
    for measure in measures:
        for word in measure.words:
            if word in weight:
                holding.setdefault(word, []).append(measure)
    carried: set[str] = set()
    for task in tasks:
        shared: dict[str, list[float]] = {}
        nodes = {}
        for word in sorted(task.words):
            for measure in holding.get(word, ()):
                shared.setdefault(measure.node.value, []).append(weight[word] ** 2)
                nodes[measure.node.value] = measure
        scores = [(math.fsum(parts) / (norms[task.node.value] * norms[iri]), iri) for iri, parts in shared.items()]
        best = [(score, iri) for score, iri in scores if score >= _CARRIES_OUT]
        for count, (score, iri) in enumerate(sorted(best, key=lambda p: (-p[0], p[1]))[:_MOST_MEASURES], 1):
            triples = list(_carries_out(task, nodes[iri], score, count, judging))
            carried.update([iri] if triples else [])
            yield from triples
    for measure in measures:
        if measure.node.value not in carried:
            yield ox.Triple(measure.node, LN.isCarriedOut, ox.Literal(False))


def _carries_out(task: Action, measure: Action, score: float, count: int, judging: Judging) -> Iterator[Triple]:
    if not judging.allows(task.node, LN.carriesOut, measure.node):
        return
    node = ox.NamedNode(judging.iris.element(task.node.value, "carries-out", count))
    label = Basis("Nhiệm vụ thực hiện giải pháp", "Task carries out measure")
    grade = Grade.PROBABLE if score >= _CARRIES_OUT_WELL else Grade.UNCERTAIN
    basis = Basis(
        f"Hai câu chung từ ngữ ít gặp trong kế hoạch, mức {score:.2f} trên 1.".replace(".", ",", 1),
        f"Both sentences share words that are rare in the plan, degree {score:.2f} of 1.",
    )
    yield from judging.describe(node, LN.Judgement, label, grade, basis)
    yield from judging.statement(node, task.node, LN.carriesOut, measure.node)


@cache
def _plain(words: str) -> str:
    return slug(words).replace("-", " ")


def _supports(action: Action, judging: Judging) -> Iterator[Triple]:
    text = f" {slug(action.quote).replace('-', ' ')} "
    count = 0
    for theme in themes():
        places = [(text.find(f" {_plain(words)} "), words) for words in theme.words]
        found = [(place, words) for place, words in places if place >= 0]
        indicator = judging.concept("indicator", theme.indicator)
        if not found or not judging.allows(action.node, LN.supports, indicator):
            continue
        count += 1
        place, words = min(found)
        node = ox.NamedNode(judging.iris.element(action.node.value, "supports", count))
        label = Basis("Hành động góp phần vào chỉ số", "Action supports indicator")
        grade = Grade.PROBABLE if place < _EARLY else Grade.UNCERTAIN
        basis = Basis(f"Câu có từ ngữ “{words}”.", f"The sentence has the words “{words}”.")
        yield from judging.describe(node, LN.Judgement, label, grade, basis)
        yield from judging.statement(node, action.node, LN.supports, indicator)
