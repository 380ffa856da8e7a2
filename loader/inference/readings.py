"""What a document means where its reader doubts a word: "nghề nhân" with the note that it may stand for "nghệ nhân".

The sentence stays as printed everywhere else; only judgements of what it speaks about take the proposed reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from loader.graph.vocabulary import LN
from loader.inference.looking import nodes
from loader.inference.quotes import quotes

_HERE = ox.DefaultGraph()
Readings = Mapping[str, Mapping[str, str]]
"""IRI of a place in a document → words as printed there → words as they are probably meant."""


def readings_by_document(store: ox.Store, misread: ox.NamedNode) -> dict[str, Readings]:
    """Return the readings that notes propose for misread words: by the document, and by the place that the notes are on.

    Args:
        store: the graph.
        misread: the kind of such notes.
    """
    found: dict[str, dict[str, dict[str, str]]] = {}
    for note, documents in _notes(store, misread):
        proposed = [q.object for q in store.quads_for_pattern(note, LN.proposedReading, None, _HERE)]
        if len(proposed) == 1 and isinstance(proposed[0], ox.Literal):
            for printed in quotes(store, note):
                for document in documents:
                    found.setdefault(document, {}).setdefault(_place(note), {})[printed] = proposed[0].value
    return dict(found)


def documents_with_notes(store: ox.Store, kind: ox.NamedNode) -> frozenset[str]:
    """Return the documents that have a note of a kind."""
    return frozenset(document for _, documents in _notes(store, kind) for document in documents)


def _notes(store: ox.Store, kind: ox.NamedNode) -> list[tuple[ox.NamedNode, list[str]]]:
    """Return the notes of a kind, by IRI, each with its documents."""
    noted = (quad.subject for quad in store.quads_for_pattern(None, LN.noteKind, kind, _HERE))
    notes = sorted((note for note in noted if isinstance(note, ox.NamedNode)), key=lambda note: note.value)
    return [(note, sorted(nodes(store, note, LN.inDocument))) for note in notes]


def as_meant(sentence: str, node: ox.NamedNode, readings: Readings) -> str:
    """Return a sentence with the words that are probably meant at its place: elsewhere the same words may be right.

    Args:
        sentence: the sentence as printed.
        node: the measure or task that was read from it.
        readings: the proposed readings of its document.
    """
    here = readings.get(_place(node), {})
    for printed in sorted(here, key=lambda words: (-len(words), words)):
        sentence = re.sub(rf"(?<!\w){re.escape(printed)}(?!\w)", here[printed].replace("\\", r"\\"), sentence)
    return sentence


def _place(node: ox.NamedNode) -> str:
    """Return where something stands: its IRI without the last part."""
    return node.value.rpartition("/")[0]
