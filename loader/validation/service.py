"""One call from bytes or a file to a report: what a server or a notebook needs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
from rdflib import Graph

from loader import readers
from loader.errors import GraphError
from loader.extraction import extract
from loader.graph.dataset import is_rdf_file, rdf_format, without_mark
from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.graph.writing import document_triples
from loader.project import Project
from loader.validation.data import complete, load_data
from loader.validation.documents import read_reference
from loader.validation.findings import Language, Report
from loader.validation.report import render
from loader.validation.shacl_engines import EngineName, fastest
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate


def check_bytes(
    project: Project,
    data: bytes,
    name: str,
    form: str = "json",
    *,
    language: Language = Language.VI,
    engine: EngineName = "pyshacl",
    as_of: date | None = None,
    shapes: Graph | None = None,
    iris: Iris | None = None,
    force: bool = False,
) -> tuple[Report, bytes]:
    """Check a graph (named like an RDF file) or a plan document, with the project's reference data.

    A document without the marks of an official one is refused unless forced.

    Returns the report, and the report in the form asked for.

    Raises:
        LangngheError: the bytes cannot be read, or the shapes cannot be used.
        KeyError: no such form (see ``loader.validation.report.FORMS``).

    """
    iris = iris or Iris()
    triples = _parsed(data, name) if is_rdf_file(Path(name)) else _document(project, data, name, iris, force)
    rules = shapes if shapes is not None else load_shapes(project.shape_folders)
    report = validate(complete(project, triples, iris), rules, engine=engine, as_of=as_of)
    return report, render(report, form, language=language, iris=iris)


def check_file(project: Project, file: Path, *, as_of: date | None = None, force: bool = False) -> Report:
    """Check an RDF file or a plan document by the fastest engine there is, as ``langnghe validate FILE`` does.

    Raises:
        LangngheError: the file cannot be read, or the project's shapes cannot be used.

    """
    data = load_data(project, [file], force=force)
    sources = project.sources if project.sources.is_dir() else None
    return validate(
        data, load_shapes(project.shape_folders), engine=fastest(), as_of=as_of or date.today(), sources=sources
    )


def _document(project: Project, data: bytes, name: str, iris: Iris, force: bool) -> set[Triple]:
    return set(document_triples(extract(readers.read(data, name), force=force), iris, read_reference(project)))


def _parsed(data: bytes, name: str) -> set[Triple]:
    try:
        return {quad.triple for quad in ox.parse(without_mark(data), format=rdf_format(Path(name)))}
    except (SyntaxError, ValueError) as error:
        raise GraphError(f"not RDF: {error}", where=name) from error
