"""Engines that are not ours: what a push to each takes, which stored questions it answers, how fast, and at what cost.

    python bench/engines.py [--triples 1000000] [--oxigraph PATH] [--fuseki JAR] [--virtuoso PATH] [--report docs/benchmarks.md]

The data are the project's graph with copies of its documents, a file a graph, put there by ``langnghe push``; then one
document is changed and pushed again. Each question of ``queries/`` goes to our own server (in memory) and to each engine
in turns; an answer is the same when its rows are, whatever their order where none is asked for, numbers as values.
Then eight clients put the questions that take less than a second, one after the other. Engines of which no program is
named are left out; the libraries of Virtuoso's are found by LD_LIBRARY_PATH.
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
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox
from disk import Watch, disk_of
from endpoint_bars import OURS, OXIGRAPH
from endpoint_client import Client, RefusedError
from endpoint_data import project_data, project_questions
from endpoint_servers import free_port, running

from loader.project import Project

FUSEKI, VIRTUOSO = "Fuseki (TDB2)", "Virtuoso"
PATIENCE = 30.0  # seconds that a question may take
QUICK = 1000.0  # ms above which a question is left out of the throughput
CLIENTS = 8
MARKS = ("<!-- engines -->\n", "<!-- /engines -->\n")
XSD = "http://www.w3.org/2001/XMLSchema#"
_FUSEKI = """PREFIX : <#>
PREFIX fuseki: <http://jena.apache.org/fuseki#>
PREFIX tdb2: <http://jena.apache.org/2016/tdb#>
:service a fuseki:Service ; fuseki:name "ds" ; fuseki:dataset :dataset ;
  fuseki:endpoint [ fuseki:operation fuseki:query ; fuseki:name "query" ] ,
    [ fuseki:operation fuseki:gsp-rw ; fuseki:name "data" ] .
:dataset a tdb2:DatasetTDB2 ; tdb2:location "tdb2" ; tdb2:unionDefaultGraph true .
"""
_VIRTUOSO = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DirsAllowed = .
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
MaxQueryMem = 1G
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 20
MaxKeepAlives = 20
[SPARQL]
ResultSetMaxRows = 1000000
MaxQueryExecutionTime = {patience:.0f}
"""


@dataclass(frozen=True, slots=True)
class Engine:
    """A server that runs: where it is asked, where graphs are put (nowhere: it has them), its process, its files."""

    query: str
    store: str
    process: int
    folder: Path


@contextmanager
def our_server(folder: Path, data: Path) -> Iterator[Engine]:
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "serve", str(data), "--port", "0"]
    process = subprocess.Popen(
        [*command, "--timeout", f"{PATIENCE:.0f}", "--per-client", "64"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        yield Engine(process.stdout.readline().split()[1] + "sparql", "", process.pid, folder)
    finally:
        process.terminate()
        process.wait()


@contextmanager
def oxigraph(program: str, folder: Path) -> Iterator[Engine]:
    port = free_port()
    command = [program, "serve", "--location", "store", "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with running([*command, "--timeout-s", f"{PATIENCE:.0f}"], port, folder) as pid:
        yield Engine(f"http://127.0.0.1:{port}/query", f"http://127.0.0.1:{port}/store", pid, folder)


@contextmanager
def fuseki(jar: str, folder: Path) -> Iterator[Engine]:
    (folder / "fuseki.ttl").write_text(_FUSEKI, encoding="utf-8")
    port = free_port()
    command = ["java", "-Xmx2g", "-jar", jar, "--localhost", "--port", str(port), "--config", "fuseki.ttl"]
    with running([*command, "--timeout", f"{PATIENCE * 1000:.0f}"], port, folder) as pid:
        yield Engine(f"http://127.0.0.1:{port}/ds/query", f"http://127.0.0.1:{port}/ds/data", pid, folder)


@contextmanager
def virtuoso(program: str, folder: Path) -> Iterator[Engine]:
    port = free_port()
    settings = _VIRTUOSO.format(sql=free_port(), http=port, patience=PATIENCE)
    (folder / "virtuoso.ini").write_text(settings, encoding="utf-8")
    command = [program, "+foreground", "+configfile", "virtuoso.ini", "+pwddba", "dba", "+pwddav", "dba"]
    with running(command, port, folder) as pid:
        url = f"http://127.0.0.1:{port}"
        yield Engine(f"{url}/sparql", f"{url}/sparql-graph-crud-auth", pid, folder)


@dataclass(slots=True)
class Found:
    """What was measured of an engine.

    Attributes:
        pushed: seconds of the first push, of one with nothing changed, of one with a document changed.
        moved: graphs that the last of these replaced.
        memory, disk: bytes, at the end.
        times: question → milliseconds; infinite: cut off; not a number: refused.
        faults: question → why its answer is not ours.
        rate: answers a second.
    """

    pushed: list[float] = field(default_factory=list)
    moved: str = ""
    memory: int = 0
    disk: int = 0
    times: dict[str, list[float]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    rate: float = 0.0

    def median(self, question: str) -> float:
        return statistics.median(self.times[question])


def split(quads: Path, folder: Path) -> Path:
    """Write a file for each graph into an output folder as a build leaves it; return a document's."""
    documents = folder / "documents"
    documents.mkdir(parents=True)
    (folder / ".cache").mkdir()
    files: dict[str, Path] = {}
    held: dict[str, list[ox.Quad]] = {}
    for quad in ox.parse(path=str(quads), format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.graph_name, ox.NamedNode)
        held.setdefault(quad.graph_name.value, []).append(quad)
    for number, (name, found) in enumerate(sorted(held.items())):
        files[name] = documents / f"{number:05}.nq"
        ox.serialize(found, str(files[name]), ox.RdfFormat.N_QUADS)
    return next(path for name, path in files.items() if "/text/" in name)


def push(engine: Engine, folder: Path) -> tuple[float, str]:
    """Return the seconds that a push takes, and what it says it did."""
    command = [sys.executable, "-m", "query_api.cli", "--quiet", "push", engine.store, str(folder), "--timeout", "1200"]
    started = time.perf_counter()
    user = {"LANGNGHE_PUSH_USER": "dba:dba"} if "-auth" in engine.store else {}
    done = subprocess.run(command, env={**os.environ, **user}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{engine.store}: {done.stderr.strip()[-300:]}")
    return time.perf_counter() - started, done.stdout.strip()


def rows_of(body: bytes) -> Counter[object]:
    """Return the rows of a result with their numbers."""
    answer = json.loads(body)
    if "boolean" in answer:
        return Counter([answer["boolean"]])
    return Counter(
        tuple(sorted((name, *_term(term)) for name, term in row.items())) for row in answer["results"]["bindings"]
    )


def _term(term: Mapping[str, str]) -> tuple[str, str, str]:
    kind, value = term.get("datatype", "").removeprefix(XSD), term["value"]
    if kind in ("decimal", "integer", "int", "double", "float"):
        return "number", f"{float(value):.9g}", ""
    if term["type"] == "bnode":
        return "bnode", "", ""
    kind = "" if kind == "string" else kind
    return ("uri" if term["type"] == "uri" else "literal"), value, kind or term.get("xml:lang", "").lower()


async def ask(url: str, text: str) -> tuple[float, Counter[object] | None, str]:
    """Put a question; return milliseconds, the rows if it is answered, and why not."""
    async with Client(url) as client:
        try:
            reply = await asyncio.wait_for(client.ask(text), PATIENCE + 5)
            return reply.last * 1000, rows_of(reply.body), ""
        except TimeoutError:
            return math.inf, None, f"không xong trong · not done in {PATIENCE:.0f} s"
        except RefusedError as error:
            return math.nan, None, re.sub(r"\s+", " ", str(error))[:120]
        except (OSError, ValueError, asyncio.IncompleteReadError) as error:
            return math.nan, None, f"{type(error).__name__}: {error}"[:120]


async def compare(engines: dict[str, Engine], questions: dict[str, str], found: dict[str, Found], answers: int) -> None:
    """Put each question to all engines in turns."""
    for name, text in questions.items():
        right: Counter[object] | None = None
        for turn in range(answers + 1):
            for which, engine in engines.items():
                times = found[which].times.setdefault(name, [])
                if times and not times[-1] < QUICK * 3:
                    continue
                took, rows, why = await ask(engine.query, f"{text}\n# {turn}")
                if turn or not took < QUICK * 3:
                    times.append(took)
                if turn:
                    continue
                if which == OURS:
                    right = rows
                elif rows is None:
                    found[which].faults[name] = why
                elif right is not None and rows != right:
                    found[which].faults[name] = _difference(rows, right)
        print(f"# {name}: " + ", ".join(f"{which} {of.median(name):.1f}" for which, of in found.items()), flush=True)


def _difference(rows: Counter[object], right: Counter[object]) -> str:
    more, less = (rows - right).total(), (right - rows).total()
    return (
        f"{rows.total()} dòng thay vì · rows instead of {right.total()}; thừa · too many {more}, thiếu · missing {less}"
    )


async def throughput(url: str, texts: list[str], seconds: float) -> float:
    """Return answers a second, eight clients."""
    done, started = 0, time.perf_counter()

    async def one(seed: int) -> None:
        nonlocal done
        async with Client(url) as client:
            turn = 0
            while time.perf_counter() < started + seconds:
                for text in texts[seed:] + texts[:seed]:
                    if time.perf_counter() > started + seconds:
                        break
                    turn += 1
                    await client.ask(f"{text}\n# {seed}.{turn}")
                    done += 1

    await asyncio.gather(*(one(seed) for seed in range(CLIENTS)))
    return done / (time.perf_counter() - started)


def resident(process: int) -> int:
    """Return the bytes that a process and its descendants hold, the largest of which it is that counts."""
    watch = Watch(process)
    time.sleep(0.5)
    return watch.peak()


def report(triples: int, found: dict[str, Found], command: str, busy: float) -> str:
    """Return what was measured as Markdown."""
    lines = [
        f"`{command}`", "", f"{triples} triples, {os.cpu_count()} cores, load average {busy:.1f}", "",
        "| | đẩy: lần đầu, không đổi, một văn bản đổi · push: first, nothing changed, a document changed (s) | đồ thị được thay · graphs replaced "
        "| GB bộ nhớ · memory | GB đĩa · disk | câu hỏi cùng kết quả · questions with our answer | ms, trung vị · median | chậm nhất · slowest | trả lời/s, 8 máy khách · answers/s, 8 clients |",
        "|---|---|---|---|---|---|---|---|---|",
    ]  # fmt: skip
    for name, of in found.items():
        medians = [of.median(question) for question in of.times]
        good = [time for time in medians if math.isfinite(time)]
        pushed = ", ".join(f"{seconds:.1f}" for seconds in of.pushed) or "–"
        slowest = "" if len(good) == len(medians) else f" ({len(medians) - len(good)} không · not)"
        lines.append(
            f"| {name} | {pushed} | {of.moved or '–'} | {of.memory / 1e9:.2f} | {of.disk / 1e9:.2f} | "
            f"{len(of.times) - len(of.faults)}/{len(of.times)} | {statistics.median(good):.1f} | {max(good):.0f}{slowest} | {of.rate:.0f} |"
        )
    faults = [(question, name, why) for name, of in found.items() for question, why in of.faults.items()]
    if faults:
        lines += ["", "| câu hỏi · question | | |", "|---|---|---|"]
        lines += [f"| {question} | {name} | {why.replace('|', '/')} |" for question, name, why in sorted(faults)]
    return "\n".join(lines) + "\n"


def write_report(page: Path, text: str) -> None:
    """Put the text between the page's marks."""
    before, rest = page.read_text(encoding="utf-8").split(MARKS[0])
    _, after = rest.split(MARKS[1])
    page.write_text(before + MARKS[0] + text + MARKS[1] + after, encoding="utf-8")


def main() -> None:
    """Write the data, start the engines, push, ask, print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--answers", type=int, default=3, help="measured answers to each question")
    parser.add_argument("--seconds", type=float, default=10.0, help="of the eight clients, for each engine")
    beside = Path(sys.executable).parent
    parser.add_argument("--oxigraph", default=shutil.which("oxigraph", path=str(beside)) or shutil.which("oxigraph"))
    parser.add_argument("--fuseki", help="jar of Fuseki's server")
    parser.add_argument("--virtuoso", default=shutil.which("virtuoso-t"), help="its program")
    parser.add_argument("--report", type=Path, help="page that gets the tables")
    options = parser.parse_args()
    project = Project.find(Path(__file__).parent)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="langnghe-bench-")))
        data, built = project_data(folder, project, options.triples), folder / "ttl"
        document = split(data.quads, built)
        start: dict[str, tuple[str, Callable[[str, Path], AbstractContextManager[Engine]]]] = {
            OXIGRAPH: (options.oxigraph, oxigraph), FUSEKI: (options.fuseki, fuseki), VIRTUOSO: (options.virtuoso, virtuoso),
        }  # fmt: skip
        found: dict[str, Found] = {}
        engines: dict[str, Engine] = {}
        for name, (program, run) in start.items():
            if not program:
                continue
            own = folder / name.split()[0]
            own.mkdir()
            engines[name], found[name] = stack.enter_context(run(str(Path(program).absolute()), own)), Found()
            text = document.read_text(encoding="utf-8")
            found[name].pushed = [push(engines[name], built)[0], push(engines[name], built)[0]]
            for changed in (text.replace('"@vi', ' x"@vi', 1), text):
                document.write_text(changed, encoding="utf-8")
                seconds, said = push(engines[name], built)
            found[name].pushed.append(seconds)
            replaced = "".join(re.findall(r"(\d+) thay", said))
            found[name].moved = f"{replaced}/{len(list(built.rglob('*.nq')))}"
            print(f"# {name}: {found[name].pushed} {said}", flush=True)
        engines = {OURS: stack.enter_context(our_server(folder / "none", built))} | engines
        found = {OURS: Found()} | found
        asyncio.run(compare(engines, project_questions(project), found, options.answers))
        quick = [
            text for name, text in project_questions(project).items()
            if all(of.median(name) < QUICK and name not in of.faults for of in found.values())
        ]  # fmt: skip
        print(f"# {len(quick)} questions for the clients", flush=True)
        for name, engine in engines.items():
            found[name].rate = asyncio.run(throughput(engine.query, quick, options.seconds))
            found[name].memory, found[name].disk = resident(engine.process), disk_of(engine.folder)
        triples = sum(1 for _ in data.triples.open("rb"))
        command = f"python bench/engines.py --triples {options.triples} --fuseki JAR --virtuoso virtuoso-t"
        text = report(triples, found, command, os.getloadavg()[2])
        print(text)
        if options.report:
            write_report(options.report, text)


if __name__ == "__main__":
    main()
