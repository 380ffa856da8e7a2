"""Where the terms of the ontology are used: rules that constrain them, questions that ask with them, data that state them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.dataset import parse, parse_file, rdf_files, rdf_snapshot
from loader.graph.literals import shortened
from loader.graph.turtle import Triple
from loader.graph.vocabulary import DCTERMS, RDF, RDFS
from loader.ontology_pages.terms import NAMESPACE, Words, compact
from loader.project import Project
from loader.questions import Question, read_questions
from loader.snapshot import OpenFile
from loader.sparql_tokens import scan

_MOST_EXAMPLES = 2
_LONGEST = 110
_PREFIX = "ln"


@dataclass(frozen=True, slots=True)
class ShapeRule:
    """A validation rule: its code and what it demands."""

    code: str
    label: Words


def rules_by_term(project: Project) -> dict[str, list[ShapeRule]]:
    """Return the validation rules by the terms that they mention, in the order of their codes."""
    found: dict[str, dict[str, ShapeRule]] = {}
    named: dict[ox.NamedNode, list[Triple]] = {}
    files: list[dict[ox.NamedNode | ox.BlankNode, list[Triple]]] = []
    for file in rdf_files(project.shape_folders):
        triples: dict[ox.NamedNode | ox.BlankNode, list[Triple]] = {}
        for quad in parse_file(file):
            if isinstance(quad.subject, ox.NamedNode | ox.BlankNode):
                triples.setdefault(quad.subject, []).append(quad.triple)
            if isinstance(quad.subject, ox.NamedNode):  # which another file may say more of
                named.setdefault(quad.subject, []).append(quad.triple)
        files.append(triples)
    for triples in files:
        for subject, own in triples.items():
            codes = [
                t.object.value for t in own if t.predicate == DCTERMS.identifier and isinstance(t.object, ox.Literal)
            ]
            if codes and isinstance(subject, ox.NamedNode):
                labels = {
                    t.object.language: t.object.value for t in own if _is_label(t) and isinstance(t.object, ox.Literal)
                }
                rule = ShapeRule(codes[0], Words(labels.get("vi", ""), labels.get("en", "")))
                for name in _mentioned(subject, {**triples, subject: named[subject]}):
                    found.setdefault(name, {})[rule.code] = rule
    return {name: [rules[code] for code in sorted(rules)] for name, rules in found.items()}


def _is_label(triple: Triple) -> bool:
    return triple.predicate == RDFS.label


def _mentioned(root: ox.NamedNode, triples: dict[ox.NamedNode | ox.BlankNode, list[Triple]]) -> set[str]:
    """Return the terms in a shape, in the nodes that it is made of, and in their queries."""
    names: set[str] = set()
    waiting: list[ox.NamedNode | ox.BlankNode] = [root]
    seen = set(waiting)
    while waiting:
        for triple in triples.get(waiting.pop(), ()):
            value = triple.object
            if isinstance(value, ox.NamedNode) and value.value.startswith(NAMESPACE):
                names.add(value.value.removeprefix(NAMESPACE))
            elif isinstance(value, ox.Literal):
                names |= scan(value.value).local_names(_PREFIX)
            elif isinstance(value, ox.BlankNode) and value not in seen:
                seen.add(value)
                waiting.append(value)
    return names


def questions_by_term(project: Project) -> dict[str, list[Question]]:
    """Return the competency questions by the terms that their queries use, in the order of their numbers.

    Raises:
        ConfigurationError: a question file is malformed.
    """
    found: dict[str, list[Question]] = {}
    for question in read_questions(project.queries) if project.queries.is_dir() else ():
        for name in sorted(scan(question.query).local_names(_PREFIX)):
            found.setdefault(name, []).append(question)
    return found


@dataclass(frozen=True, slots=True)
class Statements:
    """What the data state with a term.

    Attributes:
        count: how many triples have it as property or, after ``a``, as class; one that two documents state counts once.
        examples: the shortest of them as Turtle (relative to the project's base).
    """

    count: int
    examples: tuple[str, ...]


def statements_by_term(project: Project) -> dict[str, Statements]:
    """Return what the data state with each term that they use: documents, reference, schemes and what is inferred."""
    folders = [
        path for path in (project.documents, *project.references, project.programmes, project.schemes) if path.exists()
    ]
    best: dict[str, list[tuple[int, str]]] = {}
    triples: dict[str, set[Triple]] = {}
    with rdf_snapshot([*folders, *project.all_inferred]) as opened:
        for triple in _statements(file for file in opened.files if not project.is_inferred(file.path)):
            if (name := _name(triple)) is not None:
                triples.setdefault(name, set()).add(triple)
                _keep(best, name, triple)
        # What is only inferred has an example too, after what is stated.
        stated = set(best)
        for triple in _statements(file for file in opened.files if project.is_inferred(file.path)):
            if (name := _name(triple)) is not None:
                triples.setdefault(name, set()).add(triple)
                if name not in stated:
                    _keep(best, name, triple)
    return {
        name: Statements(len(found), tuple(text for _, text in sorted(best.get(name, ()))))
        for name, found in sorted(triples.items())
    }


def _statements(files: Iterable[OpenFile]) -> Iterator[Triple]:
    for file in files:
        yield from (quad.triple for quad in parse(file))


def _name(triple: Triple) -> str | None:
    iri = triple.predicate
    if iri == RDF.type and isinstance(triple.object, ox.NamedNode):
        iri = triple.object
    return iri.value.removeprefix(NAMESPACE) if iri.value.startswith(NAMESPACE) else None


def _keep(best: dict[str, list[tuple[int, str]]], name: str, triple: Triple) -> None:
    """Keep a statement if it is among the shortest of its term."""
    if not isinstance(triple.subject, ox.NamedNode):
        return
    found = best.setdefault(name, [])
    # The rough length is enough to tell most statements off without writing them.
    rough = len(triple.subject.value) + len(getattr(triple.object, "value", ""))
    if len(found) == _MOST_EXAMPLES and rough > found[-1][0]:
        return
    predicate = "a" if triple.predicate == RDF.type else compact(triple.predicate.value)
    text = f"{compact(triple.subject.value)} {predicate} {_value(triple.object)} ."
    if (rough, text) not in found:
        found.append((rough, text))
        found.sort()
        del found[_MOST_EXAMPLES:]


def _value(term: object) -> str:
    if isinstance(term, ox.NamedNode):
        return compact(term.value)
    if isinstance(term, ox.Literal):
        text = shortened(term.value, _LONGEST).replace("\\", "\\\\").replace('"', '\\"')
        if term.language:
            return f'"{text}"@{term.language}'
        datatype = compact(term.datatype.value)
        if datatype in ("xsd:integer", "xsd:decimal", "xsd:boolean"):
            return text
        return f'"{text}"' if datatype == "xsd:string" else f'"{text}"^^{datatype}'
    return str(term)
