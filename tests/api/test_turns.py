"""A client's queries beyond its share wait their turn, in order, and none is lost or counted twice."""

from __future__ import annotations

import asyncio
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from query_api.problems import RequestError
from query_api.shared.clients import Clients


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_the_next_query_begins_when_one_ends_and_the_first_to_ask_is_the_first() -> None:
    async def run() -> list[int]:
        clients, begun = Clients(1, wait=60), list[int]()

        async def ask(number: int) -> None:
            async with clients.turn("a"):
                begun.append(number)
                await asyncio.sleep(0)

        await clients.enter("a")
        waiting = [asyncio.create_task(ask(n)) for n in range(3)]
        await settle()
        assert begun == []
        async with clients.turn("b"):
            pass  # others do not wait for them
        clients.leave("a")
        await asyncio.gather(*waiting)
        assert not clients.running
        return begun

    assert asyncio.run(run()) == [0, 1, 2]


def test_a_query_that_waits_too_long_is_refused() -> None:
    async def run() -> None:
        clients = Clients(1, wait=0.01)
        await clients.enter("a")
        with pytest.raises(RequestError) as caught:
            await clients.enter("a")
        assert caught.value.kind == "too-many-queries"
        clients.leave("a")
        assert not clients.running

    asyncio.run(run())


def test_a_crowd_of_one_client_is_refused_at_once() -> None:
    async def run() -> None:
        clients = Clients(1, wait=60)
        await clients.enter("a")
        waiting = [asyncio.create_task(clients.enter("a")) for _ in range(100)]
        await settle()
        refused = [task for task in waiting if task.done()]
        assert 0 < len(refused) < 100
        assert all(isinstance(task.exception(), RequestError) for task in refused)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        clients.leave("a")
        assert not clients.running

    asyncio.run(run())


@given(seed=st.integers(0, 10_000), most=st.integers(1, 3))
def test_whatever_is_cancelled_no_more_run_than_may_and_none_is_left(seed: int, most: int) -> None:
    chance = random.Random(seed)

    async def run() -> None:
        clients = Clients(most, wait=chance.choice([0.0, 60.0]))
        at_work = 0

        async def ask() -> None:
            nonlocal at_work
            async with clients.turn("a"):
                at_work += 1
                assert at_work <= most
                try:
                    for _ in range(chance.randrange(3)):
                        await asyncio.sleep(0)
                finally:
                    at_work -= 1

        tasks = [asyncio.create_task(ask()) for _ in range(12)]
        for _ in range(20):
            await asyncio.sleep(0)
            if chance.random() < 0.4:
                chance.choice(tasks).cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
        assert all(e is None or isinstance(e, RequestError | asyncio.CancelledError) for e in ended)
        assert at_work == 0
        assert not clients.running

    asyncio.run(run())
