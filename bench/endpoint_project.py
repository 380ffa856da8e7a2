"""The project's own questions on its own graph, beside other servers: ``python bench/endpoint.py --project``."""

from __future__ import annotations

import asyncio
import json
import math
import os
import re
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from endpoint_bars import ABOVE, FASTER, OURS, OXIGRAPH, RATE, RDFLIB, REPEATED, SMALL, TIMES, Bars
from endpoint_client import Client, RefusedError
from endpoint_data import project_data, project_questions
from endpoint_servers import RdflibEndpoint, ours, oxigraph_on, oxigraph_store

from loader.project import Project

CUT = 20.0  # seconds after which a question is given up
IDLE = 5.0  # seconds after which a connection is opened anew: Oxigraph's server ends idle ones with an answer of 500
GRACE = 2.0  # seconds that a server gets to end it by itself
QUICK = 1000.0  # ms above which an answer is measured once only, and left out of the throughput
AT_MOST = 25  # answers of a server to one question
CLIENTS = 8
CUT_OFF, REFUSED = math.inf, math.nan  # in the place of milliseconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: milliseconds to the last byte, the number of rows if there is a body, the ETag."""

    took: float
    rows: int | None = None
    tag: str = ""


class Server:
    """A server that is started anew when a question has to be cut off."""

    def __init__(self, start: Callable[[], AbstractContextManager[str]]) -> None:
        self._start = start
        self._stack = ExitStack()
        self.url = self._stack.enter_context(start())
        self.client = Client(self.url)
        self._used = time.perf_counter()

    async def ask(self, text: str, tag: str | None = None) -> Answer:
        """Put a question; one that takes too long is cut off, by the server itself or by its end and a new start."""
        started = time.perf_counter()
        if started - self._used > IDLE:
            await self.client.close()
        try:
            reply = await asyncio.wait_for(self.client.ask(text, tag=tag), CUT + GRACE)
        except TimeoutError:
            await self.close()
            self.url = self._stack.enter_context(self._start())
            self.client = Client(self.url)
            return Answer(CUT_OFF)
        except (RefusedError, OSError, asyncio.IncompleteReadError) as error:
            await self.client.close()
            if time.perf_counter() - started > CUT * 0.95:
                return Answer(CUT_OFF)
            print(f"# {self.url} refused: {str(error)[:160]}", flush=True)
            return Answer(REFUSED)
        self._used = time.perf_counter()
        try:
            rows = len(json.loads(reply.body)["results"]["bindings"]) if reply.body else None
        except ValueError:
            print(f"# {self.url} ended a body of {len(reply.body)} bytes as if it were whole", flush=True)
            return Answer(CUT_OFF if reply.last > CUT * 0.95 else REFUSED)
        return Answer(reply.last * 1000, rows, reply.headers.get("etag", ""))

    async def close(self) -> None:
        """Stop it."""
        await self.client.close()
        self._stack.close()


@dataclass(slots=True)
class Measured:
    """What one question took: server or way → milliseconds of each answer, and its number of rows."""

    times: dict[str, list[float]] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def median(self, way: str) -> float:
        """Milliseconds; infinite for a question that was cut off, not a number for one refused or never put.

        The first answer, in which the connection was opened, counts where it is the only one.
        """
        times = self.times.get(way, [REFUSED])
        return statistics.median(times[1:] or times)

    def note(self, way: str, answer: Answer) -> None:
        """Keep an answer."""
        if answer.rows is not None:
            self.rows[way] = answer.rows
        self.times.setdefault(way, []).append(answer.took)


CACHE, FRESH = f"{OURS} (cache)", f"{OURS} (304)"


async def measure(servers: dict[str, Server], name: str, text: str, seconds: float) -> Measured:
    """Put a question to the servers in turns; a new text in each turn, which ours is then asked again.

    Args:
        servers: name → server.
        name: of the question, which makes its texts new.
        text: the query.
        seconds: time for each server, more or less; a slow server answers once.
    """
    found = Measured()
    spent = dict.fromkeys(servers, 0.0)
    for turn in range(AT_MOST + 1):
        new = f"{text}\n# {name} {turn}"
        for server in servers:
            if spent[server] >= seconds * 1000:
                continue
            answer = await servers[server].ask(new)
            found.note(server, answer)
            spent[server] += answer.took if answer.took < QUICK else math.inf  # and when refused
            if server == OURS and answer.tag:
                found.note(CACHE, await servers[OURS].ask(new))
                found.note(FRESH, await servers[OURS].ask(new, tag=answer.tag))
        if all(time >= seconds * 1000 for time in spent.values()):
            break
    return found


def shown(milliseconds: float) -> str:
    """Return a time as a cell."""
    if math.isnan(milliseconds):
        return "refused"
    return f"> {CUT:.0f} s" if milliseconds == CUT_OFF else f"{milliseconds:.2f}"


async def rate(url: str, texts: list[str], seconds: float, word: str) -> float:
    """Return answers per second with several clients that go round the questions, each from another one on.

    A refusal (all workers are busy) is no answer; the client goes on to its next question.
    """
    done = 0
    started = time.perf_counter()

    async def ask(number: int) -> None:
        nonlocal done
        step = number * len(texts) // CLIENTS
        async with Client(url) as client:
            while True:
                try:
                    await client.ask(f"{texts[step % len(texts)]}\n# {word} {number} {step}")
                    done += 1
                except RefusedError:
                    await client.close()
                step += 1
                # A client goes round whole: else quick questions would count more.
                if step % len(texts) == number * len(texts) // CLIENTS % len(texts) and (
                    time.perf_counter() > started + seconds
                ):
                    return

    await asyncio.gather(*(ask(number) for number in range(CLIENTS)))
    return done / (time.perf_counter() - started)


def judge(found: dict[str, Measured], servers: list[str], bars: Bars) -> None:
    """Print how many questions hold each bar."""

    def count(what: str, ratios: dict[str, float], bound: float, *, most: bool) -> None:
        if not ratios:
            return
        good = {q for q, ratio in ratios.items() if (ratio <= bound if most else ratio >= bound)}
        print(f"{what} {'≤' if most else '≥'} {bound:g}: {len(good)} of {len(ratios)} questions, "
              f"median {statistics.median(ratios.values()):.2f}")  # fmt: skip
        for question in (q for q in ratios if q not in good):
            print(f"    not: {question} ({ratios[question]:.2f})")
        bars.check(
            f"{what}, median of {len(ratios)} questions", statistics.median(ratios.values()), "", bound, most=most
        )

    def ratios(over: str, under: str) -> dict[str, float]:
        """The ratios where at least one answered in time; a time that was cut off counts as the cut."""
        of = {}
        for question, measured in found.items():
            one, two = measured.median(over), measured.median(under)
            if not math.isnan(one + two) and min(one, two) != CUT_OFF:
                of[question] = min(one, CUT * 1000) / min(two, CUT * 1000)
        return of

    print()
    if OXIGRAPH in servers:
        small = [q for q, m in found.items() if m.median(OXIGRAPH) < SMALL]
        above = {q: found[q].median(OURS) - found[q].median(OXIGRAPH) for q in small}
        times = ratios(OURS, OXIGRAPH)
        count("small answers: ms above Oxigraph's server", above, ABOVE, most=True)
        count("others: times Oxigraph's server", {q: t for q, t in times.items() if q not in small}, TIMES, most=True)
        # Oxigraph's server keeps no answers: the same question takes it as long as a new one.
        count("repeated, cache: times faster than Oxigraph's server", ratios(OXIGRAPH, CACHE), REPEATED, most=False)
        count("repeated, 304: times faster than Oxigraph's server", ratios(OXIGRAPH, FRESH), REPEATED, most=False)
        print(f"median of all: {statistics.median(times.values()):.2f} times Oxigraph's server")
    if RDFLIB in servers:
        count(
            "times faster than rdflib-endpoint (cut: as if it had ended then)", ratios(RDFLIB, OURS), FASTER, most=False
        )
    for way in (*servers, CACHE, FRESH):
        medians = [m.median(way) for m in found.values()]
        cut = sum(time == CUT_OFF for time in medians)
        total = sum(min(time, CUT * 1000) for time in medians if not math.isnan(time))
        put = sum(not math.isnan(time) for time in medians)
        print(f"total {way}: {total / 1000:.2f} s for {put} questions, {cut} cut off (counted as {CUT:.0f} s)")


async def compare(servers: dict[str, Server], questions: dict[str, str], seconds: float) -> None:
    """Measure all and print it, question by question."""
    ways = [*servers, CACHE, FRESH]
    print("\n| question, ms: median | rows | " + " | ".join(ways) + " |\n|---|---" + "|---" * len(ways) + "|")
    found: dict[str, Measured] = {}
    for name, text in questions.items():
        found[name] = measured = await measure(servers, name, text, seconds)
        sizes = {measured.rows[server] for server in servers if server in measured.rows}
        rows = "/".join(map(str, sizes)) if len(sizes) < 2 else f"ROWS DIFFER {measured.rows}"
        print(f"| {name} | {rows} | " + " | ".join(shown(measured.median(way)) for way in ways) + " |", flush=True)
    print(*(f"# {name} is at {server.url}" for name, server in servers.items()), sep="\n")
    bars = Bars()
    judge(found, list(servers), bars)
    if OXIGRAPH in servers:
        # Questions that both answer at once: else a single one is all that is measured.
        quick = [text for name, text in questions.items()
                 if max(found[name].median(OURS), found[name].median(OXIGRAPH)) < QUICK / 4]  # fmt: skip
        rates: dict[str, list[float]] = {OURS: [], OXIGRAPH: []}
        for turn in range(3):
            for server, of in rates.items():
                of.append(await rate(servers[server].url, quick, seconds, f"round {turn}"))
        medians = {server: statistics.median(of) for server, of in rates.items()}
        print(f"answers/s, {CLIENTS} clients, {len(quick)} questions under {QUICK / 4:.0f} ms in turn:", end=" ")
        print(", ".join(f"{server} {per_second:.0f}" for server, per_second in medians.items()))
        bars.check("throughput, of Oxigraph's server", medians[OURS] / medians[OXIGRAPH], "×", RATE, most=False)
    print(f"\n{bars.text()}")


async def compare_on_project(
    triples: int, seconds: float, oxigraph: str | None, rdflib: str | None, only: str = ""
) -> None:
    """Write the data, start the servers, measure, stop them.

    Args:
        triples: size of the data.
        seconds: time for each question and server.
        oxigraph: program of Oxigraph's server, if any.
        rdflib: program of rdflib-endpoint, if any.
        only: pattern of the questions' names.
    """
    project = Project.find(Path(__file__).parent)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="langnghe-bench-")))
        data = project_data(folder, project, triples)
        started = time.perf_counter()
        servers = {OURS: Server(partial(ours, data))}
        print(f"# {os.cpu_count()} cores; ours was ready after {time.perf_counter() - started:.1f} s", flush=True)
        if oxigraph:
            started = time.perf_counter()
            store = oxigraph_store(oxigraph, data, folder)
            limit = ("--timeout-s", f"{CUT:.0f}")
            servers[OXIGRAPH] = Server(partial(oxigraph_on, oxigraph, store, folder, *limit))
            print(f"# {OXIGRAPH} was ready after {time.perf_counter() - started:.1f} s", flush=True)
        if rdflib:
            loaded = stack.enter_context(RdflibEndpoint(rdflib, data))
            servers[RDFLIB] = Server(loaded.serve)
            print(f"# {RDFLIB} was ready after {loaded.seconds:.1f} s", flush=True)
        try:
            questions = {n: text for n, text in project_questions(project).items() if re.search(only, n)}
            await compare(servers, questions, seconds)
        finally:
            for server in servers.values():
                await server.close()
