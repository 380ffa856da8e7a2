"""The things around a thing, in fixed columns: national, province, district, bodies and things, sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import pyoxigraph as ox

from loader.graph.vocabulary import LN, ORG, RDF, term
from loader.things import Things
from query_api.asking.named_queries import NamedQueries
from query_api.engine.results import text_of, texts_of
from query_api.explorer.said import Said
from query_api.explorer.target_names import with_figures
from query_api.explorer.warrant import Warrant, warrant_of
from query_api.rendering.labels import names_of

MOST_NODES = 60
_COLUMNS = (
    ("national", "Quốc gia", "National"),
    ("province", "Tỉnh", "Province"),
    ("district", "Huyện, xã", "District, commune"),
    ("body", "Cơ quan, nơi", "Bodies, places"),
    ("sentence", "Câu gốc", "Sentences"),
)
_FOLLOWED = (
    *(LN.implements, LN.promulgates, LN.basedOn, LN.cites, LN.proposedIn, LN.amends, LN.replaces, LN.draftOf),
    *(LN.derivesFrom, LN.carriesOut, LN.supports, LN.hasObjective, LN.hasMeasure, LN.hasTask, LN.hasReportingDuty),
    *(LN.hasFunding, LN.hasTarget, LN.hasRisk, LN.leadAgency, LN.coordinatingAgency, LN.reporter, LN.recipient),
    *(LN.issuedBy, LN.area, LN.jurisdiction, LN.ofIndicator, LN.evidence, LN.successor, LN.locatedIn),
    *(LN.sharesTextWith, LN.citedDocument, LN.inDocument, LN.original, LN.resulting, LN.legalBasis),
    ORG.subOrganizationOf,
)
"""The properties whose edges a reader would follow."""
_LEVELS = {"national": 0, "province": 1, "district": 2, "commune": 2}
_BODIES, _SENTENCES = 3, 4
_AROUND = MOST_NODES - 1  # beside the thing itself
_AT_A_GLANCE = 29  # of them, until a relation is chosen
_LOOKED_AT = 200  # of a relation and direction: of which is asked what they are
_FOREIGN = {"subOrganizationOf": ("trực thuộc", "part of")}
"""Relations of other vocabularies, which have no label in the graph."""
_SIGNS = {"written": "❝", "curated": "✎", "inferred": "⇒", "judged": "≈"}
_KINDS = (
    (LN.Document, "văn bản", "documents"), (LN.Target, "chỉ tiêu", "targets"), (LN.ReportingDuty, "báo cáo", "reports"),
    (LN.Task, "nhiệm vụ", "tasks"), (LN.Measure, "giải pháp", "measures"), (LN.Objective, "mục tiêu", "objectives"),
    (LN.Funding, "nguồn kinh phí", "sources of money"), (LN.Excerpt, "câu gốc", "sentences"),
    (LN.Agency, "cơ quan", "bodies"), (LN.AgencyGroup, "nhóm cơ quan", "groups of bodies"),
    (LN.AdministrativeUnit, "nơi", "places"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Brought:
    """What packs bring of named things, as the picture needs it: classes with their words, and properties that are followed."""

    kinds: tuple[tuple[ox.NamedNode, str, str], ...]
    properties: tuple[ox.NamedNode, ...]
    columns: tuple[tuple[str, str, str], ...]

    @classmethod
    def of(cls, things: Things) -> _Brought:
        kinds = tuple((term(kind.term), kind.each.vi, kind.each.en) for kind in reversed(things.kinds))
        names = [name for kind in things.kinds for name in (kind.link, *([kind.status.of] if kind.status else []))]
        names += [kind.having.property for kind in things.kinds if kind.having]
        shared = [kind.each for kind in things.kinds if not kind.placed]
        columns = tuple(
            (key, ", ".join((vi, *(s.vi for s in shared))), ", ".join((en, *(s.en for s in shared))))
            if key == _COLUMNS[_BODIES][0]
            else (key, vi, en)
            for key, vi, en in _COLUMNS
        )
        return cls(kinds, tuple(map(term, names)), columns)


@dataclass(frozen=True, slots=True)
class Place:
    """A box of the picture.

    Attributes:
        key: the thing's IRI, or of a folded group its own name.
        iri: the thing; "" for a group.
        label: what it is called.
        kind: what it is, in words.
        column: 0 to 4.
        count: how many things a group stands for; 0 for one thing.
        relations: local names of the relations of a group, for the address that unfolds it.
        document: IRI of the document that it stands in, "" if none.
        read: its words can be opened in the whole text of that document.
    """

    key: str
    iri: str
    label: str
    kind: str
    column: int
    count: int = 0
    relations: tuple[str, ...] = ()
    document: str = ""
    read: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    """A line of the picture.

    Attributes:
        start: key of a box.
        end: key of a box.
        relation: local name.
        label: its words.
        warrant: how it is known.
    """

    start: str
    end: str
    relation: str
    label: str
    warrant: Warrant

    @property
    def sign(self) -> str:
        """The sign of how it is known."""
        return _SIGNS.get(self.warrant.key, "")


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """A thing and what is around it.

    Attributes:
        focus: the thing.
        places: all boxes, the thing first; at most ``MOST_NODES``.
        edges: the lines.
        relations: (local name, words, how many) of every relation there is, shown or not.
        total: how many things are around it in all.
        columns: key, Vietnamese and English name of each column.
    """

    focus: Place
    places: tuple[Place, ...]
    edges: tuple[Edge, ...]
    relations: tuple[tuple[str, str, int], ...]
    total: int
    columns: tuple[tuple[str, str, str], ...]

    def network(self) -> nx.MultiDiGraph[str]:
        """Return the same as a network, for other tools."""
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        for place in self.places:
            graph.add_node(
                place.key, label=place.label, kind=place.kind, column=self.columns[place.column][0], count=place.count
            )
        for edge in self.edges:
            warrant = edge.warrant
            graph.add_edge(
                edge.start, edge.end, relation=edge.relation, label=edge.label, warrant=warrant.key, grade=warrant.grade,
                basis=warrant.basis,
            )  # fmt: skip
        return graph


@dataclass(frozen=True, slots=True)
class _Link:
    other: str
    outward: bool
    relation: str
    warrant: Warrant


async def neighbourhood_of(
    queries: NamedQueries, iri: str, language: str, relations: Sequence[str] = (), things: Things | None = None
) -> Neighbourhood | None:
    """Return what is around a thing; None if nothing is known of it.

    Args:
        queries: the pages' queries.
        iri: the thing.
        language: "vi" or "en".
        relations: local names of the relations to show; none for all.
        things: the named things that packs bring.
    """
    node = ox.NamedNode(iri)
    brought = _Brought.of(things or Things())
    links = await _links(queries, node, language, brought)
    shown, beyond = _first([link for link in links if not relations or link.relation in relations])
    said = Said.of(
        await queries.rows("trace-things", thing=[node, *(ox.NamedNode(o) for o in sorted({x.other for x in shown}))])
    )
    if not links and iri not in said.things:
        return None
    documents = {said.one(one, LN.inDocument) for one in said.things} - {"", *said.things}
    about = Said.of(await queries.rows("trace-things", thing=[ox.NamedNode(d) for d in sorted(documents)]))
    said = Said({**about.things, **said.things})
    terms = sorted(
        {f"{LN.NAMESPACE}{link.relation}" for link in links} | {cls.value for cls, _, _ in (*_KINDS, *brought.kinds)}
    )
    others = [iri, *(x.other for x in shown)]
    labels = await with_figures(queries, await names_of(queries, [*others, *terms], language), others, language)
    quotes = {
        t: q
        for t, _, q in texts_of(
            await queries.rows(
                "excerpt-quotes", excerpt=[ox.NamedNode(o) for o in sorted({x.other for x in shown} | {iri})]
            )
        )
    }
    maker = _Maker(said, labels | quotes, language, brought)
    focus = maker.place(iri)
    places, edges = maker.around(focus, shown, bool(relations), beyond)
    counts: dict[str, set[str]] = {}
    for link in links:
        counts.setdefault(link.relation, set()).add(link.other)
    named = tuple((r, maker.words(r), len(others)) for r, others in sorted(counts.items()))
    return Neighbourhood(focus, (focus, *places), edges, named, len({link.other for link in links}), brought.columns)


def _first(links: Sequence[_Link]) -> tuple[list[_Link], Counter[tuple[str, bool]]]:
    """Return of each relation and direction as many links as a picture can need, and how many more there are."""
    seen: Counter[tuple[str, bool]] = Counter()
    kept = []
    for link in sorted(links, key=lambda link: link.other):
        seen[link.relation, link.outward] += 1
        if seen[link.relation, link.outward] <= _LOOKED_AT:
            kept.append(link)
    return kept, Counter({key: n - _LOOKED_AT for key, n in seen.items() if n > _LOOKED_AT})


async def _links(queries: NamedQueries, node: ox.NamedNode, language: str, brought: _Brought) -> list[_Link]:
    followed = [*_FOLLOWED, *brought.properties]
    asked: dict[str, list[ox.NamedNode]] = {"from": [node], "to": [node], "relation": followed}
    rows = await queries.rows("graph-edges", **asked)
    judged: dict[tuple[str, str, str], tuple[str, str]] = {}
    for row in (await queries.rows("graph-judged", node=node)).rows:
        subject, predicate, value, grade, basis = (text_of(term) for term in row)
        if (subject, predicate, value) not in judged or getattr(row[4], "language", None) == language:
            judged[subject, predicate, value] = (grade.rpartition("/")[2], basis)
    found: dict[tuple[str, str, bool], _Link] = {}
    for start, relation, end, graph in texts_of(rows):
        outward = start == node.value
        other, local = end if outward else start, relation.rpartition("#")[2]
        sure, why = judged.get((start, relation, end), ("", ""))
        if other != node.value:
            warrant = warrant_of(graph, _grade(sure, language), why)
            found.setdefault((local, other, outward), _Link(other, outward, local, warrant))
    # A thing that is said to have another says enough: that the other stands in it is left out.
    related = {link.other for link in found.values() if link.relation != "inDocument"}
    return [link for link in found.values() if link.relation != "inDocument" or link.other not in related]


def _grade(key: str, language: str) -> str:
    words = {
        "verified": ("đã kiểm chứng", "verified"),
        "probable": ("có lẽ đúng", "probable"),
        "uncertain": ("chưa chắc", "uncertain"),
    }
    return words.get(key, (key, key))[language == "en"]


class _Maker:
    def __init__(self, said: Said, labels: Mapping[str, str], language: str, brought: _Brought) -> None:
        self._said = said
        self._labels = labels
        self._language = language
        self._brought = brought

    def words(self, relation: str) -> str:
        known = _FOREIGN.get(relation)
        if known is not None:
            return known[self._language == "en"]
        return self._labels.get(f"{LN.NAMESPACE}{relation}", relation)

    def place(self, iri: str) -> Place:
        document = self._said.one(iri, LN.inDocument)
        label = self._labels.get(iri, iri.rpartition("/")[2])
        read = bool(self._said.all(document, LN.hasText))
        return Place(iri, iri, label, self._kind(iri), self._column(iri), document=document, read=read)

    def _kind(self, iri: str) -> str:
        types = self._said.types(iri, RDF.type)
        for cls, vi, en in (*_KINDS, *self._brought.kinds):
            if cls.value in types:
                return en if self._language == "en" else vi
        return "sentences" if self._language == "en" and "/char-" in iri else "câu gốc" if "/char-" in iri else ""

    def _column(self, iri: str) -> int:
        types = self._said.types(iri, RDF.type)
        if LN.Excerpt.value in types or "/char-" in iri:
            return _SENTENCES
        if types & {
            LN.Agency.value,
            LN.AgencyGroup.value,
            LN.AdministrativeUnit.value,
            *(cls.value for cls, _, _ in self._brought.kinds),
        }:
            return _BODIES
        level = self._said.one(iri, LN.level) or self._said.one(self._said.one(iri, LN.inDocument), LN.level)
        if not level and LN.Indicator.value in types:
            return 0
        return _LEVELS.get(level.rpartition("/")[2], _BODIES)

    def around(
        self, focus: Place, links: Sequence[_Link], unfolded: bool, beyond: Counter[tuple[str, bool]]
    ) -> tuple[tuple[Place, ...], tuple[Edge, ...]]:
        """Return the boxes and lines around a thing; where there are too many, the largest groups are folded.

        Args:
            focus: the thing.
            links: what to show.
            unfolded: relations were chosen: more of them may be shown.
            beyond: how many more links there are by relation and direction; they are counted with the largest group.
        """
        groups: dict[tuple[str, bool, int], list[_Link]] = {}
        for link in links:
            groups.setdefault((link.relation, link.outward, self._column(link.other)), []).append(link)
        folded = self._to_fold(groups, _AROUND if unfolded else _AT_A_GLANCE)
        more = {
            max((g for g in groups if g[:2] == key), key=lambda g: (len(groups[g]), g)): n for key, n in beyond.items()
        }
        places: dict[str, Place] = {}
        edges: list[Edge] = []
        for key, members in sorted(groups.items(), key=lambda item: (item[0][2], item[0][0], item[0][1])):
            relation, outward, column = key
            members = sorted(members, key=lambda link: (self._labels.get(link.other, ""), link.other))
            kept = members if key not in folded else members[: folded[key]]
            for link in kept:
                places.setdefault(link.other, self.place(link.other))
                edges.append(self._edge(focus.key, link.other, outward, relation, link.warrant))
            if rest := len(members) - len(kept) + more.get(key, 0):
                name = f"{relation}-{'out' if outward else 'in'}-{column}"
                kind = self._kind(members[-1].other)
                label = f"{rest} {kind}" if not kept else f"{'and' if self._language == 'en' else 'và'} {rest} {kind}"
                places[name] = Place(name, "", label, kind, column, rest, (relation,))
                edges.append(self._edge(focus.key, name, outward, relation, members[-1].warrant))
        return tuple(places.values()), tuple(edges)

    @staticmethod
    def _to_fold(
        groups: Mapping[tuple[str, bool, int], Sequence[_Link]], most: int
    ) -> dict[tuple[str, bool, int], int]:
        """Return how many members each folded group keeps, so that no more than ``most`` boxes stand around the thing.

        The largest group gives one up at a time; the box that stands for what it gave up counts too.
        """
        keep = {key: len(members) for key, members in groups.items()}
        folded: dict[tuple[str, bool, int], int] = {}
        while sum(keep.values()) + len(folded) > most and any(keep.values()):
            key = max(keep, key=lambda k: (keep[k], k))
            keep[key] -= 1
            folded[key] = keep[key]
        return folded

    def _edge(self, focus: str, other: str, outward: bool, relation: str, warrant: Warrant) -> Edge:
        start, end = (focus, other) if outward else (other, focus)
        return Edge(start, end, relation, self.words(relation), warrant)
