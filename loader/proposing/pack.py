"""A pack proposed from root documents: ``programme.toml`` and what the documents say, as reference RDF.

The reference RDF holds titles, objectives, targets and their sentences, so that a plan below is held against them even where
the document itself was not added; its tasks come into the graph with ``langnghe add``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox

from loader.errors import InputError
from loader.extraction import extract
from loader.facts import Facts, Instrument
from loader.graph.iris import Iris
from loader.graph.reference import Reference
from loader.graph.turtle import Triple, serialise_triples
from loader.graph.vocabulary import LN, RDF
from loader.graph.writing import document_triples
from loader.programmes import ProgrammeIndicator
from loader.proposing.indicators import ReadTarget, minted
from loader.proposing.solutions import ReadSolution, solutions_of
from loader.proposing.titles import programme_name, title_words
from loader.proposing.writing import RootDocument, pack_text
from loader.readers import read_file
from loader.slugs import leading_number, slug

_LEFT_OUT = frozenset(
    (
        LN.hasText,
        LN.textOf,
        LN.inProvision,
        LN.hasProvision,
        LN.hasMeasure,
        LN.hasTask,
        LN.hasReportingDuty,
        LN.hasFunding,
        LN.hasRisk,
        LN.hasCitation,
        LN.hasReadingNote,
        LN.readShare,
    )
)
"""What comes into the graph only when the document itself is added."""
_KEY_WORDS = 6


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed pack.

    Attributes:
        key: the name proposed for its folder.
        text: its ``programme.toml``.
        reference: its reference RDF, Turtle, by file name.
        indicators: its indicators.
        targets: how many targets were read.
        unnamed: sentences of targets that name nothing measured; they have no indicator.
        tasks: how many tasks are assigned.
        duties: how many reports are due.
        solutions: its solutions.
    """

    key: str
    text: str
    reference: dict[str, bytes]
    indicators: tuple[ProgrammeIndicator, ...]
    targets: int
    unnamed: tuple[str, ...]
    tasks: int
    duties: int
    solutions: tuple[ReadSolution, ...]


def propose(files: Sequence[Path], reference: Reference, iris: Iris, *, name: str | None = None) -> Proposal:
    """Return a pack proposed from root documents, the one that sets the programme up first.

    Args:
        files: the documents: a decision, or a resolution and the decision that carries it out.
        reference: what curated data say of places and bodies.
        iris: maker of IRIs.
        name: the name of the pack; made from number, year and title of the first document when not given.

    Raises:
        InputError: a document cannot be read, or has no number or date, by which plans could cite it.
    """
    roots: list[RootDocument] = []
    targets: list[ReadTarget] = []
    solutions: list[ReadSolution] = []
    turtle: dict[str, bytes] = {}
    tasks = duties = 0
    for file in files:
        facts = extract(read_file(file))
        head = _head(facts, file)
        triples = list(document_triples(facts, iris, reference))
        found, read = _read(triples, iris)
        title = max((i.title for i in facts.instruments if i.title), key=len, default=head.number or "")
        plan = facts.instruments[-1]
        roots.append(
            RootDocument(
                found,
                head.number or "",
                head.date,
                programme_name(title, facts.source.text),
                title,
                plan.period_start or head.period_start,
                plan.period_end or head.period_end,
            )
        )
        targets += read
        solutions += solutions_of(facts, found)
        turtle[f"{slug(head.number or '')}.ttl"] = serialise_triples(_kept(triples, iris))
        tasks += len(facts.tasks)
        duties += len(facts.duties)
    first = roots[0]
    assert first.date is not None
    prefix = f"{leading_number(first.number)}-{first.date.year}"
    words = title_words(first.title)
    key = name or "-".join([prefix, *slug(words or first.name).split("-")[:_KEY_WORDS]])
    indicators = minted(targets, prefix, first.number)
    unnamed = tuple(t.quote for t in targets if not any(t.words in i.words for i in indicators))
    titles = tuple(dict.fromkeys(w for root in roots if (w := title_words(root.title)) is not None))
    text = pack_text(roots, titles, indicators, targets, solutions)
    return Proposal(key, text, turtle, tuple(indicators), len(targets), unnamed, tasks, duties, tuple(solutions))


def _head(facts: Facts, file: Path) -> Instrument:
    head = facts.instruments[0]
    if not head.number or head.date is None:
        missing = "number" if not head.number else "date"
        raise InputError(
            f"the document has no {missing}, so no plan can name it",
            where=str(file),
            advice="a programme is set up by a decision or resolution with number and date",
        )
    return head


def _kept(triples: Sequence[Triple], iris: Iris) -> list[Triple]:
    """Return what reference data say of a root document: its head, its objectives and targets with their sentences."""
    by_subject: dict[object, list[Triple]] = {}
    for triple in triples:
        if triple.predicate not in _LEFT_OUT:
            by_subject.setdefault(triple.subject, []).append(triple)
    documents = {t.subject for t in triples if t.predicate == LN.hasText}
    grade = ox.NamedNode(iris.concept("grade", "probable"))
    found = [ox.Triple(document, LN.grade, grade) for document in documents]
    due: list[object] = list(documents)
    seen = set(due)
    while due:
        for triple in by_subject.get(due.pop(), ()):
            found.append(triple)
            if isinstance(triple.object, ox.NamedNode) and triple.object not in seen:
                seen.add(triple.object)
                due.append(triple.object)
    return found


def _read(triples: Sequence[Triple], iris: Iris) -> tuple[str, list[ReadTarget]]:
    """Return the path of the document and its targets in the order of the text."""
    store = ox.Store()
    store.extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    root = next(
        (q.subject for q in store.quads_for_pattern(None, LN.promulgates, None)),
        next((q.subject for q in store.quads_for_pattern(None, LN.number, None)), None),
    )
    found: list[tuple[int, ReadTarget]] = []
    for kind in (LN.Target, LN.Milestone):
        for quad in store.quads_for_pattern(None, RDF.type, kind):
            node = quad.subject
            if isinstance(node, ox.NamedNode):
                found.append(_target(store, node, iris))
    path = root.value.removeprefix(iris.base) if isinstance(root, ox.NamedNode) else ""
    return path, [target for _, target in sorted(found, key=lambda f: (f[0], f[1].element))]


def _target(store: ox.Store, node: ox.NamedNode, iris: Iris) -> tuple[int, ReadTarget]:
    def text(subject: ox.NamedNode, predicate: ox.NamedNode) -> str | None:
        values = sorted(
            q.object.value
            for q in store.quads_for_pattern(subject, predicate, None)
            if not isinstance(q.object, ox.Triple)
        )
        return values[0] if values else None

    def key(predicate: ox.NamedNode) -> str:
        return (text(node, predicate) or "").rsplit("/", 1)[-1]

    excerpt = ox.NamedNode(text(node, LN.evidence) or node.value)
    horizon, baseline, upper = text(node, LN.horizon), text(node, LN.baselineYear), text(node, LN.upperValue)
    return int(text(excerpt, LN.start) or 0), ReadTarget(
        node.value.removeprefix(iris.base), text(node, LN.measuredAs) or "", key(LN.unit), Decimal(text(node, LN.value) or "0"),
        Decimal(upper) if upper else None, key(LN.comparator), int(horizon[:4]) if horizon else None,
        int(baseline[:4]) if baseline else None, text(node, LN.population), text(excerpt, LN.quote) or "", text(node, LN.printedFigure) or "",
    )  # fmt: skip
