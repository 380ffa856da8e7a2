"""Plan documents that were not built: read in memory, to the very statements that a build would write."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from loader.documents import DocumentBuilder, Job
from loader.errors import LangngheError
from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.programmes import programme_files
from loader.graph.reference import Reference
from loader.graph.turtle import Triple
from loader.programmes import read_packs, things_of
from loader.project import Project
from loader.sources import digest, read_manifest


def read_documents(project: Project, files: Iterable[Path], iris: Iris, *, force: bool = False) -> set[Triple]:
    """Return the statements of plan documents.

    Args:
        project: where the reference data and the curated corrections are.
        files: the documents.
        iris: maker of IRIs.
        force: read also what has not the marks of an official document.

    Raises:
        InputError: a document cannot be read, or holds no plan.

    """
    builder = DocumentBuilder(iris, read_reference(project), read_packs(project.packs))
    entries = {entry.sha256: entry for entry in read_manifest(project.manifest)}
    found: set[Triple] = set()
    for file in files:
        entry = entries.get(digest(file))
        curation, origin = project.curation / f"{file.stem}.toml", entry.origin if entry else None
        forced = force or (entry is not None and entry.forced)
        made = builder.make(Job(file, file, origin, curation, forced))
        if made.turtle is None:
            raise made.error or LangngheError("no statements were made", where=str(file))
        found.update(quad.triple for quad in ox.parse(made.turtle, format=ox.RdfFormat.TURTLE))
    return found


def read_reference(project: Project) -> Reference:
    """Return what curated data say of places and bodies, as a build uses it.

    Raises:
        GraphError: a file of the reference data does not parse.

    """
    known = [*project.references, *([project.schemes] if project.schemes.is_dir() else [])]
    curated = [quad.triple for file in rdf_files(known) for quad in parse_file(file)]
    said = [
        q.triple
        for data in programme_files(project, Iris()).values()
        for q in ox.parse(data, format=ox.RdfFormat.TURTLE)
    ]
    return Reference.of([*curated, *said], things_of(project.packs).kinds)
