"""The W3C SPARQL 1.1 query, results-format, federation and service-description suites, through HTTP.

    python -m tests.w3c.sparql_suite PATH

PATH is a checkout of w3c/rdf-tests. All data of the suite are loaded once, each file as a named graph; each test names
its data set by the protocol's own parameters. What fails is compared with the frozen list of deviations beside this
file: a test that fails and is not in it, or is in it and passes, makes the run fail.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import httpx
import pyoxigraph as ox
from rdflib import RDF, Graph, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
SD = "http://www.w3.org/ns/sparql-service-description#"
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
BASE = "http://w3c.test/"
NOTHING = "urn:no-such-graph"
FOLDERS = (
    "aggregates", "bind", "bindings", "cast", "construct", "exists", "functions", "grouping", "negation",
    "project-expression", "property-path", "subquery", "syntax-query", "csv-tsv-res", "json-res", "syntax-fed", "service",
    "delete-insert",
)  # fmt: skip
UPDATES = "delete-insert"
"""Of this folder only the malformed updates that its manifest calls plain syntax tests: they must be refused."""
COMPARABLE = 350
"""Tests by which Oxigraph's own server was counted (336 passed): all of these but service1 to service6, which need
other endpoints, and the service description."""
NESTED = "http://example1.org/sparql"
"""The one endpoint of the federation tests that must be able to ask another."""
NOBODY = "http://127.0.0.1:1/sparql"
"""Stands for the endpoints of the federation tests that do not exist."""
DEVIATIONS = Path(__file__).with_name("sparql_deviations.toml")
_RDF = {".ttl": ox.RdfFormat.TURTLE, ".rdf": ox.RdfFormat.RDF_XML, ".nt": ox.RdfFormat.N_TRIPLES}
_RESULTS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
_ASKED = {
    ".srx": "application/sparql-results+xml",
    ".srj": "application/sparql-results+json",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
}

Row = tuple[tuple[str, object], ...]


@dataclass(frozen=True)
class Case:
    """A test: a query, its data set, the data of the endpoints that it names, and the file of the expected result (None:
    only its syntax is looked at).
    """

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...]
    graphs: tuple[Path, ...]
    services: tuple[tuple[str, Path], ...]
    result: Path | None


@dataclass(frozen=True)
class Sites:
    """The addresses of the endpoints: the one under test, the one that may ask another, and that other."""

    tested: str
    nested: str
    leaf: str


@dataclass(frozen=True)
class Answer:
    """Rows (with their variables), a boolean or a graph; the others are None."""

    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] | None = None
    boolean: bool | None = None
    graph: frozenset[ox.Quad] | None = None


def read_cases(suite: Path) -> list[Case]:
    """Read the manifests of a checkout."""
    return [case for folder in FOLDERS for case in _manifest(suite / "sparql" / "sparql11" / folder)]


def _manifest(folder: Path) -> Iterator[Case]:
    graph = Graph().parse(folder / "manifest.ttl", publicID=folder.resolve().as_uri() + "/manifest.ttl")
    manifest = graph.value(None, RDF.type, MF.Manifest)
    for test in Collection(graph, graph.value(manifest, MF.entries)):
        kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
        if folder.name == UPDATES and kind != "NegativeSyntaxTest11":
            continue
        action, result = graph.value(test, MF.action), graph.value(test, MF.result)
        query = graph.value(action, QT.query) or graph.value(action, UT.request) or action
        yield Case(
            f"{folder.name}/{str(test).rpartition('#')[2]}",
            kind,
            _path(folder, query),
            tuple(_path(folder, d) for d in graph.objects(action, QT.data)),
            tuple(sorted(_path(folder, d) for d in graph.objects(action, QT.graphData))),
            tuple(
                (str(graph.value(s, QT.endpoint)), _path(folder, graph.value(s, QT.data)))
                for s in graph.objects(action, QT.serviceData)
            ),
            _path(folder, result) if result is not None else None,
        )


def _path(folder: Path, node: Node | None) -> Path:
    assert isinstance(node, URIRef)
    return folder / str(node).rpartition("/")[2]


def iri_of(path: Path) -> str:
    """Return the IRI under which a file of the suite is known."""
    return f"{BASE}{path.parent.name}/{path.name}"


def quads(cases: Sequence[Case]) -> bytes:
    """Return all data of the tests as N-Quads, each file in a graph of its own."""
    found: list[ox.Quad] = []
    for path in sorted({p for case in cases for p in (*case.data, *case.graphs, *(d for _, d in case.services))}):
        parsed = ox.parse(
            path=str(path), format=_RDF[path.suffix], base_iri=iri_of(path), rename_blank_nodes=True
        )  # fmt: skip
        graph = ox.NamedNode(iri_of(path))
        found += (ox.Quad(q.subject, q.predicate, q.object, graph) for q in parsed)
    return ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b""


def service_iri(site: str, path: Path | None) -> str:
    """Return the IRI of an endpoint that holds one file of the suite, or nothing."""
    return f"{site}?default-graph-uri={quote(iri_of(path) if path is not None else NOTHING, safe='')}"


def on_loopback(case: Case, text: str, sites: Sites) -> str:
    """Return the query with the endpoints that SERVICE names replaced by our own."""
    for endpoint, data in case.services:
        text = text.replace(
            f"<{endpoint}>", f"<{service_iri(sites.nested if endpoint == NESTED else sites.leaf, data)}>"
        )
    text = text.replace("<http://invalid.endpoint.org/sparql>", f"<{NOBODY}>")
    return text.replace("SERVICE <g>", f"SERVICE <{service_iri(sites.leaf, None)}>").replace(
        "SERVICE SILENT <g>", f"SERVICE SILENT <{service_iri(sites.leaf, None)}>"
    )


def failure_of(case: Case, client: httpx.Client, sites: Sites) -> str | None:
    """Run a test; return why it fails, None if it passes."""
    text = on_loopback(case, case.query.read_text(encoding="utf-8"), sites)
    negative = case.kind.startswith("Negative")
    suffix = case.result.suffix if case.result is not None else ".srj"
    accept = f"{_ASKED.get(suffix, _ASKED['.srj'])}, application/n-triples"
    parameters: list[tuple[str, str]] = []
    if case.result is not None:
        text = f"BASE <{iri_of(case.query)}>\n{text}"
        if " FROM " not in " ".join(text.split()):
            parameters += [("default-graph-uri", iri_of(p)) for p in case.data] or [("default-graph-uri", NOTHING)]
            parameters += [("named-graph-uri", iri_of(p)) for p in case.graphs]
    headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
    response = client.post(sites.tested, content=text.encode(), params=parameters, headers=headers)
    if case.name.startswith(UPDATES):  # refused as an update before anybody looks at its syntax
        return None if response.status_code in (400, 403) else f"an update is answered {response.status_code}"
    if negative:
        return None if response.status_code == 400 else f"a malformed query is answered {response.status_code}"
    if response.status_code != 200:
        return f"{response.status_code}: {response.json().get('detail', '')}"
    if case.result is None:
        return None
    kind = response.headers["content-type"].partition(";")[0]
    if case.result.suffix == ".csv":
        return _compare_csv(response.content, case.result.read_bytes())
    return _compare(read_answer(response.content, kind), read_expected(case.result))


def read_answer(body: bytes, media_type: str) -> Answer:
    """Read a result as sent."""
    if media_type == "application/n-triples":
        return Answer(graph=frozenset(ox.parse(body, format=ox.RdfFormat.N_TRIPLES)))
    return _results(ox.parse_query_results(body, format=ox.QueryResultsFormat.from_media_type(media_type)))


def read_expected(path: Path) -> Answer:
    """Read the expected result of a test; a result set in RDF counts as rows."""
    if path.suffix in _RESULTS:
        return _results(ox.parse_query_results(path=str(path), format=_RESULTS[path.suffix]))
    graph = Graph().parse(path, publicID=iri_of(path))
    node = graph.value(None, RDF.type, RS.ResultSet)
    if node is None:
        return Answer(graph=frozenset(ox.parse(path=str(path), format=_RDF[path.suffix], base_iri=iri_of(path))))
    boolean = graph.value(node, RS.boolean)
    if boolean is not None:
        return Answer(boolean=str(boolean) == "true")
    rows: list[Row] = []
    for solution in graph.objects(node, RS.solution):
        bindings = [
            (str(graph.value(b, RS.variable)), _term(graph.value(b, RS.value)))
            for b in graph.objects(solution, RS.binding)
        ]
        rows.append(tuple(sorted(bindings, key=str)))
    return Answer(tuple(sorted(str(v) for v in graph.objects(node, RS.resultVariable))), tuple(rows))


def _term(node: Node | None) -> object:
    assert node is not None
    triple = f"<urn:s> <urn:p> {node.n3()} ."
    return normal(next(iter(ox.parse(triple, format=ox.RdfFormat.N_TRIPLES))).object)


def _results(parsed: object) -> Answer:
    if isinstance(parsed, ox.QueryBoolean):
        return Answer(boolean=bool(parsed))
    assert isinstance(parsed, ox.QuerySolutions)
    names = [v.value for v in parsed.variables]
    rows = tuple(
        tuple(sorted(((n, normal(s[n])) for n in names if s[n] is not None), key=str)) for s in parsed
    )  # fmt: skip
    return Answer(tuple(sorted(names)), rows)


def normal(term: object) -> object:
    """Return a term as the engine's store keeps it: numbers and dates lose spelling that has no meaning."""
    if not isinstance(term, ox.Literal):
        return term
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), term))
    return next(iter(store)).object


def _compare(found: Answer, wanted: Answer) -> str | None:
    if wanted.graph is not None:
        same = found.graph is not None and _canonical(found.graph) == _canonical(wanted.graph)
        return None if same else "another graph"
    if wanted.boolean is not None:
        return None if found.boolean is wanted.boolean else f"{found.boolean} instead of {wanted.boolean}"
    if found.rows is None or wanted.rows is None:
        return "no rows"
    if set(found.variables) != set(wanted.variables):
        return f"variables {found.variables} instead of {wanted.variables}"
    return None if same_rows(found.rows, wanted.rows) else f"rows {found.rows} instead of {wanted.rows}"


def _canonical(graph: frozenset[ox.Quad]) -> frozenset[ox.Quad]:
    normalised = (ox.Quad(q.subject, q.predicate, normal(q.object)) for q in graph)  # type: ignore[arg-type]
    dataset = ox.Dataset(normalised)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return frozenset(dataset)


def same_rows(found: Sequence[Row], wanted: Sequence[Row]) -> bool:
    """Say whether two bags of rows are the same but for the names of blank nodes."""
    if Counter(_shape(r) for r in found) != Counter(_shape(r) for r in wanted):
        return False
    return _match(sorted(found, key=_shape), list(wanted), {})


def _shape(row: Row) -> str:
    return str([(name, "_:" if isinstance(term, ox.BlankNode) else str(term)) for name, term in row])


def _match(found: Sequence[Row], wanted: list[Row], names: Mapping[object, object]) -> bool:
    if not found:
        return True
    row = found[0]
    for i, other in enumerate(wanted):
        if _shape(row) != _shape(other):
            continue
        extended = _unify(row, other, names)
        if extended is not None and _match(found[1:], [*wanted[:i], *wanted[i + 1 :]], extended):
            return True
        if extended == names:  # no blank node is in play: another equal row would lead nowhere else
            return False
    return False


def _unify(row: Row, other: Row, names: Mapping[object, object]) -> dict[object, object] | None:
    known = dict(names)
    for (_, ours), (_, theirs) in zip(row, other, strict=True):
        if isinstance(ours, ox.BlankNode):
            if known.get(ours, theirs) != theirs or (ours not in known and theirs in known.values()):
                return None
            known[ours] = theirs
    return known


def _compare_csv(found: bytes, wanted: bytes) -> str | None:
    """Compare as CSV: the cells of each row by column, as SELECT * gives columns no order, and rows in any order."""
    ours, theirs = (_csv_rows(data) for data in (found, wanted))
    return None if ours == theirs else f"rows {ours - theirs} instead of {theirs - ours}"


def _csv_rows(data: bytes) -> Counter[tuple[tuple[str, str], ...]]:
    header, *rows = csv.reader(io.StringIO(data.decode("utf-8")))
    # The names of blank nodes are arbitrary; a row without values still tells its columns.
    return Counter(
        tuple(sorted(zip(header, ("_:" if c.startswith("_:") else c for c in row), strict=True))) for row in rows
    )


def service_description(client: httpx.Client, endpoint: str) -> dict[str, str | None]:
    """Run the three tests of the service description, which the suite states in words only."""
    response = client.get(endpoint, headers={"Accept": "text/turtle"})
    name = "service-description/"
    try:
        triples = [q.triple for q in ox.parse(response.content, format=ox.RdfFormat.TURTLE, base_iri=endpoint)]
    except SyntaxError as error:
        return {name + key: str(error) for key in ("returns-rdf", "has-endpoint-triple", "conforms-to-schema")}
    services = [
        t.subject for t in triples if t.predicate.value == str(RDF.type) and t.object == ox.NamedNode(SD + "Service")
    ]
    endpoints = [t.object.value for t in triples if t.predicate.value == SD + "endpoint" and t.subject in services]
    terms = {t.predicate.value for t in triples} | {
        t.object.value for t in triples if isinstance(t.object, ox.NamedNode)
    }
    unknown = sorted(t for t in terms if t.startswith(SD) and t.removeprefix(SD) not in SD_TERMS)
    literals = [
        t for t in triples if t.predicate.value.removeprefix(SD) in SD_OBJECTS and isinstance(t.object, ox.Literal)
    ]
    return {
        name + "returns-rdf": None if triples else "no triples",
        name + "has-endpoint-triple": None if endpoint in endpoints else f"sd:endpoint is {endpoints}",
        name + "conforms-to-schema": None if services and not unknown and not literals else f"{unknown} {literals}",
    }


SD_OBJECTS = frozenset(
    "endpoint feature defaultEntailmentRegime entailmentRegime defaultSupportedEntailmentProfile "
    "supportedEntailmentProfile extensionFunction extensionAggregate languageExtension supportedLanguage propertyFeature "
    "defaultDataset availableGraphs resultFormat inputFormat defaultGraph namedGraph name graph".split()
)
SD_TERMS = SD_OBJECTS | frozenset(
    "Service Feature Language Function Aggregate EntailmentRegime EntailmentProfile GraphCollection Dataset Graph "
    "NamedGraph SPARQL10Query SPARQL11Query SPARQL11Update DereferencesURIs UnionDefaultGraph RequiresDataset EmptyGraphs "
    "BasicFederatedQuery".split()
)


@contextmanager
def serving(data: bytes, services: Iterable[str] = ()) -> Iterator[str]:
    """Run a server on some N-Quads that may ask some endpoints; yield the address of its own."""
    with tempfile.TemporaryDirectory(prefix="langnghe-w3c-") as folder:
        file = Path(folder) / "data.nq"
        file.write_bytes(data)
        command = [sys.executable, "-m", "query_api.cli", "--quiet", "serve", str(file), "--port", "0"]
        command += [f"--service={service}" for service in services]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            yield process.stdout.readline().split()[1] + "sparql"
        finally:
            process.terminate()
            process.wait()


def run(suite: Path) -> dict[str, str | None]:
    """Run all tests; return for each why it failed, None where it passed."""
    cases = read_cases(suite)
    data = quads(cases)
    held = [(endpoint, path) for case in cases for endpoint, path in case.services]
    with ExitStack() as stack:
        leaf = stack.enter_context(serving(data))
        there = {service_iri(leaf, path) for _, path in held} | {service_iri(leaf, None), NOBODY}
        nested = stack.enter_context(serving(data, there))
        here = {service_iri(nested, path) for endpoint, path in held if endpoint == NESTED}
        sites = Sites(stack.enter_context(serving(data, there | here)), nested, leaf)
        client = stack.enter_context(httpx.Client(timeout=60))
        outcomes = {case.name: failure_of(case, client, sites) for case in cases}
        return outcomes | service_description(client, sites.tested)


def comparable(outcomes: Mapping[str, str | None]) -> list[str | None]:
    """Return the outcomes of the tests that others were counted by; see ``COMPARABLE``."""
    alone = "service/service7"
    return [why for name, why in outcomes.items() if name == alone or not name.startswith("service")]


def deviations() -> dict[str, str]:
    """Return the frozen list of what fails, each with its reason."""
    found: dict[str, str] = tomllib.loads(DEVIATIONS.read_text(encoding="utf-8"))["deviations"]
    return found


def main() -> int:
    """Run the suites and print what was found; return 1 if that is not what the frozen list says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suite", type=Path, help="checkout of w3c/rdf-tests")
    outcomes = run(parser.parse_args().suite)
    known = deviations()
    for folder in dict.fromkeys(name.partition("/")[0] for name in outcomes):
        mine = [failure for name, failure in outcomes.items() if name.partition("/")[0] == folder]
        print(f"{folder:20} {sum(f is None for f in mine):4} of {len(mine)}")
    passed = sum(failure is None for failure in outcomes.values())
    counted = comparable(outcomes)
    print(f"{'query suite':20} {sum(f is None for f in counted):4} of {len(counted)}, as others are counted")
    print(f"{'all':20} {passed:4} of {len(outcomes)}, {len(known)} deviations known")
    new = {name: why for name, why in outcomes.items() if why is not None and name not in known}
    gone = [name for name in known if outcomes.get(name, "missing") is None]
    for name, why in new.items():
        print(f"NEW   {name}: {why[:600]}")
    for name in gone:
        print(f"GONE  {name}: passes now, take it off the list")
    return 1 if new or gone else 0


if __name__ == "__main__":
    sys.exit(main())
