"""The answer of a pool's worker, being read: frames in, bytes out, and the worker given back at the end."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from typing import Protocol

from loader.errors import EngineError, LangngheError, QueryTimeout
from query_api.engine import wire
from query_api.engine.base import QueryRequest
from query_api.engine.faults import query_error
from query_api.engine.formats import Family, ResultFormat
from query_api.engine.link import Worker


class WorkerPool(Protocol):
    """Whom workers come from and go back to."""

    async def autopsy(self, worker: Worker | None, request: QueryRequest) -> LangngheError:
        """Find out what ended a worker, clear it away, and say so as an error."""
        ...

    def give_back(self, worker: Worker | None, *, whole: bool) -> None:
        """Take a worker back: for the next query if it finished this one, else it is ended."""
        ...


class PoolAnswer:
    """The answer of a worker, being read."""

    def __init__(self, pool: WorkerPool, worker: Worker, request: QueryRequest, ends: float) -> None:
        self.family = Family.BINDINGS
        self.format: ResultFormat = request.bindings_format
        self.version = worker.loaded_store.summary.version
        self.whole: bytes | None = None
        self._pool = pool
        self._worker: Worker | None = worker
        self._request = request
        self._ends = ends
        self._first: bytes | None = None
        self._done = False
        self._retires = False

    async def begin(self) -> None:
        """Wait for the head and the first bytes, or the error."""
        kind, payload = await self._next()
        if kind is wire.Frame.FAILURE:
            failure = wire.unpack_failure(payload)
            raise query_error(failure, self._request.text)
        if kind is wire.Frame.TRIPLES or (kind is wire.Frame.HEAD and json.loads(payload)["family"] == Family.GRAPH):
            self.family, self.format = Family.GRAPH, self._request.graph_format
        if kind is wire.Frame.HEAD:
            await self._advance()
        else:
            self._end(payload[:1])
            self.whole = self._first = payload[1:]

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield the serialised result; raise if it does not come to its end."""
        try:
            while self._first is not None:
                chunk, self._first = self._first, None
                yield chunk
                if not self._done:
                    await self._advance()
        except ConnectionError:
            worker, self._worker = self._worker, None
            raise await self._pool.autopsy(worker, self._request) from None

    async def close(self) -> None:
        """Give the worker back, or end the query if its result was not read to the end."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._pool.give_back(worker, whole=self._done and not self._retires)

    async def _advance(self) -> None:
        kind, payload = await self._next()
        if kind is wire.Frame.END:
            self._end(payload)
        elif kind is wire.Frame.DATA:
            self._first = payload
        else:
            raise EngineError(wire.unpack_failure(payload).message)

    def _end(self, said: bytes) -> None:
        self._done = True
        self._retires = said == wire.RETIRES

    async def _next(self) -> tuple[wire.Frame, bytes]:
        if self._worker is None:
            raise EngineError("the answer has been closed")
        if (ready := self._worker.ready()) is not None:
            return ready
        try:
            return await self._worker.frame(self._ends - time.monotonic())
        except TimeoutError:
            raise timeout_error(self._request) from None


def timeout_error(request: QueryRequest) -> QueryTimeout:
    """Return the error for a query that passed its deadline."""
    return QueryTimeout(
        f"the query passed its deadline of {request.deadline:g} s", advice="narrow it, add a LIMIT, or use a dump"
    )
