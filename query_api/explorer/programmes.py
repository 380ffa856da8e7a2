"""The programmes that plans belong to, as a choice of pages: which there are, and which documents belong to each."""

from __future__ import annotations

from dataclasses import dataclass

from query_api.asking.named_queries import NamedQueries
from query_api.engine.results import text_of
from query_api.rendering.labels import names_of

OF_NONE = "none"
"""What addresses call the documents that belong to no programme: own initiatives, plans of programmes that are not known."""


@dataclass(frozen=True, slots=True)
class Member:
    """A programme and its documents.

    Attributes:
        iri: the programme.
        key: how addresses call it: the last part of its IRI.
        label: its name.
        documents: IRIs of its root documents and of the plans that go back to it.
    """

    iri: str
    key: str
    label: str
    documents: frozenset[str]


@dataclass(frozen=True, slots=True)
class Programmes:
    """The programmes of a graph, that with most documents first."""

    members: tuple[Member, ...]

    @property
    def is_choice(self) -> bool:
        """Whether there is more than one, so that there is something to choose."""
        return len(self.members) > 1

    def chosen(self, key: str) -> Member | None:
        """Return the programme that an address names by its key, or by the end of its IRI."""
        return next(
            (m for m in self.members if key and (key == m.key or m.iri.endswith(f"/{key}") or m.iri == key)), None
        )

    def lets_pass(self, key: str, document: str) -> bool:
        """Say whether a document belongs to what an address names; "" and names of nothing let all pass."""
        if key == OF_NONE:
            return not any(document in m.documents for m in self.members)
        member = self.chosen(key)
        return member is None or document in member.documents


async def programmes_in(queries: NamedQueries, language: str) -> Programmes:
    """Return the programmes of the graph with their documents."""
    found: dict[str, set[str]] = {}
    for programme, document in (await queries.rows("programme-documents")).rows:
        found.setdefault(text_of(programme), set()).add(text_of(document))
    labels = await names_of(queries, sorted(found), language)
    members = [Member(iri, iri.rpartition("/")[2], labels.get(iri, iri), frozenset(of)) for iri, of in found.items()]
    return Programmes(tuple(sorted(members, key=lambda m: (-len(m.documents), m.iri))))
