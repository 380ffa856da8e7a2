"""RDF files → stores on disk, within bounded memory; runs in a process of its own."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pyoxigraph as ox

from loader.errors import GraphError
from loader.graph.dataset import quads_of, rdf_files
from query_api.engine.base import DataSummary
from query_api.engine.bulk import QuadStream, SharedBlankNodeError, Survey, United, copied, survey
from query_api.engine.disk_layout import GRAPHS, STORE, Layout, open_stores, write_statistics
from query_api.engine.loading import version_of
from query_api.engine.planning.statistics import measure

_THREADS = 2  # that sort and write at the same time: each holds a million statements


def load_on_disk(paths: Sequence[Path], folder: Path) -> DataSummary:
    """Fill new stores in a folder: every named graph, and one default graph that holds each fact once.

    Args:
        paths: RDF files or folders of them.
        folder: where the stores are made, and a note of their layout.

    Raises:
        GraphError: a path is missing, a file does not parse, or there is nothing to load.
        OSError: the store cannot be written.
    """
    files = list(dict.fromkeys(p.resolve() for p in rdf_files(paths)))
    if not files:
        raise GraphError("no RDF files found", where=", ".join(str(p) for p in paths))
    spool = folder / "spool"
    spool.mkdir(parents=True)
    try:
        layout = _load(folder, survey(files, spool))
    except (SyntaxError, ValueError) as error:
        raise _fault_of(files, error) from error
    finally:
        shutil.rmtree(spool, ignore_errors=True)
    layout.write(folder)
    return summary_of(folder, version_of(files))


def _load(folder: Path, surveyed: Survey) -> Layout:
    if not surveyed.copied:
        with suppress(SharedBlankNodeError):
            return _load_united(folder, surveyed)
        shutil.rmtree(folder / STORE)
    _load_stream(folder / STORE, copied(surveyed))
    return Layout(united=False)


def _load_united(folder: Path, surveyed: Survey) -> Layout:
    others = folder / "spool" / "others.nq"
    with others.open("wb") as aside:
        united = United(surveyed, aside)
        store = _load_stream(folder / STORE, iter(united))
    if united.predicates:
        # The second store shares the files of the first: links to them, made by the store itself.
        store.backup(str(folder / GRAPHS))
        whole = ox.Store(str(folder / GRAPHS))
        whole.bulk_load(path=str(others), format=ox.RdfFormat.N_QUADS)
        del whole
    return Layout(united=True, repeated=tuple(sorted(united.predicates)))


def _load_stream(folder: Path, pieces: Iterator[bytes]) -> ox.Store:
    store = ox.Store(str(folder))
    stream = QuadStream(pieces, begins=_use_few_threads(), most_threads=_THREADS)
    try:
        store.bulk_load(input=stream, format=ox.RdfFormat.N_QUADS)  # type: ignore[arg-type]  # all it needs is read()
    except Exception:
        del store  # its lock, too
        if stream.failed is not None:
            raise stream.failed.with_traceback(None) from None
        raise
    # Each million statements is a set of files of its own, and each look-up would go through all of them.
    store.optimize()
    return store


def summary_of(folder: Path, version: str) -> DataSummary:
    """Return what the stores of a folder hold, by going through them; note what was counted.

    Raises:
        OSError: they cannot be read, or the folder not written.
    """
    stores = open_stores(folder)
    statistics = measure(stores.merged or stores.whole, united=stores.united)
    write_statistics(folder, statistics)
    graphs = tuple(sorted(g.value for g in stores.whole.named_graphs() if isinstance(g, ox.NamedNode)))
    return DataSummary(version, statistics.triples, graphs)


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
            for _ in quads_of(path):
                pass
        except SyntaxError as found:
            place = f"line {found.lineno}: " if found.lineno else ""
            return GraphError(f"not valid RDF: {place}{found.msg}", where=str(path))
        except ValueError as found:
            return GraphError(f"not valid RDF: {found}", where=str(path))
    return GraphError(f"not valid RDF: {error}")
