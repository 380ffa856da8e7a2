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
    return complete(project, triples, iris, inferred=inferred)


def complete(project: Project, triples: set[Triple], iris: Iris, *, inferred: bool = False) -> QueryGraph:
    """Return triples with the project's reference data, its ontology and what follows from all.

    Args:
        project: where the ontology and the reference data are.
        triples: the documents; left as they are.
        iris: the base of IRIs.
        inferred: what follows is among the triples already.

    """
    whole = set(triples)
    if project.reference.is_dir():
        whole.update(_read([project.reference]))
    if not inferred:
        stated = ox.serialize(whole, format=ox.RdfFormat.N_TRIPLES) or b""
        follows = infer([stated, *rdf_files([project.schemes])], _read([project.axioms]), iris)
        whole.update(quad.triple for quad in ox.parse(follows.ntriples, format=ox.RdfFormat.N_TRIPLES))
    whole.update(_read([project.ontology]))
    return QueryGraph.of(whole)


def _read(paths: Sequence[Path]) -> list[Triple]:
    return [quad.triple for file in rdf_files(paths) for quad in parse_file(file)]
