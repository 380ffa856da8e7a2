"""RDF files as one stream of N-Quads in which each statement stands in its named graph, then once more without one.

Loaded in bulk, the second copies become the merged default graph: equal statements have equal keys, of which a store
keeps one. Nothing is compared and nothing is held but a piece of a file; one stream for all files means few large files
in the store, and that blank nodes are the same in both copies.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pyoxigraph as ox

from loader.graph.dataset import graph_name_of, rdf_format

_PIECE = 4 << 20  # bytes
_PART = 20_000  # statements
_THREADS = Path("/proc/self/task")
_PAUSE, _LONGEST_WAIT = 0.02, 900.0  # seconds
_WITH_GRAPHS = frozenset((".nq", ".trig"))  # graph names are those in the file; what has none has none in the store
# A statement as nearly all programs write it, without blank nodes; the group is all before the graph's name. No step
# back, so its time is linear; a match may run over a line's end, and is then one too few for its lines.
_WRITTEN_PLAINLY = re.compile(
    rb"""^([^ ]++\ [^ ]++\ (?:<[^>]*+>|"[^"\\]*+(?:\\.[^"\\]*+)*+"[^ ]*+))\ <[^>]*+>\ \.$""",
    re.MULTILINE | re.VERBOSE,
)
_END = b" .\n"


class QuadStream:
    """What ``Store.bulk_load`` reads.

    The loader sorts and writes each million statements in a thread of its own, and takes in the next million meanwhile:
    a gigabyte each. So nothing is handed out while as many threads as there are processors for are at it.

    Attributes:
        failed: why a file could not be read; the loader itself tells less.
    """

    def __init__(self, files: Sequence[Path], begins: Callable[[], None], most_threads: int = 2) -> None:
        """Start before the first statement.

        Args:
            files: RDF files.
            begins: called at the first read.
            most_threads: threads of the loader beside which it shall take in nothing.
        """
        self.failed: Exception | None = None
        self._pieces = (piece for path in files for piece in _statements(path))
        self._left = memoryview(b"")
        self._begins: Callable[[], None] | None = begins
        self._most_threads = most_threads
        self._others = 0

    def read(self, size: int = -1) -> bytes:
        """Return some bytes, at most ``size``; b"" at the end."""
        if self._begins is not None:
            self._begins()
            self._begins = None
            self._others = _threads()
        try:
            while not self._left:
                self._wait()
                self._left = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except Exception as error:
            self.failed = error
            raise
        size = len(self._left) if size < 0 else size
        piece, self._left = self._left[:size], self._left[size:]
        return bytes(piece)

    def _wait(self) -> None:
        ends = time.monotonic() + _LONGEST_WAIT
        while _threads() - self._others >= self._most_threads:
            if time.monotonic() > ends:  # something else has started threads that stay: memory matters less than an end
                self._most_threads = sys.maxsize
                return
            time.sleep(_PAUSE)


def _threads() -> int:
    """Count the threads of this process but those of the store itself; 0 where the system does not tell."""
    count = 0
    for name in _THREADS.glob("*/comm"):
        with suppress(OSError):  # it has ended
            count += not name.read_bytes().startswith(b"rocksdb")
    return count


def _statements(path: Path) -> Iterator[bytes]:
    ending = path.suffix.lower()
    if ending == ".nq" and not _has(path, b"_:"):
        yield from _pieces(path)
        yield from map(_without_graphs, _pieces(path))
    elif ending == ".nt" and not _has(path, b"_:"):
        graph = _graph_name(path)
        for piece in _pieces(path):
            yield _in_graph(piece, graph)
        yield from _pieces(path)
    else:
        yield from _parsed(path)


def _graph_name(path: Path) -> ox.NamedNode:
    """Return the name of the graph for a file without graph names; what says it is looked for in time linear in it."""
    tells = any(_has(path, word) for word in (b"SourceText", b"Ontology", b"ConceptScheme", b"\\u", b"\\U"))
    triples = (quad.triple for quad in ox.parse(path=str(path), format=rdf_format(path))) if tells else ()
    return ox.NamedNode(graph_name_of(path, triples))


def _parsed(path: Path) -> Iterator[bytes]:
    """Parse a file, part by part: blank nodes get names that no other file has."""
    name = None
    if path.suffix.lower() not in _WITH_GRAPHS:
        name = ox.NamedNode(graph_name_of(path, (quad.triple for quad in _quads(path) if _is_unnamed(quad))))
    quads = iter(_quads(path, rename=True))
    while part := list(islice(quads, _PART)):
        named = [
            ox.Quad(q.subject, q.predicate, q.object, name) if name is not None and _is_unnamed(q) else q for q in part
        ]
        yield ox.serialize(named, format=ox.RdfFormat.N_QUADS) or b""
        yield ox.serialize([q.triple for q in part], format=ox.RdfFormat.N_TRIPLES) or b""


def _quads(path: Path, *, rename: bool = False) -> Iterator[ox.Quad]:
    return ox.parse(path=str(path), format=rdf_format(path), rename_blank_nodes=rename)


def _is_unnamed(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.DefaultGraph)


def _without_graphs(piece: bytes) -> bytes:
    """Return lines of N-Quads without the names of graphs."""
    heads = _WRITTEN_PLAINLY.findall(piece)
    if len(heads) == piece.count(b"\n"):
        return _END.join(heads) + _END
    triples = [quad.triple for quad in ox.parse(piece, format=ox.RdfFormat.N_QUADS)]
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _in_graph(piece: bytes, graph: ox.NamedNode) -> bytes:
    """Return lines of N-Triples with the name of a graph."""
    if piece.count(_END) == piece.count(b"\n"):
        return piece.replace(_END, f" {graph}".encode() + _END)
    quads = [ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(piece, format=ox.RdfFormat.N_TRIPLES)]
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield a file of lines piece by piece, each of whole lines that end."""
    with path.open("rb", buffering=0) as file:
        left = b""
        while read := file.read(_PIECE):
            cut = read.rfind(b"\n") + 1
            if cut:
                yield left + read[:cut]
                left = read[cut:]
            else:
                left += read
        if left:
            yield left + b"\n"


def _has(path: Path, word: bytes) -> bool:
    with path.open("rb", buffering=0) as file:
        before = b""
        while read := file.read(_PIECE):
            if word in before + read:
                return True
            before = read[-len(word) :]
    return False
