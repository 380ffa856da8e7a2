"""``langnghe push``: load a built graph into another SPARQL server by the Graph Store Protocol."""

from __future__ import annotations

import os
from pathlib import Path

import click
import httpx
import pyoxigraph as ox
import structlog

from loader.errors import EngineError
from loader.graph.dataset import read_graphs
from query_api.commands.defaults import default_paths

_EPILOG = """\b
Examples:
  langnghe push http://localhost:7878/store                      Oxigraph
  langnghe push http://localhost:3030/ds/data --merged           Fuseki, its default graph filled as well
  LANGNGHE_PUSH_USER=name:password langnghe push https://…       with credentials
"""


@click.command(epilog=_EPILOG)
@click.argument("url")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--merged", is_flag=True, help="Also put all statements, each once, into the server's default graph.")
@click.option("--timeout", default=120.0, show_default=True, help="Seconds that one graph may take.")
def push(url: str, paths: tuple[Path, ...], merged: bool, timeout: float) -> None:
    """Nạp đồ thị vào máy chủ khác. Load the graph into another server.

    URL is the address of the server's Graph Store Protocol; each graph there is replaced by that of PATHS (without
    PATHS: of the project).
    """
    graphs = gather(paths or default_paths())
    user, _, password = os.environ.get("LANGNGHE_PUSH_USER", "").partition(":")
    log = structlog.get_logger("langnghe.push")
    with httpx.Client(timeout=timeout, auth=(user, password) if user else None) as client:
        for iri, triples in sorted(graphs.items()):
            put(client, url, {"graph": iri}, triples)
            log.info("graph loaded", graph=iri, triples=len(triples))
        if merged:
            everything = set().union(*graphs.values())
            put(client, url, {"default": ""}, everything)
            log.info("default graph loaded", triples=len(everything))
    click.echo(f"{len(graphs)} đồ thị · graphs, {sum(len(t) for t in graphs.values())} bộ ba · triples → {url}")


def gather(paths: tuple[Path, ...]) -> dict[str, set[ox.Triple]]:
    """Return the statements of each graph; several files may make up one graph.

    Raises:
        GraphError: a file does not parse.
    """
    graphs: dict[str, set[ox.Triple]] = {}
    for named in read_graphs(paths):
        graphs.setdefault(named.iri, set()).update(named.triples)
    return graphs


def put(client: httpx.Client, url: str, target: dict[str, str], triples: set[ox.Triple]) -> None:
    """Replace one graph.

    Raises:
        EngineError: the server does not answer or refuses.
    """
    body = ox.serialize(sorted(triples, key=str), format=ox.RdfFormat.N_TRIPLES)
    try:
        response = client.put(url, params=target, content=body, headers={"Content-Type": "application/n-triples"})
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise EngineError(f"the server does not answer: {error or type(error).__name__}", where=url) from error
    if not response.is_success:
        detail = " ".join(response.text.split())[:200]
        raise EngineError(f"the server answers {response.status_code} to a graph: {detail}", where=url)
