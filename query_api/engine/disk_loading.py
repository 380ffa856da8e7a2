"""RDF files → a store on disk, within bounded memory; runs in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.dataset import rdf_files, rdf_format
from query_api.engine.base import DataSummary
from query_api.engine.bulk import QuadStream
from query_api.engine.loading import version_of

_THREADS = 2  # that sort and write at the same time: each holds a million statements
_COMPACTED = 256 << 20  # bytes of RDF up to which the store's files are joined at once: a matter of seconds
_COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def load_on_disk(paths: Sequence[Path], folder: Path) -> DataSummary:
    """Fill a new store in a folder: every named graph, and one merged default graph that holds each fact once.

    Args:
        paths: RDF files or folders of them.
        folder: where the store lies; made here.

    Raises:
        GraphError: a path is missing, a file does not parse, or there is nothing to load.
        OSError: the store cannot be written.
    """
    files = list(dict.fromkeys(p.resolve() for p in rdf_files(paths)))
    if not files:
        raise GraphError("no RDF files found", where=", ".join(str(p) for p in paths))
    store = ox.Store(str(folder))
    stream = QuadStream(files, begins=_use_few_threads(), most_threads=_THREADS)
    try:
        store.bulk_load(input=stream, format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]  # all it needs is read()
    except Exception as error:
        if stream.failed is not None and not isinstance(stream.failed, SyntaxError | ValueError):
            raise stream.failed from None
        if isinstance(stream.failed or error, SyntaxError | ValueError):
            raise _fault_of(files, error) from error
        raise
    # No flush: what is loaded in bulk is in its files already, and a flush waits until many of them have been joined.
    if sum(file.stat().st_size for file in files) <= _COMPACTED:
        store.optimize()
    # Closed, lest it goes on joining files beside the count; what it left to do changes no answer.
    del store
    return summary_of(folder, version_of(files))


def summary_of(folder: Path, version: str) -> DataSummary:
    """Return what a store holds, by going through it.

    Raises:
        OSError: it cannot be read.
    """
    store = ox.Store.read_only(str(folder))
    graphs = tuple(sorted(g.value for g in store.named_graphs() if isinstance(g, ox.NamedNode)))
    (row,) = store.query(_COUNT)  # type: ignore[misc]
    return DataSummary(version, int(row["n"].value), graphs)


def _use_few_threads() -> Callable[[], None]:
    """Let the loader see few processors, for it takes memory by their number; return what gives them all back.

    It looks once, before it begins to read.
    """
    if not hasattr(os, "sched_setaffinity"):
        return lambda: None
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, set(sorted(processors)[:_THREADS]))
    return lambda: os.sched_setaffinity(0, processors)


def _fault_of(files: Sequence[Path], error: Exception) -> GraphError:
    """Find the file that does not parse: the loader saw one stream."""
    for path in files:
        try:
            for _ in ox.parse(path=str(path), format=rdf_format(path)):
                pass
        except SyntaxError as found:
            place = f"line {found.lineno}: " if found.lineno else ""
            return GraphError(f"not valid RDF: {place}{found.msg}", where=str(path))
        except ValueError as found:
            return GraphError(f"not valid RDF: {found}", where=str(path))
    return GraphError(f"not valid RDF: {error}")
