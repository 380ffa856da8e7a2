"""``langnghe serve``: the endpoint and the pages."""

from __future__ import annotations

import asyncio
import errno
import os
import socket
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from math import isfinite
from pathlib import Path
from typing import Any

import click

from loader.errors import ConfigurationError
from query_api.app import create_app
from query_api.commands.defaults import default_paths, project_folder, queries_folder
from query_api.engine.choice import engine_for
from query_api.served.site import site_of
from query_api.server.admission import TrustedProxies
from query_api.server.serving import Server, reload_on_hangup, server_config
from query_api.settings import Settings
from query_api.shared.reloading import reload_data

_EPILOG = """\b
Examples:
  langnghe serve                                          the project's graph at http://127.0.0.1:8000/
  langnghe serve my.ttl folder --port 8080 --timeout 10   any RDF files and folders
  langnghe serve --store /var/lib/langnghe                the graph on disk instead of in memory
  langnghe serve --public-url https://example.org/plans   behind a proxy that passes on /plans
  langnghe serve --endpoint https://example.org/sparql    a remote SPARQL 1.1 endpoint behind these pages
"""


class Seconds(click.FloatRange):
    """A number of seconds, which "nan" and "inf" are not."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number."""
        seconds: float = super().convert(value, param, ctx)
        if not isfinite(seconds):
            self.fail(f"{value} is no number of seconds.", param, ctx)
        return seconds


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--timeout", default=30.0, show_default=True, type=Seconds(0, min_open=True),
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
@click.option("--public-url", metavar="URL",
              help="Address that people reach the server under, for links and descriptions.")  # fmt: skip
@click.option("--root-path", default="", metavar="/PREFIX",
              help="Path in front of the server's own, where a proxy serves it under a prefix.")  # fmt: skip
@click.option("--trusted-proxy", "trusted_proxies", multiple=True, metavar="ADDRESS",
              help="Address or network of a proxy whose X-Forwarded headers are taken; repeatable.")  # fmt: skip
@click.option("--connections", default=1000, show_default=True, type=click.IntRange(1),
              help="Connections at the same time; fewer where fewer files may be open.")  # fmt: skip
@click.option("--header-seconds", default=10.0, show_default=True, type=Seconds(0, min_open=True),
              help="Seconds in which the head of a request must come.")  # fmt: skip
@click.option("--body-seconds", default=120.0, show_default=True, type=Seconds(0, min_open=True),
              help="Seconds in which the body of a request must come.")  # fmt: skip
@click.option("--idle-seconds", default=30.0, show_default=True, type=Seconds(0, min_open=True),
              help="Seconds that a connection is kept open between requests.")  # fmt: skip
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
    public_url: str | None,
    root_path: str,
    trusted_proxies: tuple[str, ...],
    connections: int,
    header_seconds: float,
    body_seconds: float,
    idle_seconds: float,
    queries: Path | None,
) -> None:
    """Mở điểm truy vấn và trang web. Serve the endpoint and the pages.

    SPARQL is answered at /sparql, pages start at /. Without PATHS, the graph of data/ttl and the ontology are served.
    With LANGNGHE_ADMIN_TOKEN set in the environment, POST /admin/reload loads the data anew; so does SIGHUP.
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
        public_url=public_url,
        root_path=root_path,
        trusted_proxies=trusted_proxies,
        connections=connections,
        header_seconds=header_seconds,
        body_seconds=body_seconds,
        idle_seconds=idle_seconds,
        check_at_start=not paths and not endpoint,
        index_at_start=not endpoint,  # of somebody else everything is asked only once somebody searches
        visit_at_start=not endpoint,
    )
    site_of(settings)  # before the data are loaded: so that a mistake is told at once
    TrustedProxies(trusted_proxies)
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
    if not host:  # to the system that is every address there is
        raise ConfigurationError("no address to listen on is named", advice="127.0.0.1, or 0.0.0.0 for all")
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
            app = create_app(settings, engine)
            url = f"{app.state.services.site.public or _url(listener)}/"
            server = Server(server_config(app, settings), lambda: click.echo(f"langnghe: {url}  (SPARQL: {url}sparql)"))
            reload_on_hangup(lambda: reload_data(app.state.services), lambda: setattr(server, "should_exit", True))
            await server.serve(sockets=[listener])
        finally:
            await engine.stop()


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{port}"
