from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.namespace import RDFS
from validation_setting import AS_OF, ROOT, Check, only, read

from loader.graph.conversion import LN_NODES
from loader.project import Project
from loader.validation.findings import Report
from loader.validation.shacl_engines import EngineName
from loader.validation.shapes import load_shapes
from loader.validation.terms import RULE
from loader.validation.validator import validate


@pytest.fixture(scope="session")
def shapes() -> Graph:
    return load_shapes(Project.find(ROOT).shape_folders)


@pytest.fixture(scope="session")
def hierarchy() -> Graph:
    """What rules need of the ontology: its subclass axioms, and the types of its properties of literals."""
    ontology = read(ROOT / "ontology" / "langnghe.ttl")
    graph = Graph()
    for predicate in (RDFS.subClassOf, LN_NODES.valueType):
        for triple in ontology.triples((None, predicate, None)):
            graph.add(triple)
    return graph


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of source files that holds the one that the examples name."""
    folder = tmp_path_factory.mktemp("sources")
    (folder / "empty.txt").write_bytes(b"")
    return folder


@pytest.fixture(scope="session")
def check(shapes: Graph, hierarchy: Graph, sources: Path) -> Check:
    """Validate Turtle text, a file or a graph with the project's shapes and hierarchy, as of a fixed day."""

    def run(data: Graph | Path | str, engine: EngineName = "pyshacl", code: str | None = None) -> Report:
        if isinstance(data, Path):
            graph = read(data)
        elif isinstance(data, str):
            graph = Graph().parse(data=data, format="turtle")
        else:
            graph = Graph()
            graph += data
        graph += hierarchy
        rules = only(shapes, RULE[code]) if code else shapes
        return validate(graph, rules, engine=engine, as_of=AS_OF, sources=sources)

    return run
