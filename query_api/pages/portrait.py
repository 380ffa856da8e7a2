"""All that the graph says of one thing, gathered for its page: properties, links to it, the sentences behind it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pyoxigraph as ox

from loader.graph.vocabulary import DCTERMS, LN, RDF, RDFS, SKOS
from query_api.asking.named_queries import NamedQueries
from query_api.engine.base import Engine
from query_api.engine.results import Term, text_of
from query_api.explorer.sentence_links import sentence_links
from query_api.explorer.target_names import with_figures
from query_api.pages.reading import href_of_reading
from query_api.rendering.labels import labels_of
from query_api.rendering.terms import View, local_name, view
from query_api.rendering.words import Words, word

MOST_VALUES = 40
MOST_LINKS = 40
_CONTEXT = 500  # characters of the text shown on either side of a sentence
_FIRST = tuple(
    p.value
    for p in (RDF.type, SKOS.prefLabel, RDFS.label, DCTERMS.title, LN.number, LN.dateIssued, LN.issuedBy, LN.level,
              LN.area, LN.status, LN.readShare, LN.implements, LN.promulgates, LN.ofIndicator, LN.comparator, LN.value, LN.unit,
              LN.horizon, LN.hasAssignment, LN.leadAgency, LN.coordinatingAgency, LN.timeText)
)  # fmt: skip
_LAST = tuple(p.value for p in (LN.evidence, LN.section, LN.extractedBy, LN.confidence))
_NAMES: Words = {
    RDF.type.value: ("loại", "type"),
    RDFS.label.value: ("nhãn", "label"),
    RDFS.comment.value: ("ghi chú", "comment"),
    RDFS.seeAlso.value: ("xem thêm", "see also"),
    RDFS.subClassOf.value: ("là lớp con của", "is a subclass of"),
    SKOS.prefLabel.value: ("tên", "name"),
    SKOS.altLabel.value: ("tên khác", "other name"),
    SKOS.definition.value: ("định nghĩa", "definition"),
    SKOS.inScheme.value: ("thuộc bảng mã", "in the scheme"),
    DCTERMS.title.value: ("tiêu đề", "title"),
    DCTERMS.source.value: ("nguồn", "source"),
}
_HIDDEN = frozenset({LN.text.value})


@dataclass(frozen=True, slots=True)
class Property:
    """A property and its values (or, for links to the thing, their subjects).

    Attributes:
        name: how the property is called.
        values: the first values.
        total: how many there are.
    """

    name: View
    values: tuple[View, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its place.

    Attributes:
        before: text in front.
        quote: the words.
        after: text behind.
        starts_inside: text was left out in front.
        ends_inside: text was left out behind.
        text: the source text's IRI as a link.
        document: the document's label and link.
        section: the printed numbering.
    """

    before: str
    quote: str
    after: str
    starts_inside: bool
    ends_inside: bool
    text: View
    document: View | None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Portrait:
    """All that a page shows of a thing.

    Attributes:
        iri: its IRI.
        title: its label in the language of the page, or a short form of its IRI.
        kinds: its types.
        properties: what is said of it.
        links: what refers to it.
        sentences: the sentences it was read from.
        text: the whole text, for a source text.
    """

    iri: str
    title: str
    kinds: tuple[View, ...]
    properties: tuple[Property, ...]
    links: tuple[Property, ...]
    sentences: tuple[Sentence, ...]
    text: str | None


async def portrait_of(
    engine: Engine, queries: NamedQueries, iri: str, base: str, language: str = "vi"
) -> Portrait | None:
    """Gather all about a thing; None when the graph does not know it.

    Args:
        engine: where to ask.
        queries: the pages' queries, of the same engine.
        iri: the thing; must be a valid IRI.
        base: base of our IRIs.
        language: the language liked best for names.
    """
    node = ox.NamedNode(iri)
    outgoing = await queries.rows("thing-says", thing=node)
    counts = await queries.rows("thing-linked", thing=node)
    if not outgoing.rows and not counts.rows:
        return None
    incoming: list[tuple[str, list[Term], int]] = []
    for p, n in counts.rows:
        if isinstance(p, ox.NamedNode) and isinstance(n, ox.Literal):
            some = await queries.rows("thing-linked-by", thing=node, property=p)
            first = [s for (s,) in some.rows if s is not None][:MOST_LINKS]
            incoming.append((p.value, first, int(n.value)))
    said: dict[str, list[Term]] = {}
    for p, o in outgoing.rows:
        if isinstance(p, ox.NamedNode) and o is not None:
            said.setdefault(p.value, []).append(o)
    shown = {p: sorted(values, key=_order) for p, values in said.items() if p not in _HIDDEN}
    named = [
        t.value for ts in (*shown.values(), *(s for _, s, _ in incoming)) for t in ts if isinstance(t, ox.NamedNode)
    ]
    labels = await labels_of(engine, dict.fromkeys([iri, *shown, *(p for p, _, _ in incoming), *named]), language)
    labels = await with_figures(queries, labels, [iri, *named], language)
    links = await sentence_links(queries, named, base)
    texts = [t.value for t in said.get(LN.text.value, ()) if isinstance(t, ox.Literal)]
    return Portrait(
        iri,
        labels.get(iri, local_name(iri, base)),
        tuple(view(t, base, labels) for t in shown.get(RDF.type.value, ())),
        tuple(_property(p, shown[p], len(shown[p]), base, labels, links, language) for p in sorted(shown, key=_rank)),
        tuple(_property(p, values, n, base, labels, links, language) for p, values, n in sorted(incoming)),
        await sentences_of(engine, queries, iri, base, language),
        texts[0] if texts else None,
    )


async def sentences_of(
    engine: Engine, queries: NamedQueries, iri: str, base: str, language: str = "vi"
) -> tuple[Sentence, ...]:
    """Return the sentences that a thing was read from (an excerpt: itself), each cut out of its text with context."""
    node = ox.NamedNode(iri)
    rows = await queries.rows("thing-sentences", thing=node, excerpt=node)
    documents = dict.fromkeys(t.value for t in rows.column("document") if isinstance(t, ox.NamedNode))
    names = await labels_of(engine, documents, language)
    found: dict[tuple[str, int], Sentence] = {}
    for quote, start, end, source, text, document, section in rows.rows:
        try:
            first, last = int(text_of(start)), int(text_of(end))
        except ValueError:
            continue
        whole, place = text_of(text), text_of(source)
        low, high = max(0, first - _CONTEXT), min(len(whole), last + _CONTEXT)
        found.setdefault(
            (place, first),
            Sentence(
                whole[low:first],
                whole[first:last] or text_of(quote),
                whole[last:high],
                low > 0,
                high < len(whole),
                view(ox.NamedNode(f"{place}/char-{first}-{last}"), base),
                view(document, base, names) if document is not None else None,
                text_of(section),
            ),
        )
    return tuple(found.values())


def _property(
    p: str, values: list[Term], total: int, base: str, labels: dict[str, str], links: dict[str, str], language: str
) -> Property:
    name = View(
        labels.get(p) or (word(_NAMES, p, language) if p in _NAMES else local_name(p, base)),
        view(ox.NamedNode(p), base).href,
        p,
        note=local_name(p, base),
    )
    shown = (replace(v, sentence=links.get(v.title, "")) for v in (view(t, base, labels) for t in values[:MOST_VALUES]))
    if p == LN.extractedBy.value:
        shown = (replace(v, href=href_of_reading(v.text)) for v in shown)
    return Property(name, tuple(shown), total)


def _rank(p: str) -> tuple[int, str]:
    if p in _FIRST:
        return (_FIRST.index(p), p)
    return (len(_FIRST) + 1 + (p in _LAST), p)


def _order(term: Term) -> tuple[int, str, float]:
    """Order literals before IRIs, Vietnamese before others; IRIs that end in numbers by number."""
    if isinstance(term, ox.Literal):
        return (0 if term.language == "vi" else 1, term.value, 0.0)
    text = term.value if isinstance(term, ox.NamedNode) else str(term)
    head = text.rstrip("0123456789")
    return (2, head, float(text[len(head) :] or 0) if len(text) - len(head) < 16 else 0.0)
