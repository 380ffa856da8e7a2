"""The file's instruments, its text and provisions, and the instruments it names."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_DOWN, Decimal

import pyoxigraph as ox

from loader.facts import Citation, Instrument, Provision, Relation
from loader.graph.literals import day, decimal, en, integer, shortened, string, vi, year
from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS
from loader.graph.writing_context import Context, Written
from loader.kinds import RelationRole, Status
from loader.lexicon import DocumentKind, document_kind
from loader.resolution.agencies import Body, Setting, issuer_segment, resolve_name

_PLAN_CLASSES = frozenset({"Plan", "Programme", "Scheme", "Strategy"})
_DIRECT = (
    (RelationRole.IMPLEMENTS, "implements"),
    (RelationRole.BASED_ON, "basedOn"),
    (RelationRole.PROPOSED_IN, "proposedIn"),
    (RelationRole.CITES, "cites"),
    (RelationRole.AMENDS, "amends"),
    (RelationRole.REPLACES, "replaces"),
)


def write_text(context: Context) -> None:
    """State the source text: digest, file, type, origin and the text itself, in which offsets count."""
    source = context.facts.source
    text = context.text
    context.add(text, RDF.type, LN.SourceText)
    context.add(text, RDFS.label, vi(f"Văn bản nguồn {source.name}"))
    context.add(text, RDFS.label, en(f"Source text {source.name}"))
    context.add(text, LN.sha256, string(source.sha256))
    context.add(text, LN.sourceFile, string(source.name))
    context.add(text, LN.mediaType, string(source.media_type))
    context.add(text, LN.text, string(source.text))
    if source.origin:
        context.add(text, DCTERMS.source, string(source.origin))
    for written in context.documents.values():
        context.add(text, LN.textOf, written.node)
        context.add(written.node, LN.hasText, text)


def write_instrument(context: Context, written: Written) -> None:
    """State all that the head and the foot of an instrument say."""
    it, node = written.instrument, written.node
    kind = document_kind(it.kind)
    context.first_time(node)
    _write_kind(context, node, it.kind, kind)
    if it.is_plan and (kind is None or kind.class_name not in _PLAN_CLASSES):
        context.add(node, RDF.type, LN.Plan)
    label_vi, label_en = _names(context, it)
    context.add(node, RDFS.label, vi(label_vi))
    if label_en:
        context.add(node, RDFS.label, en(label_en))
    if it.title:
        context.add(node, DCTERMS.title, vi(it.title))
    # A plan without a number of its own is cited by that of the decision that issues it: one pattern finds both.
    outer = _issuing(context, it)
    if number := it.number or (outer.number if outer is not None else None):
        context.add(node, LN.number, string(number))
    if it.printed_number and it.printed_number != it.number:
        context.add(node, LN.numberAsPrinted, string(it.printed_number))
    if it.date:
        context.add(node, LN.dateIssued, day(it.date))
    context.add(node, LN.status, context.concept("status", it.status.value))
    if it.level:
        context.add(node, LN.level, context.concept("level", it.level.value))
    if it.issuer:
        context.add(node, LN.issuedBy, context.named_body(it.issuer, written.setting))
    context.add(node, LN.area, context.place(written.setting.unit))
    if it.period_start:
        context.add(node, LN.periodStart, year(it.period_start))
    if it.period_end:
        context.add(node, LN.periodEnd, year(it.period_end))
    for value, predicate in ((it.signer, LN.signedBy), (it.signer_role, LN.signerRole), (it.place, LN.placeOfIssue)):
        if value:
            context.add(node, predicate, string(value))
    for line in it.authority:
        context.add(node, LN.authority, string(line))
    for line in it.recipients:
        context.add(node, LN.recipientText, string(line))
    if it.promulgates and it.promulgates in context.documents and it.promulgates != it.key:
        context.add(node, LN.promulgates, context.documents[it.promulgates].node)
    if it.reading:
        context.add(node, LN.evidence, context.excerpt(it.reading.evidence))
        context.add(node, LN.extractedBy, string(it.reading.rule))


def write_read_shares(context: Context) -> None:
    """State how much of each document was read; never rounded up, so that 1 means all of it."""
    sums: dict[str, tuple[int, int]] = {}
    for share in context.facts.read_shares:
        key = context.holder(share.document).instrument.key
        read, stated = sums.get(key, (0, 0))
        sums[key] = (read + share.read, stated + share.stated)
    for key, (read, stated) in sums.items():
        if stated:
            part = (Decimal(read) / stated).quantize(Decimal("0.001"), ROUND_DOWN)
            context.add(context.document(key).node, LN.readShare, decimal(part))


def _write_kind(context: Context, node: ox.NamedNode, symbol: str, kind: DocumentKind | None) -> None:
    context.add(node, RDF.type, getattr(LN, kind.class_name) if kind else LN.Document)
    if kind:
        context.add(node, LN.documentKind, context.concept("kind", symbol))


def _printed(date_: date) -> str:
    """Return a date as documents print it: a zero before days below 10 and months below 3 (Nghị định 30/2020/NĐ-CP)."""
    month = f"{date_.month:02d}" if date_.month < 3 else str(date_.month)
    return f"{date_.day:02d}/{month}/{date_.year}"


def _names(context: Context, it: Instrument) -> tuple[str, str | None]:
    """Return what to call an instrument in Vietnamese and, where it can be said, in English."""
    kind = document_kind(it.kind)
    outer = _issuing(context, it)
    if it.number is None and it.key and outer is not None and kind:
        outer_vi, outer_en = _names(context, outer)
        return f"{kind.vi} ban hành tại {outer_vi}", f"{kind.en} issued by {outer_en}" if outer_en else None
    named = _label(kind, it.number, shortened(it.title or "", 70) or None)
    when = f" ngày {_printed(it.date)}" if it.date else ""
    draft = "Dự thảo " if it.status is Status.DRAFT else ""
    if not (kind and it.number):
        return draft + named + when, None
    return draft + named + when, f"{kind.en} {it.number}" + (f" of {it.date:%Y-%m-%d}" if it.date else "")


def _issuing(context: Context, it: Instrument) -> Instrument | None:
    """Return the instrument of the same file that issues this one."""
    others = (w.instrument for w in context.documents.values() if w.instrument is not it)
    return next((other for other in others if other.promulgates == it.key), None)


def _label(kind: DocumentKind | None, number: str | None, title: str | None) -> str:
    name = kind.vi if kind else "Văn bản"
    if number:
        return f"{name} {number}"
    if not title:
        return name
    return title if title.lower().startswith(name.lower()) else f"{name} {title}"


def write_provision(context: Context, provision: Provision) -> None:
    """State a part of a document: kind, number, heading, place in the text and the part above."""
    document = context.document(provision.document).node
    node = context.node(context.iris.part(document.value, provision.path))
    if node == document:
        return
    context.add(node, RDF.type, LN.Provision)
    label = " ".join(part for part in (provision.number, provision.heading) if part) or provision.path
    context.add(node, RDFS.label, vi(shortened(label)))
    context.add(node, LN.provisionKind, string(provision.kind))
    if provision.number:
        context.add(node, LN.provisionNumber, string(provision.number))
    if provision.heading:
        context.add(node, LN.heading, string(provision.heading))
    context.add(node, LN.partOf, context.node(context.iris.part(document.value, provision.parent or "")))
    context.add(node, LN.start, integer(provision.start))
    context.add(node, LN.end, integer(provision.end))
    context.add(node, LN.inDocument, document)
    context.add(document, LN.hasProvision, node)


def write_relation(context: Context, relation: Relation) -> None:
    """State that a document names an instrument in a role: the direct property and a citation with its sentence."""
    document = context.document(relation.document)
    cited = write_cited(context, relation.citation, document.setting)
    if cited == document.node:
        return
    context.add(document.node, getattr(LN, dict(_DIRECT)[relation.role]), cited)
    if relation.carried_out_by is not None:
        context.add(write_cited(context, relation.carried_out_by, document.setting), LN.implements, cited)
    node = context.element("citation", relation.reading.evidence)
    context.add(node, RDF.type, LN.Citation)
    citation = relation.citation
    context.read(node, relation.reading, _label(document_kind(citation.kind), citation.number, citation.title))
    context.add(node, LN.citationRole, context.concept("citation-role", relation.role.value))
    context.add(node, LN.citedDocument, cited)
    if citation.printed_number and citation.printed_number != citation.number:
        context.add(node, LN.numberAsPrinted, string(citation.printed_number))
    context.add(document.node, LN.hasCitation, node)


def _issuer(citation: Citation, kind: DocumentKind | None, setting: Setting) -> Body | None:
    name = citation.issuer or (kind.issuer if kind else None)
    return resolve_name(name, setting) if name else None


def write_cited(context: Context, citation: Citation, setting: Setting) -> ox.NamedNode:
    """Describe an instrument as far as its citation does; return its node."""
    kind = document_kind(citation.kind)
    issuer = _issuer(citation, kind, setting)
    segment = issuer_segment(citation.number, citation.kind, issuer, setting)
    node = context.node(context.iris.document(segment, citation.kind, citation.number, citation.date, citation.title))
    if any(node == written.node for written in context.documents.values()) or not context.first_time(node):
        return node
    _write_kind(context, node, citation.kind, kind)
    label = _label(kind, citation.number, citation.title)
    when = f" ngày {_printed(citation.date)}" if citation.date and citation.number else ""
    context.add(node, RDFS.label, vi(label + when))
    if citation.title:
        context.add(node, DCTERMS.title, vi(citation.title))
    if citation.number:
        context.add(node, LN.number, string(citation.number))
    if citation.printed_number and citation.printed_number != citation.number:
        context.add(node, LN.numberAsPrinted, string(citation.printed_number))
    if citation.date:
        context.add(node, LN.dateIssued, day(citation.date))
    if issuer:
        context.add(node, LN.issuedBy, context.body(issuer, setting))
    return node
