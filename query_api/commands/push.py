"""``langnghe push``: make another SPARQL server hold the built graph, by the Graph Store Protocol."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import click
import pyoxigraph as ox
import structlog

from loader.graph.dataset import rdf_snapshot, read_graphs
from loader.graph.iris import Iris
from query_api.commands.defaults import default_paths
from query_api.commands.graph_store import GraphStore
from query_api.commands.pushed import Graphs, Memory, Put
from query_api.commands.same_values import same_statements

_EPILOG = """\b
Examples:
  langnghe push http://localhost:7878/store                      Oxigraph
  langnghe push http://localhost:3030/ds/data --merged           Fuseki, its default graph filled as well
  LANGNGHE_PUSH_USER=dba:… langnghe push http://localhost:8890/sparql-graph-crud-auth   Virtuoso; Basic or Digest
"""


@click.command(epilog=_EPILOG)
@click.argument("url")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--merged", is_flag=True, help="Also put all statements, each once, into the server's default graph.")
@click.option(
    "--merged-as", metavar="IRI", help="Put them into this graph instead, where a server has no default graph."
)
@click.option("--query", "query_url", metavar="URL", help="Where the server answers queries; guessed by its address.")
@click.option("--thorough", is_flag=True, help="Compare every graph with the server's, also those put there before.")
@click.option("--timeout", default=120.0, show_default=True, help="Seconds that one graph may take.")
def push(
    url: str,
    paths: tuple[Path, ...],
    merged: bool,
    merged_as: str | None,
    query_url: str | None,
    thorough: bool,
    timeout: float,
) -> None:
    """Nạp đồ thị vào máy chủ khác. Load the graph into another server.

    URL is the address of the server's Graph Store Protocol; each graph there that differs from that of PATHS (without
    PATHS: of the project) is replaced. Where inferred statements are among them, which belong to a whole build, graphs
    of documents that are no longer in it are removed. What is broken off is taken up by the next push. A graph whose
    files have not changed since the last push to URL, and of which the server has as many statements, is left alone.
    """
    chosen = paths or default_paths()
    user, _, password = os.environ.get("LANGNGHE_PUSH_USER", "").partition(":")
    memory = Memory.read(chosen)
    put = memory.put.setdefault(url, {})
    with (
        rdf_snapshot(chosen) as opened,
        GraphStore(url, query_url=query_url, timeout=timeout, auth=(user, password) if user else None) as store,
    ):
        graphs = Graphs(opened.files, memory)
        # Where all statements are wanted in one graph besides, each has to be read.
        merged = merged or merged_as is not None
        there = {} if thorough or merged or not put else store.counts() or {}
        unchanged = graphs.unchanged(put, there)
        try:
            done = mirror(
                store, graphs, merged=merged, merged_as=merged_as, unchanged=unchanged,
                note=lambda name, count: put.__setitem__(name, Put(graphs.made_from[name], count)),
            )  # fmt: skip
        finally:
            for name in put.keys() - graphs.keys():
                del put[name]
            memory.write()
    if done.unlisted:
        click.echo(
            "langnghe: the server cannot be asked for its graphs: those of withdrawn documents, if any, stay there "
            "(--query URL)",
            err=True,
        )
    click.echo(
        f"{len(graphs)} đồ thị · graphs, {sum(one.count for one in put.values())} bộ ba · triples → {url}: "
        f"{done.replaced} thay · replaced, {done.removed} bỏ · removed, {done.same} giữ nguyên · unchanged"
    )


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What was done to a server.

    Attributes:
        replaced: graphs that differed, or were not there.
        removed: graphs of documents that are no longer among ours.
        same: graphs that were left as they are.
        unlisted: the server could not be asked which graphs it has.
    """

    replaced: int
    removed: int
    same: int
    unlisted: bool


def mirror(
    store: GraphStore,
    graphs: Mapping[str, set[ox.Triple]],
    *,
    merged: bool = False,
    merged_as: str | None = None,
    unchanged: frozenset[str] = frozenset(),
    note: Callable[[str, int], None] = lambda name, count: None,
) -> Mirrored:
    """Make a server hold these graphs; what it holds already is left alone.

    Args:
        store: the server.
        graphs: name → statements.
        merged: its default graph shall hold all statements, each once.
        merged_as: the graph that shall hold them instead.
        unchanged: graphs that it is known to hold.
        note: told of each other graph, when the server holds it, how many statements it has.

    Raises:
        EngineError: the server does not answer or refuses; graphs changed so far stay changed.
    """
    log = structlog.get_logger("langnghe.push")
    everything: set[ox.Triple] = set()
    replaced = 0
    for name in sorted(graphs.keys() - unchanged):
        triples = graphs[name]
        replaced += _held(store, name, triples)
        note(name, len(triples))
        if merged:
            everything |= triples
    if merged:
        everything.update(*(graphs[name] for name in unchanged))
        replaced += _held(store, merged_as, everything)
    gone, unlisted = withdrawn(store, graphs)
    for name in gone:
        store.delete(name)
        log.info("graph removed", graph=name)
    return Mirrored(replaced, len(gone), len(graphs) + merged - replaced, unlisted)


def _held(store: GraphStore, name: str | None, triples: set[ox.Triple]) -> bool:
    """Make a server hold a graph; return whether it did not."""
    there = store.get(name)
    if there is not None and same_statements(there, triples):
        return False
    store.put(name, triples)
    structlog.get_logger("langnghe.push").info("graph loaded", graph=name or "default", triples=len(triples))
    return True


def withdrawn(store: GraphStore, graphs: Mapping[str, set[ox.Triple]]) -> tuple[list[str], bool]:
    """Return the graphs of documents that the server has and we have no longer, and whether it could not be asked.

    A graph is only taken for withdrawn where ours are those of a whole build: with the statements inferred from all.
    """
    if Iris().graph("inferred") not in graphs:
        return [], False
    names = store.names(Iris().graph("text/"))
    return [name for name in names or () if name not in graphs], names is None


def gather(paths: tuple[Path, ...]) -> dict[str, set[ox.Triple]]:
    """Return the statements of each graph; several files may make up one graph.

    Raises:
        GraphError: a file does not parse.
    """
    graphs: dict[str, set[ox.Triple]] = {}
    for named in read_graphs(paths):
        graphs.setdefault(named.iri, set()).update(named.triples)
    return graphs
