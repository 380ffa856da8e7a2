"""The terms of the ontology as a reader wants them: words, axioms in a line each, and the section they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.dataset import parse_file
from loader.graph.turtle import Triple
from loader.graph.vocabulary import DCTERMS, LN, ONTOLOGY, OWL, PREFIXES, RDF, RDFS, SITE, SKOS
from loader.inference.axioms import All, And, Axioms, Expression, HasValue, Named, Or, Some
from loader.programmes import axiom_files
from loader.project import Project

NAMESPACE = f"{ONTOLOGY.value}#"
_SECTION = re.compile(r"^# (?:Classes|Properties): (?P<vi>.+) / (?P<en>.+)$")
_TERM = re.compile(r"^ln:(?P<name>\w+) a ")
_MORE_PREFIXES = (
    ("schema", "https://schema.org/"),
    ("schema", "http://schema.org/"),
    ("eli", "http://data.europa.eu/eli/ontology#"),
    ("qudt", "http://qudt.org/schema/qudt/"),
    ("sdg", "http://metadata.un.org/sdg/ontology#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
)


class Kind(StrEnum):
    """What a term is."""

    CLASS = "class"
    OBJECT = "object property"
    DATATYPE = "datatype property"
    ANNOTATION = "annotation property"


_KINDS = (
    (OWL.Class.value, Kind.CLASS),
    (OWL.ObjectProperty.value, Kind.OBJECT),
    (OWL.DatatypeProperty.value, Kind.DATATYPE),
    (OWL.AnnotationProperty.value, Kind.ANNOTATION),
)


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    vi: str
    en: str

    def first(self, language: str) -> str:
        """Return the text in a language."""
        return self.en if language == "en" else self.vi

    def second(self, language: str) -> str:
        """Return the text in the other language."""
        return self.vi if language == "en" else self.en


@dataclass(frozen=True, slots=True)
class Axiom:
    """What the ontology says of a term: the relation in words, and the other side ("ln:Document")."""

    relation: Words
    other: str


@dataclass(frozen=True, slots=True)
class Term:
    """A term of the ontology.

    Attributes:
        name: local name.
        kind: class or kind of property.
        section: heading in the ontology under which it stands.
        label: what it is called.
        definition: what it means.
        examples: as written in the ontology.
        sources: the standard or instrument that it follows.
        axioms: what follows from it, or to it.
        reserved: why it is there although nothing uses it yet.
    """

    name: str
    kind: Kind
    section: Words
    label: Words
    definition: Words
    examples: tuple[str, ...]
    sources: tuple[str, ...]
    axioms: tuple[Axiom, ...]
    reserved: Words | None


def compact(iri: str) -> str:
    """Return an IRI with a prefix, or relative to the project's base, or whole in angle brackets."""
    for prefix, namespace in (*PREFIXES, *_MORE_PREFIXES):
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri.removeprefix(SITE)}>"


_SUBJECT_WORDS = (
    (RDFS.subClassOf.value, Words("là một loại", "is a kind of")),
    (RDFS.subPropertyOf.value, Words("là một dạng của", "is a form of")),
    (OWL.inverseOf.value, Words("ngược với", "inverse of")),
    (OWL.equivalentClass.value, Words("tương đương", "equivalent to")),
    (OWL.disjointWith.value, Words("không thể cũng là", "never also")),
    (LN.valueType.value, Words("giá trị có kiểu", "has values of type")),
)
_OBJECT_WORDS = (
    (RDFS.subClassOf.value, Words("gồm", "includes")),
    (RDFS.subPropertyOf.value, Words("gồm", "includes")),
    (OWL.inverseOf.value, Words("ngược với", "inverse of")),
    (OWL.disjointWith.value, Words("không thể cũng là", "never also")),
)
_CHARACTERS = (
    (OWL.SymmetricProperty.value, Words("đối xứng", "symmetric")),
    (OWL.TransitiveProperty.value, Words("bắc cầu", "transitive")),
    (OWL.FunctionalProperty.value, Words("nhiều nhất một giá trị", "at most one value")),
    (OWL.AsymmetricProperty.value, Words("phản đối xứng", "asymmetric")),
    (OWL.IrreflexiveProperty.value, Words("không với chính nó", "irreflexive")),
)
_FOLLOWS = Words("suy ra từ", "follows from")
_LEADS = Words("suy ra", "leads to")
_ALIGNED = Words("đối chiếu", "aligned")
_ORDER = tuple(
    dict.fromkeys(
        (
            *(words for _, words in _CHARACTERS),
            *(words for _, words in _SUBJECT_WORDS),
            *(words for _, words in _OBJECT_WORDS),
            *(_FOLLOWS, _LEADS, _ALIGNED),
        )
    )
)


def _written(expression: Expression) -> str:
    """Return a class expression in the manner of the Manchester syntax."""
    if isinstance(expression, Named):
        return compact(expression.iri.value)
    if isinstance(expression, HasValue):
        value = expression.value
        return f"{compact(expression.on.value)} value {compact(value.value) if isinstance(value, ox.NamedNode) else value.value}"
    if isinstance(expression, Some | All):
        word = "some" if isinstance(expression, Some) else "only"
        return f"{compact(expression.on.value)} {word} {_bracketed(expression.filler)}"
    if isinstance(expression, And | Or):
        return (" and " if isinstance(expression, And) else " or ").join(_bracketed(part) for part in expression.parts)
    raise GraphError(f"{expression} has a form that no words are made for")


def _bracketed(expression: Expression) -> str:
    return _written(expression) if isinstance(expression, Named) else f"({_written(expression)})"


class _Reading:
    """The ontology and its alignments, asked for what stands about a term."""

    def __init__(self, ontology: Sequence[Triple], alignments: Sequence[Triple]) -> None:
        self.axioms = Axioms(ontology)
        self.ontology = ontology
        self.alignments = alignments
        self._of: dict[str, list[Triple]] = {}
        for triple in sorted(ontology, key=str):
            if isinstance(triple.subject, ox.NamedNode):
                self._of.setdefault(triple.subject.value, []).append(triple)

    def words(self, node: str, predicate: ox.NamedNode) -> Words | None:
        """Return the texts of a property in both languages; None when there is none."""
        found = {value.language: value.value for value in self._literals(node, predicate)}
        return Words(found.get("vi", ""), found.get("en", "")) if found else None

    def texts(self, node: str, predicate: ox.NamedNode) -> tuple[str, ...]:
        """Return the texts of a property."""
        return tuple(value.value for value in self._literals(node, predicate))

    def _literals(self, node: str, predicate: ox.NamedNode) -> list[ox.Literal]:
        values = (t.object for t in self._of.get(node, ()) if t.predicate == predicate)
        return [value for value in values if isinstance(value, ox.Literal)]

    def types(self, node: str) -> set[str]:
        """Return the IRIs of what a term is declared to be."""
        values = (t.object for t in self._of.get(node, ()) if t.predicate == RDF.type)
        return {value.value for value in values if isinstance(value, ox.NamedNode)}

    def about(self, node: str) -> Iterator[Axiom]:
        """Yield the axioms of a term, in no order."""
        types = self.types(node)
        yield from (Axiom(words, "") for iri, words in _CHARACTERS if iri in types)
        for predicate, words in _SUBJECT_WORDS:
            for subject, value in self.axioms.pairs(predicate):
                if isinstance(subject, ox.NamedNode) and subject.value == node:
                    yield Axiom(words, _written(self.axioms.expression(value)))
        for predicate, words in _OBJECT_WORDS:
            for subject, value in self.axioms.pairs(predicate):
                if isinstance(value, ox.NamedNode) and value.value == node:
                    named = isinstance(subject, ox.NamedNode)
                    yield Axiom(words if named else _FOLLOWS, _written(self.axioms.expression(subject)))
        for subject, head in self.axioms.pairs(OWL.propertyChainAxiom.value):
            links = [link.value for link in self.axioms.members(head) if isinstance(link, ox.NamedNode)]
            chain = " / ".join(map(compact, links))
            if isinstance(subject, ox.NamedNode) and subject.value == node:
                yield Axiom(_FOLLOWS, chain)
            elif isinstance(subject, ox.NamedNode) and node in links:
                yield Axiom(_LEADS, f"{compact(subject.value)} ({chain})")
        for triple in self.alignments:
            subject, value = triple.subject, triple.object
            if isinstance(subject, ox.NamedNode) and subject.value == node and isinstance(value, ox.NamedNode):
                yield Axiom(_ALIGNED, f"{compact(triple.predicate.value)} {compact(value.value)}")


def read_terms(project: Project) -> list[Term]:
    """Return the terms of the project's ontology in the order in which it is written.

    Raises:
        GraphError: the ontology or its alignments do not parse.
    """
    alignments = project.ontology / "alignments.ttl"
    files = axiom_files(project)
    aligned = [quad.triple for quad in parse_file(alignments)] if alignments.is_file() else []
    reading = _Reading([quad.triple for file in files for quad in parse_file(file)], sorted(aligned, key=str))
    found: list[Term] = []
    section = Words("", "")
    for line in (line for file in files for line in file.read_text(encoding="utf-8").splitlines()):
        heading, term = _SECTION.match(line), _TERM.match(line)
        if heading:
            section = Words(heading["vi"], heading["en"])
        elif term:
            found.append(_term(term["name"], section, reading))
    return found


def _term(name: str, section: Words, reading: _Reading) -> Term:
    iri = NAMESPACE + name
    types = reading.types(iri)
    return Term(
        name,
        next((kind for type_, kind in _KINDS if type_ in types), Kind.ANNOTATION),
        section,
        reading.words(iri, RDFS.label) or Words(name, name),
        reading.words(iri, SKOS.definition) or Words("", ""),
        reading.texts(iri, SKOS.example),
        reading.texts(iri, DCTERMS.source),
        # Axioms without a name come in another order in every run.
        tuple(sorted(set(reading.about(iri)), key=lambda axiom: (_ORDER.index(axiom.relation), axiom.other))),
        reading.words(iri, LN.reservedBecause),
    )
