"""Work on long texts goes on in another process: with the same outcome, in turn, and whatever happens to it."""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path

import pytest

from loader.errors import EngineError, QueryError
from loader.sparql_tokens import scan
from query_api.problems import RequestError
from query_api.query_text.guard import check
from query_api.query_text.study import Rules, study
from query_api.shared.aside import LONG, Aside

HERE = os.getpid()
RULES = Rules((), None)
FAULTY = 'ASK {\n SERVICE "' + '\\"' * 100_000


def test_short_work_is_done_here_and_long_work_elsewhere() -> None:
    async def run() -> tuple[int, int]:
        aside = Aside()
        try:
            return await aside.run("a", LONG, os.getpid), await aside.run("a", LONG + 1, os.getpid)
        finally:
            await aside.stop()

    here, there = asyncio.run(run())
    assert here == HERE != there
    assert not Path(f"/proc/{there}").exists()


def test_an_error_comes_back_whole() -> None:
    async def run() -> None:
        aside = Aside()
        try:
            with pytest.raises(RequestError, match="read-only") as refused:
                await aside.run("a", LONG + 1, check, scan("DELETE WHERE { ?s ?p ?o }"))
            assert (refused.value.kind, str(refused.value)) == ("read-only", refused.value.message)
            with pytest.raises(QueryError, match="not closed") as wrong:
                await aside.run("a", LONG + 1, study, FAULTY, RULES, 1)
            assert wrong.value.line == 2
            assert isinstance(wrong.value.column, int)
        finally:
            await aside.stop()

    asyncio.run(run())


def test_a_process_that_ended_is_told_and_the_next_work_gets_a_new_one() -> None:
    async def run() -> None:
        aside = Aside()
        try:
            with pytest.raises(EngineError, match="has ended"):
                await aside.run("a", LONG + 1, os._exit, 1)
            assert await aside.run("a", LONG + 1, os.getpid) != HERE
        finally:
            await aside.stop()

    asyncio.run(run())


def test_work_whose_caller_left_is_not_taken_for_the_next_answer() -> None:
    async def run() -> None:
        aside = Aside()
        try:
            await aside.start()
            left = asyncio.create_task(aside.run("a", LONG + 1, time.sleep, 30))
            await asyncio.sleep(0.1)
            left.cancel()
            assert await aside.run("b", LONG + 1, os.getpid) > 1
        finally:
            await aside.stop()

    asyncio.run(run())
