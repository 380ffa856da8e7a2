"""Stable bytes of a graph: the same statements always give the same file.

Statements are sorted and written by pyoxigraph, whose Turtle writer is some twenty times faster than rdflib's. Blank
nodes are refused: they have no stable name, so they would make files differ and reports point nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.statements import Statements
from loader.graph.vocabulary import PREFIXES, RDF

Triple = ox.Triple

_TYPE = RDF.type.value
_SUBJECT_END = b" .\n"


def _order(triple: Triple) -> tuple[str, str]:
    predicate = triple.predicate.value
    return "" if predicate == _TYPE else predicate, str(triple.object)


def _in_order(triples: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the distinct triples in order; those of a subject are forgotten with it, so that memory does not double."""
    by_subject: dict[str, list[Triple]] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            raise GraphError(f"a blank node cannot be written: {triple}", advice="give the node an IRI")
        by_subject.setdefault(str(triple.subject), []).append(triple)
    del triples
    for subject in sorted(by_subject):
        yield from sorted(set(by_subject.pop(subject)), key=_order)


class _Body:
    """A file that takes the writer's Turtle: it leaves out the prefixes and puts a blank line behind each subject.

    The writer puts the prefixes in an order that changes from run to run. A line break inside a literal is escaped, so
    " ." before a line break always ends a subject.
    """

    def __init__(self, prefixes: int) -> None:
        self._prefixes = prefixes
        self._pending = b""
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        piece = self._pending + data
        while self._prefixes and b"\n" in piece:
            piece = piece.split(b"\n", 1)[1]
            self._prefixes -= 1
        whole = 0 if self._prefixes else piece.rfind(b"\n") + 1
        if whole:
            self._pieces.append(piece[:whole].replace(_SUBJECT_END, _SUBJECT_END + b"\n"))
        self._pending = piece[whole:]
        return len(data)

    def flush(self) -> None:
        """Nothing is held back for speed."""

    def finished(self, head: bytes) -> bytes:
        """Return all that was written, behind ``head``."""
        if not self._pending and self._pieces:
            self._pieces[-1] = self._pieces[-1].rstrip(b"\n")
        return b"".join((head, *self._pieces, self._pending, b"\n"))


def serialise_triples(triples: Iterable[Triple]) -> bytes:
    """Return the triples as Turtle with the project's prefixes, always the same bytes for the same statements.

    Raises:
        GraphError: a blank node stands in one of them.
    """
    ordered = triples.in_order() if isinstance(triples, Statements) else _in_order(triples)
    del triples  # a list that only this call holds is given back to memory while it is written
    return _written(ordered)


def _written(ordered: Iterable[Triple]) -> bytes:
    body = _Body(len(PREFIXES))
    ox.serialize(ordered, body, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))  # type: ignore[arg-type]
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES)
    return body.finished(f"{head}\n".encode())


def serialise_ntriples(triples: Iterable[Triple]) -> bytes:
    """Return the triples as sorted N-Triples.

    Raises:
        GraphError: a blank node stands in one of them.
    """
    return ox.serialize(_in_order(triples), format=ox.RdfFormat.N_TRIPLES) or b""


def serialise_named_blanks(triples: Iterable[Triple]) -> bytes:
    """Return triples that may hold blank nodes as Turtle; who named those answers for their names being the same each time."""
    return _written(sorted(triples, key=lambda triple: (str(triple.subject), *_order(triple))))
