"""Latency and throughput of our endpoint beside other SPARQL servers, on the same data and questions.

    python bench/endpoint.py [--triples 1000000] [--seconds 3] [--oxigraph PATH] [--other NAME=URL …]

Our server and, where its program is found, Oxigraph's are started on loopback ports and stopped again; further servers
that already run (and hold the same data) are given by URL. The data are generated from a fixed seed.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

SITE = "https://w3id.org/langnghe/"
LN = SITE + "ontology#"
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
RUNAWAY = "SELECT (COUNT(*) AS ?n) { " + " ".join(
    f"VALUES ?v{i} {{ {' '.join(map(str, range(40)))} }}" for i in range(9)
) + " }"  # fmt: skip


@dataclass(frozen=True)
class Timing:
    """Latencies of one question, milliseconds."""

    median: float
    p99: float


def generate(path: Path, triples: int) -> None:
    """Write N-Quads: documents in graphs of their own, tasks with agencies, targets with indicators."""
    chance = random.Random(801)
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    with path.open("w", encoding="utf-8") as out:
        written, document = 0, 0
        while written < triples:
            graph = f"<{SITE}graph/{document}>"
            lines = [f"<{SITE}doc/{document}> <{LN}implements> <{SITE}doc/{document // 8}>"]
            for n in range(200):
                task = f"<{SITE}doc/{document}/task-{n}>"
                lines += [
                    f"{task} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{LN}Task>",
                    f'{task} {label} "Nhiệm vụ {n} của kế hoạch {document}"@vi',
                    f"{task} <{LN}inDocument> <{SITE}doc/{document}>",
                    f"{task} <{LN}leadAgency> <{SITE}agency/{chance.randrange(2000)}>",
                ]
                target = f"<{SITE}doc/{document}/target-{n}>"
                lines += [
                    f"{target} <{LN}ofIndicator> <{SITE}indicator/{chance.randrange(400)}>",
                    f'{target} <{LN}value> "{chance.randrange(100)}"^^<http://www.w3.org/2001/XMLSchema#integer>',
                ]
            out.writelines(f"{line} {graph} .\n" for line in lines)
            written += len(lines)
            document += 1


def questions(name: str, seed: int) -> Iterator[str]:
    """Yield instances of a question, all different."""
    chance = random.Random(seed)
    while True:
        numbers = {"n": chance.randrange(200), "d": chance.randrange(100), "i": chance.randrange(400), "site": SITE}
        yield PREFIX + QUESTIONS[name].format(**numbers)


def measure(call: Callable[[str], object], texts: Iterator[str], seconds: float) -> Timing:
    """Call for some seconds, one after another."""
    for _ in range(5):
        call(next(texts))
    times = []
    ends = time.perf_counter() + seconds
    while time.perf_counter() < ends or len(times) < 20:
        started = time.perf_counter()
        call(next(texts))
        times.append((time.perf_counter() - started) * 1000)
    return Timing(statistics.median(times), sorted(times)[int(len(times) * 0.99) - 1])


async def throughput(url: str, seconds: float, clients: int = 8) -> float:
    """Return answers per second with several clients."""
    done = 0
    ends = time.perf_counter() + seconds

    async def ask(seed: int) -> None:
        nonlocal done
        texts = questions("describe a task", seed)
        async with httpx.AsyncClient(timeout=60) as client:
            while time.perf_counter() < ends:
                await client.post(url, data={"query": next(texts)}, headers={"Accept": "text/csv"})
                done += 1

    await asyncio.gather(*(ask(seed) for seed in range(clients)))
    return done / seconds


def first_byte(client: httpx.Client, url: str) -> tuple[float, float, int]:
    """Return time to the first byte and to the last of a large result (seconds), and its bytes."""
    query = PREFIX + "SELECT ?s ?label { ?s rdfs:label ?label }"
    started = time.perf_counter()
    first, size = 0.0, 0
    headers = {"Accept": "application/sparql-results+json", "Accept-Encoding": "identity"}
    with client.stream("POST", url, data={"query": query}, headers=headers) as response:
        for chunk in response.iter_raw():
            first = first or time.perf_counter() - started
            size += len(chunk)
    return first, time.perf_counter() - started, size


def under_load(url: str, health: str | None) -> str:
    """Return p99 of a cheap query (and of /health) while four runaway queries run."""

    async def run() -> str:
        async with httpx.AsyncClient(timeout=120) as noisy, httpx.AsyncClient(timeout=120) as quiet:
            runaways = [asyncio.create_task(_swallow(noisy, url)) for _ in range(4)]
            await asyncio.sleep(0.5)
            texts = questions("ask", 5)
            cheap = [await _timed(quiet.post(url, data={"query": next(texts)})) for _ in range(100)]
            alive = [await _timed(quiet.get(health)) for _ in range(100)] if health else []
            for task in runaways:
                task.cancel()
            await asyncio.gather(*runaways, return_exceptions=True)
        text = f"cheap query p99 {sorted(cheap)[98]:.1f} ms"
        return f"{text}, /health p99 {sorted(alive)[98]:.1f} ms" if alive else text

    return asyncio.run(run())


async def _swallow(client: httpx.AsyncClient, url: str) -> None:
    await client.post(url, data={"query": RUNAWAY})


async def _timed(call: object) -> float:
    started = time.perf_counter()
    await call  # type: ignore[misc]
    return (time.perf_counter() - started) * 1000


@contextmanager
def ours(data: Path) -> Iterator[str]:
    """Run our server."""
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "serve", str(data), "--port", "0", "--timeout", "20"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[1]
    finally:
        process.terminate()
        process.wait()


@contextmanager
def oxigraph(program: str, data: Path, folder: Path) -> Iterator[str]:
    """Load the data into an Oxigraph store and run its server on it, default graph as union like ours."""
    subprocess.run([program, "load", "--location", str(folder), "--file", str(data)], check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        program,
        "serve-read-only",
        "--location",
        str(folder),
        "--bind",
        f"127.0.0.1:{port}",
        "--union-default-graph",
    ]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                httpx.get(f"http://127.0.0.1:{port}/")
                break
            except httpx.HTTPError:
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        process.terminate()
        process.wait()


def report(name: str, url: str, health: str | None, seconds: float) -> None:
    """Measure one server and print a table."""
    print(f"\n## {name}\n")
    with httpx.Client(timeout=120) as client:

        def ask(text: str) -> None:
            response = client.post(url, data={"query": text}, headers={"Accept": "application/sparql-results+json"})
            response.raise_for_status()

        print("| question | median ms | p99 ms |\n|---|---|---|")
        for question in QUESTIONS:
            timing = measure(ask, questions(question, 1), seconds)
            print(f"| {question} | {timing.median:.2f} | {timing.p99:.2f} |")
        same = next(questions("count by agency", 3))
        timing = measure(lambda _: ask(same), questions("ask", 1), seconds)
        print(f"| count by agency, repeated | {timing.median:.2f} | {timing.p99:.2f} |")
        first, last, size = first_byte(client, url)
        print(f"\nlarge result: first byte {first * 1000:.1f} ms, {size / 1e6:.0f} MB in {last:.2f} s")
    print(f"throughput, 8 clients: {asyncio.run(throughput(url, seconds)):.0f} answers/s")
    print(f"while 4 runaways run: {under_load(url, health)}")


def main() -> None:
    """Generate the data, run the servers one after another, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=3.0, help="time for each question")
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph"), help="program of Oxigraph's server")
    parser.add_argument("--other", action="append", default=[], metavar="NAME=URL", help="a server that already runs")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="langnghe-bench-")))
        data = folder / "data.nq"
        generate(data, options.triples)
        started = time.perf_counter()
        with ours(data) as url:
            print(f"# {options.triples} triples; our server was ready after {time.perf_counter() - started:.1f} s")
            report("langnghe", f"{url}sparql", f"{url}health", options.seconds)
        if options.oxigraph:
            with oxigraph(options.oxigraph, data, folder / "store") as url:
                report("Oxigraph server", url, None, options.seconds)
        for other in options.other:
            name, _, url = other.partition("=")
            report(name, url, None, options.seconds)


if __name__ == "__main__":
    main()
