"""Stable bytes of a graph: the same statements always give the same file.

Statements are sorted and written by pyoxigraph, whose Turtle writer is some twenty times faster than rdflib's. Blank
nodes are refused: they have no stable name, so they would make files differ and reports point nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.statements import Statements
from loader.graph.vocabulary import PREFIXES, RDF, XSD

Triple = ox.Triple

_TYPE = RDF.type.value
_SUBJECT_END = b" .\n"
_HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES) + "\n"
_NAMESPACES = tuple(f"<{namespace}" for _, namespace in PREFIXES)
_INTEGER = f'"^^{XSD.integer}'
_ANY = ox.NamedNode("urn:langnghe:any")
_TERMS_AT_HAND = 4096


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
    if isinstance(triples, Statements):
        # Letters take twice the room as text: each subject becomes bytes by itself.
        written = [subject.encode() for subject in _subjects(triples)] or [b"\n"]
        written[0] = _HEAD.encode() + written[0]
        return b"\n".join(written)
    ordered = _in_order(triples)
    del triples  # a list that only this call holds is given back to memory while it is written
    return _written(ordered)


def _subjects(said: Statements) -> Iterator[str]:
    """Yield what is said of each subject, as pyoxigraph would write it, without a triple made of each statement."""
    written, verbs = _Terms(), _Terms({RDF.type: "a"})
    for subject, pairs in said.by_subject():
        pieces, before = [written[subject]], ""
        for predicate, value in pairs:
            verb = verbs[predicate]
            if verb == before:
                pieces += " , ", written[value]
            else:
                pieces += " ;\n\t" if before else " ", verb, " ", written[value]
                before = verb
        pieces.append(" .\n")
        yield "".join(pieces)


class _Terms(dict[ox.NamedNode | ox.Literal, str]):
    """Terms as they stand in Turtle; most do as in N-Triples, the others are asked of pyoxigraph."""

    def __missing__(self, term: ox.NamedNode | ox.Literal) -> str:
        text = str(term)
        if isinstance(term, ox.NamedNode):
            usual = not text.startswith(_NAMESPACES)
        elif usual := not text.endswith(">"):  # no datatype is named
            return text  # most are met once
        elif text.endswith(_INTEGER) and (value := term.value).isascii() and value.isdigit():
            return value
        self[term] = text = text if usual else _as_written(term)
        return text


@lru_cache(_TERMS_AT_HAND)
def _as_written(term: ox.NamedNode | ox.Literal) -> str:
    written = _written([ox.Triple(_ANY, _ANY, term)]).decode()
    return written.removeprefix(f"{_HEAD}{_ANY} {_ANY} ").removesuffix(" .\n")


def _written(ordered: Iterable[Triple]) -> bytes:
    body = _Body(len(PREFIXES))
    ox.serialize(ordered, body, format=ox.RdfFormat.TURTLE, prefixes=dict(PREFIXES))  # type: ignore[arg-type]
    return body.finished(_HEAD.encode())


def serialise_ntriples(triples: Iterable[Triple]) -> bytes:
    """Return the triples as sorted N-Triples.

    Raises:
        GraphError: a blank node stands in one of them.
    """
    return ox.serialize(_in_order(triples), format=ox.RdfFormat.N_TRIPLES) or b""


def serialise_named_blanks(triples: Iterable[Triple]) -> bytes:
    """Return triples that may hold blank nodes as Turtle; who named those answers for their names being the same each time."""
    return _written(sorted(triples, key=lambda triple: (str(triple.subject), *_order(triple))))
