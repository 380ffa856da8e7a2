"""The tasks and measures of a document with what they speak about, and the judgements between them.

One document is read at a time: the words of all plans would not fit into memory, and no judgement here spans two plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.carrying import carrying_judgements
from loader.inference.judging import Judging
from loader.inference.quotes import quotes
from loader.inference.readings import Readings, as_meant, has_note, readings_of
from loader.inference.said import Said
from loader.inference.scopes import Scopes
from loader.inference.supporting import Aims, Worded, supporting_judgements
from loader.lexicon.concepts import Vocabulary

_DOCUMENTS = """
SELECT DISTINCT ?document WHERE { VALUES ?type { %(Task)s %(Measure)s } ?action a ?type ; %(inDocument)s ?document }
ORDER BY ?document"""
_HERE = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class Actions:
    """The tasks and measures of one document, each by IRI."""

    tasks: Sequence[Said]
    measures: Sequence[Said]


def action_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield what tasks carry out and what tasks and measures support; measures that no task carries out are marked."""
    scopes = Scopes.of(store)
    pack = Worded.of(store, scopes)
    for document in _documents(store):
        known = judging.vocabularies.of(scopes.keys_of(document.value))
        yield from _of_document(store, document, scopes, pack, known, judging)


def _of_document(
    store: ox.Store, document: ox.NamedNode, scopes: Scopes, pack: Worded, known: Vocabulary, judging: Judging
) -> Iterator[Triple]:
    misread, skipped = (judging.concept("note-kind", key) for key in ("suspected-misreading", "unread"))
    actions = _read(store, document, readings_of(store, document, misread), known)
    aims = Aims.of(document.value, scopes, pack, known, judging)
    supporting: set[str] = set()
    for said in (*actions.tasks, *actions.measures):
        for triple in supporting_judgements(said, aims, judging):
            if triple.predicate == LN.supports:
                supporting.add(said.node.value)
            yield triple
    unread = has_note(store, document, skipped)
    yield from carrying_judgements(actions.tasks, actions.measures, known, judging, supporting, unread=unread)


def _documents(store: ox.Store) -> list[ox.NamedNode]:
    terms = {name: str(getattr(LN, name)) for name in ("Task", "Measure", "inDocument")}
    solutions = store.query(_DOCUMENTS % terms)
    found = [s["document"] for s in solutions] if isinstance(solutions, ox.QuerySolutions) else []
    return [document for document in found if isinstance(document, ox.NamedNode)]


def _read(store: ox.Store, document: ox.NamedNode, readings: Readings, known: Vocabulary) -> Actions:
    """Return the tasks and measures of a document.

    Looked up statement by statement: a query would be answered from the type, for all documents once more for each.
    """
    tasks: dict[str, Said] = {}
    measures: dict[str, Said] = {}
    for quad in store.quads_for_pattern(None, LN.inDocument, document, _HERE):
        node = quad.subject
        if not isinstance(node, ox.NamedNode):
            continue
        kinds = [
            found
            for kind, found in ((LN.Task, tasks), (LN.Measure, measures))
            if ox.Quad(node, RDF.type, kind, _HERE) in store
        ]
        said = quotes(store, node) if kinds else []
        if said:
            kinds[0][node.value] = Said.of(node, as_meant("; ".join(said), node, readings), known)
    return Actions([tasks[iri] for iri in sorted(tasks)], [measures[iri] for iri in sorted(measures)])
