"""The tasks and measures of a document with what they speak about, and the judgements between them.

One document is read at a time: the words of all plans would not fit into memory, and no judgement here spans two plans.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN, RDF
from loader.inference.carrying import carrying_judgements
from loader.inference.judging import Judging
from loader.inference.looking import nodes
from loader.inference.quotes import quotes
from loader.inference.readings import Readings, as_meant, documents_with_notes, readings_by_document
from loader.inference.restating import Given, restating_judgements
from loader.inference.said import Said
from loader.inference.scopes import Scopes
from loader.inference.supporting import Aims, Worded, supporting_judgements
from loader.lexicon.concepts import Vocabulary

_HERE = ox.DefaultGraph()
_ROW = ox.Literal("row")


@dataclass(frozen=True, slots=True)
class Actions:
    """The tasks and measures of one document, each by IRI.

    Attributes:
        tasks: what its tasks say.
        measures: what its measures say.
        given: its tasks with who has them.
    """

    tasks: Sequence[Said]
    measures: Sequence[Said]
    given: Sequence[Given]


def action_judgements(store: ox.Store, judging: Judging) -> Iterator[Triple]:
    """Yield what tasks carry out, what tasks and measures support and which rows restate tasks; measures that no task carries out are marked."""
    scopes = Scopes.of(store)
    pack = Worded.of(store, scopes)
    misread, skipped = (judging.concept("note-kind", key) for key in ("suspected-misreading", "unread"))
    readings, unread = readings_by_document(store, misread), documents_with_notes(store, skipped)
    tasks, measures = (_by_document(store, kind) for kind in (LN.Task, LN.Measure))
    for document in sorted(tasks.keys() | measures.keys()):
        known = judging.vocabularies.of(scopes.keys_of(document))
        meant = readings.get(document, {})
        own = tasks.get(document, {})
        others = {iri: node for iri, node in measures.get(document, {}).items() if iri not in own}
        said = _said(store, own, meant, known)
        actions = Actions(said, _said(store, others, meant, known), [_given(store, one) for one in said])
        aims = Aims.of(document, scopes, pack, known, judging)
        yield from _of_document(actions, aims, known, judging, unread=document in unread)


def _of_document(
    actions: Actions, aims: Aims, known: Vocabulary, judging: Judging, *, unread: bool
) -> Iterator[Triple]:
    supporting: set[str] = set()
    for said in (*actions.tasks, *actions.measures):
        for triple in supporting_judgements(said, aims, judging):
            if triple.predicate == LN.supports:
                supporting.add(said.node.value)
            yield triple
    yield from carrying_judgements(actions.tasks, actions.measures, known, judging, supporting, unread=unread)
    yield from restating_judgements(actions.given, known, judging)


def _by_document(store: ox.Store, kind: ox.NamedNode) -> dict[str, dict[str, ox.NamedNode]]:
    """Return the elements of a kind by their documents, each by IRI.

    Looked up statement by statement: a query would be answered from the type, for all documents once more for each.
    """
    found: dict[str, dict[str, ox.NamedNode]] = {}
    for quad in store.quads_for_pattern(None, RDF.type, kind, _HERE):
        if isinstance(quad.subject, ox.NamedNode):
            for document in nodes(store, quad.subject, LN.inDocument):
                found.setdefault(document, {})[quad.subject.value] = quad.subject
    return found


def _said(store: ox.Store, elements: Mapping[str, ox.NamedNode], readings: Readings, known: Vocabulary) -> list[Said]:
    """Return what elements say that have a sentence, by IRI."""
    sentences = ((elements[iri], quotes(store, elements[iri])) for iri in sorted(elements))
    return [Said.of(node, as_meant("; ".join(said), node, readings), known) for node, said in sentences if said]


def _given(store: ox.Store, said: Said) -> Given:
    """Return a task with who has it."""
    leads, helping = (nodes(store, said.node, p) for p in (LN.leadAgency, LN.coordinatingAgency))
    provisions = (
        provision
        for excerpt in nodes(store, said.node, LN.evidence)
        for provision in nodes(store, ox.NamedNode(excerpt), LN.inProvision)
    )
    in_row = any(ox.Quad(ox.NamedNode(one), LN.provisionKind, _ROW, _HERE) in store for one in provisions)
    return Given(said, leads, helping, in_row)
