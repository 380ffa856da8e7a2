"""An index is filled by a process of its own: what hinders it is told in a line, and who gives up leaves nothing behind."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from loader.errors import EngineError
from loader.things import Things
from query_api.asking.search.filling import fill
from query_api.asking.search.kinds import Kinds
from query_api.asking.search.tables import Tables
from query_api.asking.search.told import QUERIES

COLUMNS = {"names": "?thing\t?text\t?rank", "quotes": "?thing\t?text\t?rank", "types": "?thing\t?type",
           "facets": "?thing\t?what\t?value", "successors": "?old\t?new", "kinds": "?symbol\t?name"}  # fmt: skip


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    folder = tmp_path / "answers"
    folder.mkdir()
    rows = {"names": '<urn:1>\t"làng nghề"@vi\t', "types": "<urn:1>\t<https://w3id.org/langnghe/ontology#Task>"}
    for name in QUERIES:
        (folder / f"{name}.tsv").write_text(
            f"{COLUMNS[name]}\n{rows[name]}\n" if name in rows else COLUMNS[name] + "\n"
        )
    return folder


def test_another_process_fills_the_index(tmp_path: Path, answers: Path) -> None:
    asyncio.run(fill(tmp_path / "index", answers, Kinds.of(Things())))
    with Tables(tmp_path / "index").reading() as index:
        assert [index.entry(n).iri for n in index.matching('"lang"')] == ["urn:1"]


def test_an_index_that_cannot_be_written_is_told_in_one_line(tmp_path: Path, answers: Path) -> None:
    with pytest.raises(EngineError, match="index of the search cannot be built: unable to open database file"):
        asyncio.run(fill(tmp_path / "missing" / "index", answers, Kinds.of(Things())))


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell who started whom")
def test_who_gives_up_ends_the_process(tmp_path: Path, answers: Path) -> None:
    async def give_up() -> None:
        before = _children()
        filling = asyncio.create_task(fill(tmp_path / "index", answers, Kinds.of(Things())))
        while not (started := _children() - before):
            await asyncio.sleep(0.01)
        filling.cancel()
        with pytest.raises(asyncio.CancelledError):
            await filling
        assert not started & _children()

    asyncio.run(give_up())


def _children() -> set[str]:
    return set(" ".join(file.read_text() for file in Path("/proc/self/task").glob("*/children")).split())
