"""Tiny look-ups by several clients: answers a second, and the processor time that one takes, server by server.

Three ways of asking: one text again and again, as a page of ours or of others does; some hundred texts drawn again and
again, as a site or a harness does; texts that were never asked before.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice, repeat
from pathlib import Path

from endpoint_bars import OURS, OXIGRAPH, Bars
from endpoint_client import Client
from held import family

Texts = Callable[[int], Iterator[str]]
"""Questions by the number of who asks them."""
CLIENTS = 8
DRAWN = 300
_TICK = os.sysconf("SC_CLK_TCK")
_IDLE, _PATIENCE = 0.05, 600.0


@dataclass(frozen=True, slots=True)
class Rate:
    """What a server did while it was asked.

    Attributes:
        answers: answers a second.
        server: processor time of an answer in the server's processes, microseconds.
        client: that in this process.
    """

    answers: float
    server: float
    client: float


def ways(questions: Callable[[str, int], Iterator[str]], name: str) -> dict[str, Texts]:
    """Return the ways of asking.

    Args:
        questions: yields questions of a name, by a seed; each a new text.
        name: which of them.
    """
    few = list(islice(questions(name, 1), DRAWN))

    def drawn(who: int) -> Iterator[str]:
        chance = random.Random(who)
        while True:
            yield chance.choice(few)

    return {
        "một văn bản · one text": lambda _: repeat(few[0]),
        f"{DRAWN} văn bản · texts": drawn,
        "văn bản nào cũng mới · all texts new": lambda who: questions(name, who),
    }


async def rate(url: str, texts: Texts, seconds: float, turn: int) -> Rate:
    """Ask with several clients, each one question after the other."""
    done = 0
    before = _servers(), time.process_time()
    started = time.perf_counter()

    async def ask(who: int) -> None:
        nonlocal done
        source = texts(who)
        async with Client(url) as client:
            while time.perf_counter() < started + seconds:
                await client.ask(next(source))
                done += 1

    await asyncio.gather(*(ask(1000 + turn * CLIENTS + number) for number in range(CLIENTS)))
    took = time.perf_counter() - started
    server, client = _servers() - before[0], time.process_time() - before[1]
    return Rate(done / took, server / done * 1e6, client / done * 1e6)


def _servers() -> float:
    """Return the processor time of the servers, all of them processes that descend from this one; idle ones take none."""
    ticks = 0
    for process in family(os.getpid())[1:]:
        try:
            times = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(times[11]) + int(times[12])
    return ticks / _TICK


async def _at_rest() -> None:
    """Wait until the servers have done what they do beside all else when they have started (indexes, pages)."""
    ends = time.perf_counter() + _PATIENCE
    taken = _servers()
    while time.perf_counter() < ends:
        await asyncio.sleep(2)
        before, taken = taken, _servers()
        if taken - before < _IDLE:
            return


async def look_ups(servers: dict[str, str], asked: dict[str, Texts], seconds: float, turns: int, bars: Bars) -> None:
    """Measure each way of asking, the servers in turns, and print it.

    Args:
        servers: name → URL.
        asked: the ways of asking.
        seconds: of one turn.
        turns: how many each server gets.
        bars: gets what is wanted of ours.
    """
    await _at_rest()
    for way, texts in asked.items():
        found: dict[str, list[Rate]] = {name: [] for name in servers}
        for turn in range(turns):
            for name, url in servers.items():
                found[name].append(await rate(url, texts, seconds, turn))
        theirs = statistics.median(r.answers for r in found[OXIGRAPH]) if OXIGRAPH in found else None
        print(
            f"\n| {way} | câu trả lời/s, trung vị (ít nhất–nhiều nhất) · answers/s, median (least–most) "
            "| × Oxigraph | máy chủ · server, µs CPU | máy khách · client |\n|---|---|---|---|---|"
        )
        for name, rates in found.items():
            answers = sorted(r.answers for r in rates)
            middle = statistics.median(answers)
            times = f"{middle / theirs:.2f}" if theirs else ""
            server, client = (statistics.median(t) for t in zip(*((r.server, r.client) for r in rates), strict=True))
            print(
                f"| {name} | {middle:.0f} ({answers[0]:.0f}–{answers[-1]:.0f}) | {times} | {server:.0f} | {client:.0f} |"
            )
            if theirs and name == OURS:
                bars.check(f"{way}: {name}, of Oxigraph's server", middle / theirs, "×", 0.8, most=False)
    print(f"\n{bars.text()}")
