"""The VoID description of the data: how much of what; and the example questions and prefixes as RDF for editors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pyoxigraph as ox
from fastapi import APIRouter, Request
from starlette.responses import Response

from loader.graph.vocabulary import DCTERMS, RDF, RDFS, SDO, SH, XSD
from loader.sparql_tokens import scan
from query_api.asking.rows import ask_rows
from query_api.engine.base import Engine
from query_api.engine.constancy import of_one_version
from query_api.protocol.description import graph_response
from query_api.protocol.graphs import LICENCE
from query_api.served.examples import Example
from query_api.served.prefixes import KNOWN
from query_api.shared.caching import Kept
from query_api.shared.routing import readable
from query_api.shared.services import Services, Shared

router = APIRouter(tags=["description"])
_TYPE = RDF.type
_COUNTS = """SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
    { ?s ?p ?o }"""
_PROPERTIES = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
_CLASSES = f"SELECT ?c (COUNT(DISTINCT ?s) AS ?n) {{ ?s {RDF.type} ?c }} GROUP BY ?c"
_BOTH = f"SELECT ?c ?p (COUNT(*) AS ?n) {{ ?s {RDF.type} ?c ; ?p ?o }} GROUP BY ?c ?p"


@readable(router, "/.well-known/void", summary="VoID description of the data")
async def void(request: Request, services: Shared) -> Response:
    """Return sizes by class and property."""
    site = services.site.address(request)
    triples = await void_triples(services, site)
    return graph_response(request, services, iter(triples), request.query_params.get("format"))


@readable(router, "/examples", summary="Example questions and prefixes as RDF")
async def examples(request: Request, services: Shared) -> Response:
    """Return the questions as ``sh:SPARQLExecutable`` and the prefixes as ``sh:declare``, for SPARQL editors."""
    site = services.site.address(request)
    triples = example_triples(services.examples, site)
    return graph_response(request, services, triples, request.query_params.get("format"))


async def void_triples(services: Services, site: str) -> list[ox.Triple]:
    """Return the description; computed once per version of the data.

    Args:
        services: the parts of the server.
        site: address of the server, without a slash at the end.
    """

    async def describe() -> list[ox.Triple]:
        return [t async for t in _describe(services.engine, site)]

    key = f"void {services.engine.summary.version} {site}"
    kept = services.cache.get(key)
    if kept is None:
        version, triples = await of_one_version(services.engine, describe)
        data = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        services.cache.put(f"void {version} {site}", Kept("application/n-triples", data))
        return triples
    return [q.triple for q in ox.parse(kept.body, format=ox.RdfFormat.N_TRIPLES)]


async def _describe(engine: Engine, site: str) -> AsyncIterator[ox.Triple]:
    def v(name: str) -> ox.NamedNode:
        return ox.NamedNode(KNOWN["void"] + name)

    def number(value: object) -> ox.Literal:
        return ox.Literal(str(value), datatype=XSD.integer)

    dataset = ox.NamedNode(f"{site}/.well-known/void#dataset")
    yield ox.Triple(dataset, _TYPE, v("Dataset"))
    yield ox.Triple(dataset, v("sparqlEndpoint"), ox.NamedNode(f"{site}/sparql"))
    yield ox.Triple(dataset, v("dataDump"), ox.NamedNode(f"{site}/dump/all.nq.gz"))
    yield ox.Triple(dataset, v("openSearchDescription"), ox.NamedNode(f"{site}/search"))
    yield ox.Triple(dataset, DCTERMS.license, ox.NamedNode(LICENCE))
    totals = (await ask_rows(engine, _COUNTS)).values()[0]
    for name, value in zip(("triples", "distinctSubjects", "distinctObjects"), totals, strict=True):
        yield ox.Triple(dataset, v(name), number(value))
    properties = sorted((await ask_rows(engine, _PROPERTIES)).values(), key=str)
    for i, (iri, n) in enumerate(properties):
        part = ox.NamedNode(f"{site}/.well-known/void#property-{i + 1}")
        yield ox.Triple(dataset, v("propertyPartition"), part)
        yield ox.Triple(part, v("property"), ox.NamedNode(str(iri)))
        yield ox.Triple(part, v("triples"), number(n))
    by_class: dict[str, list[tuple[str, object]]] = {}
    for c, p, n in sorted((await ask_rows(engine, _BOTH)).values(), key=str):
        by_class.setdefault(str(c), []).append((str(p), n))
    for i, (iri, n) in enumerate(sorted((await ask_rows(engine, _CLASSES)).values(), key=str)):
        part = ox.NamedNode(f"{site}/.well-known/void#class-{i + 1}")
        yield ox.Triple(dataset, v("classPartition"), part)
        yield ox.Triple(part, v("class"), ox.NamedNode(str(iri)))
        yield ox.Triple(part, v("entities"), number(n))
        for j, (p, m) in enumerate(by_class.get(str(iri), [])):
            inner = ox.NamedNode(f"{part.value}-property-{j + 1}")
            yield ox.Triple(part, v("propertyPartition"), inner)
            yield ox.Triple(inner, v("property"), ox.NamedNode(p))
            yield ox.Triple(inner, v("triples"), number(m))


def example_triples(questions: tuple[Example, ...], site: str) -> Iterator[ox.Triple]:
    """Yield the questions and prefixes in the vocabulary that SPARQL editors read.

    Args:
        questions: the stored questions.
        site: address of the server, without a slash at the end.
    """

    def sh(name: str) -> ox.NamedNode:
        return ox.NamedNode(SH.NAMESPACE + name)

    declarations = ox.NamedNode(f"{site}/examples#prefixes")
    for prefix, namespace in KNOWN.items():
        entry = ox.NamedNode(f"{site}/examples#prefix-{prefix}")
        yield ox.Triple(declarations, sh("declare"), entry)
        yield ox.Triple(entry, sh("prefix"), ox.Literal(prefix))
        anyuri = XSD.anyURI
        yield ox.Triple(entry, sh("namespace"), ox.Literal(namespace, datatype=anyuri))
    label, comment = RDFS.label, RDFS.comment
    for question in questions:
        node = ox.NamedNode(f"{site}/q/{question.name}")
        form = (scan(question.query).form or "SELECT").lower()
        yield ox.Triple(node, _TYPE, sh("SPARQLExecutable"))
        yield ox.Triple(node, _TYPE, sh(f"SPARQL{form.capitalize()}Executable"))
        yield ox.Triple(node, sh("prefixes"), declarations)
        yield ox.Triple(node, sh(form), ox.Literal(question.body))
        yield ox.Triple(node, SDO.target, ox.NamedNode(f"{site}/sparql"))
        texts = ((label, question.title_vi, "vi"), (label, question.title_en, "en"),
                 (comment, question.question_vi, "vi"), (comment, question.question_en, "en"))  # fmt: skip
        for predicate, text, language in texts:
            if text:
                yield ox.Triple(node, predicate, ox.Literal(text, language=language))
        for tag in question.tags:
            yield ox.Triple(node, SDO.keywords, ox.Literal(tag))
