"""The facts of a document as a reader meets them: what is aimed at, who must do what, in words that need no SPARQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.vocabulary import LN, RDF, RDFS, term
from loader.things import ThingKind
from query_api.engine.results import Rows, text_of, texts_of
from query_api.explorer.coverage import tone_of, verdict_of, way_of
from query_api.explorer.said import Said
from query_api.rendering.figures import day, day_of_year, figure, with_words
from query_api.served.thing_pages import FactsList

_BEFORE = (
    ("targets", "Mục tiêu, chỉ tiêu", "Aims and targets"),
    ("tasks", "Nhiệm vụ", "Tasks"),
    ("measures", "Giải pháp", "Measures"),
    ("reports", "Báo cáo", "Reports"),
    ("money", "Kinh phí", "Money"),
    ("basis", "Căn cứ", "Basis"),
)
_BEHIND = (
    ("risks", "Rủi ro", "Risks"),
    ("doubts", "Chỗ còn ngờ", "Doubts"),
)
_KIND_OF = {
    LN.Target.value: "targets",
    LN.Objective.value: "targets",
    LN.GeneralObjective.value: "targets",
    LN.SpecificObjective.value: "targets",
    LN.ReportingDuty.value: "reports",
    LN.Task.value: "tasks",
    LN.Measure.value: "measures",
    LN.Funding.value: "money",
    LN.Citation.value: "basis",
    LN.Risk.value: "risks",
    LN.ReadingNote.value: "doubts",
}
_LEAD, _COORDINATE = "lead", "coordinate"


@dataclass(frozen=True, slots=True)
class FactKinds:
    """The kinds of facts that a page lists, those that packs bring among them.

    Attributes:
        naming: the lists of facts about named things.
    """

    naming: tuple[FactsList, ...] = ()

    @property
    def all(self) -> tuple[tuple[str, str, str], ...]:
        """Key, Vietnamese and English name of each kind of fact, in the order of the page."""
        return (*_BEFORE, *((it.key, it.words.vi, it.words.en) for it in self.naming), *_BEHIND)

    @property
    def by_class(self) -> Mapping[str, str]:
        """The key of the kind of fact by the class (IRI) that makes it one."""
        named = {term(kind.fact).value: it.key for it in self.naming for kind in it.kinds}
        return {**_KIND_OF, **named}

    def kind_of(self, types: Iterable[str]) -> str:
        """Return the kind of fact that its classes make it; "" for none of them."""
        by_class = self.by_class
        found = [by_class[t] for t in types if t in by_class]
        order = [key for key, _, _ in self.all]
        return min(found, key=lambda kind: (kind == "tasks" and "reports" in found, order.index(kind)), default="")

    def properties(self) -> tuple[ox.NamedNode, ...]:
        """Return the properties by which facts say something of named things, or things have others."""
        names = [name for it in self.naming for kind in it.kinds for name in _saying(kind)]
        return tuple(map(term, dict.fromkeys(names)))


def _saying(kind: ThingKind) -> Iterator[str]:
    if kind.status is not None:
        yield kind.status.of
    if kind.having is not None:
        yield kind.having.property


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to a thing.

    Attributes:
        text: the words.
        iri: the thing; None where they lead nowhere.
        note: what is said behind them.
        then: what the thing has become: bodies of today.
    """

    text: str
    iri: str | None = None
    note: str = ""
    then: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """One thing that is said of a fact.

    Attributes:
        key: its lasting English name.
        vi: its name in Vietnamese.
        en: its name in English.
        values: what is said.
    """

    key: str
    vi: str
    en: str
    values: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a target stands beside a higher one.

    Attributes:
        key: "below", "equal", "above", "not-comparable" or "unsure".
        tone: the same, "below" for worse and "above" for better, whichever way is better.
        text: the key, in the reader's language.
        reasons: why they do not compare.
        higher: the higher target's IRI, if there is one.
        higher_figure: its figure.
        basis: why this is judged so.
        grade: how sure that is, in words.
    """

    key: str
    tone: str
    text: str
    reasons: tuple[str, ...]
    higher: str | None
    higher_figure: str
    basis: str
    grade: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact on the page of its document.

    Attributes:
        name: its name there.
        iri: its IRI.
        kind: a key of ``FactKinds.all``.
        class_name: local name of its class.
        type: its class in words.
        title: what it says.
        section: where that is printed ("II.2.a").
        quotes: the words it was read from.
        details: what more is said.
        verdicts: how a target stands.
        rule: the way in which it was read.
        confidence: measured share of right readings by that way, "" if none.
        overdue: its time has run out with no result recorded.
        place: code point of its first words.
    """

    name: str
    iri: str
    kind: str
    class_name: str
    type: str
    title: str
    section: str
    quotes: tuple[str, ...]
    details: tuple[Detail, ...]
    verdicts: tuple[Verdict, ...]
    rule: str
    confidence: str
    overdue: bool
    place: int


@dataclass(frozen=True, slots=True)
class Material:
    """What facts are made of.

    Attributes:
        said: what is said of each.
        quotes: fact → (place, words) from which it was read.
        assignments: rows of ``plan-assignments``.
        comparisons: rows of ``plan-comparisons``.
        labels: label by IRI.
        names: name on the page by IRI of a fact.
        language: of the reader.
        kinds: the kinds of facts.
    """

    said: Said
    quotes: Mapping[str, tuple[tuple[int, str], ...]]
    assignments: Rows
    comparisons: Rows
    labels: Mapping[str, str]
    names: Mapping[str, str]
    language: str
    kinds: FactKinds


def facts_of(material: Material) -> tuple[Fact, ...]:
    """Return the facts of a document in the order of its text."""
    bodies = _bodies(material)
    verdicts = _verdicts(material)
    found = []
    for iri, quotes in material.quotes.items():
        said = material.said
        kind = material.kinds.kind_of(said.types(iri, RDF.type))
        if not kind:
            continue
        found.append(
            Fact(
                material.names[iri],
                iri,
                kind,
                (its := _class(material, iri)).rpartition("#")[2],
                material.labels.get(its, its.rpartition("#")[2]),
                _title(material, iri, kind),
                said.one(iri, LN.section),
                tuple(quote for _, quote in quotes),
                tuple(_details(material, iri, bodies.get(iri, ()))),
                verdicts.get(iri, ()),
                said.one(iri, LN.extractedBy),
                said.one(iri, LN.confidence),
                said.one(iri, LN.isOverdue) == "true",
                quotes[0][0],
            )
        )
    return tuple(sorted(found, key=lambda fact: (fact.place, fact.iri)))


def target_figure(said: Said, iri: str, labels: Mapping[str, str], language: str) -> str:
    """Return the figure of a target with comparator and unit: "ít nhất 80%"."""
    unit = said.one(iri, LN.unit)
    comparator = said.one(iri, LN.comparator)
    value = said.one(iri, LN.value)
    if not value:
        return said.one(iri, LN.printedFigure)
    return figure(
        value, labels.get(unit, ""), _word(comparator, labels), language, upper=said.one(iri, LN.upperValue)
    )  # fmt: skip


def _word(comparator: str, labels: Mapping[str, str]) -> str:
    return "" if comparator.endswith("/exactly") else labels.get(comparator, "")


def _class(material: Material, iri: str) -> str:
    """Return the class by which a fact is called: a report is one before it is a task, an aim is general or specific."""
    types = material.said.types(iri, RDF.type)
    first = (LN.ReportingDuty.value, LN.GeneralObjective.value, LN.SpecificObjective.value)
    return next((known for known in (*first, *material.kinds.by_class) if known in types), "")


def _title(material: Material, iri: str, kind: str) -> str:
    said, language = material.said, material.language
    if said.one(iri, LN.ofIndicator):
        year = said.one(iri, LN.horizon)
        words = said.one(iri, LN.measuredAs) or said.one(iri, RDFS.label, language)
        by = f" ({year})" if year else f" ({'không ghi năm' if language == 'vi' else 'no year given'})"
        return f"{with_words(target_figure(said, iri, material.labels, language), words)}{by}"
    if kind == "doubts":
        return said.one(iri, RDFS.comment, language) or said.one(iri, RDFS.label, language)
    cited = said.one(iri, LN.citedDocument)
    if cited:
        return material.labels.get(cited, cited)
    quotes = material.quotes[iri]
    return quotes[0][1] if kind in ("tasks", "measures", "reports", "risks") else said.one(iri, RDFS.label, language)


def _details(material: Material, iri: str, bodies: tuple[Detail, ...]) -> Iterator[Detail]:
    said, language = material.said, material.language

    def links(name: ox.NamedNode) -> tuple[Link, ...]:
        return tuple(Link(material.labels.get(v, v), v) for v in said.all(iri, name))

    def words(name: ox.NamedNode) -> tuple[Link, ...]:
        return tuple(Link(v) for v in said.all(iri, name))

    yield from bodies
    start, end = said.one(iri, LN.startYear), said.one(iri, LN.endYear)
    time = words(LN.timeText) or (
        (Link("–".join(dict.fromkeys(y for y in (start, end) if y))),) if start or end else ()
    )
    rows = (
        ("recipient", "Gửi đến", "To", links(LN.recipient)),
        ("time", "Thời gian", "Time", time),
        ("recurrence", "Lặp lại", "Recurs", tuple(Link(v.text) for v in links(LN.recurrence))),
        ("due", "Chậm nhất ngày", "Due by", tuple(Link(day_of_year(v, language)) for v in said.all(iri, LN.dueDay))),
        ("deliverable", "Sản phẩm", "Deliverable", words(LN.deliverable)),
        ("indicator", "Chỉ số", "Indicator", links(LN.ofIndicator)),
        ("population", "Tính trên", "Share of", words(LN.population)),
        ("per", "Mỗi", "Per", words(LN.per)),
        ("baseline", "So với năm", "Compared with", words(LN.baselineYear)),
        ("printed", "In là", "Printed as", words(LN.printedFigure)),
        ("supports", "Góp phần vào", "Contributes to", links(LN.supports)),
        ("carries_out", "Thực hiện giải pháp", "Carries out", links(LN.carriesOut)),
        ("source", "Nguồn vốn", "Source of money", tuple(Link(v.text) for v in links(LN.fundingSource))),
        ("role", "Vai trò", "Role", tuple(Link(v.text) for v in links(LN.citationRole))),
        *_about_named(material.kinds, links),
        ("condition", "Tình trạng", "Condition", tuple(Link(v.text) for v in links(LN.condition))),
        ("mitigation", "Ứng phó", "Response", words(LN.mitigation)),
        ("doubt", "Loại", "Kind", tuple(Link(v.text) for v in links(LN.noteKind))),
        ("proposed", "Nên đọc là", "Proposed reading", words(LN.proposedReading)),
    )
    yield from (Detail(*row) for row in rows if row[3])


def _about_named(
    kinds: FactKinds, links: Callable[[ox.NamedNode], tuple[Link, ...]]
) -> Iterator[tuple[str, str, str, tuple[Link, ...]]]:
    """Yield of which shared things a fact says something, or which a placed thing has."""
    every = [kind for it in kinds.naming for kind in it.kinds]
    for kind in every:
        if kind.status is not None:
            has = [other.having.property for other in every if other.having and other.having.kind.key == kind.key]
            found = (links(term(name)) for name in (kind.status.of, *has))
            yield kind.key, kind.one.vi, kind.one.en, next((some for some in found if some), ())


def _bodies(material: Material) -> dict[str, tuple[Detail, ...]]:
    """Return who is named in each task or duty: as printed, and the body of today."""
    found: dict[str, dict[str, dict[str, tuple[str, bool, dict[str, str]]]]] = {}
    for item, role, agent, printed, former, today, since in texts_of(material.assignments):
        agents = found.setdefault(item, {}).setdefault(role.rpartition("/")[2], {})
        its = agents.setdefault(agent, (printed, bool(former), {}))
        if today:
            its[2][today] = since
    no_more = (
        "nay không còn, chưa rõ ai tiếp nhận" if material.language == "vi" else "no longer exists, successor unknown"
    )
    since_word = "từ" if material.language == "vi" else "since"
    result: dict[str, tuple[Detail, ...]] = {}
    for iri, roles in found.items():
        details = []
        for part, vi, en in ((_LEAD, "Chủ trì", "Lead"), (_COORDINATE, "Phối hợp", "With")):
            links = []
            for agent, (as_printed, was, successors) in roles.get(part, {}).items():
                then = tuple(
                    Link(
                        material.labels.get(became, became),
                        became,
                        f"{since_word} {day(begun, material.language)}" if begun else "",
                    )
                    for became, begun in successors.items()
                )
                name = material.labels.get(agent, as_printed or agent)
                links.append(Link(as_printed or name, agent, no_more if was and not then else "", then))
            if links:
                details.append(Detail(part, vi, en, tuple(links)))
        result[iri] = tuple(details)
    return result


def _verdicts(material: Material) -> dict[str, tuple[Verdict, ...]]:
    found: dict[str, dict[tuple[str, str, str], list[tuple[str, str, str]]]] = {}
    figures: dict[str, str] = {}
    said = material.said
    for target, higher, value, comparator, outcome, reason, grade, basis, direction, kind in material.comparisons.rows:
        key = (text_of(higher), text_of(outcome), way_of(text_of(direction), text_of(kind)))
        of = found.setdefault(text_of(target), {}).setdefault(key, [])
        language = getattr(basis, "language", None)
        of.append((text_of(reason), text_of(grade), text_of(basis) if language in (None, material.language) else ""))
        if value is not None:
            unit = material.labels.get(said.one(text_of(target), LN.unit), "")
            words = _word(text_of(comparator), material.labels)
            figures[text_of(higher)] = figure(text_of(value), unit, words, material.language)
    return {
        target: tuple(_verdict(material, key, rows, figures) for key, rows in by.items())
        for target, by in found.items()
    }


def _verdict(
    material: Material, key: tuple[str, str, str], rows: list[tuple[str, str, str]], figures: Mapping[str, str]
) -> Verdict:
    higher, outcome, way = key
    state = outcome.rpartition("/")[2]
    reasons = tuple(dict.fromkeys(material.labels.get(reason, reason) for reason, _, _ in rows if reason))
    grade = next((g for _, g, _ in rows if g), "")
    return Verdict(
        state,
        tone_of(state, way),
        verdict_of(state, way, material.language) or material.labels.get(outcome, outcome),
        reasons,
        higher or None,
        figures.get(higher, ""),
        next((basis for _, _, basis in rows if basis), ""),
        material.labels.get(grade, ""),
    )
