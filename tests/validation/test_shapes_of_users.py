"""Shapes of users: the same verdict of both engines for those that can be used, one clear line for all others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from validation_setting import AS_OF

from loader.errors import GraphError
from loader.validation.findings import Report
from loader.validation.queries import QueryGraph
from loader.validation.shacl_engines import ENGINES, EngineName
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate

PREFIXES = """@prefix ex: <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
DATA = f"""{PREFIXES}
ex:a a ex:C ; ex:p "abc", "x"@vi, 5, "2024"^^xsd:gYear ; ex:q ex:b ; ex:r [ ex:p 1 ] . ex:b a ex:C ; ex:p "Đ" ; ex:q ex:a .
ex:c a ex:C ; ex:p "5"^^xsd:int , "2025-01-01T00:00:00Z"^^xsd:dateTime, "2025-01-01"^^xsd:date, true, 1.5, ex:a .
[] a ex:C ; ex:p "bn", "bn2" ."""
NODE = "ex:S a sh:NodeShape ; sh:targetClass ex:C ; "
P = NODE + "sh:property [ sh:path ex:p ; "
Q = NODE + "sh:property [ sh:path ex:q ; "
# Shapes, and how many results SHACL gives for the data above.
USABLE = (
    ("ex:Sp a sh:PropertyShape ; sh:targetClass ex:C ; sh:path ex:p ; sh:maxCount 1 .", 3),
    (NODE + "sh:property ex:Sp . ex:Sp a sh:PropertyShape ; sh:path ex:p ; sh:minLength 2 .", 4),
    (P + 'sh:minLength 9 ; sh:pattern "^z" ] .', 23),
    (NODE + "sh:property [ sh:path ex:p ; sh:minLength 9 ], [ sh:path ex:p ; sh:minLength 8 ] .", 20),
    (Q + "sh:class ex:D, ex:E ] .", 4),
    (Q + 'sh:class ex:D, ex:E ; sh:message "m" ] .', 4),
    (NODE + "sh:property [ sh:path [ sh:inversePath ex:q ] ; sh:minCount 1 ] .", 2),
    (NODE + "sh:property [ sh:path ( ex:q [ sh:zeroOrMorePath ex:q ] ex:p ) ; sh:datatype xsd:string ] .", 6),
    (NODE + "sh:property [ sh:path [ sh:alternativePath ( ex:q ex:p ) ] ; sh:nodeKind sh:IRI ] .", 12),
    (P + 'sh:pattern "^(?!abc)" ] .', 1),
    (P + r'sh:pattern "^\\p{Lu}" ] .', 12),
    (P + r'sh:pattern "^[a-z-[b-z]]" ] .', 12),
    (P + 'sh:pattern "^ABC" ; sh:flags "i" ] .', 12),
    (P + 'sh:pattern "a b c" ; sh:flags "x" ] .', 12),
    (P + 'sh:pattern "." ; sh:flags "q" ] .', 11),
    (P + 'sh:minInclusive "2021"^^xsd:gYear ] .', 12),
    (P + 'sh:minInclusive "2024-01-01"^^xsd:date ] .', 12),
    (P + "sh:minInclusive 2 ] .", 11),
    (P + "sh:equals ex:q ] .", 15),
    (P + "sh:hasValue 5 ] .", 3),
    (P + 'sh:languageIn ( "vi" "en" ) ] .', 12),
    (P + "sh:qualifiedValueShape [ sh:datatype xsd:string ] ; sh:qualifiedMinCount 2 ] .", 3),
    (P + "sh:qualifiedValueShape [ sh:datatype xsd:string ] ] .", 0),
    (
        NODE
        + "sh:xone ( [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ] [ sh:property [ sh:path ex:q ; sh:minCount 1 ] ] ) .",
        2,
    ),
    (NODE + "sh:closed true ; sh:ignoredProperties ( rdf:type ) ; sh:property [ sh:path ex:p ] .", 3),
    (NODE + "sh:severity ex:Grave ; sh:property [ sh:path ex:q ; sh:minCount 1 ; sh:severity sh:Info ] .", 2),
    (NODE + "sh:deactivated true ; sh:nodeKind sh:Literal .", 0),
    ("[] a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .", 2),
    ("[] sh:targetClass ex:C ; sh:path ex:q ; sh:minCount 1 .", 2),
    ("ex:C a rdfs:Class, sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .", 2),
    ('ex:S a sh:NodeShape ; sh:targetNode "abc", 5, ex:zz ; sh:nodeKind sh:IRI .', 2),
    ("ex:S a sh:NodeShape ; sh:targetObjectsOf ex:p ; sh:datatype xsd:string .", 10),
    (
        'ex:S a sh:NodeShape ; sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this <https://example.org/q> ?x }" ] ;'
        " sh:property [ sh:path ex:p ; sh:maxCount 1 ] .",
        1,
    ),
    (
        NODE + 'sh:sparql [ sh:select "SELECT $this ?value { $this <https://example.org/p> ?value }" ],'
        ' [ sh:select "SELECT $this ?value { $this <https://example.org/p> ?value . }" ] .',
        26,
    ),
    (P + 'sh:sparql [ sh:select "SELECT $this ?value { $this $PATH ?value FILTER (isIRI(?value)) }" ] ] .', 1),
    (
        "ex:Most a sh:ConstraintComponent ; sh:parameter [ sh:path ex:most ] ; sh:propertyValidator ["
        ' a sh:SPARQLSelectValidator ; sh:select "SELECT $this ?value { $this $PATH ?value FILTER (STRLEN(STR(?value)) > $most) }"'
        f" ] . {P} ex:most 2 ] .",
        8,
    ),
    ("ex:S a sh:Shape ; sh:targetClass ex:C ; sh:nodeKind sh:IRI .", 1),
    (P + 'sh:order 1.5 ; sh:name "n" ; sh:message "m"@vi, "n"@en ; sh:maxCount 2 ] .', 2),
    (NODE + "sh:node [ " * 20 + "sh:nodeKind sh:IRI" + " ]" * 20 + " .", 1),
)
UNUSABLE = (
    (P + 'sh:pattern "(" ] .', r"pattern '\('"),
    (P + 'sh:pattern "a" ; sh:flags "zz" ] .', "flag 'z'"),
    (P + r'sh:pattern "\\p{Zx}" ] .', "Zx"),
    (NODE + "sh:rule [ a sh:TripleRule ] .", "sh:rule"),
    (NODE + "sh:expression [ sh:path ex:p ] .", "sh:expression"),
    (P + "sh:values [ sh:path ex:q ] ] .", "sh:values"),
    (NODE + 'sh:js [ sh:jsFunctionName "f" ] .', "JavaScript"),
    (NODE + "sh:target [ a ex:OwnTarget ; ex:of ex:C ] ; sh:nodeKind sh:IRI .", "sh:target"),
    (P + "sh:memberShape [ sh:nodeKind sh:IRI ] ] .", "sh:memberShape"),
    (NODE + "sh:property [ sh:minCount 1 ] .", "sh:path"),
    (NODE + "sh:property ex:Nowhere .", "ex(ample.org)?/Nowhere"),
    *(
        (f"{NODE} sh:property [ sh:path {path} ; sh:minCount 1 ] . {more}", "sh:path")
        for path, more in (
            ('"x"', ""),
            ("[]", ""),
            ("()", ""),
            ("( ex:p )", ""),
            ("ex:p, ex:q", ""),
            ("[ sh:inversePth ex:q ]", ""),
            ("[ sh:alternativePath ex:q ]", ""),
            ("[ sh:inversePath ex:p ; sh:zeroOrMorePath ex:q ]", ""),
            ("_:x", "_:x sh:inversePath _:x ."),
        )
    ),
    (P + "sh:qualifiedMinCount 1 ] .", "needs sh:qualifiedValueShape"),
    (P + 'sh:order "abc" ; sh:minCount 1 ] .', "sh:order"),
    (P + "sh:message ex:a ; sh:minCount 1 ] .", "sh:message"),
    (P + "sh:message 5 ; sh:minCount 1 ] .", "sh:message"),
    *(
        (f"{NODE} {use} .", "Nowhere>, of which nothing is said")
        for use in (
            "sh:node ex:Nowhere",
            "sh:not ex:Nowhere",
            "sh:or ( [ sh:nodeKind sh:IRI ] ex:Nowhere )",
            "sh:property [ sh:path ex:p ; sh:qualifiedValueShape ex:Nowhere ; sh:qualifiedMaxCount 1 ]",
        )
    ),
    (
        NODE + 'sh:sparql [ sh:select "SELECT $this { GRAPH $shapesGraph { ?s ?p ?o } $this a ?c }" ] .',
        "shapesGraph in the query",
    ),
    (Q + "sh:node ex:S ] .", "itself"),
    (NODE + "sh:property ex:P . ex:P sh:path ex:q ; sh:node ex:S .", "itself"),
    (NODE + "sh:not [ sh:or ( ex:S [ sh:nodeKind sh:IRI ] ) ] .", "itself"),
    (P + "sh:in ex:a ] .", "sh:in"),
    (P + "sh:in ( 1 ), ( 2 ) ] .", "sh:in"),
    (P + "sh:in [ rdf:first 1 ] ] .", "sh:in"),
    (NODE + "sh:or ex:a .", "sh:or"),
    (NODE + "sh:and () .", "sh:and"),
    (NODE + 'sh:xone ( "x" ) .', "sh:xone"),
    (P + "sh:languageIn ( ex:vi ) ] .", "sh:languageIn"),
    (NODE + "sh:closed true ; sh:ignoredProperties rdf:type .", "sh:ignoredProperties"),
    (P + 'sh:minCount "one" ] .', "sh:minCount"),
    (P + "sh:minCount 1, 2 ] .", "sh:minCount"),
    (P + "sh:minCount -1 ] .", "sh:minCount"),
    (P + "sh:minLength 1.5 ] .", "sh:minLength"),
    (NODE + "sh:minCount 1 .", "sh:minCount"),
    (NODE + "sh:lessThan ex:q .", "sh:lessThan"),
    (P + "sh:nodeKind sh:Iri ] .", "sh:nodeKind"),
    (P + 'sh:datatype "xsd:string" ] .', "sh:datatype"),
    (P + "sh:datatype xsd:string, xsd:int ] .", "sh:datatype"),
    (P + 'sh:class "C" ] .', "sh:class"),
    (P + "sh:minInclusive ex:a ] .", "sh:minInclusive"),
    (P + 'sh:uniqueLang "yes" ] .', "sh:uniqueLang"),
    (NODE + 'sh:node "x" .', "sh:node"),
    (NODE + 'sh:severity "x" ; sh:nodeKind sh:IRI .', "sh:severity"),
    ('ex:S a sh:NodeShape ; sh:targetClass "ex:C" ; sh:nodeKind sh:IRI .', "sh:targetClass"),
    (NODE + 'sh:sparql [ sh:ask "ASK { $this a ?x }" ] .', "sh:select"),
    (NODE + 'sh:sparql [ sh:select "SELECT $this { $this ex:p ?x }" ] .', "SPARQL"),
    (NODE + 'sh:sparql [ sh:select "SELECT ?x { ?x a ?y }" ] .', r"\$this"),
    (NODE + 'sh:sparql [ sh:select "SELECT $this { $this a ?x MINUS { $this a ?x } }" ] .', "MINUS"),
    (NODE + 'sh:sparql [ sh:select "SELECT ?x { $this a ?x } # $this" ] .', "must select"),
    (NODE + 'sh:sparql [ sh:select "SELECT $this { $this a ?x BIND (1 AS $shapesGraph) }" ] .', "AS .shapesGraph"),
    (NODE + 'sh:sparql [ sh:select "SELECT $this { VALUES ?x { 1 } $this a ?x }" ] .', "VALUES"),
    (NODE + 'sh:sparql [ sh:select "SELECT $this { SERVICE <http://127.0.0.1:9/> { $this a ?x } }" ] .', "SERVICE"),
)


def check(shapes: str, engine: EngineName, folder: Path) -> Report:
    file = folder / "mine.ttl"
    file.write_text(PREFIXES + shapes, encoding="utf-8")
    data = QueryGraph.of([quad.triple for quad in ox.parse(DATA, format=ox.RdfFormat.TURTLE)])
    return validate(data, load_shapes([file]), engine=engine, as_of=AS_OF)


@pytest.mark.parametrize(("shapes", "results"), USABLE)
def test_both_engines_give_the_results_that_shacl_gives(shapes: str, results: int, tmp_path: Path) -> None:
    reference, fast = (check(shapes, engine, tmp_path) for engine in ENGINES)
    assert Counter(f.rule for f in reference.findings).total() == results
    assert reference.same_findings(fast)
    assert [f.key for f in reference.findings] == [f.key for f in fast.findings]
    assert len({f.key for f in fast.findings}) == results
    assert reference.outcomes == fast.outcomes


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("shapes", "named"), UNUSABLE)
def test_shapes_that_cannot_be_used_end_in_one_line_that_names_them(
    shapes: str, named: str, engine: EngineName, tmp_path: Path
) -> None:
    with pytest.raises(GraphError, match=named) as told:
        check(shapes, engine, tmp_path)
    line = str(told.value)
    assert line.startswith("mine.ttl: ")
    assert "<https://example.org/" in line
    assert "\n" not in line


def test_a_result_of_a_named_shape_inside_counts_for_the_rule_that_led_there(tmp_path: Path) -> None:
    report = check(
        NODE + "sh:property ex:Sp . ex:Sp a sh:PropertyShape ; sh:path ex:q ; sh:minCount 1 .", "turbo", tmp_path
    )
    assert [o.verdict for o in report.outcomes if o.rule.code == "S"] == ["failed"]
    assert {f.rule for f in report.findings} == {"S"}
    assert {f.shape for f in report.findings} == {"https://example.org/Sp"}


def test_a_shape_without_a_message_says_what_is_not_met_in_both_languages(tmp_path: Path) -> None:
    found = check(P + "sh:minLength 9 ] .", "pyshacl", tmp_path).findings[0]
    assert "không đạt sh:minLength 9" in found.message.vi
    assert "does not meet sh:minLength 9" in found.message.en


def test_a_term_that_shacl_does_not_have_is_passed_over_and_told(tmp_path: Path) -> None:
    for engine in ENGINES:
        report = check(P + "sh:minCont 9 ] .", engine, tmp_path)
        assert not report.findings
        assert [note.en for note in report.notes] == ["sh:minCont was passed over: SHACL has no such term."]


def test_a_shape_that_checks_nothing_is_told(tmp_path: Path) -> None:
    led_to = "ex:L a sh:NodeShape ; sh:nodeKind sh:IRI ."
    report = check(f"ex:T a sh:NodeShape ; sh:nodeKind sh:IRI . {led_to} {NODE} sh:node ex:L .", "turbo", tmp_path)
    assert len(report.notes) == 1
    assert "https://example.org/T> checks nothing: it has no target" in report.notes[0].en
    assert "không có đích" in report.notes[0].vi


MORE = "ex:B a sh:NodeShape ; sh:targetClass ex:C ; sh:property [ sh:path ex:q ; sh:minCount 1 ] ."


@pytest.mark.parametrize("engine", ENGINES)
def test_what_shapes_import_is_read_from_files_beside_them(engine: EngineName, tmp_path: Path) -> None:
    for name, shape, head in (
        ("more", "ex:B", ""),
        ("third", "ex:D", ""),
        ("other", "ex:E", "ex:lib a owl:Ontology ."),
    ):
        text = f"{PREFIXES} {head} {MORE.replace('ex:B', shape)}"
        (tmp_path / f"{name}.ttl").write_text(text, encoding="utf-8")
    imports = "<> a owl:Ontology ; owl:imports <more.ttl>, <https://example.org/shapes/third>, ex:lib ."
    report = check(f"{imports} {NODE} sh:nodeKind sh:BlankNodeOrIRI .", engine, tmp_path)
    assert {o.rule.code for o in report.outcomes} == {"S", "B", "D", "E"}
    assert Counter(f.rule for f in report.findings) == {"B": 2, "D": 2, "E": 2}
    assert not report.notes


def test_an_import_that_is_nowhere_beside_is_told_and_not_fetched(tmp_path: Path) -> None:
    report = check(
        f"ex:mine a owl:Ontology ; owl:imports <http://127.0.0.1:9/rules> . {NODE} sh:nodeKind sh:IRI .",
        "turbo",
        tmp_path,
    )
    assert len(report.notes) == 1
    assert "http://127.0.0.1:9/rules" in report.notes[0].vi
    assert "not read" in report.notes[0].en
    assert report.findings


def test_an_import_of_a_file_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"mine\.ttl.*gone\.ttl"):
        check("<> a owl:Ontology ; owl:imports <gone.ttl> .", "turbo", tmp_path)


def test_files_that_import_each_other_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(
        f"{PREFIXES} <> a owl:Ontology ; owl:imports <mine.ttl> . {MORE}", encoding="utf-8"
    )
    report = check(
        f"<> a owl:Ontology ; owl:imports <more.ttl> . {NODE} sh:nodeKind sh:BlankNodeOrIRI .", "turbo", tmp_path
    )
    assert Counter(f.rule for f in report.findings) == {"B": 2}
