"""The service description (SPARQL 1.1 Service Description) and, linked from it, the VoID description of the data."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pyoxigraph as ox
from fastapi import Request
from starlette.responses import Response

from loader.errors import FormatError
from loader.graph.vocabulary import RDF, XSD
from query_api.engine.base import DataSummary
from query_api.engine.formats import Family
from query_api.engine.functions import custom_functions
from query_api.engine.unwritable import UnwritableError
from query_api.engine.writing import write_triples
from query_api.protocol.parameters import Operation
from query_api.served.prefixes import FUNCTIONS, KNOWN
from query_api.shared.caching import etag_of, is_fresh
from query_api.shared.negotiation import negotiate
from query_api.shared.services import Services

SD = KNOWN["sd"]
VOID = KNOWN["void"]
_FORMATS_NS = "http://www.w3.org/ns/formats/"
_FORMAT_NAMES = (
    "SPARQL_Results_JSON SPARQL_Results_XML SPARQL_Results_CSV SPARQL_Results_TSV "
    "Turtle N3 N-Triples JSON-LD RDF_XML TriG N-Quads"
).split()  # of W3C's unique names of file formats; a workbook has none


def graph_response(
    request: Request, services: Services, triples: Iterator[ox.Triple], wanted: str | None, *depends_on: str
) -> Response:
    """Return triples in the RDF format that the request asks for.

    Raises:
        FormatError: that format cannot hold them (406).
    """
    choice = negotiate(Family.GRAPH, request.headers.get("accept"), wanted)
    asked = (request.scope["path"], request.scope["query_string"].decode("latin-1"))
    where = services.site.address(request)
    tag = etag_of(services.engine.summary.version, where, *asked, choice.content_type, *depends_on)
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept, Accept-Encoding, Origin"}
    if is_fresh(request.headers.get("if-none-match"), tag):
        return Response(None, 304, headers)
    body = io.BytesIO()
    try:
        write_triples(sorted(set(triples), key=str), body, choice.format, KNOWN)
    except UnwritableError as error:
        raise FormatError(error.message, advice=error.advice) from error
    return Response(body.getvalue(), 200, {**headers, "Content-Type": choice.content_type})


def description_response(request: Request, services: Services, operation: Operation) -> Response:
    """Return the service description."""
    triples = describe(
        f"{services.site.address(request)}/sparql", services.engine.summary, bool(services.settings.services)
    )
    return graph_response(request, services, triples, operation.format)


def describe(endpoint: str, summary: DataSummary, federated: bool) -> Iterator[ox.Triple]:
    """Yield the triples that describe the endpoint.

    Args:
        endpoint: its URL.
        summary: what it serves.
        federated: SERVICE is allowed for some endpoints.
    """

    def sd(name: str) -> ox.NamedNode:
        return ox.NamedNode(SD + name)

    a = RDF.type
    service = ox.NamedNode(endpoint + "#service")
    dataset = ox.NamedNode(endpoint + "#dataset")
    default = ox.NamedNode(endpoint + "#default-graph")
    yield ox.Triple(service, a, sd("Service"))
    yield ox.Triple(service, sd("endpoint"), ox.NamedNode(endpoint))
    yield ox.Triple(service, sd("supportedLanguage"), sd("SPARQL11Query"))
    features = ["EmptyGraphs"] + (["BasicFederatedQuery"] if federated else [])
    for feature in features:
        yield ox.Triple(service, sd("feature"), sd(feature))
    for function in sorted(custom_functions(FUNCTIONS), key=str):
        yield ox.Triple(service, sd("extensionFunction"), function)
        yield ox.Triple(function, a, sd("Function"))
    for name in _FORMAT_NAMES:
        yield ox.Triple(service, sd("resultFormat"), ox.NamedNode(_FORMATS_NS + name))
    yield ox.Triple(service, sd("defaultDataset"), dataset)
    yield ox.Triple(dataset, a, sd("Dataset"))
    yield ox.Triple(dataset, sd("defaultGraph"), default)
    yield ox.Triple(default, a, sd("Graph"))
    void = endpoint.removesuffix("/sparql") + "/.well-known/void"
    yield ox.Triple(dataset, ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#seeAlso"), ox.NamedNode(void))
    if summary.triples is not None:
        integer = XSD.integer
        yield ox.Triple(default, ox.NamedNode(VOID + "triples"), ox.Literal(str(summary.triples), datatype=integer))
    for i, iri in enumerate(summary.graphs or ()):
        entry = ox.NamedNode(f"{endpoint}#named-graph-{i + 1}")
        yield ox.Triple(dataset, sd("namedGraph"), entry)
        yield ox.Triple(entry, a, sd("NamedGraph"))
        yield ox.Triple(entry, sd("name"), ox.NamedNode(iri))
