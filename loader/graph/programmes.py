"""Programmes as RDF: what a pack's ``programme.toml`` says, for the graph and for inference."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.literals import boolean, en, integer, string, vi, year
from loader.graph.statements import Statements
from loader.graph.turtle import serialise_triples
from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS, SKOS
from loader.programmes import Programme, ProgrammeIndicator, Solution, read_packs
from loader.project import Project

_SCHEME = "scheme/indicator"


@dataclass(frozen=True, slots=True)
class _Writer:
    iris: Iris
    programme: Programme
    statements: Statements

    def add(self, subject: ox.NamedNode, predicate: ox.NamedNode, value: ox.NamedNode | ox.Literal) -> None:
        self.statements.add(subject, predicate, value)

    def node(self, path: str) -> ox.NamedNode:
        return ox.NamedNode(self.iris.of(path))

    def write(self) -> None:
        it = self.programme
        node = self.node(f"programme/{it.key}")
        self.add(node, RDF.type, LN.PolicyProgramme)
        for value in _names(it.vi, it.en):
            self.add(node, RDFS.label, value)
            self.add(node, SKOS.prefLabel, value)
        for root in it.roots:
            self.add(self.node(root), LN.rootOf, node)
            self.add(node, LN.hasRoot, self.node(root))
        for words in it.titles:
            self.add(node, LN.titleWords, string(words))
        self.add(node, LN.carriedOutFrom, ox.Literal(it.since, datatype=ox.NamedNode(_DATE)))
        if it.start is not None:
            self.add(node, LN.periodStart, year(it.start))
        if it.end is not None:
            self.add(node, LN.periodEnd, year(it.end))
        for position, indicator in enumerate(it.indicators, 1):
            self._indicator(indicator, position, node)
        for solution in it.solutions:
            if solution.vi:
                self._solution(solution)
            for cue in solution.cues:
                self.add(self.node(solution.element), LN.cue, string(cue))

    def _indicator(self, it: ProgrammeIndicator, position: int, programme: ox.NamedNode) -> None:
        node = ox.NamedNode(self.iris.concept("indicator", it.key))
        scheme = self.node(_SCHEME)
        self.add(node, RDF.type, SKOS.Concept)
        self.add(node, RDF.type, LN.Indicator)
        for value in _names(it.vi, it.en):
            self.add(node, RDFS.label, value)
            self.add(node, SKOS.prefLabel, value)
        if it.definition_vi:
            self.add(node, SKOS.definition, vi(it.definition_vi))
        if it.definition_en:
            self.add(node, SKOS.definition, en(it.definition_en))
        if it.source:
            self.add(node, DCTERMS.source, string(it.source))
        self.add(node, SKOS.inScheme, scheme)
        self.add(node, SKOS.topConceptOf, scheme)
        self.add(scheme, SKOS.hasTopConcept, node)
        self.add(node, SKOS.notation, string(it.key))
        self.add(node, LN.isRate, boolean(it.is_rate))
        self.add(node, LN.indicatorOf, programme)
        self.add(node, LN.position, integer(position))
        self.add(node, LN.targetType, self._concept("target-type", it.type))
        self.add(node, LN.direction, self._concept("direction", it.direction))
        if it.counting:
            self.add(node, LN.counting, self._concept("counting", it.counting))
        for unit in it.units:
            self.add(node, LN.unit, self._concept("unit", unit))
        if it.population:
            self.add(node, LN.population, string(it.population))
        if it.baseline:
            self.add(node, LN.baselineYear, year(it.baseline))
        for words in it.words:
            self.add(node, LN.measuredAs, string(words))
        for cue in it.cues:
            self.add(node, LN.cue, string(cue))
        for goal in it.goals:
            self.add(node, LN.sustainableGoal, string(goal))
        for key in it.related:
            self.add(node, SKOS.related, self._concept("indicator", key))
        for target in it.targets:
            self.add(self.node(target.element), LN.ofIndicator, node)

    def _solution(self, it: Solution) -> None:
        node = self.node(it.element)
        document = self.node(next(root for root in self.programme.roots if it.element.startswith(root)))
        self.add(node, RDF.type, LN.Measure)
        self.add(node, RDFS.label, vi(it.vi))
        self.add(node, LN.inDocument, document)
        self.add(document, LN.hasMeasure, node)
        self.add(node, LN.grade, self._concept("grade", "probable"))
        self.add(node, LN.basis, vi("Đề mục của văn bản gốc, ghi trong tệp của chương trình."))
        self.add(node, LN.basis, en("A heading of the root document, entered in the programme's pack."))
        self.add(node, DCTERMS.source, string(", ".join(self.programme.numbers)))

    def _concept(self, scheme: str, key: str) -> ox.NamedNode:
        return ox.NamedNode(self.iris.concept(scheme, key))


def _names(vietnamese: str, english: str) -> tuple[ox.Literal, ...]:
    return (vi(vietnamese), en(english)) if english else (vi(vietnamese),)


_DATE = "http://www.w3.org/2001/XMLSchema#date"


def programme_triples(programme: Programme, iris: Iris) -> Statements:
    """Return the statements of a programme: roots, titles, period, indicators, cues of solutions, its own reference RDF.

    Raises:
        GraphError: a file of its reference RDF does not parse.
    """
    statements = Statements()
    _Writer(iris, programme, statements).write()
    if programme.reference.is_dir():
        for file in rdf_files([programme.reference]):
            for quad in parse_file(file):
                if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                    statements.add(quad.subject, quad.predicate, quad.object)
    return statements


def programme_files(project: Project, iris: Iris) -> dict[Path, bytes]:
    """Return the Turtle of each programme of a project by the file that ``langnghe build`` writes it to.

    Raises:
        ConfigurationError: a pack cannot be read.
        GraphError: a file of its reference RDF does not parse.
    """
    packs = read_packs(project.packs)
    return {project.programmes / f"{it.key}.ttl": serialise_triples(programme_triples(it, iris)) for it in packs}
