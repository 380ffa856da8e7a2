"""The engines of our own, in memory and on disk: queries end when they must, one query's end harms no other, nothing gets out."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from loader.errors import EngineError, GraphError, LangngheError, QueryError, QueryTimeout
from query_api.engine.base import QueryRequest, read_all
from query_api.engine.disk import disk_engine
from query_api.engine.ending import End
from query_api.engine.formats import CSV, N_TRIPLES
from query_api.engine.memory import Zygote, memory_engine
from query_api.engine.pool import Pool, PoolEngine
from query_api.engine.wire import MAX_CHUNK, MAX_WHOLE

pytestmark = pytest.mark.slow

RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(
    f"VALUES ?v{i} {{ {' '.join(map(str, range(30)))} }}" for i in range(9)
) + " }"  # fmt: skip
LONG = "SELECT * { " + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(60)))} }}" for i in range(5)) + " }"
SLOW = (
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(60)))} }}" for i in range(3))
    + " }"
)
GREEDY = LONG + " ORDER BY ?v4"


def request(text: str, deadline: float = 60.0, **more: object) -> QueryRequest:
    return QueryRequest(text, CSV, N_TRIPLES, deadline, **more)  # type: ignore[arg-type]


Body = Callable[[PoolEngine], Awaitable[None]]


def with_engine(paths: list[Path], body: Body, pool: Pool | None = None, store: Path | None = None) -> None:
    async def run() -> None:
        engine = memory_engine(paths, pool) if store is None else disk_engine(paths, store, pool)
        await engine.start()
        try:
            await body(engine)
        finally:
            await engine.stop()

    asyncio.run(run())


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    """Where the store lies; None for memory."""
    return tmp_path / "store" if request.param == "disk" else None


async def rows(engine: PoolEngine, text: str, **more: object) -> list[str]:
    return (await read_all(await engine.query(request(text, **more)))).decode().split("\r\n")[1:-1]


def test_the_default_graph_holds_each_fact_once_and_named_graphs_their_own(data: Path, store: Path | None) -> None:
    async def body(engine: PoolEngine) -> None:
        assert engine.summary.triples == 3
        assert await rows(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == ["3"]
        assert await rows(engine, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == ["4"]
        assert await rows(engine, "SELECT ?o { GRAPH <urn:g> { ?s ?p ?o } }") == ["urn:x#b"]

    with_engine([data], body, store=store)


def test_a_result_of_any_size_comes_whole(data: Path) -> None:
    async def body(engine: PoolEngine) -> None:
        for size in (1, MAX_WHOLE - 20, MAX_WHOLE, MAX_CHUNK - 1, MAX_CHUNK, 3 * MAX_CHUNK + 1):
            assert await rows(engine, f"SELECT ?x {{ VALUES ?x {{ 1 '{'x' * size}' 2 }} }}") == ["1", "x" * size, "2"]
            graph = await read_all(await engine.query(request(f"CONSTRUCT {{ <urn:s> <urn:p> '{'x' * size}' }} {{}}")))
            assert graph.decode() == f'<urn:s> <urn:p> "{"x" * size}" .\n'

    with_engine([data], body)


def test_merged_default_graphs_are_sets_and_leave_no_trace(data: Path, store: Path | None) -> None:
    async def body(engine: PoolEngine) -> None:
        graphs = engine.summary.graphs or ()
        for _ in range(2):
            explicit = {"default_graphs": graphs, "explicit_dataset": True}
            assert await rows(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **explicit) == ["3"]
            assert await rows(engine, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == ["4"]

    with_engine([data], body, Pool(workers=1, spare=1), store=store)


def test_a_runaway_is_gone_at_its_deadline_and_others_are_served(data: Path, store: Path | None) -> None:
    async def body(engine: PoolEngine) -> None:
        async def run_away() -> None:
            with pytest.raises(QueryTimeout):  # its end by itself would be years away
                await engine.query(request(RUNAWAY, 0.6))

        runaways = [asyncio.create_task(run_away()) for _ in range(4)]
        for _ in range(30):
            assert await rows(engine, "SELECT ?o { <urn:x#a> <urn:x#q> ?o }") == ["đường"]
        async with asyncio.timeout(20):
            await asyncio.gather(*runaways)

    with_engine([data], body, store=store)


def test_a_result_cut_by_its_deadline_raises(data: Path, store: Path | None) -> None:
    async def body(engine: PoolEngine) -> None:
        with pytest.raises(QueryTimeout):
            await read_all(await engine.query(request(LONG, 0.3)))

    with_engine([data], body, store=store)


def test_an_answer_that_is_not_read_ends_its_query(data: Path, store: Path | None) -> None:
    async def body(engine: PoolEngine) -> None:
        for _ in range(3):  # with one place only, each must be given back
            answer = await engine.query(request(LONG))
            await answer.close()
        assert await rows(engine, "ASK {}") == []

    with_engine([data], body, Pool(workers=1, spare=1), store=store)


def test_a_caller_that_gives_up_ends_its_query(data: Path) -> None:
    async def body(engine: PoolEngine) -> None:
        waiting = asyncio.create_task(engine.query(request(RUNAWAY)))
        done, _ = await asyncio.wait({waiting}, timeout=0.2)
        assert not done
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert await rows(engine, "SELECT ?o { <urn:x#a> <urn:x#q> ?o }") == ["đường"]

    with_engine([data], body, Pool(workers=1, spare=1, wait=30.0))


def test_a_query_that_takes_too_much_memory_dies_alone(data: Path, store: Path | None) -> None:
    async def body(engine: PoolEngine) -> None:
        with pytest.raises(LangngheError) as caught:
            await read_all(await engine.query(request(GREEDY)))
        assert "memory" in caught.value.message
        assert await rows(engine, "SELECT ?o { <urn:x#a> <urn:x#q> ?o }") == ["đường"]

    with_engine([data], body, Pool(memory=150 << 20), store=store)


def test_a_worker_cannot_open_a_connection(data: Path, store: Path | None) -> None:
    async def body(engine: PoolEngine) -> None:
        with pytest.raises(LangngheError, match=r"open files|Permission denied"):
            await read_all(await engine.query(request("SELECT * { SERVICE <http://127.0.0.1:9999/> { ?s ?p ?o } }")))

    with_engine([data], body, store=store)


def test_busy_workers_refuse_after_a_short_wait(data: Path) -> None:
    async def body(engine: PoolEngine) -> None:
        answer = await engine.query(request(LONG))
        with pytest.raises(EngineError, match="busy"):
            await engine.query(request("ASK {}"))
        await answer.close()

    with_engine([data], body, Pool(workers=1, spare=1, wait=0.1))


def test_malformed_queries_say_where(data: Path, store: Path | None) -> None:
    async def body(engine: PoolEngine) -> None:
        with pytest.raises(QueryError) as caught:
            await engine.query(request("SELECT *\n{ ?s ?p "))
        assert caught.value.line == 2
        assert await rows(engine, "ASK {}") == []

    with_engine([data], body, Pool(workers=1, spare=1), store=store)


def test_the_store_comes_back_after_its_process_was_killed(data: Path) -> None:
    async def body(engine: PoolEngine) -> None:
        os.kill(engine.store_pid, signal.SIGKILL)
        for _ in range(4):
            try:
                assert await rows(engine, "SELECT ?o { <urn:x#a> <urn:x#q> ?o }") == ["đường"]
                break
            except EngineError:
                continue
        assert await rows(engine, "SELECT ?o { <urn:x#a> <urn:x#q> ?o }") == ["đường"]

    with_engine([data], body)


def test_reload_serves_the_new_data_and_lets_running_queries_end(tmp_path: Path, store: Path | None) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    file = folder / "x.nt"
    file.write_text("<urn:a> <urn:p> <urn:old> .\n")

    async def body(engine: PoolEngine) -> None:
        running = await engine.query(request("SELECT ?o { ?s ?p ?o }"))
        before = engine.summary.version
        file.write_text("<urn:a> <urn:p> <urn:new> .\n")
        await engine.reload()
        assert engine.summary.version != before
        assert await rows(engine, "SELECT ?o { <urn:a> ?p ?o }") == ["urn:new"]
        chunks = running.chunks()
        assert b"urn:old" in await anext(chunks)
        await running.close()
        file.write_text("broken")
        with pytest.raises(GraphError):
            await engine.reload()
        assert await rows(engine, "SELECT ?o { <urn:a> ?p ?o }") == ["urn:new"]

    with_engine([folder], body, store=store)


@pytest.mark.parametrize(("name", "text"), [("x.ttl", "<a> <b> ."), ("x.nq", "<urn:a> <urn:b> .")])
def test_a_file_with_a_syntax_error_stops_the_start_in_one_line(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    with pytest.raises(GraphError) as caught:
        asyncio.run(memory_engine([tmp_path]).start())
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_workers_that_a_crowd_needed_end_when_it_has_gone(data: Path) -> None:
    living: set[int] = set()

    class Counted(Zygote):
        def fork(self) -> tuple[int, socket.socket]:
            pid, connection = super().fork()
            living.add(pid)
            return pid, connection

        def reap(self, pid: int) -> End:
            living.discard(pid)
            return super().reap(pid)

    async def run() -> None:
        engine = PoolEngine(Counted, [data], Pool(workers=4, spare=1, rest=0.1))
        await engine.start()
        try:
            answers = [await engine.query(request(LONG)) for _ in range(3)]
            assert len(living) == 3
            for answer in answers:
                await answer.close()  # unread: ends its worker
            await asyncio.gather(*(rows(engine, f"{SLOW}#{n}") for n in range(4)))
            async with asyncio.timeout(20):
                while len(living) > 1:
                    await asyncio.sleep(0.02)
            assert await rows(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == ["3"]
        finally:
            await engine.stop()

    asyncio.run(run())


def test_no_process_is_left_after_stop(data: Path) -> None:
    pids: list[int] = []

    async def body(engine: PoolEngine) -> None:
        pids.append(engine.store_pid)
        await rows(engine, "ASK {}")

    with_engine([data], body)
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)
