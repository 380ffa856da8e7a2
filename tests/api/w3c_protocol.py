"""The requests of the W3C SPARQL 1.1 protocol suite, read from its manifest."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
DATA = "http://kasei.us/2009/09/sparql/data/"


@dataclass(frozen=True)
class Exchange:
    """A request and what is expected of its response."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes | None
    statuses: frozenset[str]
    boolean: bool | None
    format: str | None


@dataclass(frozen=True)
class ProtocolTest:
    """A test of the suite."""

    name: str
    exchanges: tuple[Exchange, ...]

    @property
    def is_update(self) -> bool:
        return self.name.startswith("update_")


def read_suite(folder: Path) -> Iterator[ProtocolTest]:
    """Read all tests of the manifest in a folder."""
    graph = Graph().parse(folder / "manifest.ttl")
    manifest = graph.value(None, RDF.type, MF.Manifest)
    for test in Collection(graph, graph.value(manifest, MF.entries)):
        action = graph.value(test, MF.action)
        requests = Collection(graph, graph.value(action, HT.requests))
        name = str(test).rpartition("#")[2]
        yield ProtocolTest(name, tuple(_exchange(graph, r) for r in requests))


def quads(folder: Path) -> str:
    """Return the suite's data as N-Quads, each file in the graph that its requests name."""
    lines = []
    for number in (1, 2, 3):
        for line in (folder / f"data{number}.nt").read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                lines.append(line.rstrip().removesuffix(".") + f"<{DATA}data{number}.rdf> .")
    return "\n".join(lines) + "\n"


def _exchange(graph: Graph, request: Node) -> Exchange:
    response = graph.value(request, HT.resp)
    headers = graph.value(request, HT.headers)
    fields = Collection(graph, headers) if headers is not None else ()
    body = graph.value(request, HT.body)
    boolean = graph.value(response, MF.expectedBoolean)
    wanted = graph.value(response, MF.expectedFormat)
    return Exchange(
        str(graph.value(request, HT.methodName)),
        str(graph.value(request, HT.absolutePath)),
        tuple((str(graph.value(f, HT.fieldName)), str(graph.value(f, HT.fieldValue))) for f in fields),
        _bytes(graph, body) if body is not None else None,
        frozenset(_status(s) for s in graph.objects(response, MF.expectedStatus)),
        bool(boolean.toPython()) if isinstance(boolean, Literal) else None,
        str(wanted) if wanted is not None else None,
    )


def _bytes(graph: Graph, body: Node) -> bytes:
    encoding = str(graph.value(body, CNT.characterEncoding) or "UTF-8")
    return str(graph.value(body, CNT.chars) or "").encode(encoding)


def _status(status: Node) -> str:
    assert isinstance(status, URIRef)
    return str(status).rpartition("StatusCode")[2][0]
