"""What a document means where its reader doubts a word: "nghề nhân" with the note that it may stand for "nghệ nhân".

The sentence stays as printed everywhere else; only judgements of what it speaks about take the proposed reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from loader.graph.vocabulary import LN
from loader.inference.quotes import quotes

_HERE = ox.DefaultGraph()
Readings = Mapping[str, Mapping[str, str]]
"""IRI of a place in a document → words as printed there → words as they are probably meant."""


def readings_of(store: ox.Store, document: ox.NamedNode, misread: ox.NamedNode) -> Readings:
    """Return the readings that notes on a document propose for its misread words, by the place that the notes are on.

    Args:
        store: the graph.
        document: the document.
        misread: the kind of such notes.
    """
    found: dict[str, dict[str, str]] = {}
    for inside in store.quads_for_pattern(None, LN.inDocument, document, _HERE):
        note = inside.subject
        if not isinstance(note, ox.NamedNode) or ox.Quad(note, LN.noteKind, misread, _HERE) not in store:
            continue
        proposed = [q.object for q in store.quads_for_pattern(note, LN.proposedReading, None, _HERE)]
        for printed in quotes(store, note):
            if len(proposed) == 1 and isinstance(proposed[0], ox.Literal):
                found.setdefault(_place(note), {})[printed] = proposed[0].value
    return found


def has_note(store: ox.Store, document: ox.NamedNode, kind: ox.NamedNode) -> bool:
    """Say whether a document has a note of a kind."""
    inside = store.quads_for_pattern(None, LN.inDocument, document, _HERE)
    return any(ox.Quad(quad.subject, LN.noteKind, kind, _HERE) in store for quad in inside)


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
