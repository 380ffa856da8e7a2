"""The report in RDF is one by SHACL, section 3: by shapes of ours made from its text, and by SHACL's own vocabulary."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from click.testing import CliRunner
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH
from rdflib.term import Node
from validation_setting import AS_OF, EXAMPLES, ROOT, Check

from loader.commands.validate import validate as command
from loader.graph.conversion import to_rdflib
from loader.validation.findings import Report
from loader.validation.paths import Path as PropertyPath
from loader.validation.queries import QueryGraph
from loader.validation.report import FORMS, file_name, render
from loader.validation.shacl_engines import ENGINES, EngineName
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate

FORMAT = Path(__file__).parent / "report_format.ttl"
PREFIXES = """@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
"""
DATA = f"""{PREFIXES}
ex:a a ex:C ; ex:p "abc", "x"@vi, "05"^^xsd:integer, "2024"^^xsd:gYear, "8e1"^^xsd:decimal, ex:b, [ ex:name "n" ] ; ex:q ex:b .
[] a ex:C ; ex:p "https://example.org/a" . ex:b a ex:C ."""
SHAPES = f"""{PREFIXES}
ex:Sp a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; sh:nodeKind sh:BlankNode .
ex:In a sh:NodeShape ; sh:targetClass ex:C ;
  sh:property ex:Inside, [ sh:path [ sh:inversePath ex:q ] ; sh:minCount 1 ],
    [ sh:path ( ex:q [ sh:alternativePath ( ex:p [ sh:zeroOrMorePath ex:q ] ) ] ) ; sh:maxCount 0 ],
    [ sh:path [ sh:oneOrMorePath [ sh:zeroOrOnePath ex:p ] ] ; sh:nodeKind sh:BlankNode ] .
ex:Inside a sh:PropertyShape ; sh:severity ex:Grave ; sh:path ex:p ; sh:nodeKind sh:IRI .
[] a sh:NodeShape ; sh:targetNode "a literal", ex:a ; sh:nodeKind sh:BlankNode .
"""


def parsed(data: bytes) -> Graph:
    """Read with literals as they are written: rdflib's own parser makes "5" of "05"."""
    return to_rdflib(quad.triple for quad in ox.parse(data, format=ox.RdfFormat.TURTLE))


def checked(engine: EngineName, folder: Path) -> Report:
    file = folder / "mine.ttl"
    file.write_text(SHAPES, encoding="utf-8")
    data = QueryGraph.of([quad.triple for quad in ox.parse(DATA, format=ox.RdfFormat.TURTLE)])
    return validate(data, load_shapes([file]), engine=engine, as_of=AS_OF)


def faults(report: Graph) -> str:
    conforms, _, text = pyshacl.validate(report, shacl_graph=Graph().parse(FORMAT), inference="none")
    return "" if conforms else str(text)


@pytest.fixture(scope="module", params=ENGINES)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    return checked(request.param, tmp_path_factory.mktemp("shapes"))


def test_a_report_of_all_kinds_of_paths_and_nodes_has_the_format_of_shacl(report: Report) -> None:
    assert len(report.findings) > 20
    assert faults(parsed(render(report, "ttl"))) == ""


@pytest.mark.parametrize("code", ["DOC-01", "SRC-03", "TSK-10", "LIT-01"])
def test_reports_of_our_rules_have_the_format_of_shacl(code: str, check: Check) -> None:
    report = check(EXAMPLES / code / "fail.ttl", "turbo", code)
    assert report.findings
    assert faults(parsed(render(report, "ttl"))) == ""


def test_an_empty_report_has_the_format_of_shacl(check: Check) -> None:
    assert faults(parsed(render(check(EXAMPLES / "TSK-10" / "pass.ttl", "turbo", "TSK-10"), "ttl"))) == ""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sh:conforms false", "sh:conforms true"),
        ("sh:resultSeverity", "sh:severity"),
        ("sh:sourceConstraintComponent", "sh:sourceConstraint"),
        ("sh:focusNode", "sh:focus"),
        ("sh:inversePath", "sh:inversePth"),
        ("a sh:ValidationResult", "a sh:Result"),
    ],
)
def test_a_report_without_that_format_would_be_found(old: str, new: str, report: Report) -> None:
    text = render(report, "ttl").decode()
    assert old in text
    assert faults(parsed(text.replace(old, new).encode())) != ""


def test_terms_of_a_report_are_shacls_and_used_as_its_vocabulary_says(report: Report) -> None:
    vocabulary = Graph().parse(Path(pyshacl.__file__).parent / "assets" / "shacl.ttl", format="turtle")
    graph = parsed(render(report, "ttl"))
    types: dict[Node, set[Node]] = {}
    for subject, kind in graph.subject_objects(RDF.type):
        types.setdefault(subject, set()).update(vocabulary.transitive_objects(kind, RDFS.subClassOf))
    used = {p for p in graph.predicates() if str(p).startswith(str(SH))}
    assert {"resultPath", "value", "conforms"} <= {str(p).removeprefix(str(SH)) for p in used}
    for predicate in used:
        assert (predicate, RDF.type, None) in vocabulary, predicate
        domain = vocabulary.value(predicate, RDFS.domain)
        if domain is not None:
            assert all(domain in types[subject] for subject in graph.subjects(predicate, None)), predicate
        if (predicate, RDF.type, OWL.DatatypeProperty) in vocabulary:
            assert all(isinstance(value, Literal) for value in graph.objects(None, predicate)), predicate
    components = set(graph.objects(None, SH.sourceConstraintComponent))
    assert all((component, RDF.type, SH.ConstraintComponent) in vocabulary for component in components)


def test_focus_nodes_and_values_are_the_terms_of_the_data(report: Report) -> None:
    graph = parsed(render(report, "ttl"))
    values = set(graph.objects(None, SH.value))
    xsd = "http://www.w3.org/2001/XMLSchema#"
    for term in (
        Literal("abc"),
        Literal("x", lang="vi"),
        Literal("05", datatype=URIRef(xsd + "integer"), normalize=False),
        Literal("2024", datatype=URIRef(xsd + "gYear"), normalize=False),
        Literal("8e1", datatype=URIRef(xsd + "decimal"), normalize=False),
        URIRef("https://example.org/b"),
        Literal("https://example.org/a"),  # a text, though it looks like an IRI
    ):
        assert term in values, term
    assert any(isinstance(value, BNode) for value in values)
    focus = set(graph.objects(None, SH.focusNode))
    assert {Literal("a literal"), URIRef("https://example.org/a")} <= focus
    assert sum(isinstance(node, BNode) for node in focus) == 1
    assert URIRef("https://example.org/Grave") in set(graph.objects(None, SH.resultSeverity))
    assert URIRef("https://example.org/Inside") in set(graph.objects(None, SH.sourceShape))


def test_json_tells_terms_as_sparql_results_do(report: Report) -> None:
    findings = json.loads(render(report, "json"))["findings"]
    values = [f["valueTerm"] for f in findings if f["valueTerm"]]
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert {"type": "literal", "value": "x", "xml:lang": "vi"} in values
    assert {"type": "literal", "value": "05", "datatype": f"{xsd}integer"} in values
    assert {"type": "uri", "value": "https://example.org/b"} in values
    assert {"type": "literal", "value": "https://example.org/a"} in values
    assert {f["focusTerm"]["type"] for f in findings} == {"uri", "bnode", "literal"}
    assert "^<https://example.org/q>" in {f["path"] for f in findings}


def test_paths_of_a_report_read_back_as_the_paths_of_the_shapes(report: Report) -> None:
    graph = parsed(render(report, "ttl"))
    read = {str(PropertyPath.read(graph, node)) for node in graph.objects(None, SH.resultPath)}
    assert read == {f.path_text for f in report.findings if f.path is not None}
    assert "<https://example.org/q>/(<https://example.org/p>|(<https://example.org/q>*))" in read
    assert "(<https://example.org/p>?)+" in read


def test_a_report_with_blank_nodes_has_the_same_bytes_in_every_run(tmp_path: Path) -> None:
    assert render(checked("turbo", tmp_path), "ttl") == render(checked("turbo", tmp_path), "ttl")
    one, other = render(checked("pyshacl", tmp_path), "json"), render(checked("turbo", tmp_path), "json")
    assert one.replace(b'"engine": "pyshacl"', b'"engine": "turbo"') == other


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_a_named_property_shape_gives_a_report_in_every_form(engine: EngineName, tmp_path: Path) -> None:
    mine = tmp_path / "mine.ttl"
    mine.write_text(SHAPES.replace("ex:C", "<https://w3id.org/langnghe/ontology#Plan>"), encoding="utf-8")
    words = [EXAMPLES / "DOC-01" / "fail.ttl", "--shapes", mine, "--engine", engine, "--output", tmp_path / "out"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        made = CliRunner().invoke(command, [*map(str, words), "--fail-on", "never"])
    assert made.exception is None, made.output
    assert all((tmp_path / "out" / file_name(form)).is_file() for form in FORMS)
    assert faults(parsed((tmp_path / "out" / "report.ttl").read_bytes())) == ""
