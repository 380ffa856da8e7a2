"""What a document means where its reader doubts a word: "nghề nhân" with the note that it may stand for "nghệ nhân".

The sentence stays as printed everywhere else; only judgements of what it speaks about take the proposed reading.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from loader.graph.vocabulary import LN

_HERE = ox.DefaultGraph()
Readings = Mapping[str, str]
"""Words as printed → words as they are probably meant."""


def readings_of(store: ox.Store, document: ox.NamedNode, misread: ox.NamedNode) -> Readings:
    """Return the readings that notes on a document propose for its misread words.

    Args:
        store: the graph.
        document: the document.
        misread: the kind of such notes.
    """
    found: dict[str, str] = {}
    for inside in store.quads_for_pattern(None, LN.inDocument, document, _HERE):
        node = inside.subject
        if not isinstance(node, ox.NamedNode) or ox.Quad(node, LN.noteKind, misread, _HERE) not in store:
            continue
        proposed = [q.object.value for q in store.quads_for_pattern(node, LN.proposedReading, None, _HERE)]  # type: ignore[union-attr]
        printed = [
            quote.object.value  # type: ignore[union-attr]
            for excerpt in store.quads_for_pattern(node, LN.evidence, None, _HERE)
            for quote in store.quads_for_pattern(excerpt.object, LN.quote, None, _HERE)  # type: ignore[arg-type]
        ]
        if len(proposed) == 1:
            found.update({words: proposed[0] for words in printed if words})
    return {words: found[words] for words in sorted(found, key=lambda words: (-len(words), words))}


def has_note(store: ox.Store, document: ox.NamedNode, kind: ox.NamedNode) -> bool:
    """Say whether a document has a note of a kind."""
    inside = store.quads_for_pattern(None, LN.inDocument, document, _HERE)
    return any(ox.Quad(quad.subject, LN.noteKind, kind, _HERE) in store for quad in inside)


def as_meant(sentence: str, readings: Readings) -> str:
    """Return a sentence with the words that are probably meant."""
    for printed, meant in readings.items():
        if printed in sentence:
            sentence = re.sub(rf"(?<!\w){re.escape(printed)}(?!\w)", lambda _, meant=meant: meant, sentence)  # type: ignore[misc]
    return sentence
