"""Results as bytes, in every format: what is written can be read back as it was, or the writer says why not.

The engine's own serialisers do the work, but for tables. They let through what XML 1.0 cannot hold, so two things stand between: a
look at each triple before it goes to RDF/XML or JSON-LD, and a filter over the bytes of XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol
from xml.parsers import expat

import pyoxigraph as ox

from query_api.engine.base import Caption
from query_api.engine.formats import (
    CSV,
    JSON,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    SHEET_CSV,
    TRIG,
    TSV,
    TURTLE,
    XLSX,
    XML,
    ResultFormat,
)
from query_api.engine.spreadsheets import write_csv, write_workbook
from query_api.engine.unwritable import UnwritableError

XML_FORMATS = frozenset({XML, RDF_XML})
_BINDINGS = {
    JSON: ox.QueryResultsFormat.JSON,
    TSV: ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    TURTLE: ox.RdfFormat.TURTLE,
    N_TRIPLES: ox.RdfFormat.N_TRIPLES,
    JSON_LD: ox.RdfFormat.JSON_LD,
    RDF_XML: ox.RdfFormat.RDF_XML,
    TRIG: ox.RdfFormat.TRIG,
    N_QUADS: ox.RdfFormat.N_QUADS,
}
_WITH_PREFIXES = frozenset({TURTLE, TRIG, RDF_XML})
# Production Char of XML 1.0 (5th edition, §2.2), turned round; the last two as UTF-8.
_NO_XML_CHARACTER = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
# The end of an IRI that can be the name of an element: NCName of Namespaces in XML 1.0.
_START = (
    "A-Z_a-z\xc0-\xd6\xd8-\xf6\xf8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LOCAL_NAME = re.compile(f"[{_START}][{_START}\\-.0-9\xb7\u0300-\u036f\u203f-\u2040]*$")
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XMLNS = "http://www.w3.org/2000/xmlns/"
# Names that mean something else where a property stands (RDF 1.1 XML Syntax §7.2.1, §7.2.5, §7.2.13).
_NO_PROPERTIES = frozenset(
    _RDF + name
    for name in "RDF ID about parseType resource nodeID datatype Description aboutEach aboutEachPrefix bagID li".split()
)
_PIECE = 8192
_OTHERS = "ask for Turtle, N-Triples or JSON-LD"


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        ...

    def flush(self) -> None:
        """Pass on what is held, if anything is."""
        ...


def write_rows(
    result: ox.QuerySolutions | ox.QueryBoolean, out: Sink, result_format: ResultFormat, caption: Caption | None = None
) -> None:
    """Write the result of a SELECT or ASK.

    Args:
        result: the rows, or the boolean.
        out: where it goes.
        result_format: one of the formats of rows.
        caption: what a workbook says of itself.

    Raises:
        UnwritableError: the format cannot hold the result; parts of it may have been written.
    """
    if result_format is XLSX:
        write_workbook(result, out, caption or Caption())
    elif result_format in (CSV, SHEET_CSV):
        write_csv(result, out, for_spreadsheets=result_format is SHEET_CSV)
    elif result_format is XML:
        filtered = XmlFilter(out, "ask for JSON, CSV or TSV")
        result.serialize(filtered, ox.QueryResultsFormat.XML)  # type: ignore[arg-type]
        filtered.end()
    else:
        result.serialize(out, _BINDINGS[result_format])  # type: ignore[arg-type]


def write_triples(
    triples: Iterable[ox.Triple], out: Sink, result_format: ResultFormat, prefixes: Mapping[str, str] | None = None
) -> None:
    """Write a graph.

    Args:
        triples: its triples.
        out: where it goes.
        result_format: one of the formats of graphs.
        prefixes: prefix → namespace, for formats that shorten IRIs.

    Raises:
        UnwritableError: the format cannot hold a triple; parts of the graph may have been written.
    """
    names = dict(prefixes or {}) if result_format in _WITH_PREFIXES else {}
    if result_format is RDF_XML:
        filtered = XmlFilter(out, _OTHERS)
        ox.serialize(_for_rdf_xml(triples), filtered, ox.RdfFormat.RDF_XML, prefixes=names)  # type: ignore[arg-type]
        filtered.end()
        return
    if result_format is JSON_LD:
        triples = _for_json_ld(triples)
    ox.serialize(triples, out, _GRAPHS[result_format], prefixes=names or None)  # type: ignore[arg-type]


class XmlFilter:
    """A file object that passes XML on as it is read back: a carriage return as a reference, no forbidden character.

    XML readers turn a carriage return of the text into a line feed (XML 1.0 §2.11) and refuse other control
    characters, for which XML has no spelling at all. The serialiser writes neither on its own account.
    """

    def __init__(self, out: Sink, others: str) -> None:
        """Prepare.

        Args:
            out: where the document goes.
            others: advice for a document that cannot be written.
        """
        self._out = out
        self._others = others
        self._kept = bytearray()

    def write(self, data: bytes, /) -> int:
        """Take bytes of the document.

        Raises:
            UnwritableError: there is a character in them that XML cannot hold.
        """
        self._kept += data
        if len(self._kept) >= _PIECE:  # the serialiser writes a few bytes at a time
            self._pass_on(len(self._kept) - 2)  # a character of three bytes may come in two pieces
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is held waits for the rest of a character."""

    def end(self) -> None:
        """Pass on the last bytes.

        Raises:
            UnwritableError: as ``write``.
        """
        self._pass_on(len(self._kept))

    def _pass_on(self, size: int) -> None:
        if bad := _NO_XML_CHARACTER.search(self._kept):
            character = ord(bad.group().decode())
            message = f"a text in the result holds U+{character:04X}, a character that XML 1.0 does not allow"
            raise UnwritableError(message, self._others)
        self._out.write(bytes(self._kept[:size]).replace(b"\r", b"&#13;"))
        del self._kept[:size]


def _for_rdf_xml(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    sound: set[str] = set()
    for triple in triples:
        yield _checked(triple, sound)


def _checked(triple: ox.Triple, sound: set[str]) -> ox.Triple:
    """Return a triple as RDF/XML takes it: its predicate is the name of an element, blank nodes are names."""
    predicate = triple.predicate
    if predicate.value not in sound:
        _check_element(predicate.value)
        sound.add(predicate.value)
    subject, thing = triple.subject, triple.object
    if isinstance(thing, ox.Triple):
        thing = _checked(thing, sound)
    elif isinstance(thing, ox.BlankNode):
        thing = _named(thing)
    elif not isinstance(subject, ox.BlankNode):
        return triple
    return ox.Triple(_named(subject) if isinstance(subject, ox.BlankNode) else subject, predicate, thing)


def _named(node: ox.BlankNode) -> ox.BlankNode:
    """Return a blank node whose label is an XML name: labels may begin with a digit elsewhere."""
    return ox.BlankNode("b" + node.value)


def _check_element(iri: str) -> None:
    match = _LOCAL_NAME.search(iri)
    if match is None:
        raise UnwritableError(f"the predicate <{iri}> does not end in an XML name, so RDF/XML cannot write it", _OTHERS)
    if iri in _NO_PROPERTIES or iri.startswith(_XMLNS):
        raise UnwritableError(f"RDF/XML has no way to write the predicate <{iri}>: its name is reserved", _OTHERS)
    reader = expat.ParserCreate()
    try:
        reader.Parse(f"<{match.group()}/>".encode(), True)
    except expat.ExpatError:  # by the names of XML's fourth edition, which the commonest reader still goes by
        message = f"many XML readers do not take the name “{match.group()}”, in which the predicate <{iri}> ends"
        raise UnwritableError(message, _OTHERS) from None


def _for_json_ld(triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    for triple in triples:
        if isinstance(triple.object, ox.Triple):
            raise UnwritableError("JSON-LD cannot hold a triple inside a triple", "ask for Turtle or N-Triples")
        yield triple
