"""A store on disk: fresh builds answer, few descriptors suffice, servers share a folder, and a fault says what it is."""

from __future__ import annotations

import asyncio
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest

from loader.errors import ConfigurationError, EngineError, GraphError, ResourceError
from query_api.app import create_app
from query_api.engine.base import QueryRequest, read_all
from query_api.engine.disk import disk_engine
from query_api.engine.formats import CSV, N_TRIPLES
from query_api.engine.pool import Pool, PoolEngine
from query_api.settings import Settings

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-m", "query_api.cli", "--quiet", "serve"]
QUESTIONS = (
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?g { ?s <urn:x#q> ?o . GRAPH ?g { ?s <urn:x#p> <urn:x#b> } } ORDER BY ?g",
)


def run(paths: list[Path], folder: Path, body: Callable[[PoolEngine], Awaitable[None]]) -> None:
    async def go() -> None:
        engine = disk_engine(paths, folder, Pool(workers=2, spare=1))
        await engine.start()
        try:
            await body(engine)
        finally:
            await engine.stop()

    asyncio.run(go())


async def rows(engine: PoolEngine, text: str) -> list[str]:
    answer = await engine.query(QueryRequest(text, CSV, N_TRIPLES, 60.0))
    return (await read_all(answer)).decode().split("\r\n")[1:-1]


async def answers(engine: PoolEngine) -> None:
    found = [await rows(engine, question) for question in QUESTIONS]
    assert found[:2] == [["3"], ["4"]]
    assert len(found[2]) == 2


def versions(folder: Path) -> list[Path]:
    return sorted(about.parent for about in folder.glob("*/about.json"))


@contextmanager
def serving(data: Path, folder: Path, *, files: tuple[int, int] | None = None) -> Iterator[str]:
    """Run a server, with a soft and a hard limit of open files if given; yield its URL."""

    def limit() -> None:
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, files)

    process = subprocess.Popen(
        [*COMMAND, str(data), "--store", str(folder), "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert line, process.stderr.read()
        yield line.split()[1].rstrip("/")
    finally:
        process.terminate()
        process.communicate()


def test_ten_fresh_builds_in_a_row_all_answer(data: Path, tmp_path: Path) -> None:
    for number in range(10):
        run([data], tmp_path / str(number), answers)


@pytest.fixture(scope="module")
def many_files(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with more files than a worker opens at its start."""
    folder = tmp_path_factory.mktemp("many")
    run([data], folder, answers)
    (version,) = versions(folder)
    for name in ("store", "graphs"):
        store = ox.Store(str(version / name))
        for n in range(10):
            store.bulk_load(f"<urn:{n}> <urn:y> <urn:z> <urn:more> .".encode(), ox.RdfFormat.N_QUADS)
        del store
    assert len(list((version / "store").glob("*.sst"))) > 16
    return folder


@pytest.mark.parametrize("limits", [(128, 1024), (256, 256), (128, 128)])
def test_few_descriptors_suffice(data: Path, many_files: Path, limits: tuple[int, int]) -> None:
    with serving(data, many_files, files=limits) as url:
        assert httpx.get(f"{url}/ready", timeout=60).status_code == 200
        for text in ("SELECT * { ?s ?p ?o }", "SELECT * { GRAPH ?g { ?s ?p ?o } }"):
            found = httpx.get(f"{url}/sparql", params={"query": text}, headers={"Accept": "text/csv"}, timeout=60)
            assert found.status_code == 200
            assert len(found.text.splitlines()) > 10


@pytest.mark.parametrize("most", [16, 48])
def test_too_few_descriptors_are_told_in_one_line_as_what_they_are(data: Path, tmp_path: Path, most: int) -> None:
    words = [
        sys.executable,
        "-m",
        "query_api.cli",
        "--quiet",
        "serve",
        str(data),
        "--port",
        "0",
        "--store",
        str(tmp_path),
    ]
    ended = subprocess.run(
        ["bash", "-c", f'ulimit -n {most}; exec "$@"', "bash", *words], capture_output=True, text=True, timeout=100
    )
    assert ended.returncode == 12
    assert len(ended.stderr.splitlines()) == 1
    assert "ulimit" in ended.stderr


def test_servers_of_one_version_share_its_store(data: Path, tmp_path: Path) -> None:
    async def body(first: PoolEngine) -> None:
        (version,) = versions(tmp_path)
        built = (version / "about.json").stat().st_mtime_ns
        second = disk_engine([data], tmp_path, Pool(workers=1, spare=1))
        await second.start()
        await asyncio.gather(answers(first), answers(second))
        await second.stop()
        await answers(first)
        assert (version / "about.json").stat().st_mtime_ns == built

    run([data], tmp_path, body)


def test_a_server_leaves_the_version_of_another_and_clears_it_away_when_nobody_uses_it(
    data: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.nt"
    other.write_text("<urn:a> <urn:p> <urn:o> .\n")
    folder = tmp_path / "store"

    async def body(first: PoolEngine) -> None:
        second = disk_engine([other], folder, Pool(workers=1, spare=1))
        await second.start()
        assert len(versions(folder)) == 2
        assert await rows(second, QUESTIONS[0]) == ["1"]
        await asyncio.gather(*(answers(first) for _ in range(4)))  # more workers than there were
        await second.stop()

    run([data], folder, body)

    async def alone(engine: PoolEngine) -> None:
        assert len(versions(folder)) == 1
        await answers(engine)

    run([data], folder, alone)


def test_what_a_killed_build_left_is_cleared_away(data: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.nt"
    many.write_text("".join(f"<urn:{n}> <urn:p> <urn:{n + 1}> .\n" for n in range(400_000)))
    folder = tmp_path / "store"
    (folder / "making-4711").mkdir(parents=True)  # as earlier versions left them
    process = subprocess.Popen([*COMMAND, str(many), "--store", str(folder), "--port", "0"])
    deadline = time.monotonic() + 60
    while not list(folder.glob("making-*/store")):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert list(folder.glob("making-*"))

    async def body(engine: PoolEngine) -> None:
        await answers(engine)
        assert not list(folder.glob("making-*"))

    run([data], folder, body)


def test_servers_that_start_at_once_build_one_store(data: Path, tmp_path: Path) -> None:
    async def go() -> None:
        engines = [disk_engine([data], tmp_path, Pool(workers=1, spare=1)) for _ in range(3)]
        await asyncio.gather(*(engine.start() for engine in engines))
        try:
            await asyncio.gather(*(answers(engine) for engine in engines))
            assert len(versions(tmp_path)) == 1
        finally:
            await asyncio.gather(*(engine.stop() for engine in engines))

    asyncio.run(go())


def damage_by_removal(store: Path) -> None:
    next(store.glob("*.sst")).unlink()


def damage_by_cutting(store: Path) -> None:
    for file in store.glob("*.sst"):
        file.write_bytes(file.read_bytes()[:40])


def damage_by_loss(store: Path) -> None:
    shutil.rmtree(store)


@pytest.mark.parametrize("damage", [damage_by_removal, damage_by_cutting, damage_by_loss])
def test_a_damaged_store_is_built_again(data: Path, tmp_path: Path, damage: Callable[[Path], None]) -> None:
    run([data], tmp_path, answers)
    damage(versions(tmp_path)[0] / "store")
    run([data], tmp_path, answers)
    assert not list(tmp_path.glob("making-*"))


def test_a_store_that_has_gone_is_told_by_the_answer_and_by_ready(data: Path, tmp_path: Path) -> None:
    async def body(engine: PoolEngine) -> None:
        app = create_app(Settings(), engine)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            assert (await client.get("/ready")).status_code == 200
            shutil.rmtree(versions(tmp_path)[0])
            answer = await engine.query(QueryRequest("SELECT * { ?s ?p ?o }", CSV, N_TRIPLES, 60.0))
            with pytest.raises(EngineError, match="cannot be opened"):  # by another worker: the first has its files
                await engine.query(QueryRequest("SELECT * { ?s ?p ?o }", CSV, N_TRIPLES, 60.0))
            told = await client.get("/ready")
            await answer.close()
        assert told.status_code == 503
        assert "cannot be opened" in told.json()["detail"]

    run([data], tmp_path, body)


def test_files_that_change_while_they_load_are_told(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("query_api.engine.disk.version_of", lambda files: "as-it-was-before")
    with pytest.raises(GraphError, match="changed while"):
        asyncio.run(disk_engine([data], tmp_path).start())
    assert not versions(tmp_path)


@pytest.mark.parametrize("broken", ["folder", "lock"])
def test_a_folder_that_cannot_be_used_is_told_in_one_line(data: Path, tmp_path: Path, broken: str) -> None:
    folder = tmp_path / "store"
    if broken == "folder":
        folder.write_text("a file")
    else:
        (folder / "lock").mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="cannot be used") as caught:
        asyncio.run(disk_engine([data], folder).start())
    assert "\n" not in str(caught.value)


def test_want_of_room_is_told_in_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    many = tmp_path / "many.nt"
    many.write_text("".join(f"<urn:{n}> <urn:p> <urn:{n + 1}> .\n" for n in range(20_000)))
    limit = 100_000  # bytes of one file: writing ends as on a disk that is full
    found = subprocess.run(
        [*COMMAND, str(many), "--store", str(tmp_path / "store"), "--port", "0"], capture_output=True, text=True,
        timeout=100, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert found.returncode == ResourceError.exit_code
    assert "cannot be written: " in found.stderr
    assert len(found.stderr.splitlines()) == 1
    assert not list((tmp_path / "store").glob("making-*"))


def test_a_file_that_does_not_load_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "x.nt").write_text("<urn:a> <urn:p> .\n")
    with pytest.raises(GraphError):
        asyncio.run(disk_engine([tmp_path / "x.nt"], tmp_path / "store").start())
    assert [file.name for file in (tmp_path / "store").iterdir()] == ["lock"]
