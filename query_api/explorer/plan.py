"""A document as its page shows it: the text with addresses, its facts, its place in the chain, what has changed since."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS
from query_api.asking.named_queries import NamedQueries
from query_api.engine.results import Rows, text_of
from query_api.explorer.facts import Fact, FactKinds, Link, Material, facts_of
from query_api.explorer.passages import Paragraph, Provision, Span, passages, with_depths
from query_api.explorer.said import Said
from query_api.explorer.target_names import with_figures
from query_api.rendering.addresses import name_within
from query_api.rendering.figures import day
from query_api.rendering.labels import names_of

_LEVELS = ("national", "province", "district", "commune")
_DETAILS = (
    *(RDF.type, RDFS.label, RDFS.comment, LN.section, LN.extractedBy, LN.confidence, LN.timeText, LN.recurrence),
    *(LN.startYear, LN.endYear, LN.deliverable, LN.dueDay, LN.recipient, LN.fundingSource, LN.amount, LN.condition),
    *(LN.citedDocument, LN.citationRole, LN.noteKind, LN.proposedReading, LN.isOverdue, LN.measuredAs, LN.ofIndicator),
    *(LN.comparator, LN.value, LN.upperValue, LN.unit, LN.horizon, LN.baselineYear, LN.per, LN.population),
    *(LN.printedFigure, LN.supports, LN.carriesOut, LN.isCarriedOut, LN.carriedOutBy, LN.hasTarget, LN.mitigation),
    *(LN.locatedIn, LN.grade),
)
"""What is asked of each fact of a document."""
_GONE = frozenset({"replaced", "lapsed", "spent"})


@dataclass(frozen=True, slots=True)
class Step:
    """A document in the chain.

    Attributes:
        iri: the document.
        label: how it is called.
        level: "national", "province" … or "".
        date: when it was issued, as the reader writes it.
        read: its text is here.
        here: it is the document of the page.
    """

    iri: str
    label: str
    level: str
    date: str
    read: bool
    here: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed since a document was issued.

    Attributes:
        kind: "merged", "abolished", "replaced", "amended", "draft", "issued", "spent".
        vi: that, in Vietnamese.
        en: that, in English.
        links: what came instead, or what it is about.
    """

    kind: str
    vi: str
    en: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """A document with a text.

    Attributes:
        iri: the document.
        title: what it is called in full.
        label: its short name.
        number: its number, "" if it has none.
        issued: when, ISO; "" if unknown.
        issuer: who issued it.
        place: the place that it is for.
        level: label of its level.
        period: years that it is for, "2021–2030".
        signed_by: who signed it.
        status: issued or draft, in words.
        read_share: share of its words that became facts or are known to say none, 0 to 1; None if not measured.
        source: where the text came from.
        source_file: name of the file.
        sha256: its digest.
        paragraphs: the text.
        provisions: its parts.
        facts: what was read.
        chain: the documents above and below.
        changes: what has changed since.
        siblings: documents in the same text.
        kinds: the kinds of facts that its page lists.
    """

    iri: str
    title: str
    label: str
    number: str
    issued: str
    issuer: Link | None
    place: Link | None
    level: str
    period: str
    signed_by: str
    status: str
    read_share: float | None
    source: tuple[str, ...]
    source_file: str
    sha256: str
    paragraphs: tuple[Paragraph, ...]
    provisions: tuple[Provision, ...]
    facts: tuple[Fact, ...]
    chain: tuple[Step, ...]
    changes: tuple[Change, ...]
    siblings: tuple[Link, ...]
    kinds: FactKinds

    @property
    def unread(self) -> tuple[Fact, ...]:
        """The doubts that name words which were not read."""
        return tuple(f for f in self.facts if f.kind == "doubts" and f.rule.rpartition(".")[2].startswith("unread"))


@dataclass(frozen=True, slots=True)
class _Told:
    """What the graph says of a document, as the pages' queries tell it."""

    text: Rows
    said: Rows
    source: Rows
    provisions: Rows
    evidence: Rows
    details: Rows
    assignments: Rows
    comparisons: Rows
    chain: Rows
    validity: Rows


async def plan_of(queries: NamedQueries, iri: str, base: str, language: str, kinds: FactKinds) -> Plan | None:
    """Return a document with a text; None where the graph has no text of it.

    Args:
        queries: the pages' queries.
        iri: the document.
        base: base of our IRIs.
        language: "vi" or "en".
        kinds: the kinds of facts.
    """
    siblings = await queries.rows("plan-siblings", plan=ox.NamedNode(iri))
    if not siblings.rows:
        return None
    source = text_of(siblings.rows[0][0])
    documents = [text_of(d) for s, d in siblings.rows if text_of(s) == source]
    nodes = [ox.NamedNode(d) for d in documents]
    told = _Told(
        *await asyncio.gather(
            queries.rows("plan-text", source=ox.NamedNode(source)),
            queries.rows("plan-said", document=nodes),
            queries.rows("plan-source", source=ox.NamedNode(source)),
            queries.rows("plan-provisions", document=nodes),
            queries.rows("plan-evidence", source=ox.NamedNode(source)),
            queries.rows("plan-details", document=nodes, property=[*_DETAILS, *kinds.properties()]),
            queries.rows("plan-assignments", document=nodes),
            queries.rows("plan-comparisons", document=nodes),
            queries.rows("plan-chain", plan=nodes),
            queries.rows("plan-validity", document=nodes),
        )
    )
    said = Said.of(told.said)
    places = [ox.NamedNode(p) for d in documents for p in said.all(d, LN.area)]
    changed_places = await queries.rows("plan-place", place=places)
    details = Said.of(told.details)
    tables = (told.assignments, told.comparisons, told.chain, told.validity, changed_places)
    labels = await names_of(queries, [*documents, *said.iris(), *details.iris(), *_named(*tables)], language)
    labels = await with_figures(queries, labels, details.iris(), language)
    # Of a long document this takes a while: not in the event loop.
    return await asyncio.to_thread(_plan, iri, base, language, source, documents, told, changed_places, labels, kinds)


def _plan(
    iri: str,
    base: str,
    language: str,
    source: str,
    documents: list[str],
    told: _Told,
    changed_places: Rows,
    labels: dict[str, str],
    kinds: FactKinds,
) -> Plan:
    said, details = Said.of(told.said), Said.of(told.details)
    whole = text_of(told.text.rows[0][0]) if told.text.rows else ""
    quotes: dict[str, list[tuple[int, str]]] = {}
    spans: dict[tuple[int, int], list[str]] = {}
    for element, start, end, quote in told.evidence.rows:
        one = text_of(element)
        if one in documents or not kinds.kind_of(details.types(one, RDF.type)):
            continue
        quotes.setdefault(one, []).append((int(text_of(start)), text_of(quote)))
        spans.setdefault((int(text_of(start)), int(text_of(end))), []).append(one)
    names = {one: name_within(one, iri, base) for one in quotes}
    parts = with_depths([_provision(row, iri, base) for row in told.provisions.rows])
    material = Material(
        details, {k: tuple(v) for k, v in quotes.items()}, told.assignments, told.comparisons, labels, names, language,
        kinds,
    )  # fmt: skip
    facts = facts_of(material)
    kind_of = {fact.iri: fact.kind for fact in facts}
    marked = [
        Span(a, b, tuple(names[e] for e in found), tuple(dict.fromkeys(kind_of[e] for e in found if e in kind_of)))
        for (a, b), found in spans.items()
    ]
    digest = Said.of(Rows(("s", "p", "o"), tuple((ox.NamedNode(source), p, v) for p, v in told.source.rows)))
    main = next((d for d in documents if d == iri), documents[0])
    issuer, place = said.one(main, LN.issuedBy), said.one(main, LN.area)
    share = said.one(main, LN.readShare) or next((s for d in documents if (s := said.one(d, LN.readShare))), "")
    period = dict.fromkeys(y for y in (said.one(main, LN.periodStart), said.one(main, LN.periodEnd)) if y)
    return Plan(
        main,
        said.one(main, DCTERMS.title) or labels.get(main, main),
        labels.get(main, main),
        said.one(main, LN.number),
        said.one(main, LN.dateIssued),
        Link(labels.get(issuer, issuer), issuer) if issuer else None,
        Link(labels.get(place, place), place) if place else None,
        labels.get(said.one(main, LN.level), ""),
        "–".join(period),
        said.one(main, LN.signedBy) or next((s for d in documents if (s := said.one(d, LN.signedBy))), ""),
        labels.get(said.one(main, LN.status), ""),
        float(share) if share else None,
        tuple(dict.fromkeys([*said.all(main, DCTERMS.source), *digest.all(source, DCTERMS.source)])),
        digest.one(source, LN.sourceFile),
        digest.one(source, LN.sha256),
        passages(whole, parts, marked),
        parts,
        facts,
        _chain(told.chain, labels, documents, language),
        tuple(_changes(said, documents, changed_places, told.validity, labels)),
        tuple(Link(labels.get(d, d), d) for d in documents if d != main),
        kinds,
    )


def _named(*tables: Rows) -> Iterable[str]:
    for rows in tables:
        for row in rows.rows:
            yield from (t.value for t in row if isinstance(t, ox.NamedNode))


def _provision(row: tuple[object, ...], document: str, base: str) -> Provision:
    iri, kind, number, heading, start, end = (text_of(cell) for cell in row)  # type: ignore[arg-type]
    return Provision(name_within(iri, document, base), iri, kind, number, heading, int(start), int(end))


def _chain(rows: Rows, labels: dict[str, str], documents: list[str], language: str) -> tuple[Step, ...]:
    steps: dict[str, Step] = {}
    for _, document, level, issued, text in rows.rows:
        one = text_of(document)
        when = day(text_of(issued), language) if issued is not None else ""
        steps.setdefault(
            one,
            Step(
                one, labels.get(one, one), text_of(level).rpartition("/")[2], when, text is not None, one in documents
            ),
        )
    ranks = {level: rank for rank, level in enumerate(_LEVELS)}
    order = {iri: at for at, iri in enumerate(steps)}
    return tuple(sorted(steps.values(), key=lambda s: (ranks.get(s.level, 9), order[s.iri])))


def _changes(
    said: Said, documents: list[str], places: Rows, validity: Rows, labels: dict[str, str]
) -> Iterable[Change]:
    successors: dict[tuple[str, str], dict[str, None]] = {}
    for place, successor, since, _ in places.rows:
        successors.setdefault((text_of(place), text_of(since)), {})[text_of(successor)] = None
    for (merged, start), new in successors.items():
        name = labels.get(merged, merged)
        yield Change(
            "merged",
            f"{name} không còn là đơn vị riêng từ {day(start, 'vi')}; nay thuộc",
            f"{name} is no unit of its own since {day(start, 'en')}; today it belongs to",
            tuple(Link(labels.get(s, s), s) for s in new),
        )
    for document in documents:
        for relation, kind, vi, en in (
            (LN.replacedBy, "replaced", "Văn bản này đã bị thay thế bởi", "This document was replaced by"),
            (LN.amendedBy, "amended", "Văn bản này đã được sửa đổi bởi", "This document was amended by"),
            (LN.draftOf, "draft", "Đây là dự thảo; bản ban hành là", "This is a draft; it was issued as"),
            (LN.hasDraft, "issued", "Có dự thảo của văn bản này", "There is a draft of this document"),
        ):
            if links := tuple(Link(labels.get(v, v), v) for v in said.all(document, relation)):
                yield Change(kind, vi, en, links)
        if said.one(document, LN.status).endswith("/draft") and not said.all(document, LN.draftOf):
            yield Change(
                "draft", "Đây là dự thảo, chưa thấy bản ban hành.", "This is a draft; no issued version was seen."
            )
    gone: dict[str, Link] = {}
    for instrument, holds, replaced, amended in validity.rows:
        one = text_of(instrument)
        if text_of(holds).rpartition("/")[2] in _GONE or replaced is not None:
            by = text_of(replaced) or text_of(amended)
            note = labels.get(text_of(holds), "")
            gone[one] = Link(labels.get(one, one), one, note, (Link(labels.get(by, by), by),) if by else ())
    if gone:
        yield Change(
            "spent", "Văn bản được dẫn nay không còn hiệu lực hoặc đã hết thời kỳ",
            "Instruments that it cites no longer hold, or their time is over", tuple(gone.values()),
        )  # fmt: skip
