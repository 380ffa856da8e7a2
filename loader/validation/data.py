"""The graph to check: documents with reference data, what follows from them, and the ontology."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from loader.errors import ConfigurationError
from loader.graph.dataset import parse_file, rdf_files, read_graphs
from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.inference.closure import infer
from loader.project import Project
from loader.validation.queries import QueryGraph


def load_data(project: Project, paths: Sequence[Path] | None = None, iris: Iris | None = None) -> QueryGraph:
    """Return the graph that rules look at.

    Args:
        project: where the ontology and the reference data are.
        paths: RDF files and folders to check; the project's ``data/ttl`` when None. What follows from them and the
            reference data is inferred anew unless a graph of inferred statements is among them.
        iris: the base of IRIs.

    Raises:
        ConfigurationError: there is nothing to check.
        GraphError: a file does not exist or does not parse.

    """
    iris = iris or Iris()
    chosen = [project.ttl] if paths is None else list(paths)
    if paths is None and not rdf_files([project.documents] if project.documents.is_dir() else []):
        raise ConfigurationError("there are no documents to check", advice="run 'langnghe build' first")
    triples: set[Triple] = set()
    inferred = False
    for graph in read_graphs(chosen, iris):
        triples.update(graph.triples)
        inferred = inferred or graph.iri == str(iris.graph("inferred"))
    ontology = _read([project.ontology])
    reference = _read([project.reference]) if project.reference.is_dir() else []
    triples.update(reference)
    if not inferred:
        stated = ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        follows = infer([stated, *rdf_files([project.schemes])], _read([project.axioms]), iris)
        triples.update(quad.triple for quad in ox.parse(follows.ntriples, format=ox.RdfFormat.N_TRIPLES))
    triples.update(ontology)
    return QueryGraph.of(triples)


def _read(paths: Sequence[Path]) -> list[Triple]:
    return [quad.triple for file in rdf_files(paths) for quad in parse_file(file)]
