"""Which files are reasoned over together: a document with what is written inside it, from whichever files it was read.

The files of a graph fall into units. A file belongs to the documents whose text it holds (``ln:hasText``); files of one
document, and of documents whose IRIs lie inside each other (a decision and the plan that it promulgates), are one unit.
What lies below a unit's IRIs is private to it: no other unit speaks of it, but for statements that are looked for.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

REFERENCE = ""
"""Name of the unit of reference data and concepts, which all others know."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that are reasoned over together.

    Attributes:
        name: the first of its roots; for a file that holds no document's text, a name made from the file's.
        roots: IRIs of its documents that lie inside no other document.
        documents: IRIs of all its documents.
        files: names of the files, sorted.
        inside: how the terms of N-Triples begin that are private to the unit.
    """

    name: str
    roots: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    inside: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Say what is private."""
        object.__setattr__(self, "inside", tuple(f"<{root}/" for root in self.roots))

    def holds(self, subject: str) -> bool:
        """Say whether a subject (a term of N-Triples, or a line that begins with it) is private to the unit."""
        return subject.startswith(self.inside)


def enclosing(iri: str) -> Iterator[str]:
    """Yield an IRI and all IRIs that it lies inside of, the longest first."""
    while "/" in iri:
        yield iri
        iri = iri.rpartition("/")[0]


class Units:
    """The units of a graph.

    Attributes:
        by_name: the units, that of the reference data among them.
    """

    def __init__(self, homes: Mapping[str, Collection[str]]) -> None:
        """Group files.

        Args:
            homes: the IRIs of the documents whose text each file holds, by the name of the file.
        """
        documents = {iri for iris in homes.values() for iri in iris}
        root_of = {iri: [known for known in enclosing(iri) if known in documents][-1] for iri in documents}
        leader: dict[str, str] = {}

        def find(name: str) -> str:
            while leader.setdefault(name, name) != name:
                name = leader[name]
            return name

        for iris in homes.values():
            roots = sorted({find(root_of[iri]) for iri in iris})
            for root in roots[1:]:
                leader[root] = roots[0]
        grouped: dict[str, list[str]] = {}
        for file, iris in homes.items():
            grouped.setdefault(find(min(root_of[iri] for iri in iris)) if iris else f"file:{file}", []).append(file)
        self.by_name = {REFERENCE: Unit(REFERENCE)}
        for name, files in grouped.items():
            held = {iri for file in files for iri in homes[file]}
            roots_of = tuple(sorted({root_of[iri] for iri in held}))
            self.by_name[name] = Unit(name, roots_of, tuple(sorted(held)), tuple(sorted(files)))
        self._by_root = {root: unit for unit in self.by_name.values() for root in unit.roots}

    def owner(self, term: str) -> Unit | None:
        """Return the unit that a node (a term of N-Triples) is part of; None for what several may speak of."""
        for iri in enclosing(term.strip("<>")):
            unit = self._by_root.get(iri)
            if unit is not None:
                return unit
        return None
