"""The servers of ``bench/endpoint.py``: the data that they get, how each is started on a loopback port and stopped."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SITE = "https://w3id.org/langnghe/"
LN = SITE + "ontology#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_PATIENCE = 1200.0  # seconds that a server may take to load the data


@dataclass(frozen=True, slots=True)
class Data:
    """The same triples twice: in a graph per document, and without graphs."""

    quads: Path
    triples: Path


def generate(folder: Path, size: int) -> Data:
    """Write documents in graphs of their own, tasks with agencies, targets with indicators, from a fixed seed."""
    chance = random.Random(801)
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    data = Data(folder / "data.nq", folder / "data.nt")
    with data.quads.open("w", encoding="utf-8") as quads, data.triples.open("w", encoding="utf-8") as triples:
        written, document = 0, 0
        while written < size:
            graph = f"<{SITE}graph/{document}>"
            lines = [f"<{SITE}doc/{document}> <{LN}implements> <{SITE}doc/{document // 8}>"]
            for n in range(200):
                task, target = (f"<{SITE}doc/{document}/{kind}-{n}>" for kind in ("task", "target"))
                lines += [
                    f"{task} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{LN}Task>",
                    f'{task} {label} "Nhiệm vụ {n} của kế hoạch {document}"@vi',
                    f"{task} <{LN}inDocument> <{SITE}doc/{document}>",
                    f"{task} <{LN}leadAgency> <{SITE}agency/{chance.randrange(2000)}>",
                    f"{target} <{LN}ofIndicator> <{SITE}indicator/{chance.randrange(400)}>",
                    f'{target} <{LN}value> "{chance.randrange(100)}"^^<{_XSD}integer>',
                ]
            quads.writelines(f"{line} {graph} .\n" for line in lines)
            triples.writelines(f"{line} .\n" for line in lines)
            written += len(lines)
            document += 1
    return data


@contextmanager
def ours(data: Data) -> Iterator[str]:
    """Run our server; clients of one address may ask as many questions at once as there are."""
    command = [
        sys.executable, "-m", "query_api.cli", "--quiet", "serve", str(data.quads),
        "--port", "0", "--timeout", "20", "--per-client", "64",
    ]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process.stdout.readline().split()[1] + "sparql"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def oxigraph(program: str, data: Data, folder: Path) -> Iterator[str]:
    """Load the data into an Oxigraph store and run its server on it, default graph as union like ours."""
    store = str(folder / "oxigraph")
    _quietly([program, "load", "--location", store, "--file", str(data.quads)])
    port = _free_port()
    command = [program, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with _running(command, port, folder):
        yield f"http://127.0.0.1:{port}/query"


@contextmanager
def rdflib_endpoint(program: str, data: Data, folder: Path) -> Iterator[str]:
    """Run rdflib-endpoint on the data, which it keeps in memory."""
    port = _free_port()
    command = [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(data.triples)]
    with _running(command, port, folder):
        yield f"http://127.0.0.1:{port}/"


@contextmanager
def fuseki(jar: str, data: Data, folder: Path) -> Iterator[str]:
    """Load the data into a TDB2 store and run Fuseki on it."""
    store = str(folder / "tdb2")
    _quietly(["java", "-cp", jar, "tdb2.tdbloader", "--loc", store, str(data.triples)])
    port = _free_port()
    command = ["java", "-jar", jar, "--localhost", "--port", str(port), "--tdb2", "--loc", store, "/ds"]
    with _running(command, port, folder):
        yield f"http://127.0.0.1:{port}/ds/query"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _quietly(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@contextmanager
def _running(command: Sequence[str], port: int, folder: Path) -> Iterator[None]:
    """Run a server until the block ends; the block begins when it listens.

    Raises:
        RuntimeError: it ends before, or takes too long.
    """
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        ends = time.monotonic() + _PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None or time.monotonic() > ends:
                    raise RuntimeError(f"{command[0]} did not start") from None
                time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait()
