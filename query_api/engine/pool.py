"""A pool of worker processes, one query each at a time, whatever store they read.

The HTTP process holds no store. A deadline is a process boundary: the worker that passes it is ended by its alarm,
and, should that fail, killed here. A caller that stops reading ends its query the same way.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from loader.errors import EngineError, LangngheError, QueryError
from query_api.engine.base import DataSummary, QueryRequest
from query_api.engine.ending import End
from query_api.engine.idle import IdleWorkers
from query_api.engine.link import LoadedStore, Worker, connect
from query_api.engine.pool_answer import PoolAnswer, timeout_error

_GRACE = 0.15  # seconds after the worker's own alarm before it is killed from here
MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Pool:
    """How many workers, and what each may take.

    Attributes:
        workers: queries that run at the same time.
        spare: idle workers kept warm.
        wait: seconds that a query waits for a free worker before it is refused.
        rest: seconds after which a worker beyond the spare ones ends if no query came: what it took of memory,
            among it its own copies of the parts of the store that it went over, is free again.
        memory: bytes that a worker may take beyond the store; None for no limit.
    """

    workers: int = 8
    spare: int = 2
    wait: float = 5.0
    rest: float = 60.0
    memory: int | None = 1024 * MEBIBYTE


Opener = Callable[[tuple[Path, ...], Pool], LoadedStore]
"""Loads files and folders into a store.

Raises:
    GraphError: they do not load.
"""


class PoolEngine:
    """Answers queries by workers that read a store in other processes."""

    def __init__(self, opener: Opener, paths: Sequence[Path], pool: Pool | None = None) -> None:
        self._open = opener
        self._paths = tuple(paths)
        self._pool = pool or Pool()
        self._loaded_store: LoadedStore | None = None
        self._idle = IdleWorkers(self._pool.spare, self._pool.rest)
        self._thinning: asyncio.TimerHandle | None = None
        self._places = asyncio.Semaphore(self._pool.workers)
        self._swapping = asyncio.Lock()
        self._calls = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._chores: set[asyncio.Task[None]] = set()
        self._log = structlog.get_logger("langnghe.engine")

    @property
    def summary(self) -> DataSummary:
        """What is being served."""
        if self._loaded_store is None:
            raise EngineError("the engine has not been started")
        return self._loaded_store.summary

    @property
    def store_pid(self) -> int:
        """Process id of the process that holds the store."""
        if self._loaded_store is None:
            raise EngineError("the engine has not been started")
        return self._loaded_store.pid

    @property
    def pool(self) -> Pool:
        """The limits in force."""
        return self._pool

    async def start(self) -> None:
        """Load the data in a process of its own and warm up the spare workers."""
        self._loaded_store = await self._call(self._open, self._paths, self._pool)
        await self._warm_up()

    async def stop(self) -> None:
        """End all workers and the process that holds the store."""
        if self._thinning is not None:
            self._thinning.cancel()
        for chore in tuple(self._chores):
            chore.cancel()
        self._dismiss_idle()
        if self._loaded_store is not None:
            loaded_store, self._loaded_store = self._loaded_store, None
            await self._call(loaded_store.close)
        self._calls.shutdown(wait=False)

    async def reload(self, paths: Sequence[Path] | None = None) -> DataSummary:
        """Load the data anew beside the old, then swap; running queries end on the data they began with.

        Raises:
            GraphError: the new data do not load; the old go on being served.
        """
        async with self._swapping:
            fresh = await asyncio.to_thread(self._open, tuple(paths or self._paths), self._pool)
            old, self._loaded_store = self._loaded_store, fresh
            self._paths = tuple(paths or self._paths)
            self._dismiss_idle()
            if old is not None:
                await self._call(old.close)
        await self._warm_up()
        return fresh.summary

    async def query(self, request: QueryRequest) -> PoolAnswer:
        """Start a query and wait for its first bytes."""
        started = time.monotonic()
        await self._take_place(min(self._pool.wait, request.deadline))
        worker: Worker | None = None
        try:
            worker = await self._checkout()
            left = max(request.deadline - (time.monotonic() - started), 0.01)
            answer = PoolAnswer(self, worker, request, ends=time.monotonic() + left + _GRACE)
            worker.send(request, left)
            await answer.begin()
        except ConnectionError:
            raise await self.autopsy(worker, request) from None
        except LangngheError as error:
            self.give_back(worker, whole=isinstance(error, QueryError))
            raise
        except BaseException:  # the caller has gone: nobody waits for this query
            self.give_back(worker, whole=False)
            raise
        return answer

    async def autopsy(self, worker: Worker | None, request: QueryRequest) -> LangngheError:
        """Find out what ended a worker, clear it away, and say so as an error."""
        end = End(0)
        if worker is not None:
            worker.hang_up()
            with suppress(EngineError):
                end = await self._reap(worker)
        self._release()
        if end.signal in (signal.SIGALRM, signal.SIGXCPU):
            return timeout_error(request)
        self._log.warning("worker ended", pid=worker.pid if worker else None, signal=end.signal, words=end.words)
        if end.lacked_memory:
            return EngineError("the query took more memory than one query may", advice="narrow it, or add a LIMIT")
        reason = f": {end.reason}" if end.reason else ""
        return EngineError(f"the worker that ran the query has ended{reason}", advice="try again")

    def give_back(self, worker: Worker | None, *, whole: bool) -> None:
        """Take a worker back: for the next query if it finished this one, else it is ended."""
        # A worker of a store that was replaced meanwhile has old data: it goes.
        if worker is not None and whole and worker.loaded_store is self._loaded_store and worker.alive:
            self._idle.put(worker)
            self._thin_later()
        elif worker is not None:
            self._part_with(worker)
        self._release()

    async def _take_place(self, seconds: float) -> None:
        if not self._places.locked():
            await self._places.acquire()  # at once: no need of a timer
            return
        try:
            async with asyncio.timeout(seconds):
                await self._places.acquire()
        except TimeoutError:
            raise EngineError("all workers are busy", advice="try again in a moment") from None

    def _release(self) -> None:
        self._places.release()

    def _dismiss_idle(self) -> None:
        while (worker := self._idle.take()) is not None:
            worker.hang_up()

    def _thin_later(self) -> None:
        due = self._idle.due()
        if self._thinning is None and due is not None:
            self._thinning = asyncio.get_running_loop().call_later(due, self._thin)

    def _thin(self) -> None:
        self._thinning = None
        for worker in self._idle.rested():
            self._part_with(worker)
        self._thin_later()

    def _part_with(self, worker: Worker) -> None:
        worker.hang_up()
        self._chore(self._discard(worker))

    async def _checkout(self) -> Worker:
        while (worker := self._idle.take()) is not None:
            if worker.alive and worker.loaded_store is self._loaded_store:
                return worker
            self._part_with(worker)
        return await self._fork()

    async def _fork(self) -> Worker:
        """Start a worker of the store that is served when it has started."""
        while True:
            loaded_store = self._loaded_store
            if loaded_store is None:
                raise EngineError("the engine has been stopped")
            try:
                pid, connection = await self._call(loaded_store.fork)
            except EngineError:
                await self._revive(loaded_store)
                continue
            except OSError as error:
                told = f"no worker can be started: {error.strerror or error}"
                raise EngineError(told, advice="try again in a moment") from error
            worker = await connect(pid, loaded_store, connection)
            if loaded_store is self._loaded_store:
                return worker
            self._part_with(worker)  # the store was replaced meanwhile: this one has the old data

    async def _revive(self, dead: LoadedStore) -> None:
        """Start the process that holds the store again after it has ended, unless that was done meanwhile."""
        async with self._swapping:
            if self._loaded_store is not dead:
                return
            self._log.error("the process that holds the graph has ended; loading again")
            self._dismiss_idle()
            await self._call(dead.close)
            self._loaded_store = await self._call(self._open, self._paths, self._pool)

    async def _discard(self, worker: Worker) -> None:
        with suppress(EngineError):
            await self._reap(worker)
        await self._warm_up()

    async def _reap(self, worker: Worker) -> End:
        end: End = await self._call(worker.loaded_store.reap, worker.pid)
        return end

    async def _warm_up(self) -> None:
        with suppress(EngineError):
            while self._loaded_store is not None and len(self._idle) < self._pool.spare:
                self._idle.put(await self._fork())
        self._thin_later()  # several that ended at once were each replaced

    def _chore(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._chores.add(task)
        task.add_done_callback(self._chores.discard)

    async def _call(self, function: Any, *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._calls, function, *arguments)
