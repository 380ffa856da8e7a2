"""The graph to check: documents with reference data, what follows from them, and the ontology."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

from loader.errors import ConfigurationError
from loader.graph.dataset import (
    graphs_of,
    is_rdf_file,
    load_into,
    parse_file,
    rdf_files,
    rdf_format,
    rdf_snapshot,
    without_mark,
)
from loader.graph.iris import Iris
from loader.graph.programmes import programme_files
from loader.graph.turtle import Triple
from loader.programmes import axiom_files
from loader.project import Project
from loader.snapshot import OpenFile
from loader.validation.change import Change, Loaded, change_between
from loader.validation.kept import Kept
from loader.validation.pieces import Piece
from loader.validation.queries import QueryGraph, survive

# Files without graph names, which a store loads by itself.
_PLAIN = frozenset((".ttl", ".nt"))
_LARGE = 8 << 20  # bytes


def load_data(
    project: Project,
    paths: Sequence[Path] | None = None,
    iris: Iris | None = None,
    *,
    force: bool = False,
    kept: Kept | None = None,
) -> QueryGraph:
    """Return the graph that rules look at.

    Args:
        project: where the ontology and the reference data are.
        paths: RDF files, folders of them and plan documents to check; the project's ``data/ttl`` when None. What
            follows from them and the reference data is inferred anew unless a graph of inferred statements is among
            them.
        iris: the base of IRIs.
        force: read also documents without the marks of an official one.
        kept: what an earlier run left: of what a build wrote, it is told what changed since then.

    Raises:
        ConfigurationError: there is nothing to check.
        GraphError: a file does not exist or does not parse.
        InputError: a document cannot be read, or holds no plan.

    """
    iris = iris or Iris()
    chosen = [project.ttl] if paths is None else list(paths)
    if paths is None and not rdf_files([project.documents] if project.documents.is_dir() else []):
        raise ConfigurationError(
            "there are no documents to check", advice="run 'langnghe add FILE' or 'langnghe build' first"
        )
    documents = [path for path in chosen if path.is_file() and not is_rdf_file(path)]
    with rdf_snapshot([path for path in chosen if path not in documents]) as opened:
        built = [f for f in opened.files if project.ttl in f.path.absolute().parents and f.path.suffix in _PLAIN]
        triples: set[Triple] = set()
        inferred = any(project.is_inferred(file.path.absolute()) for file in built)
        own = {file.path for file in built}
        for graph in (graph for file in opened.files if file.path not in own for graph in graphs_of(file, iris)):
            triples.update(graph.triples)
            inferred = inferred or graph.iri == iris.graph("inferred")
        if documents:
            from loader.validation.documents import read_documents  # brings in what reads and extracts

            triples |= read_documents(project, documents, iris, force=force)
        if inferred and not triples:
            with suppress(SyntaxError, ValueError):  # below it is told in which file something is wrong
                return _assembled(project, built, iris, kept or Kept())
        return complete(project, triples, iris, inferred=inferred and not documents, built=built)


def complete(
    project: Project,
    triples: AbstractSet[Triple],
    iris: Iris,
    *,
    inferred: bool = False,
    built: Sequence[OpenFile] = (),
) -> QueryGraph:
    """Return triples with the project's reference data, its ontology and what follows from all.

    Args:
        project: where the ontology and the reference data are.
        triples: the documents; left as they are.
        iris: the base of IRIs.
        inferred: what follows is among the triples already.
        built: files that ``langnghe build`` wrote, of documents besides.

    """
    store = ox.Store()
    for known in built:
        load_into(store, known, ox.DefaultGraph())
    loaded = {known.path for known in built}
    for file in rdf_files(project.references):
        if file not in loaded:
            _load(store, file)
    for path, turtle in programme_files(project, iris).items():
        if path not in loaded:
            store.load(turtle, format=rdf_format(path), to_graph=ox.DefaultGraph())
    if faithful := survive(triples):
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    if not inferred:
        from loader.inference.closure import infer
        from loader.lexicon.thesaurus import Vocabularies

        stated = store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()) or b""
        if not faithful:
            stated += ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
        axioms = [quad.triple for file in axiom_files(project) for quad in parse_file(file)]
        words = Vocabularies.of_packs(project.packs)
        follows = infer([stated, *rdf_files([project.schemes])], axioms, iris, vocabularies=words)
        store.bulk_load(follows.ntriples, format=ox.RdfFormat.N_TRIPLES)
    for file in rdf_files([project.ontology, *project.extensions]):
        _load(store, file)
    if faithful:
        return QueryGraph.over(store)
    return QueryGraph.of({*triples, *(quad.triple for quad in store)})


def _assembled(project: Project, built: Sequence[OpenFile], iris: Iris, kept: Kept) -> QueryGraph:
    """Return what a build wrote with all that belongs to it: first what is as it was, so that is seen what is not.

    Raises:
        SyntaxError: what a file holds is no RDF.
        ValueError: what was kept is damaged.
        OSError: a file cannot be read.

    """
    files = list(_files(project, built, iris))
    parts = Loaded(files, {}, Change()).pieces(kept.roots)
    before = kept.pieces
    same = [p for p in parts if p.name in before and before[p.name].digest == p.digest]
    store = ox.Store()
    _put(store, same)
    change = change_between(before, parts).less(store) if before else Change()
    _put(store, [p for p in parts if p not in same] if same else parts)
    graph = QueryGraph.over(store)
    graph.loaded = Loaded(files, before, change)
    return graph


def _files(project: Project, built: Sequence[OpenFile], iris: Iris) -> Iterator[Piece]:
    """Yield what is checked, file by file; names tell where a file belongs, wherever the project lies."""
    root = project.ttl.absolute()
    for file in built:
        name = file.path.absolute().relative_to(root).as_posix()
        yield Piece(name, file.read(), file.path.suffix == ".nt", is_sorted=project.is_inferred(file.path.absolute()))
    loaded = {file.path for file in built}
    for path, turtle in programme_files(project, iris).items():
        if path not in loaded:
            yield Piece(f"programme {path.name}", turtle)
    others = (
        (folder, path)
        for folder in (*project.references, project.ontology, *project.extensions)
        for path in rdf_files([folder])
    )
    seen: set[Path] = set()
    for folder, path in others:
        if path in loaded or path in seen:
            continue
        seen.add(path)
        if path.suffix in _PLAIN:
            yield Piece(f"{len(seen)} {folder.name}/{path.name}", path.read_bytes(), path.suffix == ".nt")
        else:
            lines = ox.serialize((q.triple for q in parse_file(path)), format=ox.RdfFormat.N_TRIPLES)
            yield Piece(f"{len(seen)} {folder.name}/{path.name}", lines or b"", is_lines=True)


def _put(store: ox.Store, pieces: Sequence[Piece]) -> None:
    """Load pieces into a store."""
    lines = b"".join(piece.content for piece in pieces if piece.is_lines)
    if lines:
        # To load in bulk has a fixed cost, and pays for large files only.
        (store.bulk_load if len(lines) > _LARGE else store.load)(lines, format=ox.RdfFormat.N_TRIPLES)
    for piece in pieces:
        if not piece.is_lines:
            store.load(without_mark(piece.content), format=ox.RdfFormat.TURTLE)


def _load(store: ox.Store, file: Path) -> None:
    """Add the statements of a file to the default graph.

    Raises:
        GraphError: the file cannot be read or its syntax is wrong.

    """
    if file.suffix not in _PLAIN:
        store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in parse_file(file))
        return
    try:
        # To load in bulk has a fixed cost, and pays for large files only.
        load = store.bulk_load if file.stat().st_size > _LARGE else store.load
        load(path=str(file), format=rdf_format(file))
    except (SyntaxError, ValueError, OSError):
        store.extend(parse_file(file))  # takes a byte-order mark, and says of what else is wrong what and where
