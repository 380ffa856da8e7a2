"""The ontology's terms: the same in code and file, in one layout, each used or marked as reserved."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import OWL, RDF, RDFS, XSD
from rdflib.term import Node
from village_records.terms import CRAFTS

from loader.declarations import KINDS, fields
from loader.graph.conversion import LN_NODES
from loader.graph.vocabulary import LN, PREFIXES, SITE, names_of
from loader.graph.vocabulary import ONTOLOGY as ONTOLOGY_TERM

ROOT = Path(__file__).parents[2]
FILES = (ROOT / "ontology/langnghe.ttl", ROOT / "ontology/crafts.ttl")
"""The ontology and its extensions."""
NAMESPACE = LN.NAMESPACE
ONTOLOGY = URIRef(ONTOLOGY_TERM.value)
BLOCK = re.compile(r"^ln:(\w+) a (.*?) \.$", re.MULTILINE | re.DOTALL)
ORDER = (
    "rdfs:label",
    "skos:definition",
    "skos:example",
    "dcterms:source",
    "rdfs:subClassOf",
    "rdfs:subPropertyOf",
    "owl:inverseOf",
    "owl:propertyChainAxiom",
    "ln:reservedBecause",
    "ln:valueType",
    "rdfs:isDefinedBy",
)


def names() -> set[str]:
    return set(names_of(LN)) | set(names_of(CRAFTS))


@pytest.fixture(scope="module")
def ontology() -> Graph:
    graph = Graph()
    for file in FILES:
        graph.parse(file)
    return graph


def declared(ontology: Graph) -> set[str]:
    terms = ontology.subjects(RDFS.isDefinedBy, ONTOLOGY)
    return {str(term).removeprefix(NAMESPACE) for term in terms}


def test_code_and_ontology_name_the_same_terms() -> None:
    for file, vocabulary in zip(FILES, (LN, CRAFTS), strict=True):
        assert declared(Graph().parse(file)) == set(names_of(vocabulary))


def test_a_name_that_is_no_term_fails_at_once() -> None:
    with pytest.raises(AttributeError):
        _ = LN_NODES.noSuchTerm


def test_classes_are_capitalised_and_properties_are_not(ontology: Graph) -> None:
    classes = {str(c).removeprefix(NAMESPACE) for c in ontology.subjects(RDF.type, OWL.Class)} & names()
    assert all(name[0].isupper() for name in classes)
    assert all(name[0].islower() for name in names() - classes)


def test_every_term_stands_once_in_the_agreed_layout() -> None:
    texts = [file.read_text(encoding="utf-8") for file in FILES]
    for text in texts:
        assert "\t" not in text
        assert not re.search(r"[ ]+$", text, re.MULTILINE)
        assert text.endswith(".\n")
    blocks = [block for text in texts for block in BLOCK.findall(text)]
    assert sorted(name for name, _ in blocks) == sorted(names())
    for name, body in blocks:
        predicates = re.findall(r"^    ([a-z]+:\w+) ", body, re.MULTILINE)
        assert predicates == [p for p in ORDER if p in predicates], name


def test_the_header_says_what_a_release_needs(ontology: Graph) -> None:
    predicates = {str(p).rsplit("/", 1)[-1].rsplit("#", 1)[-1] for p in ontology.predicates(ONTOLOGY)}
    assert predicates >= {"title", "description", "creator", "license", "versionIRI", "versionInfo"}
    version = str(ontology.value(ONTOLOGY, OWL.versionInfo))
    assert ontology.value(ONTOLOGY, OWL.versionIRI) == URIRef(f"{ONTOLOGY}/{version}")
    assert f"## {version}" in (ROOT / "ontology/CHANGELOG.md").read_text(encoding="utf-8")


def test_prefixes_are_sorted_and_fit_the_namespaces() -> None:
    assert list(PREFIXES) == sorted(PREFIXES)
    assert dict(PREFIXES)["ln"] == NAMESPACE
    assert NAMESPACE.startswith(SITE)


def followed(ontology: Graph, used: set[URIRef]) -> set[URIRef]:
    """Return the terms that can be inferred from used ones by one or more axioms."""
    reached = set(used)
    while True:
        new: set[URIRef] = set()
        for s, p, o in ontology:
            if p in (RDFS.subClassOf, RDFS.subPropertyOf) and isinstance(o, URIRef):
                premises = {s} if isinstance(s, URIRef) else set(mentioned(ontology, s))
                if premises <= reached:
                    new.add(o)
            elif p == OWL.inverseOf and (s in reached or o in reached):
                new |= {s, o}
            elif p == OWL.propertyChainAxiom and set(Collection(ontology, o)) <= reached:
                new.add(s)
        if new <= reached:
            return reached
        reached |= new


def mentioned(ontology: Graph, node: Node) -> Iterator[URIRef]:
    """Yield the terms of ours in an anonymous class expression."""
    for predicate, value in ontology.predicate_objects(node):
        if predicate == RDFS.subClassOf:
            continue
        if isinstance(value, BNode):
            yield from mentioned(ontology, value)
        elif isinstance(value, URIRef) and str(value).startswith(NAMESPACE):
            yield value


def test_every_term_is_used_or_reserved_with_a_reason(ontology: Graph) -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for folder, pattern in (
            ("data/ttl", "**/*.ttl"),
            ("ontology/schemes", "*.ttl"),
            ("shapes", "*.ttl"),
            ("data/programmes", "*/shapes/*.ttl"),
            ("queries", "*.rq"),
            ("loader", "**/*.py"),
        )
        for path in (ROOT / folder).glob(pattern)
        if path.name != "vocabulary.py"
    ]
    words = {word for text in texts for word in re.findall(r"\b(?:ln:|LN\.)(\w+)", text)}
    declared = {field.said.property for kind in KINDS for field in fields(kind.fact)}
    declared |= {name for kind in KINDS for name in (kind.term, kind.link)}
    used = {URIRef(NAMESPACE + name) for name in (words | declared) & names()}
    reserved = set(ontology.subjects(LN_NODES.reservedBecause))
    unused = {URIRef(NAMESPACE + name) for name in names()} - followed(ontology, used) - reserved
    assert sorted(str(term).removeprefix(NAMESPACE) for term in unused) == []


def test_every_property_of_literals_says_their_type_as_the_json_ld_context_does(ontology: Graph) -> None:
    context = json.loads((ROOT / "ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    for term in ontology.subjects(RDF.type, OWL.DatatypeProperty):
        types = list(ontology.objects(term, LN_NODES.valueType))
        assert len(types) == 1, term
        entry = context[str(term).removeprefix(NAMESPACE)]
        said = entry if isinstance(entry, dict) else {}
        if types[0] in (XSD.string, RDFS.Literal):
            assert "@type" not in said, term
            assert "@container" not in said, term
        elif types[0] == RDF.langString:
            assert "@language" in said["@container"], term
        else:
            assert said["@type"] == f"xsd:{types[0].removeprefix(str(XSD))}", term


def test_the_json_ld_context_names_every_term_and_keeps_its_kind(ontology: Graph) -> None:
    context = json.loads((ROOT / "ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert names() <= set(context)
    for name in names():
        entry = context[name]
        kind = ontology.value(URIRef(NAMESPACE + name), RDF.type, any=True)
        is_link = isinstance(entry, dict) and entry.get("@type") == "@id"
        assert is_link == ((URIRef(NAMESPACE + name), RDF.type, OWL.ObjectProperty) in ontology), (name, kind)


def test_json_ld_with_the_context_gives_the_terms_back() -> None:
    context = json.loads((ROOT / "ontology/context.jsonld").read_text(encoding="utf-8"))["@context"]
    document = {
        "@context": context,
        "id": f"{SITE}vn/ttg/2022/07/07/qd/801",
        "type": "Decision",
        "number": "801/QĐ-TTg",
        "dateIssued": "2022-07-07",
        "promulgates": {"id": f"{SITE}vn/ttg/2022/07/07/qd/801/chuong-trinh", "type": "Programme"},
        "label": {"vi": "Quyết định 801/QĐ-TTg"},
    }
    graph = Graph().parse(data=json.dumps(document), format="json-ld")
    subject = URIRef(document["id"])
    assert (subject, RDF.type, LN_NODES.Decision) in graph
    assert (subject, LN_NODES.promulgates, URIRef(f"{subject}/chuong-trinh")) in graph
    date = graph.value(subject, LN_NODES.dateIssued)
    assert date is not None
    assert str(date.datatype).endswith("#date")
    label = graph.value(subject, RDFS.label)
    assert label is not None
    assert label.language == "vi"
