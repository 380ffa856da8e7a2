"""A loaded graph that answers small questions: values, labels, subjects; and finds things by what people call them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox

from loader.errors import InputError
from loader.graph.dataset import load_into, rdf_snapshot
from loader.graph.iris import Iris
from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS, SKOS
from loader.slugs import slug
from loader.snapshot import OpenFile

Subject = ox.NamedNode
_DIGITS = re.compile(r"(\d+)")
_DEFAULT = ox.DefaultGraph()


def _reading_order(node: Subject) -> tuple[str, ...]:
    """Order IRIs as a reader counts: "target-2" before "target-10"."""
    return tuple(f"{int(part):08d}" if part.isdigit() else part for part in _DIGITS.split(node.value))


def load_store(paths: Sequence[Path]) -> ox.Store:
    """Return a store with the statements of RDF files and folders, all of one moment, in its default graph.

    Raises:
        GraphError: a path does not exist or a file does not parse.
    """
    with rdf_snapshot(paths) as opened:
        return store_of(opened.files)


def store_of(files: Iterable[OpenFile]) -> ox.Store:
    """Return a store with the statements of files of a snapshot in its default graph.

    Raises:
        GraphError: a file does not parse.
    """
    store = ox.Store()
    for file in files:
        load_into(store, file, _DEFAULT)
    return store


class Lookup:
    """Asks a store for single values. Answers are sorted, so that output never changes from run to run."""

    def __init__(self, store: ox.Store, iris: Iris | None = None) -> None:
        self.store = store
        self.iris = iris or Iris()

    def things(self, subject: Subject, predicate: ox.NamedNode) -> list[Subject]:
        """Return the named values of a property."""
        quads = self.store.quads_for_pattern(subject, predicate, None, _DEFAULT)
        return sorted((q.object for q in quads if isinstance(q.object, ox.NamedNode)), key=_reading_order)

    def subjects(self, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> list[Subject]:
        """Return the things that have a value of a property."""
        quads = self.store.quads_for_pattern(None, predicate, value, _DEFAULT)
        return sorted((q.subject for q in quads if isinstance(q.subject, ox.NamedNode)), key=_reading_order)

    def texts(self, subject: Subject, predicate: ox.NamedNode, language: str | None = None) -> list[str]:
        """Return the literal values of a property, of one language if given."""
        quads = self.store.quads_for_pattern(subject, predicate, None, _DEFAULT)
        found = [q.object for q in quads if isinstance(q.object, ox.Literal)]
        return sorted(v.value for v in found if language is None or v.language == language)

    def thing(self, subject: Subject, predicate: ox.NamedNode) -> Subject | None:
        """Return the first named value of a property."""
        return next(iter(self.things(subject, predicate)), None)

    def text(self, subject: Subject, predicate: ox.NamedNode) -> str | None:
        """Return the first literal value of a property."""
        return next(iter(self.texts(subject, predicate)), None)

    def is_a(self, subject: Subject, *classes: ox.NamedNode) -> bool:
        """Say whether a thing is of one of the classes."""
        return any(ox.Quad(subject, RDF.type, c, _DEFAULT) in self.store for c in classes)

    def label(self, subject: Subject, language: str = "vi") -> str:
        """Return what to call a thing: its label in a language, else any, else the end of its IRI."""
        for predicate in (SKOS.prefLabel, RDFS.label, DCTERMS.title):
            found = self.texts(subject, predicate, language) or self.texts(subject, predicate)
            if found:
                return found[0]
        return subject.value.rsplit("/", 1)[-1].rsplit("#", 1)[-1]

    def find(self, name: str, classes: Sequence[ox.NamedNode]) -> Subject:
        """Return the thing that a person means: an IRI, its end, a document number or a label.

        Args:
            name: what was typed.
            classes: what kinds of things are looked for.

        Raises:
            InputError: nothing is called so, or several things are.
        """
        name = name.encode("utf-8", "replace").decode()  # what was typed in another encoding is in no graph
        for iri in (name, self.iris.base + name.lstrip("/")):
            try:
                node = ox.NamedNode(iri)
            except ValueError:
                continue
            if next(self.store.quads_for_pattern(node, None, None, _DEFAULT), None):
                return node
        found = [s for s in self.subjects(LN.number, ox.Literal(name)) if self.is_a(s, *classes)]
        if not found:
            found = self._by_label(slug(name), classes)
        if len(found) > 1:
            found = self._best(found, slug(name))
        if len(found) == 1:
            return found[0]
        if not found:
            raise InputError(f"nothing in the graph is called {name!r}", advice="give an IRI, a number or a label")
        some = "; ".join(f"{self.label(s)} <{s.value}>" for s in found[:4])
        raise InputError(f"{len(found)} things are called {name!r}: {some}", advice="give the IRI")

    def _by_label(self, words: str, classes: Sequence[ox.NamedNode]) -> list[Subject]:
        if not words:
            return []
        found = {
            subject
            for cls in classes
            for subject in self.subjects(RDF.type, cls)
            for predicate in (SKOS.prefLabel, RDFS.label, SKOS.altLabel)
            for text in self.texts(subject, predicate)
            if words in slug(text)
        }
        return sorted(found, key=str)

    def _best(self, found: list[Subject], words: str) -> list[Subject]:
        """Prefer the one that is called exactly so; of a decision and the plan in it, the plan."""
        exact = [s for s in found if words in [slug(t) for t in self.texts(s, RDFS.label)]]
        candidates = exact or found
        promulgated = [s for s in candidates if any(p in candidates for p in self.subjects(LN.promulgates, s))]
        return promulgated if len(promulgated) == 1 else candidates
