"""Latency and throughput of our endpoint beside other SPARQL servers, on the same data and questions, in one run.

    python bench/endpoint.py [--triples 1000000] [--seconds 3] [--oxigraph PATH] [--rdflib-endpoint PATH]
                             [--fuseki JAR] [--other NAME=URL …] [--beside NAME=CHECKOUT …] [--look-ups] [--project]

Our server and those whose programs are given are loaded first and stay up together; each question is then put to them
in turns, so that what else the machine does hits all alike. An idle server takes no time. Where the machine has few
cores, servers and client share them: with 8 clients the client's own work is part of what is measured.
Answers are compared (their number of rows), and the medians with what is asked of us beside Oxigraph's server.
With ``--look-ups`` only those of tiny look-ups a second are measured, known texts and new ones; ``--beside`` has another checkout of ours in the same run.
With ``--project`` the data are the project's built graph in many copies, and the questions its own (``queries/``).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from typing import Any

from endpoint_bars import OURS, OXIGRAPH, RDFLIB, SMALL, Bars, table
from endpoint_client import JSON, Client
from endpoint_data import LN, SITE, Data, generate
from endpoint_look_ups import CLIENTS, ways
from endpoint_look_ups import look_ups as measure_look_ups
from endpoint_project import compare_on_project
from endpoint_servers import fuseki, ours, oxigraph, rdflib_endpoint

PREFIX = f"PREFIX ln: <{LN}> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
QUESTIONS = {
    "ask": "ASK {{ <{site}doc/{n}> ln:implements ?x }}",
    "describe a task": "SELECT ?p ?o {{ <{site}doc/{d}/task-{n}> ?p ?o }}",
    "tasks of an agency": "SELECT ?t ?label {{ ?t ln:leadAgency <{site}agency/{n}> ; rdfs:label ?label }} LIMIT 200",
    "targets beside": "SELECT ?a ?b {{ ?a ln:ofIndicator <{site}indicator/{i}> ; ln:value ?v . "
    "?b ln:ofIndicator <{site}indicator/{i}> ; ln:value ?v . FILTER(?a != ?b) }} LIMIT 500",
    "count by agency": "SELECT ?agency (COUNT(?t) AS ?n) {{ ?t ln:leadAgency ?agency . FILTER({n} > -1) }} "
    "GROUP BY ?agency ORDER BY DESC(?n) LIMIT 20",
}
ALL_LABELS = PREFIX + "SELECT ?s ?label { ?s rdfs:label ?label }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(
    f"VALUES ?v{i} {{ {' '.join(map(str, range(40)))} }}" for i in range(9)
) + " }"  # fmt: skip
ROUNDS = 3
LOOK_UP = "describe a task"

Times = dict[str, float]
"""Server → median, milliseconds (or answers per second)."""


def questions(name: str, seed: int) -> Iterator[str]:
    """Yield instances of a question, each a new text: no cache can know it."""
    chance = random.Random(seed)
    for number in count():
        numbers = {"n": chance.randrange(200), "d": chance.randrange(100), "i": chance.randrange(400), "site": SITE}
        yield f"{PREFIX}{QUESTIONS[name].format(**numbers)} # {seed}.{number}"


async def in_turns(
    servers: dict[str, str], ask: Callable[[Client, str, str], Coroutine[Any, Any, float]], texts: Callable[[], Iterator[str]],
    seconds: float,
) -> dict[str, list[float]]:  # fmt: skip
    """Put questions to the servers in turns; return what each took, milliseconds.

    Args:
        servers: name → URL.
        ask: puts one question of a client to the server of a name, and returns the seconds that it took.
        texts: yields the same questions for each server.
        seconds: time for each server in all.
    """
    found: dict[str, list[float]] = {name: [] for name in servers}
    sources = {name: texts() for name in servers}
    for turn in range(ROUNDS):
        for name, url in servers.items():
            async with Client(url) as client:
                once = await ask(client, name, next(sources[name]))  # not counted: it opens the connection
                for _ in range(3 if turn == 0 and once < 0.5 else 0):
                    await ask(client, name, next(sources[name]))
                ends = time.perf_counter() + seconds / ROUNDS
                while True:
                    found[name].append(await ask(client, name, next(sources[name])) * 1000)
                    if time.perf_counter() > ends:
                        break
    return found


async def whole(client: Client, name: str, text: str) -> float:
    """Return the seconds to the last byte."""
    return (await client.ask(text)).last


async def same_answers(servers: dict[str, str], question: str) -> bool:
    """Say whether all servers give as many rows to the same questions."""
    for text, _ in zip(questions(question, 7), range(3), strict=False):
        sizes = set()
        for url in servers.values():
            async with Client(url) as client:
                answer = json.loads((await client.ask(text)).body)
                sizes.add(answer.get("boolean", len(answer.get("results", {}).get("bindings", []))))
        if len(sizes) != 1:
            return False
    return True


async def throughput(url: str, seconds: float, mixed: bool, turn: int) -> float:
    """Return answers per second with several clients, each asking one question after the other.

    Args:
        url: the endpoint.
        seconds: how long; a turn of questions that was begun is ended, and counted with the time that it took.
        mixed: all questions in turn, instead of the smallest only.
        turn: number of the measurement: another one has other texts, so that no cache can know them.
    """
    done = 0
    started = time.perf_counter()

    async def ask(seed: int) -> None:
        nonlocal done
        sources = [questions(name, seed) for name in (QUESTIONS if mixed else [LOOK_UP])]
        async with Client(url) as client:
            while time.perf_counter() < started + seconds:
                for source in sources:
                    await client.ask(next(source))
                    done += 1

    await asyncio.gather(*(ask(1000 + turn * CLIENTS + client) for client in range(CLIENTS)))
    return done / (time.perf_counter() - started)


async def under_load(url: str, health: str | None) -> str:
    """Return p99 of a cheap query (and of /health) while four runaway queries run."""
    noisy = [Client(url) for _ in range(4)]
    async with Client(url) as quiet:
        runaways = [asyncio.ensure_future(client.ask(RUNAWAY)) for client in noisy]
        await asyncio.sleep(0.5)
        texts = questions("ask", 5)
        cheap = [(await quiet.ask(next(texts))).last * 1000 for _ in range(200)]
        alive = [(await quiet.get(health)).last * 1000 for _ in range(200)] if health else []
        still = sum(not r.done() for r in runaways)
        for runaway, client in zip(runaways, noisy, strict=True):
            runaway.cancel()
            await client.close()
        await asyncio.gather(*runaways, return_exceptions=True)
    text = f"cheap query p99 {sorted(cheap)[197]:.1f} ms"
    text += f", /health p99 {sorted(alive)[197]:.1f} ms" if alive else ""
    return f"{text} ({still} of 4 still ran at the end)"


async def latencies(servers: dict[str, str], seconds: float, bars: Bars) -> dict[str, Times]:
    """Measure each question, new each time."""
    rows = {}
    for question in QUESTIONS:
        same = await same_answers(servers, question)
        name = question if same else f"{question} (ANSWERS DIFFER)"
        rows[name] = await in_turns(servers, whole, lambda q=question: questions(q, 1), seconds)  # type: ignore[misc]
    table("question", rows)
    medians = {q: {s: statistics.median(t) for s, t in by.items()} for q, by in rows.items()}
    for question, of in medians.items():
        if OXIGRAPH in of:
            if of[OXIGRAPH] < SMALL:
                bars.check(f"{question}: above Oxigraph's server", of[OURS] - of[OXIGRAPH], "ms", 2, most=True)
            else:
                bars.check(f"{question}: times Oxigraph's server", of[OURS] / of[OXIGRAPH], "×", 1.2, most=True)
        if RDFLIB in of:
            bars.check(f"{question}: faster than rdflib-endpoint", of[RDFLIB] / of[OURS], "×", 10, most=False)
    return medians


async def repeated(servers: dict[str, str], seconds: float, bars: Bars) -> None:
    """Measure the same question again and again: from the cache, and confirmed by its ETag."""
    rows = {}
    for question in QUESTIONS:
        text = next(questions(question, 3))
        async with Client(servers[OURS]) as client:
            tag = (await client.ask(text)).headers["etag"]

        async def confirmed(client: Client, name: str, text: str, tag: str = tag) -> float:
            return (await client.ask(text, tag=tag)).last

        few = {name: url for name, url in servers.items() if name in (OURS, OXIGRAPH)}
        again = await in_turns(few, whole, lambda t=text: iter(lambda: t, None), seconds)  # type: ignore[misc]
        ours_only = {OURS: servers[OURS]}
        fresh = await in_turns(ours_only, confirmed, lambda t=text: iter(lambda: t, None), seconds)  # type: ignore[misc]
        rows[question] = {f"{OURS} (cache)": again[OURS], f"{OURS} (304)": fresh[OURS]} | {
            name: times for name, times in again.items() if name != OURS
        }
        if OXIGRAPH in again:
            slow = statistics.median(again[OXIGRAPH])
            for how, times in (("cache", again[OURS]), ("304", fresh[OURS])):
                bars.check(
                    f"{question}, repeated ({how}): faster than Oxigraph's server",
                    slow / statistics.median(times), "×", 5, most=False,
                )  # fmt: skip
    table("same question repeated", rows)


async def large(servers: dict[str, str], bars: Bars) -> None:
    """Measure a large result: its first byte and its last."""
    firsts: dict[str, list[float]] = {name: [] for name in servers}
    lasts: dict[str, list[float]] = {name: [] for name in servers}
    size = {}
    for turn in range(5):
        for name, url in servers.items():
            if name == RDFLIB and turn:
                continue  # it takes as long as all others together
            async with Client(url) as client:
                # A word in a comment: else our cache might have it.
                reply = await client.ask(f"{ALL_LABELS} # {turn}", accept=JSON)
            firsts[name].append(reply.first * 1000)
            lasts[name].append(reply.last * 1000)
            size[name] = f"{len(reply.body) / 1e6:.0f} MB"
    table("large result", {"first byte": firsts, "last byte": lasts})
    print("\nsizes:", ", ".join(f"{name} {s}" for name, s in size.items()))
    if OXIGRAPH in servers:
        ratio = statistics.median(firsts[OURS]) / statistics.median(firsts[OXIGRAPH])
        bars.check("large result, first byte: times Oxigraph's server", ratio, "×", 1.5, most=True)


async def rates(servers: dict[str, str], seconds: float, bars: Bars, kinds: dict[str, bool]) -> None:
    """Measure answers per second, in turns: the median of the rounds, and their range.

    Args:
        servers: name → URL.
        seconds: time for each server and round.
        bars: what is asked of us.
        kinds: what is measured → with all questions, or the smallest only.
    """
    print(f"\n| answers/s, {CLIENTS} clients | " + " | ".join(servers) + " |\n|---" + "|---" * len(servers) + "|")
    for name, mixed in kinds.items():
        found: dict[str, list[float]] = {server: [] for server in servers}
        for turn in range(ROUNDS):
            for server, url in servers.items():
                found[server].append(await throughput(url, seconds, mixed, turn + ROUNDS * mixed))
        of = {server: statistics.median(rate) for server, rate in found.items()}
        cells = (f"{of[server]:.0f} ({min(rate):.0f}–{max(rate):.0f})" for server, rate in found.items())
        print(f"| {name} | " + " | ".join(cells) + " |")
        if OXIGRAPH in of:
            for server in (server for server in servers if server != OXIGRAPH):
                bars.check(f"{name}: {server}, of Oxigraph's server", of[server] / of[OXIGRAPH], "×", 0.8, most=False)


async def compare(servers: dict[str, str], seconds: float, *, look_ups: bool) -> None:
    """Measure all and print it."""
    bars = Bars()
    if look_ups:
        await measure_look_ups(servers, ways(questions, LOOK_UP), seconds, 3 * ROUNDS, bars)
        return
    await latencies(servers, seconds, bars)
    await repeated(servers, seconds, bars)
    await large(servers, bars)
    kinds = {f"throughput, {LOOK_UP}": False, "throughput, all questions in turn": True}
    await rates({n: u for n, u in servers.items() if n != RDFLIB}, seconds, bars, kinds)
    for name in (OURS, OXIGRAPH):
        if name in servers:
            print(
                f"\n{name}, while 4 runaways run: {await under_load(servers[name], '/health' if name == OURS else None)}"
            )
    print(f"\n{bars.text()}")


def start(stack: ExitStack, data: Data, folder: Path, options: argparse.Namespace) -> dict[str, str]:
    """Start the servers, ours first."""
    started = time.perf_counter()
    servers = {OURS: stack.enter_context(ours(data))}
    for other in options.beside:
        name, _, checkout = other.partition("=")
        servers[name] = stack.enter_context(ours(data, Path(checkout)))
    print(
        f"# {options.triples} triples; {os.cpu_count()} cores; ours was ready after {time.perf_counter() - started:.1f} s"
    )
    for name, program, run in (
        (OXIGRAPH, options.oxigraph, oxigraph), ("Fuseki", options.fuseki, fuseki),
        (RDFLIB, options.rdflib_endpoint, rdflib_endpoint),
    ):  # fmt: skip
        if program:
            started = time.perf_counter()
            servers[name] = stack.enter_context(run(os.path.abspath(program), data, folder))  # it runs elsewhere
            print(f"{name} was ready after {time.perf_counter() - started:.1f} s")
    return servers | dict(other.split("=", 1) for other in options.other)


def _program(name: str) -> str:
    """Where a program lies, in full: servers are started in folders of their own."""
    return str(Path(shutil.which(name) or name).absolute())


def main() -> None:
    """Generate the data, start the servers, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="time for each question and server")
    parser.add_argument(
        "--oxigraph", type=_program, default=shutil.which("oxigraph"), help="program of Oxigraph's server"
    )
    parser.add_argument("--rdflib-endpoint", type=_program, default=shutil.which("rdflib-endpoint"), help="its program")
    parser.add_argument("--fuseki", help="jar of Fuseki's server")
    parser.add_argument("--other", action="append", default=[], metavar="NAME=URL", help="a server that already runs")
    parser.add_argument(
        "--beside", action="append", default=[], metavar="NAME=CHECKOUT", help="another version of ours"
    )
    parser.add_argument("--look-ups", action="store_true", help="only their answers a second, in more turns")
    parser.add_argument("--project", action="store_true", help="the project's own graph, copied, and its questions")
    parser.add_argument("--only", default="", metavar="PATTERN", help="with --project: questions of such names only")
    options = parser.parse_args()
    if options.project:
        servers = (options.oxigraph, options.rdflib_endpoint)
        asyncio.run(compare_on_project(options.triples, options.seconds, *servers, options.only))
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="langnghe-bench-")))
        servers = start(stack, generate(folder, options.triples), folder, options)
        asyncio.run(compare(servers, options.seconds, look_ups=options.look_ups))


if __name__ == "__main__":
    main()
