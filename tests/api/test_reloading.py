"""One version, one dataset: whatever is asked while data are replaced and loaded again."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from api_sample import FIRST, SECOND, running

from query_api.engine.constancy import of_one_version
from query_api.engine.loading import load
from query_api.engine.memory import memory_engine
from query_api.served.dumps import FILES, Dumps
from query_api.settings import Settings

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ADMIN = {"Authorization": "Bearer secret"}


@contextmanager
def changing(folder: Path) -> Iterator[None]:
    """Put one or two files into a folder in turn, until the block ends."""
    ended = threading.Event()

    def change() -> None:
        while not ended.is_set():
            (folder / "second.ttl").unlink(missing_ok=True)
            beside = folder / ".second.part"
            beside.write_text(SECOND, encoding="utf-8")
            beside.replace(folder / "second.ttl")

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "first.ttl").write_text(FIRST, encoding="utf-8")
    return tmp_path / "data"


def test_an_etag_never_names_two_answers(folder: Path) -> None:
    told: dict[tuple[str, str], set[bytes]] = {}
    versions: dict[str, set[int]] = {}
    ended = threading.Event()

    def ask(url: str) -> None:
        with httpx.Client(base_url=url, timeout=60) as client:
            while not ended.is_set():
                for path, query in (("/sparql", {"query": COUNT}), ("/graph-store", {"default": ""})):
                    answer = client.get(path, params=query, headers={"Accept": "text/csv, application/n-triples"})
                    assert answer.status_code == 200, answer.text
                    body = b"\n".join(sorted(answer.content.splitlines()))
                    if tag := answer.headers.get("etag"):
                        told.setdefault((path, tag), set()).add(body)

    with running(Settings(paths=(folder,), admin_token="secret")) as url:
        asking = [threading.Thread(target=ask, args=(url,)) for _ in range(3)]
        for thread in asking:
            thread.start()
        try:
            with changing(folder), httpx.Client(base_url=url, timeout=60, headers=ADMIN) as admin:
                for _ in range(6):
                    loaded = admin.post("/admin/reload")
                    assert loaded.status_code == 200, loaded.text
                    versions.setdefault(loaded.json()["version"], set()).add(loaded.json()["triples"])
        finally:
            ended.set()
            for thread in asking:
                thread.join()
    assert all(len(bodies) == 1 for bodies in told.values())
    assert all(len(triples) == 1 for triples in versions.values()), versions


def test_the_version_is_that_of_the_bytes_that_were_loaded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = load([folder])
    import query_api.engine.loading as loading

    original = loading._load_file

    def and_then_it_changes(store, file) -> None:  # type: ignore[no-untyped-def]
        original(store, file)
        beside = folder / ".first.part"
        beside.write_text(SECOND, encoding="utf-8")
        beside.replace(folder / "first.ttl")

    monkeypatch.setattr(loading, "_load_file", and_then_it_changes)
    loaded = load([folder])
    assert (loaded.version, loaded.triples) == (before.version, before.triples)
    monkeypatch.undo()
    assert load([folder]).version != before.version


def test_a_version_does_not_depend_on_where_the_folder_lies(folder: Path, tmp_path: Path) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "elsewhere" / "data"))
    assert load([other]).version == load([folder]).version


def test_a_file_of_another_name_is_another_version(folder: Path) -> None:
    (folder / "second.ttl").write_text(SECOND, encoding="utf-8")
    before = load([folder])
    (folder / "second.ttl").rename(folder / "third.ttl")
    after = load([folder])
    assert after.graphs != before.graphs, "a graph is named after its file"
    assert after.version != before.version


def test_nobody_waits_for_dumps_and_they_are_made_all_the_same(folder: Path) -> None:
    async def go() -> None:
        engine = memory_engine([folder])
        await engine.start()
        dumps = Dumps(engine)
        try:
            assert await dumps.within(0) is None
            assert [dump.name for dump in await dumps.all()] == list(FILES)
            assert not dumps.making
            assert await dumps.within(0.2) == await dumps.all()
        finally:
            await dumps.stop()
            await engine.stop()

    asyncio.run(go())


def test_dumps_made_while_the_data_are_replaced_are_made_again(folder: Path) -> None:
    async def go() -> None:
        engine = memory_engine([folder])
        await engine.start()
        try:
            dumps = Dumps(engine)
            made = 0

            async def make() -> int:
                nonlocal made
                made += 1
                if made == 1:
                    (folder / "second.ttl").write_text(SECOND, encoding="utf-8")
                    await engine.reload()
                return made

            assert await of_one_version(engine, make) == (engine.summary.version, 2)
            first = await dumps.all()
            (folder / "second.ttl").unlink()
            await engine.reload()
            second = await dumps.all()
            assert {d.sha256 for d in first}.isdisjoint(d.sha256 for d in second)
            assert all(d.path.is_file() for d in (*first, *second)), "a download that begins finds its file"
            dumps.remove()
            assert not any(d.path.exists() for d in (*first, *second))
        finally:
            await engine.stop()

    asyncio.run(go())
