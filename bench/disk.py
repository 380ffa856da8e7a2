"""A store on disk beside Oxigraph's: time, memory and disk that loading takes, then the latency of each question.

    python bench/disk.py [--quads 10000000] [--answers 7] [--oxigraph PATH] [--report docs/benchmarks.md]

The data are generated documents in graphs of their own (from a fixed seed) and the project's graph, so that its own
questions (``queries/``) have answers; in a few graphs facts stand that others state, too. Both load the same file, one
after the other; then both servers are up and each question is put to them in turns. With ``--report`` the table that a
page holds between its marks is replaced.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import pyoxigraph as ox
from endpoint import QUESTIONS, questions
from endpoint_bars import OURS, OXIGRAPH, Bars
from endpoint_client import Client, RefusedError
from endpoint_data import generate, project_questions
from endpoint_servers import Data, oxigraph_on

from loader.graph.dataset import read_graphs
from loader.project import Project

LOAD, MEMORY, DISK, LATENCY, LONGEST = 1.5, 2.0, 2.0, 1.2, 3.0
"""At most so many times the time of ``oxigraph load``, GB, times its disk, times its server's latency; and seconds."""
PATIENCE = 45.0  # seconds that a question may take
GIGABYTE = 1e9
MARKS = ("<!-- disk -->\n", "<!-- /disk -->\n")


@dataclass(frozen=True, slots=True)
class Cost:
    """What loading took: seconds, those of processors, bytes of memory at the peak, bytes on disk at the end."""

    seconds: float
    processor: float
    memory: int
    disk: int


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
            for pid in _family(self._pid):
                try:
                    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
                    times = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                except OSError:
                    continue
                self._ticks[pid] = int(times[11]) + int(times[12])
                if match := re.search(r"VmHWM:\s+(\d+) kB", status):
                    self._peaks[pid] = max(self._peaks.get(pid, 0), int(match[1]) * 1024)


def _family(pid: int) -> list[int]:
    """Return a process and its descendants."""
    found = [pid]
    for process in found:
        for children in Path(f"/proc/{process}/task").glob("*/children"):
            try:
                found += map(int, children.read_text(encoding="utf-8").split())
            except OSError:
                continue
    return found


def disk_of(folder: Path) -> int:
    """Return the bytes that a folder takes; what has several names in it counts once."""
    found = [file.lstat() for file in folder.rglob("*")]
    return sum(512 * blocks for blocks in {(s.st_dev, s.st_ino): s.st_blocks for s in found}.values())


def write_data(folder: Path, project: Project, size: int) -> Data:
    """Write the generated documents and the project's graph into one file."""
    data = generate(folder, size)
    data.triples.unlink()
    graphs = read_graphs(
        [
            project.documents,
            project.inferred,
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
def ours_on_disk(data: Data, store: Path) -> Iterator[tuple[str, Cost]]:
    """Load the data and serve them; yield the endpoint and what it took until the first answer could be had."""
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "serve", str(data.quads), "--store", str(store)]
    more = ["--port", "0", "--timeout", str(PATIENCE), "--per-client", "64"]
    started = time.perf_counter()
    process = subprocess.Popen([*command, *more], stdout=subprocess.PIPE, text=True)
    watch = Watch(process.pid)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().split()[1] + "sparql"
        seconds, peak = time.perf_counter() - started, watch.peak()
        yield url, Cost(seconds, watch.processor(), peak, disk_of(store))
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


@dataclass(frozen=True, slots=True)
class Row:
    """Medians of one question, milliseconds (infinite: no answer in time), and the numbers of rows (-1: no answer)."""

    name: str
    ours: float
    theirs: float
    rows: tuple[int, int]

    @property
    def ratio(self) -> float:
        """Ours to theirs; what gave no answer counts as if it had come when patience ended; not a number for both."""
        if math.isinf(self.ours) and math.isinf(self.theirs):
            return math.nan
        return min(self.ours, PATIENCE * 1000) / min(self.theirs, PATIENCE * 1000)


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


async def measure(name: str, texts: Sequence[str], urls: tuple[str, str]) -> Row:
    """Put questions to both servers in turns; the first is put once more before, for both to have seen it."""
    times: tuple[list[float], list[float]] = ([], [])
    rows = [0, 0]
    for number, text in enumerate([texts[0], *texts]):
        for which, url in enumerate(urls):
            if times[which] and sum(times[which]) > PATIENCE * 500:
                continue
            async with Client(url) as client:
                took, rows[which] = await ask(client, f"{text}\n# {number}")
            if number or took > 2000:
                times[which].append(took)
    return Row(name, statistics.median(times[0]), statistics.median(times[1]), (rows[0], rows[1]))


async def compare(urls: tuple[str, str], project: Project, answers: int) -> list[Row]:
    """Measure all questions: the generated ones with new values each time, and the project's own."""
    found = []
    for name in QUESTIONS:
        source = questions(name, 11)
        found.append(await measure(name, [next(source) for _ in range(answers)], urls))
        print(f"# {found[-1]}", flush=True)
    for name, text in project_questions(project).items():
        found.append(await measure(name, [f"{text}\n# {n}" for n in range(answers)], urls))
        print(f"# {found[-1]}", flush=True)
    return found


def report(quads: int, ours: Cost, theirs: Cost, rows: list[Row], command: str, busy: float) -> str:
    """Return what was measured as Markdown.

    Args:
        quads: in the data.
        ours, theirs: what loading took.
        rows: the questions.
        command: that measured.
        busy: processes that wanted a processor meanwhile, on average.
    """
    bars = Bars()
    bars.check("nạp · load, × `oxigraph load`", ours.seconds / theirs.seconds, "×", LOAD, most=True)
    bars.check(
        "nạp, giờ CPU · load, CPU time, × `oxigraph load`", ours.processor / theirs.processor, "×", LOAD, most=True
    )
    bars.check("bộ nhớ · memory", ours.memory / GIGABYTE, "GB", MEMORY, most=True)
    bars.check("đĩa · disk, × `oxigraph load`", ours.disk / theirs.disk, "×", DISK, most=True)
    unanswered = sum(not math.isfinite(row.ours) for row in rows)
    bars.check("câu hỏi không có trả lời · questions unanswered", unanswered, "", 0, most=True)
    ratios = [row.ratio for row in rows if not math.isnan(row.ratio)]
    bars.check("độ trễ, trung vị · latency, median of ratios", statistics.median(ratios), "×", LATENCY, most=True)
    own = [row for row in rows if row.name not in QUESTIONS]
    slowest = max(own, key=lambda row: row.ours)
    bars.check(
        f"câu hỏi mẫu chậm nhất · slowest question ({slowest.name})", slowest.ours / 1000, "s", LONGEST, most=True
    )
    lines = [
        f"`{command}`", "",
        f"{quads} quads, {os.cpu_count()} cores, Python {platform.python_version()}, pyoxigraph {ox.__version__}, "
        f"load average {busy:.1f}", "",
        bars.text(), "",
        "| | s | s CPU | GB bộ nhớ · memory | GB đĩa · disk |", "|---|---|---|---|---|",
        *(
            f"| {name} | {cost.seconds:.0f} | {cost.processor:.0f} | {cost.memory / GIGABYTE:.2f} | {cost.disk / GIGABYTE:.2f} |"
            for name, cost in ((OURS, ours), (OXIGRAPH, theirs))
        ), "",
        f"| câu hỏi · question | {OURS}, ms | {OXIGRAPH}, ms | × | dòng · rows |", "|---|---|---|---|---|",
        *(
            f"| {row.name} | {_cell(row.ours)} | {_cell(row.theirs)} | {'–' if math.isnan(row.ratio) else f'{row.ratio:.2f}'} | "
            f"{_rows(row.rows)} |"
            for row in rows
        ),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _cell(milliseconds: float) -> str:
    return f"{milliseconds:.1f}" if math.isfinite(milliseconds) else f"> {PATIENCE:.0f} s"


def _rows(rows: tuple[int, int]) -> str:
    one, two = ("–" if number < 0 else str(number) for number in rows)
    return one if one == two else f"{one} / {two}"


def write_report(page: Path, text: str) -> None:
    """Put the text between the page's marks."""
    before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
    _, after = rest.split(MARKS[1])
    beside = page.with_name(f".{page.name}.new")
    beside.write_text(before + MARKS[0] + text + MARKS[1] + after, encoding="utf-8")
    beside.replace(page)


def main() -> None:
    """Write the data, load them twice, ask, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quads", type=int, default=10_000_000)
    parser.add_argument("--answers", type=int, default=7, help="measured answers to each question")
    parser.add_argument(
        "--oxigraph", default=shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
    )
    parser.add_argument("--report", type=Path, help="page that gets the tables")
    options = parser.parse_args()
    project = Project.find(Path(__file__).parent)
    loads = [os.getloadavg()[2]]
    with tempfile.TemporaryDirectory(prefix="langnghe-bench-") as name:
        folder = Path(name)
        data = write_data(folder, project, options.quads)
        theirs = oxigraph_load(options.oxigraph, data, folder / "oxigraph")
        print(f"# {OXIGRAPH}: {theirs}", flush=True)
        loads.append(os.getloadavg()[2])
        with ours_on_disk(data, folder / "ours") as (url, ours):
            print(f"# {OURS}: {ours}", flush=True)
            loads.append(os.getloadavg()[2])
            more = ("--timeout-s", f"{PATIENCE:.0f}")
            # Our workers give way to other programs (nice 5): where such run, its server must, too.
            with oxigraph_on(options.oxigraph, folder / "oxigraph", folder, *more, before=("nice", "-n5")) as other:
                rows = asyncio.run(compare((url, other), project, options.answers))
    command = "python bench/disk.py" + (f" --quads {options.quads}" if options.quads != 10_000_000 else "")
    loads.append(os.getloadavg()[2])
    text = report(options.quads, ours, theirs, rows, command, statistics.mean(loads))
    print(text)
    if options.report:
        write_report(options.report, text)


if __name__ == "__main__":
    main()
