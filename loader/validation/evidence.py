"""What a finding is about: the document, the short name and the sentence of a node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, SKOS
from rdflib.term import Node

from loader.graph.conversion import LN_NODES
from loader.graph.vocabulary import SITE
from loader.readers.markup import collapse_whitespace, strip_markup
from loader.validation.asked import AskedGraph
from loader.validation.findings import Excerpt
from loader.validation.paths import Path

_CONTEXT = 260
_FEW = 2_000
"""Nodes of which each is looked up by itself."""
_BODIES = frozenset((LN_NODES.Agency, LN_NODES.AgencyGroup))
_LEAD = URIRef(f"{SITE}role/lead")
_LABEL_LENGTH = 160
# Properties that lead from a node to the one whose document it shares.
_OWNERS = (LN_NODES.inDocument, LN_NODES.textOf)
_OWNED_BY = (LN_NODES.hasAssignment, LN_NODES.evidence, LN_NODES.hasCitation, LN_NODES.hasComparison)


DECIDING = frozenset((*_OWNERS, *_OWNED_BY, LN_NODES.inText, LN_NODES.hasText, LN_NODES.status))
"""The properties that decide on which document a node belongs to, besides its class."""


class Documents:
    """Which document nodes belong to, as they say themselves.

    Where many are asked for their document, to read the columns whole is faster than to look each up.
    """

    def __init__(self, data: Graph) -> None:
        self._data = data
        self._asked = 0

    def owner(self, node: Node) -> str:
        """Return the document that a node says it is in; "" when it says none."""
        self._asked += 1
        for place, predicate in enumerate(_OWNERS):
            if self._asked > _FEW:
                found = self._owners[place].get(node, "")
            else:
                found = min(map(str, self._data.objects(node, predicate)), default="")
            if found:
                return found
        return ""

    @cached_property
    def _owners(self) -> Sequence[Mapping[Node, str]]:
        return [self._least(predicate) for predicate in _OWNERS]

    @cached_property
    def known(self) -> Set[Node]:
        """The documents."""
        data = self._data
        found = {node for kind in document_classes(data) for node in data.subjects(RDF.type, kind)}
        return found | set(data.subjects(LN_NODES.hasText, None)) | set(data.subjects(LN_NODES.status, None))

    def _least(self, predicate: URIRef) -> dict[Node, str]:
        found: dict[Node, str] = {}
        for node, value in self._data.subject_objects(predicate):
            found[node] = min(found.get(node, str(value)), str(value))
        return found


def document_classes(data: Graph) -> Iterator[Node]:
    """Yield the classes of documents."""
    return (kind for kind in data.transitive_subjects(RDFS.subClassOf, LN_NODES.Document) if kind is not None)


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where the sentence of a node stands.

    Attributes:
        text: the text.
        start: its first character.
        end: the character behind it.
        section: the section that the node names.
        quote: the sentence as it is quoted; what stands there when None.
    """

    text: Node
    start: int
    end: int
    section: str
    quote: str | None = None


class Evidence:
    """Looks nodes up in a data graph; answers are kept, for findings repeat their subjects.

    Attributes:
        asked: what was looked up.
    """

    def __init__(self, data: Graph, documents: Documents | None = None) -> None:
        """Look at a graph, and at its documents if somebody has already done so."""
        self.asked = AskedGraph(data)
        self._all = documents or Documents(data)
        self._documents: dict[Node, str] = {}
        self._spots: dict[Node, _Spot | None] = {}
        self._excerpts: dict[Node, Excerpt | None] = {}
        self._texts: dict[Node, str] = {}
        self._labels: dict[Node, str] = {}
        self._bodies: dict[Node, tuple[str, ...]] = {}

    def document(self, node: Node) -> str:
        """Return the IRI of the document that a node is, or belongs to; "" when there is none."""
        found = self._documents.get(node)
        if found is None:
            found = self._documents[node] = self._find_document(node, 3)
        return found

    def _find_document(self, node: Node, depth: int) -> str:
        if isinstance(node, Literal):
            return ""
        self.asked.note(node)
        if node in self._all.known:
            return str(node)
        if depth == 0:
            return ""
        if owner := self._all.owner(node):
            return owner
        for predicate in _OWNED_BY:
            for owner_node in sorted(self.asked.subjects(predicate, node), key=str):
                found = self._find_document(owner_node, depth - 1)
                if found:
                    return found
        text = self.asked.value(node, LN_NODES.inText)
        return self._find_document(text, depth - 1) if text is not None else ""

    def label(self, node: Node) -> str:
        """Return a short name of a node for people."""
        found = self._labels.get(node)
        if found is None:
            found = self._labels[node] = self._find_label(node)
        return found

    def _find_label(self, node: Node) -> str:
        if isinstance(node, Literal):
            return str(node)
        for predicate in (
            RDFS.label,
            SKOS.prefLabel,
            DCTERMS.title,
            LN_NODES.number,
            LN_NODES.sourceFile,
            LN_NODES.quote,
        ):
            texts = [o for o in self.asked.objects(node, predicate) if isinstance(o, Literal)]
            if texts:
                first = min(texts, key=lambda o: (o.language == "en", str(o)))
                return _shortened(str(first))
        return "[]" if isinstance(node, BNode) else str(node).rstrip("/").rpartition("/")[2] or str(node)

    def title(self, node: Node) -> str:
        """Return the title of a document, the Vietnamese one first; "" when there is none."""
        texts = [o for o in self.asked.objects(node, DCTERMS.title) if isinstance(o, Literal)]
        return str(min(texts, key=lambda o: (o.language == "en", str(o)), default=""))

    def subject(self, focus: Node, value: Node | None) -> Node:
        """Return what a finding is about: the value when it is a thing with evidence of its own, else the focus."""
        if isinstance(value, URIRef) and value != focus and self.asked.says(value, LN_NODES.evidence):
            return value
        return focus

    def bodies(self, focus: Node, value: Node | None) -> tuple[str, ...]:
        """Return the names of the bodies that a finding concerns, sorted: the value itself, or who leads or reports."""
        for node in (value, focus):
            if node is None or isinstance(node, Literal):
                continue
            found = self._bodies.get(node)
            if found is None:
                found = self._bodies[node] = self._find_bodies(node)
            if found:
                return found
        return ()

    def _find_bodies(self, node: Node) -> tuple[str, ...]:
        if _BODIES.intersection(self.asked.objects(node, RDF.type)):
            return (self.label(node),)
        leads = {
            agent
            for assignment in self.asked.objects(node, LN_NODES.hasAssignment)
            if self.asked.says(assignment, LN_NODES.role, _LEAD)
            for agent in self.asked.objects(assignment, LN_NODES.agent)
        }
        leads |= set(self.asked.objects(node, LN_NODES.reporter))
        return tuple(sorted({self.label(lead) for lead in leads}))

    def became(self, document: Node) -> str:
        """Return the name of the issued document that took the place of a draft; "" when none is known."""
        issued = sorted(self.asked.objects(document, LN_NODES.draftOf), key=str)
        return self.label(issued[0]) if issued else ""

    def answers(self, document: Node, day: date) -> str:
        """Return the name of the body that answers for a document on a day: its issuer, or the last successor of that.

        "" when no issuer is known, or a body ended and nobody is known to have followed it alone.
        """
        bodies = set(self.asked.objects(document, LN_NODES.issuedBy))
        seen: set[Node] = set()
        while len(bodies) == 1:
            (body,) = bodies
            events = {e for e in self.asked.subjects(LN_NODES.original, body) if self._is_past(e, day)}
            if not events or body in seen:
                return self.label(body)
            seen.add(body)
            bodies = {new for event in events for new in self.asked.objects(event, LN_NODES.resulting)}
        return ""

    def _is_past(self, event: Node, day: date) -> bool:
        changed = self.asked.value(event, LN_NODES.changeDate)
        return changed is not None and str(changed) <= day.isoformat()

    def excerpt(self, focus: Node, value: Node | None, path: Path | None = None) -> Excerpt | None:
        """Return the sentence of a finding: of the value, of what leads from the focus to the value, of the focus.

        A path to the value (issuer, area) says that the value is a property of the focus, told by the focus itself.
        """
        for node in self._candidates(focus, value, path):
            found = self._of(node)
            if found:
                return found
        return None

    def _candidates(self, focus: Node, value: Node | None, path: Path | None) -> Iterator[Node]:
        if isinstance(value, URIRef) and value != focus:
            yield value
            if path is None:
                yield from self._between(focus, value)
        yield focus
        yield from sorted(self.asked.subjects(LN_NODES.hasAssignment, focus), key=str)

    def _between(self, focus: Node, value: Node) -> Iterator[Node]:
        """Citations and assignments of the focus document that lead to the value: what it leads first, then by the text."""
        document = self.document(focus)
        own = {document, *map(str, self.asked.objects(focus, LN_NODES.promulgates))} - {""}
        leads: set[Node] = set()
        links = set(self.asked.subjects(LN_NODES.citedDocument, value))
        for predicate in (LN_NODES.reporter, LN_NODES.recipient):
            links |= set(self.asked.subjects(predicate, value))
        for assignment in self.asked.subjects(LN_NODES.agent, value):
            work = set(self.asked.subjects(LN_NODES.hasAssignment, assignment))
            leads |= work if self.asked.says(assignment, LN_NODES.role, _LEAD) else set()
            links |= work
        for some in (links & leads, links - leads):  # mostly only the first of all is looked at
            of_document = (node for node in some if self.document(node) in own)
            placed = [(spot.start, str(node), node) for node in of_document if (spot := self._spot(node))]
            yield from (node for *_, node in sorted(placed, key=lambda entry: entry[:2]))

    def _of(self, node: Node) -> Excerpt | None:
        if node not in self._excerpts:
            spot = self._spot(node)
            self._excerpts[node] = None if spot is None else self._read(spot)
        return self._excerpts[node]

    def _spot(self, node: Node) -> _Spot | None:
        if node not in self._spots:
            self._spots[node] = self._find_spot(node)
        return self._spots[node]

    def _find_spot(self, node: Node) -> _Spot | None:
        nodes = [node] if self.asked.says(node, LN_NODES.quote) else list(self.asked.objects(node, LN_NODES.evidence))
        section = str(self.asked.value(node, LN_NODES.section) or "")
        if not nodes and self.asked.says(node, LN_NODES.provisionKind):
            return self._spot_of_part(node, section)
        spots = [found for n in nodes if (found := self._spot_of_quote(n, section))]
        return min(spots, key=lambda spot: (str(spot.text), spot.start, spot.end), default=None)

    def _spot_of_part(self, node: Node, section: str) -> _Spot | None:
        """Return where a provision stands, which has its place in the text but no quote of its own."""
        document = self.asked.value(node, LN_NODES.inDocument)
        text = None if document is None else self.asked.value(document, LN_NODES.hasText)
        start, end = (_integer(self.asked.value(node, term)) for term in (LN_NODES.start, LN_NODES.end))
        if text is None or start is None or end is None:
            return None
        return _Spot(text, start, end, section)

    def _spot_of_quote(self, node: Node, section: str) -> _Spot | None:
        said = dict(self.asked.predicate_objects(node))
        quote, text = said.get(LN_NODES.quote), said.get(LN_NODES.inText)
        start, end = _integer(said.get(LN_NODES.start)), _integer(said.get(LN_NODES.end))
        if quote is None or text is None or start is None or end is None:
            return None
        return _Spot(text, start, end, section, str(quote))

    def _read(self, spot: _Spot) -> Excerpt:
        """Return what stands at a place, with what stands around it."""
        source, start, end = self._text(spot.text), spot.start, spot.end
        quote = spot.quote if spot.quote is not None else collapse_whitespace(strip_markup(source[start:end]))
        before = collapse_whitespace(strip_markup(source[max(0, start - _CONTEXT) : start]))
        after = collapse_whitespace(strip_markup(source[end : end + _CONTEXT]))
        if start > _CONTEXT and " " in before:
            before = "… " + before.partition(" ")[2]
        if end + _CONTEXT < len(source) and " " in after:
            after = after.rpartition(" ")[0] + " …"
        file = str(self.asked.value(spot.text, LN_NODES.sourceFile) or "")
        return Excerpt(quote, start, end, spot.section, str(spot.text), file, before, after)

    def _text(self, node: Node) -> str:
        if node not in self._texts:
            self._texts[node] = str(self.asked.value(node, LN_NODES.text) or "")
        return self._texts[node]


def _integer(node: Node | None) -> int | None:
    value = node.toPython() if isinstance(node, Literal) else None
    return value if isinstance(value, int) else None


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LABEL_LENGTH else line[: _LABEL_LENGTH - 1].rpartition(" ")[0] + "…"
