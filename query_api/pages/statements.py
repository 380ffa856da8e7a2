"""What the graph says of a thing as a table, for programs that read no RDF: a row for each statement about it and to it."""

from __future__ import annotations

from collections.abc import Iterable

import pyoxigraph as ox

from query_api.asking.named_queries import NamedQueries
from query_api.explorer.target_names import with_figures
from query_api.rendering.labels import names_of
from query_api.rendering.terms import local_name
from query_api.rendering.twins import CSV, JSON, XLSX, Column, Table

SUFFIXES = (JSON, CSV, XLSX)
_COLUMNS = (
    Column("direction", "Chiều", "Direction"),
    Column("property", "Quan hệ", "Property"),
    Column("value", "Giá trị", "Value"),
    Column("language", "Ngôn ngữ", "Language"),
    Column("property_iri", "IRI của quan hệ", "IRI of the property"),
    Column("value_iri", "IRI của giá trị", "IRI of the value"),
)


async def statements_of(queries: NamedQueries, iri: str, base: str, language: str) -> Table | None:
    """Return the statements about a thing ("of") and, up to the thousand that its description holds, those to it ("to").

    None where the graph does not know it.
    """
    thing = ox.NamedNode(iri)
    told = await queries.triples("thing-description", thing=thing)
    found = sorted(_statements(told, thing), key=str)
    if not found:
        return None
    things = {t.value for _, p, other in found for t in (p, other) if isinstance(t, ox.NamedNode)}
    names = await with_figures(queries, await names_of(queries, sorted(things), language), sorted(things), language)
    rows = []
    for direction, p, other in found:
        literal = isinstance(other, ox.Literal)
        value = other.value if isinstance(other, ox.Literal | ox.NamedNode) else str(other)
        rows.append(
            (
                direction,
                names.get(p.value) or local_name(p.value, base),
                value if literal else names.get(value) or local_name(value, base),
                other.language if isinstance(other, ox.Literal) else None,
                p.value,
                None if literal else value,
            )
        )
    return Table("statements", _COLUMNS, tuple(rows))


def _statements(
    told: Iterable[ox.Triple], thing: ox.NamedNode
) -> Iterable[tuple[str, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple]]:
    for triple in told:
        if triple.subject == thing:
            yield "of", triple.predicate, triple.object
        elif triple.object == thing:
            yield "to", triple.predicate, triple.subject
