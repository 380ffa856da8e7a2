"""What one look-up takes in the processes of our server, layer by layer: microseconds.

    python bench/endpoint_layers.py [--triples 130000]

Each line has all that stands above it and one thing more. Requests go into the protocol of the connection itself, on a
transport that leads nowhere, so that the system's network is not measured; one at a time, so that caches are warm.
The tenth part that went fastest counts, its slowest: what else the machine does makes a look-up longer, never shorter.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote_plus

import pyoxigraph as ox
import uvloop
from endpoint import questions
from endpoint_data import generate
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.server import ServerState

from query_api.app import create_app
from query_api.cli import set_up_logging
from query_api.engine import evaluation, wire, worker
from query_api.engine.base import Answer, DataSummary, Engine, QueryRequest
from query_api.engine.formats import JSON, TURTLE, Family, ResultFormat
from query_api.engine.loading import load
from query_api.engine.memory import memory_engine
from query_api.engine.planning.statistics import measure
from query_api.served.prefixes import FUNCTIONS
from query_api.server.serving import server_config
from query_api.settings import Settings

LOOK_UP = "describe a task"
AGAIN = "(như trên, hỏi lại · as above, asked again)"
ROUNDS, EACH = 200, 15
ROW = b'{"p":{"type":"uri","value":"https://w3id.org/langnghe/ontology#a"},"o":{"type":"uri","value":"https://example.org/b"}}'
BODY = b'{"head":{"vars":["p","o"]},"results":{"bindings":[' + b",".join([ROW] * 4) + b"]}}"


class Nowhere(asyncio.Transport):
    """A transport that takes what is written."""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Do nothing with it."""

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        """Return addresses."""
        return ("127.0.0.1", 1) if name in ("peername", "sockname") else default

    def is_closing(self) -> bool:
        """Never."""
        return False

    def pause_reading(self) -> None:
        """Do nothing."""

    def resume_reading(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


class AtOnce:
    """An answer that is there."""

    family: Family = Family.BINDINGS
    format: ResultFormat = JSON
    version = "1"
    whole: bytes | None = BODY

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield it."""
        yield BODY

    async def close(self) -> None:
        """Do nothing."""


class Echo:
    """An engine that knows its answer."""

    summary = DataSummary("1", 1, ())

    async def start(self) -> None:
        """Do nothing."""

    async def stop(self) -> None:
        """Do nothing."""

    async def query(self, request: QueryRequest) -> Answer:
        """Answer."""
        return AtOnce()


async def bare(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer without any framework."""
    await receive()
    headers = [(b"content-length", str(len(BODY)).encode()), (b"content-type", JSON.media_type.encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": BODY})


async def empty(request: Request) -> Response:
    """Answer without a thought."""
    await request.body()
    return Response(BODY, media_type=JSON.media_type)


def ours(engine: Engine, *, handler: bool = True, cache: bool = False) -> FastAPI:
    """Return our app on an engine.

    Args:
        engine: what answers.
        handler: with our own handler, or an empty one inside all that surrounds it.
        cache: results are kept.
    """
    app = create_app(Settings(per_client=64, cached_bytes=1 << 20 if cache else 0), engine)
    if not handler:
        app.router.routes.insert(0, Route("/sparql", empty, methods=["POST"]))
    return app


class Connection:
    """One connection to an app."""

    def __init__(self, app: ASGIApp) -> None:
        config = server_config(cast(FastAPI, app), Settings())
        config.load()
        made = cast(Callable[..., Any], config.http_protocol_class)
        self._protocol = made(config=config, server_state=ServerState(), app_state={})
        self._protocol.connection_made(Nowhere())
        self._answered: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        complete = self._protocol.on_response_complete

        def on_response_complete() -> None:
            complete()
            self._answered.set_result(None)

        self._protocol.on_response_complete = on_response_complete

    async def ask(self, request: bytes) -> None:
        """Send a request and wait for the answer."""
        self._answered = asyncio.get_running_loop().create_future()
        self._protocol.data_received(request)
        await self._answered


def request_of(text: str) -> bytes:
    """Return the request that asks a query."""
    body = b"query=" + quote_plus(text).encode()
    head = (
        f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nAccept: {JSON.media_type}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def in_http_process(engine: Engine) -> dict[str, float]:
    """Return what each layer ends at, microseconds."""
    plain, solving = FastAPI(telemetry={"tracing": False, "metrics": False, "logs": False}), FastAPI()
    plain.add_route("/sparql", empty, methods=["POST"])
    solving.post("/sparql")(empty)
    apps: dict[str, ASGIApp] = {
        "uvicorn, giới hạn của ta · with our limits": bare,
        "+ Starlette, hàm rỗng · empty handler": Starlette(routes=[Route("/sparql", empty, methods=["POST"])]),
        "+ FastAPI, đường dẫn trơn · plain route": plain,
        "+ các lớp bọc của ta · our middleware": ours(Echo(), handler=False),
        AGAIN: ours(Echo(), cache=True),
        "+ đọc, kiểm, thương lượng, gợi ý · reading, checks, negotiation, hints": ours(Echo()),
        "+ trao cho tiến trình khác và nhận về · handed over and back": ours(engine),
    }
    connections = {name: Connection(app) for name, app in apps.items()}
    spent: dict[str, list[float]] = {name: [] for name in connections}
    texts = questions(LOOK_UP, 1)
    known = next(texts)
    for _ in range(ROUNDS):
        for name, connection in connections.items():
            for request in [request_of(known if name == AGAIN else next(texts)) for _ in range(EACH)]:
                started = time.perf_counter()
                await connection.ask(request)
                spent[name].append((time.perf_counter() - started) * 1e6)
    return {name: sorted(times)[len(times) // 10] for name, times in spent.items()}


class Sent:
    """A socket that takes what is sent."""

    def sendall(self, data: bytes) -> None:
        """Do nothing with it."""


def in_worker(data: Path) -> dict[str, float]:
    """Return what the parts of a worker's work take, microseconds."""
    loaded = load([data])
    merged = evaluation.merged_alone(loaded.store)
    stores = evaluation.Stores(loaded.store, merged, statistics=measure(merged))
    bare_stores = replace(stores, statistics=None)
    asked = QueryRequest("", JSON, TURTLE, 20.0, base_iri=Settings().base, functions=FUNCTIONS)
    texts = questions(LOOK_UP, 2)
    before = worker.peak_memory()

    def serve(payload: bytes, told: evaluation.Stores) -> None:
        request = wire.unpack_request(payload)
        with worker.deadline(request.deadline):
            worker.answer(request, told, cast(Any, Sent()), before)

    def alone(payload: bytes) -> None:
        results = cast(ox.QuerySolutions, merged.query(wire.unpack_request(payload).text))
        results.serialize(format=ox.QueryResultsFormat.JSON)

    ways: dict[str, Callable[[bytes], None]] = {
        "pyoxigraph": alone,
        "+ hạn giờ, khung · deadline, frames": partial(serve, told=bare_stores),
        "+ xét thứ tự nối · a look at joins": partial(serve, told=stores),
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            for _ in range(EACH):
                payload = wire.pack_request(replace(asked, text=next(texts)), 20.0)[wire.HEADER.size :]
                started = time.perf_counter()
                way(payload)
                spent[name].append((time.perf_counter() - started) * 1e6)
    return {name: sorted(times)[len(times) // 10] for name, times in spent.items()}


async def layers(size: int) -> None:
    """Measure and print."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="langnghe-bench-")))
        data = generate(folder, size)
        engine = memory_engine([data.quads])
        await engine.start()
        try:
            here = await in_http_process(engine)
        finally:
            await engine.stop()
        there = in_worker(data.quads)
    for head, spent in (("HTTP", here), ("worker", there)):
        print(f"\n| {head} | µs | + |\n|---|---|---|")
        last = 0.0
        for name, microseconds in spent.items():
            print(f"| {name} | {microseconds:.0f} | {microseconds - last:.0f} |")
            last = microseconds


def main() -> None:
    """Read the command line and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=130_000)
    set_up_logging(quiet=True, verbose=False)
    uvloop.run(layers(parser.parse_args().triples))


if __name__ == "__main__":
    main()
