"""A store on disk beside Oxigraph's: time, memory and disk that loading takes, then the latency of each question.

    python bench/disk.py [--quads 10000000] [--nation] [--answers 7] [--seconds 20] [--only PATTERN]
                         [--oxigraph PATH] [--fuseki JAR] [--folder PATH] [--report docs/benchmarks.md]

The data are generated documents in graphs of their own (from a fixed seed), or the plans of an invented country
(``--nation``, see ``nation.py``), and the project's graph, so that its own questions (``queries/``) have answers; in a
few graphs facts stand that others state, too. Both load the same file, one after the other; then both servers are up
and each question is put to them in turns, the first time cold; then several clients put in turns those that all answer
quickly. With ``--fuseki`` that server has its turn in this last part. With ``--report`` the table that a page holds
between its marks is replaced. What lies in ``--folder`` from a run before is not made again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from threading import Event, Thread

import pyoxigraph as ox
from disk_report import FUSEKI, PATIENCE, QUICK, Cost, Measured, Row, write_report
from endpoint import QUESTIONS, questions
from endpoint_bars import OURS, OXIGRAPH
from endpoint_client import Client, RefusedError
from endpoint_data import generate, project_questions
from endpoint_project import rate
from endpoint_servers import Data, fuseki, oxigraph_on
from held import Held, family
from nation import country
from nation_rdf import write_quads

from loader.graph.dataset import read_graphs
from loader.project import Project


class Watch:
    """Memory and processor time of a process and of all that it starts, as the system tells them of each."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peaks: dict[int, int] = {}
        self._ticks: dict[int, int] = {}
        self._done = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self._thread.start()

    def peak(self) -> int:
        """Stop, and return the largest of the processes' peaks, with what the first of them took; bytes."""
        self._done.set()
        self._thread.join()
        own = self._peaks.pop(self._pid, 0)
        return own + max(self._peaks.values(), default=0)

    def processor(self) -> float:
        """Return the seconds of processors that were taken, as last seen."""
        return sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK")

    def _look(self) -> None:
        while not self._done.wait(0.2):
            for pid in family(self._pid):
                try:
                    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
                    times = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                except OSError:
                    continue
                self._ticks[pid] = int(times[11]) + int(times[12])
                if match := re.search(r"VmHWM:\s+(\d+) kB", status):
                    self._peaks[pid] = max(self._peaks.get(pid, 0), int(match[1]) * 1024)


def disk_of(folder: Path) -> int:
    """Return the bytes that a folder takes; what has several names in it counts once."""
    found = [file.lstat() for file in folder.rglob("*")]
    return sum(512 * blocks for blocks in {(s.st_dev, s.st_ino): s.st_blocks for s in found}.values())


def write_data(folder: Path, project: Project, size: int, *, nation: bool = False) -> Data:
    """Write documents and the project's graph into one file, unless it is there.

    Args:
        folder: where.
        project: whose graph and questions.
        size: quads wanted.
        nation: the plans of an invented country, instead of documents that are all alike.
    """
    data = Data(folder / "data.nq", folder / "data.nt")
    if data.quads.exists():
        return data
    if nation:
        with data.quads.open("wb") as file:
            write_quads(file, country(0, after=False, pages=10), size)
    else:
        generate(folder, size)
        data.triples.unlink()
    graphs = read_graphs(
        [
            project.documents,
            *project.all_inferred,
            project.reference,
            project.programmes,
            project.programmes,
            project.ontology,
        ]
    )
    with data.quads.open("ab") as file:
        for graph in graphs:
            name = ox.NamedNode(graph.iri)
            quads = (ox.Quad(t.subject, t.predicate, t.object, name) for t in graph.triples)
            ox.serialize(quads, file, ox.RdfFormat.N_QUADS)
    return data


@contextmanager
def ours_on_disk(data: Data, store: Path) -> Iterator[tuple[str, int, Cost]]:
    """Load the data and serve them; yield the endpoint, its process, and what it took until an answer could be had."""
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "serve", str(data.quads), "--store", str(store)]
    more = ["--port", "0", "--timeout", str(PATIENCE), "--per-client", "64"]
    started = time.perf_counter()
    process = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True)
    watch = Watch(process.pid)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[1] + "sparql"
        seconds, peak = time.perf_counter() - started, watch.peak()
        yield url, process.pid, Cost(seconds, watch.processor(), peak, disk_of(store))
    finally:
        process.terminate()
        process.wait()


def oxigraph_load(program: str, data: Data, store: Path) -> Cost:
    """Load the data with Oxigraph's own program."""
    started = time.perf_counter()
    command = [program, "load", "--location", str(store), "--file", str(data.quads)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    watch = Watch(process.pid)
    if process.wait():
        raise RuntimeError(f"{program} did not load the data")
    seconds, peak = time.perf_counter() - started, watch.peak()
    return Cost(seconds, watch.processor(), peak, disk_of(store))


async def ask(client: Client, text: str) -> tuple[float, int]:
    """Put a question; return milliseconds and rows; infinite and -1 if it is not answered."""
    try:
        async with asyncio.timeout(PATIENCE + 5):
            reply = await client.ask(text)
    except (TimeoutError, RefusedError, OSError, asyncio.IncompleteReadError):
        await client.close()
        return math.inf, -1
    try:
        answer = json.loads(reply.body)
    except ValueError:  # Oxigraph's server ends an answer where its time ends, as if it were whole
        return math.inf, -1
    return reply.last * 1000, len(answer["results"]["bindings"]) if "results" in answer else int(answer["boolean"])


async def measure(name: str, texts: Sequence[str], urls: Sequence[str], *, stored: bool) -> Row:
    """Put questions to the servers, ours first, in turns; the first is put once more before, for all to have seen it."""
    times: tuple[list[float], list[float]] = ([], [])
    rows = [-1, -1]
    cold = math.inf
    for number, text in enumerate([texts[0], *texts]):
        for which, url in enumerate(urls):
            if times[which] and sum(times[which]) > PATIENCE * 500:
                continue
            async with Client(url) as client:
                took, rows[which] = await ask(client, f"{text}\n# {number}")
            if number == which == 0:
                cold = took
            if number or took > 2000:
                times[which].append(took)
    theirs = statistics.median(times[1]) if times[1] else math.inf
    return Row(name, cold, statistics.median(times[0]), theirs, (rows[0], rows[1]), stored)


async def compare(urls: Sequence[str], project: Project, answers: int, *, nation: bool, only: str) -> list[Row]:
    """Measure questions: those about generated documents with new values each time, and the project's own.

    Args:
        urls: of the servers, ours first.
        project: whose questions.
        answers: measured ones to each.
        nation: the data are those of a country, and not the generated documents.
        only: pattern of the names of the project's questions.
    """
    found = []
    for name in QUESTIONS if not nation else ():
        source = questions(name, 11)
        found.append(await measure(name, [next(source) for _ in range(answers)], urls, stored=False))
        print(f"# {found[-1]}", flush=True)
    asked = {name: text for name, text in project_questions(project).items() if re.search(only, name)}
    for name, text in asked.items():
        found.append(await measure(name, [f"{text}\n# {n}" for n in range(answers)], urls, stored=True))
        print(f"# {found[-1]}", flush=True)
    return found


async def together(
    urls: dict[str, str], project: Project, rows: Sequence[Row], seconds: float
) -> dict[str, list[float]]:
    """Return the answers a second that several clients get, of the questions that are answered quickly, in turns."""
    asked = [row for row in rows if row.stored and (row.theirs <= QUICK or OXIGRAPH not in urls)]
    quick = {row.name for row in asked if row.ours <= QUICK}
    texts = [text for name, text in project_questions(project).items() if name in quick]
    found: dict[str, list[float]] = {name: [] for name in urls}
    for turn in range(3):
        for name, url in urls.items():
            found[name].append(await rate(url, texts, seconds, f"turn {turn}"))
            print(f"# {name}: {found[name][-1]:.1f} answers/s ({len(texts)} questions)", flush=True)
    return found


def main() -> None:
    """Write the data, load them twice, ask, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=10_000_000)
    parser.add_argument("--answers", type=int, default=7, help="measured answers to each question")
    parser.add_argument(
        "--oxigraph", default=shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    )
    parser.add_argument("--nation", action="store_true", help="the plans of an invented country")
    parser.add_argument(
        "--seconds", type=float, default=20.0, help="that several clients ask each server, in each turn"
    )
    parser.add_argument("--only", default="", metavar="PATTERN", help="those of the project's questions alone")
    parser.add_argument("--fuseki", help="jar of Fuseki's server")
    parser.add_argument("--folder", type=Path, help="where data and stores are kept for another run")
    parser.add_argument("--report", type=Path, help="page that gets the tables")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="langnghe-bench-")))
        folder.mkdir(parents=True, exist_ok=True)
        measured = run(folder.absolute(), options)
    print(measured.text())
    if options.report:
        write_report(options.report, measured.text())


def run(folder: Path, options: argparse.Namespace) -> Measured:
    """Measure all in a folder; what lies there is not made again."""
    project = Project.find(Path(__file__).parent)
    busy = [os.getloadavg()[2]]
    data = write_data(folder, project, options.quads, nation=options.nation)
    loads: dict[str, Cost] = {}
    if options.oxigraph:
        loads[OXIGRAPH] = once(folder, OXIGRAPH, lambda: oxigraph_load(options.oxigraph, data, folder / "oxigraph"))
    busy.append(os.getloadavg()[2])
    with ExitStack() as stack:
        url, process, cost = stack.enter_context(ours_on_disk(data, folder / "ours"))
        loads[OURS] = once(folder, OURS, lambda: cost)
        busy.append(os.getloadavg()[2])
        urls = {OURS: url}
        if options.oxigraph:
            more = ("--timeout-s", f"{PATIENCE:.0f}")
            # Our workers give way to other programs (nice 5): where such run, its server must, too.
            other = oxigraph_on(options.oxigraph, folder / "oxigraph", folder, *more, before=("nice", "-n5"))
            urls[OXIGRAPH] = stack.enter_context(other)
        rows = asyncio.run(
            compare(tuple(urls.values()), project, options.answers, nation=options.nation, only=options.only)
        )
        served = Held.by(process).memory
        print(f"# served: {served / 1e9:.2f} GB", flush=True)
        if options.fuseki:
            jar = str(Path(options.fuseki).absolute())
            urls[FUSEKI] = stack.enter_context(fuseki(jar, data, folder, union=True))
        rates = asyncio.run(together(urls, project, rows, options.seconds))
        served = max(served, Held.by(process).memory)
    busy.append(os.getloadavg()[2])
    command = " ".join(["python bench/disk.py", *(["--nation"] if options.nation else []), f"--quads {options.quads}"])
    return Measured(command, options.quads, loads, served, rows, rates, statistics.mean(busy))


def once(folder: Path, name: str, load: Callable[[], Cost]) -> Cost:
    """Load, and note beside the store what that took; where it is noted already, return that."""
    note = folder / f"{name}.json"
    if note.exists():
        return Cost(**json.loads(note.read_text(encoding="utf-8")))
    cost = load()
    print(f"# {name}: {cost}", flush=True)
    note.write_text(json.dumps(asdict(cost)), encoding="utf-8")
    return cost


if __name__ == "__main__":
    main()
