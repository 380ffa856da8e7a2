"""What the data look like: which classes have which properties, and what kinds of values these take (in the manner of VoID).

Made once per version of the data, by five queries, when a query first finds nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from query_api.engine.results import Rows
from query_api.served.prefixes import shorten

IRI = "iri"
"""Kind of a value that is a thing."""

_CLASSES = "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c"
_SUBJECTS = "SELECT ?p ?c (COUNT(*) AS ?n) { ?s ?p ?o ; a ?c } GROUP BY ?p ?c"
_OBJECTS = "SELECT ?p ?c (COUNT(*) AS ?n) { ?s ?p ?o . ?o a ?c } GROUP BY ?p ?c"
_KINDS = """SELECT ?p ?kind (COUNT(*) AS ?n) (SAMPLE(STR(?o)) AS ?some) {
  ?s ?p ?o
  BIND(IF(isLiteral(?o), IF(LANG(?o) != "", CONCAT("@", LANG(?o)), STR(DATATYPE(?o))), "iri") AS ?kind)
} GROUP BY ?p ?kind"""
_UNTYPED = """SELECT DISTINCT ?p ?side {
  { ?s ?p ?o FILTER NOT EXISTS { ?s a ?c } BIND("subject" AS ?side) }
  UNION { ?s ?p ?o FILTER(!isLiteral(?o)) FILTER NOT EXISTS { ?o a ?c } BIND("object" AS ?side) }
}"""
QUERIES = (_CLASSES, _SUBJECTS, _OBJECTS, _KINDS, _UNTYPED)
"""The queries whose answers make a profile."""

Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Profile:
    """What the data look like.

    Attributes:
        classes: class → how many things are of it.
        subjects: property → class → how many of its statements are about things of that class.
        objects: property → class → how many of its values are of that class.
        kinds: property → kind of value ("iri", the IRI of a datatype, "@vi") → how many values.
        samples: (property, kind) → some value.
        untyped_subjects: properties that things without a class have.
        untyped_objects: properties whose values may be things without a class.
    """

    classes: Mapping[str, int]
    subjects: Counts
    objects: Counts
    kinds: Counts
    samples: Mapping[tuple[str, str], str]
    untyped_subjects: frozenset[str]
    untyped_objects: frozenset[str]

    def uses(self, prop: str) -> int:
        """Return how many statements have a property."""
        return sum(self.kinds.get(prop, {}).values())

    def home(self, prop: str) -> str | None:
        """Return the widest class that covers a property's subjects as far as any; None if these have no class."""
        return self._widest(self.subjects.get(prop, {}))

    def range(self, prop: str) -> str | None:
        """Return the widest class that covers a property's values as far as any; None if these have no class."""
        return self._widest(self.objects.get(prop, {}))

    def _widest(self, counts: Mapping[str, int]) -> str | None:
        most = max(counts.values(), default=0)
        covering = [c for c, n in counts.items() if n == most]
        return max(covering, key=lambda c: (self.classes.get(c, 0), c)) if covering else None


def profile_of(answers: Sequence[Rows]) -> Profile:
    """Return the profile that the answers to ``QUERIES`` make."""
    classes, subjects, objects, kinds, untyped = ([[str(v) for v in row] for row in a.values()] for a in answers)
    return Profile(
        {c: int(n) for c, n in classes},
        _counts(subjects),
        _counts(objects),
        _counts(row[:3] for row in kinds),
        {(p, kind): some for p, kind, _, some in kinds},
        frozenset(p for p, side in untyped if side == "subject"),
        frozenset(p for p, side in untyped if side == "object"),
    )


def _counts(rows: object) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for prop, key, number in rows:  # type: ignore[attr-defined]
        found.setdefault(prop, {})[key] = int(number)
    return found


def shown_kind(kind: str) -> tuple[str, str]:
    """Return a kind of value in Vietnamese and English."""
    if kind == IRI:
        return "thực thể (IRI)", "things (IRIs)"
    if kind.startswith("@"):
        return f"văn bản có ngôn ngữ {kind}", f"texts with the language {kind}"
    return shorten(kind), shorten(kind)
