"""``langnghe serve``: the endpoint and the pages."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import uvicorn
from fastapi import FastAPI

from loader.errors import ConfigurationError
from query_api.app import create_app
from query_api.commands.defaults import default_paths, project_folder, queries_folder
from query_api.connection import PlainHttpProtocol
from query_api.engine.choice import engine_for
from query_api.settings import Settings

_EPILOG = """\b
Examples:
  langnghe serve                                          the project's graph at http://127.0.0.1:8000/
  langnghe serve my.ttl folder --port 8080 --timeout 10   any RDF files and folders
  langnghe serve --store /var/lib/langnghe                the graph on disk instead of in memory
  langnghe serve --endpoint https://example.org/sparql    a remote SPARQL 1.1 endpoint behind these pages
"""


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--timeout", default=30.0, show_default=True, type=click.FloatRange(0, min_open=True),
              help="Seconds that a query may take.")  # fmt: skip
@click.option("--workers", default=8, show_default=True, type=click.IntRange(1, 64), help="Queries at the same time.")
@click.option("--per-client", default=4, show_default=True, type=click.IntRange(1),
              help="Queries of one client's address at the same time.")  # fmt: skip
@click.option("--row-limit", type=click.IntRange(1), help="Rows after which a SELECT is cut, with a link to the rest.")
@click.option("--endpoint", help="Serve a remote SPARQL 1.1 endpoint instead of files.")
@click.option("--store", type=click.Path(file_okay=False, path_type=Path),
              help="Keep the graph in this folder on disk instead of in memory.")  # fmt: skip
@click.option("--service", "services", multiple=True, metavar="URL",
              help="Endpoint that SERVICE may name, to the letter; repeatable. Without it SERVICE is refused.")  # fmt: skip
@click.option("--queries", type=click.Path(exists=True, file_okay=False, path_type=Path),
              help="Folder of example questions (*.rq); by default the project's.")  # fmt: skip
def serve(
    paths: tuple[Path, ...],
    host: str,
    port: int,
    timeout: float,
    workers: int,
    per_client: int,
    row_limit: int | None,
    endpoint: str | None,
    store: Path | None,
    services: tuple[str, ...],
    queries: Path | None,
) -> None:
    """Mở điểm truy vấn và trang web. Serve the endpoint and the pages.

    SPARQL is answered at /sparql, pages start at /. Without PATHS, the graph of data/ttl and the ontology are served.
    With LANGNGHE_ADMIN_TOKEN set in the environment, POST /admin/reload loads the data anew.
    """
    settings = Settings(
        paths=() if endpoint else (paths or default_paths()),
        endpoint=endpoint,
        queries=queries or queries_folder(),
        project=None if paths or endpoint else project_folder(),
        timeout=timeout,
        workers=workers,
        per_client=per_client,
        row_limit=row_limit,
        store=store,
        services=frozenset(services),
        admin_token=os.environ.get("LANGNGHE_ADMIN_TOKEN") or None,
    )
    listener = bind(host, port)
    with asyncio.Runner(loop_factory=loop_factory()) as runner:
        runner.run(run(settings, listener))


def loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """Return what makes the faster event loop where it is installed (uvloop); None for Python's own."""
    if find_spec("uvloop") is None:
        return None
    factory: Callable[[], asyncio.AbstractEventLoop] = import_module("uvloop").new_event_loop
    return factory


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    Raises:
        ConfigurationError: the port is in use, or the address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio switches Nagle's delay off only for sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(1024)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise ConfigurationError(f"port {port} is in use", advice="choose another with --port") from None
        raise ConfigurationError(f"cannot listen on {host}:{port}: {error.strerror}") from None
    return listener


async def run(settings: Settings, listener: socket.socket) -> None:
    """Serve until told to stop; the data are loaded before the address is printed.

    Raises:
        LangngheError: the data do not load.
    """
    engine = engine_for(settings)
    with listener:
        await engine.start()
        try:
            await _serve(create_app(settings, engine), listener)
        finally:
            await engine.stop()


async def _serve(app: FastAPI, listener: socket.socket) -> None:
    config = uvicorn.Config(
        app, http=PlainHttpProtocol, log_level="warning", access_log=False, server_header=False,
        timeout_graceful_shutdown=3, lifespan="on",
    )  # fmt: skip
    await Server(config, _url(listener)).serve(sockets=[listener])


class Server(uvicorn.Server):
    """A server that says where it is once it answers."""

    def __init__(self, config: uvicorn.Config, url: str) -> None:
        super().__init__(config)
        self._url = url

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then print the address on stdout (it is what a caller waits for)."""
        await super().startup(sockets)
        if self.started and not self.should_exit:
            click.echo(f"langnghe: {self._url}  (SPARQL: {self._url}sparql)")


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}/"
