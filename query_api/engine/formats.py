"""The result formats that an engine can write: one table, used by negotiation, engines and pages alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """What a query form yields: rows (or a boolean), or a graph."""

    BINDINGS = "bindings"
    GRAPH = "graph"


@dataclass(frozen=True, slots=True, eq=False)
class ResultFormat:
    """A serialisation of query results: each stands here once, and is compared and looked up as the object that it is.

    Attributes:
        key: short name, used by ``?format=`` and as file suffix ("json", "ttl").
        family: what it can hold.
        media_type: the media type sent.
        accepts: further media types that ask for it in ``Accept``.
        names: further values of ``?format=``.
    """

    key: str
    family: Family
    media_type: str
    accepts: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The ``Content-Type`` header: text formats state their encoding."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


JSON = ResultFormat(
    "json", Family.BINDINGS, "application/sparql-results+json", ("application/json",), ("srj", "sparql-results+json")
)
XML = ResultFormat("xml", Family.BINDINGS, "application/sparql-results+xml", ("application/xml", "text/xml"), ("srx",))
CSV = ResultFormat("csv", Family.BINDINGS, "text/csv")
TSV = ResultFormat("tsv", Family.BINDINGS, "text/tab-separated-values")
XLSX = ResultFormat("xlsx", Family.BINDINGS, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
SHEET_CSV = ResultFormat("sheet-csv", Family.BINDINGS, "text/csv")
"""CSV for spreadsheet programs (``?bom=1``); never negotiated, for it is not what W3C calls CSV."""

TURTLE = ResultFormat(
    "ttl",
    Family.GRAPH,
    "text/turtle",
    # Turtle is a part of N3: who reads that reads this.
    ("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3", "application/n3", "application/rdf+n3"),
    ("turtle", "n3", "rdf+n3"),
)
N_TRIPLES = ResultFormat("nt", Family.GRAPH, "application/n-triples", ("text/plain",), ("ntriples", "n-triples"))
JSON_LD = ResultFormat(
    "jsonld",
    Family.GRAPH,
    "application/ld+json",
    ("application/json", "application/x-json+ld"),
    ("json-ld", "ld+json", "json"),
)
RDF_XML = ResultFormat(
    "rdf",
    Family.GRAPH,
    "application/rdf+xml",
    ("application/xml", "text/xml"),
    ("rdfxml", "rdf-xml", "rdf/xml", "rdf+xml", "xml"),
)
TRIG = ResultFormat("trig", Family.GRAPH, "application/trig", ("application/x-trig",))
N_QUADS = ResultFormat("nq", Family.GRAPH, "application/n-quads", ("text/x-nquads",), ("nquads", "n-quads"))

BINDINGS_FORMATS = (JSON, XML, CSV, TSV, XLSX)
GRAPH_FORMATS = (TURTLE, N_TRIPLES, JSON_LD, RDF_XML, TRIG, N_QUADS)
ALL_FORMATS = BINDINGS_FORMATS + GRAPH_FORMATS
TABLES = (CSV, TSV, XLSX, SHEET_CSV)
"""Formats that people save as files and open in other programs."""


def formats_of(family: Family) -> tuple[ResultFormat, ...]:
    """Return the formats of a family, the preferred one first."""
    return BINDINGS_FORMATS if family is Family.BINDINGS else GRAPH_FORMATS


def format_named(name: str, family: Family) -> ResultFormat | None:
    """Return the format of a family that has this key, other name or media type; None when there is none."""
    # A plus sign typed into an address bar arrives as a space: "?format=rdf+xml".
    wanted = name.partition(";")[0].strip().lower().replace(" ", "+")
    for candidate in formats_of(family):
        if wanted in (candidate.key, candidate.media_type, *candidate.names, *candidate.accepts):
            return candidate
    return None
