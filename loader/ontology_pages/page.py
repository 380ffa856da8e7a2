"""The ontology as one page of HTML that needs nothing else: no script, no font, no address outside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

import pyoxigraph as ox
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from loader.graph.dataset import parse_file
from loader.graph.vocabulary import DCTERMS, ONTOLOGY, OWL, SITE
from loader.ontology_pages.layout import LAYOUT
from loader.ontology_pages.terms import Axiom, Kind, Term, Words, read_terms
from loader.ontology_pages.usage import ShapeRule, Statements, questions_by_term, rules_by_term, statements_by_term
from loader.project import Project
from loader.questions import Question

_KIND_WORDS = {
    Kind.CLASS: Words("lớp", "class"),
    Kind.OBJECT: Words("quan hệ", "relation to a thing"),
    Kind.DATATYPE: Words("thuộc tính", "property with a value"),
    Kind.ANNOTATION: Words("chú thích", "annotation"),
}
_CLASSES = Words("lớp", "classes")
_PROPERTIES = Words("thuộc tính", "properties")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the page links to; None leaves the words without a link.

    Attributes:
        rule: address of a rule's page, with ``{code}``.
        question: address of a question's page, with ``{name}``.
        home: address, ending in "/", of the site that has the page and the ontology as RDF.
        other: address of the page in the other language; None puts both languages on the page.
    """

    rule: str | None = None
    question: str | None = None
    home: str | None = None
    other: str | None = None

    def to_rule(self, rule: ShapeRule) -> str | None:
        """Return the address of a rule."""
        return self.rule.format(code=rule.code) if self.rule else None

    def to_question(self, question: Question) -> str | None:
        """Return the address of a question."""
        return self.question.format(name=question.name) if self.question else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A term with what the page says of it."""

    term: Term
    kind: Words
    rules: Sequence[ShapeRule]
    questions: Sequence[Question]
    data: Statements


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of the ontology with its entries; ``anchor`` is its place in the page."""

    anchor: str
    title: Words
    entries: Sequence[Entry]


def _sections(project: Project) -> list[Section]:
    rules, questions, data = rules_by_term(project), questions_by_term(project), statements_by_term(project)
    none = Statements(0, ())
    entries = [
        Entry(t, _KIND_WORDS[t.kind], rules.get(t.name, ()), questions.get(t.name, ()), data.get(t.name, none))
        for t in read_terms(project)
    ]
    grouped = groupby(entries, key=lambda e: (e.term.section, e.term.kind is Kind.CLASS))
    return [
        Section(f"s{n}", Words(f"{title.vi}: {kind.vi}", f"{title.en}: {kind.en}"), list(some))
        for n, ((title, is_class), some) in enumerate(grouped, 1)
        for kind in [_CLASSES if is_class else _PROPERTIES]
    ]


def _linked(names: frozenset[str], text: str) -> Markup:
    """Return a text in which every term of the ontology links to its place."""
    parts = []
    for word in text.split(" "):
        bare = word.strip("()")
        name = bare.removeprefix("ln:")
        if bare.startswith("ln:") and name in names:
            link = f'<a href="#{name}">{escape(bare)}</a>'
            parts.append(escape(word).replace(escape(bare), link))
        else:
            parts.append(escape(word))
    return Markup(" ".join(parts))


def _grouped(axioms: Sequence[Axiom]) -> list[tuple[Words, list[str]]]:
    """Return the axioms by their relation, in the order of their first one."""
    found: dict[Words, list[str]] = {}
    for axiom in axioms:
        found.setdefault(axiom.relation, []).append(axiom.other)
    return list(found.items())


def ontology_page(project: Project, language: str = "vi", links: Links | None = None) -> str:
    """Return the documentation of the ontology as one page of HTML.

    The page carries its style in itself and has no script, so a server needs ``style-src 'unsafe-inline'`` for it.
    A term stands under its local name: ``#ReportingDuty``.

    Args:
        project: whose ontology, rules, questions and data are shown.
        language: "vi" or "en": which comes first; both are on the page unless ``links`` know one in the other.
        links: where rules and questions are.

    Raises:
        GraphError: the ontology, rules or data do not parse.
        ConfigurationError: a question file is malformed.
    """
    sections = _sections(project)
    entries = [entry for section in sections for entry in section.entries]
    names = frozenset(entry.term.name for entry in entries)
    header = _header(project)
    head = {(predicate, value.language): value.value for predicate, value in header}
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    return environment.from_string(LAYOUT).render(
        language="en" if language == "en" else "vi",
        other="vi" if language == "en" else "en",
        links=links or Links(),
        site=SITE,
        namespace=f"{ONTOLOGY.value}#",
        title=Words(head.get((DCTERMS.title, "vi"), ""), head.get((DCTERMS.title, "en"), "")),
        description=Words(head.get((DCTERMS.description, "vi"), ""), head.get((DCTERMS.description, "en"), "")),
        version=next((value.value for predicate, value in header if predicate.value == OWL.versionInfo.value), ""),
        sections=sections,
        rules=sorted({r.code: r for e in entries for r in e.rules}.values(), key=lambda rule: rule.code),
        questions=sorted({q.number: q for e in entries for q in e.questions}.values(), key=lambda asked: asked.number),
        classes=sum(entry.term.kind is Kind.CLASS for entry in entries),
        terms=len(names),
        linked=lambda text: _linked(names, text),
        grouped=_grouped,
    )


def _header(project: Project) -> list[tuple[ox.NamedNode, ox.Literal]]:
    """Return what the ontology says of itself in words."""
    own = (quad for quad in parse_file(project.axioms) if quad.subject == ONTOLOGY)
    return [(quad.predicate, quad.object) for quad in own if isinstance(quad.object, ox.Literal)]
