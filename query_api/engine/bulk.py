"""RDF files as streams of N-Quads for ``Store.bulk_load``, looked over before for facts that stand in several graphs.

Two layouts. *United*: each statement is loaded once, in its named graph, and the default graph is all of them. A fact of
several graphs is loaded in the first; its other statements are put aside, for a second store that shares all files with
the first. *Copied*: each statement once in its graph and once more without, as two streams in one; for data in which a
statement stands in no graph, shared facts hold blank nodes, or very many facts are shared.

What is equal is told by how a statement is written, after all that can be written in two ways has been written anew.
"""

from __future__ import annotations

import re
import sys
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from loader.graph.dataset import graph_name_of, is_marked, quads_of

_PIECE = 4 << 20  # bytes
_PART = 20_000  # statements
_THREADS = Path("/proc/self/task")
_PAUSE, _LONGEST_WAIT = 0.02, 900.0  # seconds
_WITH_GRAPHS = frozenset((".nq", ".trig"))  # graph names are those in the file; what has none has none in the store
_SHARES = 256  # parts of the table of all statements; one at a time is gone through
_MOST_SHARED = 1_000_000  # facts that stand in several graphs, which are kept in memory while loading
# A statement as nearly all programs write it; the group is all before the graph's name.
# No step back, so its time is linear; a match may run over a line's end, and is then one too few for its lines.
_WRITTEN_PLAINLY = re.compile(
    rb"""^([^ ]++\ [^ ]++\ (?:<[^>]*+>|"[^"\\]*+(?:\\.[^"\\]*+)*+"[^ ]*+|_:[^ ]++))\ <[^>]*+>\ \.$""",
    re.MULTILINE | re.VERBOSE,
)
# What two programs may write differently; one pattern for all of it would take ten times as long.
_ESCAPE_THAT_NEED_NOT_BE = re.compile(rb"""\\[^"\\nr]""")
_CONTROLS = bytes({*range(0x20), 0x7F} - {ord("\n")})
_GOES_WITHOUT_SAYING = b"XMLSchema#string>"
_LANGUAGE_IN_CAPITALS = re.compile(rb""""@[a-z0-9-]*+[A-Z]""")
_END = b" .\n"


class SharedBlankNodeError(Exception):
    """A fact that stands in several graphs holds a blank node: two loads would make two nodes of it."""


class QuadStream:
    """What ``Store.bulk_load`` reads.

    The loader sorts and writes each million statements in a thread of its own, and takes in the next million meanwhile:
    a gigabyte each. So nothing is handed out while as many threads as there are processors for are at it.

    Attributes:
        failed: why a file could not be read; the loader itself tells less.
    """

    def __init__(self, pieces: Iterator[bytes], begins: Callable[[], None], most_threads: int = 2) -> None:
        """Start before the first statement.

        Args:
            pieces: N-Quads, in pieces of whole lines.
            begins: called at the first read.
            most_threads: threads of the loader beside which it shall take in nothing.
        """
        self.failed: Exception | None = None
        self._pieces = pieces
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


@dataclass(frozen=True, slots=True)
class Survey:
    """What was seen when files were gone through before loading.

    Attributes:
        sources: the files, or what was written in place of those that are not plain N-Quads or N-Triples.
        suspects: hashes of the triples that come more than once.
        copied: the data need the copied layout.
    """

    sources: tuple[Source, ...]
    suspects: frozenset[int]
    copied: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A file of N-Quads; or, where a graph is given, of N-Triples that are that graph's.

    Attributes:
        path: the file.
        graph: the name of the graph, in angle brackets.
        plain: equal statements are written equally in it, as far as is known.
    """

    path: Path
    graph: bytes | None = None
    plain: bool = False

    def pieces(self) -> Iterator[bytes]:
        """Yield N-Quads in pieces of whole lines, equal statements written equally."""
        for piece in self.pieces_as_they_are():
            yield piece if self.plain or _is_plain(piece) else _rewritten(piece)

    def pieces_as_they_are(self) -> Iterator[bytes]:
        """Yield N-Quads in pieces of whole lines."""
        for piece in _pieces(self.path):
            yield piece if self.graph is None else _in_graph(piece, self.graph)


def survey(files: Sequence[Path], spool: Path) -> Survey:
    """Go through files, and find out which facts may stand in several graphs.

    Args:
        files: RDF files.
        spool: a folder, for what has to be written anew.

    Raises:
        SyntaxError: a file does not parse.
        ValueError: a file holds what cannot be.
        OSError: a file cannot be read, or the folder not written.
    """
    shares = [array("q") for _ in range(_SHARES)]
    sources: list[Source] = []
    outside = False  # a statement stands in no graph, or in one without a name
    for source in _sources(files, spool):
        plain = True
        for piece in source.pieces_as_they_are():
            found = _WRITTEN_PLAINLY.findall(piece)
            if not source.plain and (len(found) != piece.count(b"\n") or _has_variants(piece)):
                plain = False
                piece = _rewritten(piece)
                found = _WRITTEN_PLAINLY.findall(piece)
            outside = outside or len(found) != piece.count(b"\n")
            for head in found if not outside else ():
                number = hash(head)
                shares[number % _SHARES].append(number)
        sources.append(replace(source, plain=plain))
    suspects = None if outside else _repeated(shares)
    return Survey(tuple(sources), suspects or frozenset(), copied=suspects is None)


def _repeated(shares: Iterable[array[int]]) -> frozenset[int] | None:
    """Return the numbers that come more than once; None if they are too many to be kept."""
    found: set[int] = set()
    for share in shares:
        seen: set[int] = set()
        for number in share:
            (found if number in seen else seen).add(number)
        if len(found) > _MOST_SHARED:
            return None
    return frozenset(found)


class United:
    """All statements, each fact once, in the first graph that states it; the others are put aside.

    Attributes:
        predicates: IRIs of the predicates of facts that were put aside.
    """

    def __init__(self, surveyed: Survey, aside: IO[bytes]) -> None:
        self.predicates: set[str] = set()
        self._survey = surveyed
        self._aside = aside
        self._first: dict[bytes, bytes] = {}

    def __iter__(self) -> Iterator[bytes]:
        """Yield N-Quads in pieces of whole lines.

        Raises:
            SharedBlankNodeError: see there.
            OSError: a file cannot be read, or what is put aside not written.
        """
        for source in self._survey.sources:
            for piece in source.pieces():
                yield self._of_first_graphs(piece) if self._survey.suspects else piece

    def _of_first_graphs(self, piece: bytes) -> bytes:
        lines = piece.splitlines(keepends=True)
        heads = [line[: line.rfind(b" <")] for line in lines]  # as the pattern cuts them, in half the time
        suspects = [number for number, head in enumerate(heads) if hash(head) in self._survey.suspects]
        if not suspects:
            return piece
        for number in suspects:
            head, line = heads[number], lines[number]
            graph = line[len(head) + 1 : -len(_END)]
            if self._first.setdefault(head, graph) == graph:
                continue
            subject, predicate, value = head.split(b" ", 2)
            if subject.startswith(b"_:") or value.startswith(b"_:"):
                raise SharedBlankNodeError
            self.predicates.add(predicate[1:-1].decode())
            self._aside.write(line)
            lines[number] = b""
        return b"".join(lines)


def copied(surveyed: Survey) -> Iterator[bytes]:
    """Yield all statements in pieces of whole lines: each in its graph, then once more without."""
    for source in surveyed.sources:
        for piece in source.pieces():
            yield piece
            yield _without_graphs(piece)


def _sources(files: Sequence[Path], spool: Path) -> Iterator[Source]:
    """Yield what is loaded of each file: itself, or what is written in its place.

    Labels of blank nodes are a file's own, and all files go into one stream: one file may keep its labels.
    """
    labelled = False
    for number, path in enumerate(files):
        ending = path.suffix.lower()
        as_it_is = ending in (".nq", ".nt") and not is_marked(path)
        if as_it_is and _has(path, b"_:"):
            as_it_is, labelled = not labelled, True
        if as_it_is:
            yield Source(path, None if ending == ".nq" else str(_graph_name(path)).encode())
        else:
            spooled = spool / f"{number}.nq"
            with spooled.open("wb") as file:
                file.writelines(_parsed(path))
            yield Source(spooled, plain=True)


def _graph_name(path: Path) -> ox.NamedNode:
    """Return the name of the graph for a file without graph names; what says it is looked for in time linear in it."""
    tells = any(_has(path, word) for word in (b"SourceText", b"Ontology", b"ConceptScheme", b"\\u", b"\\U"))
    triples = (quad.triple for quad in quads_of(path)) if tells else ()
    return ox.NamedNode(graph_name_of(path, triples))


def _parsed(path: Path) -> Iterator[bytes]:
    """Parse a file, part by part: blank nodes get names that no other file has."""
    name = None
    if path.suffix.lower() not in _WITH_GRAPHS:
        name = ox.NamedNode(graph_name_of(path, (quad.triple for quad in quads_of(path) if _is_unnamed(quad))))
    quads = quads_of(path, rename=True)
    while part := list(islice(quads, _PART)):
        yield _written(
            ox.Quad(q.subject, q.predicate, q.object, name) if name is not None and _is_unnamed(q) else q for q in part
        )


def _is_unnamed(quad: ox.Quad) -> bool:
    return isinstance(quad.graph_name, ox.DefaultGraph)


def _written(quads: Iterable[ox.Quad]) -> bytes:
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def _is_plain(piece: bytes) -> bool:
    """Say whether lines of N-Quads are written as ``_rewritten`` would."""
    return not _has_variants(piece) and _are_statements(piece)


def _has_variants(piece: bytes) -> bool:
    """Say whether something in lines of N-Quads may be written in another way, too."""
    return (
        _GOES_WITHOUT_SAYING in piece
        or len(piece.translate(None, _CONTROLS)) != len(piece)
        or _ESCAPE_THAT_NEED_NOT_BE.search(piece) is not None
        or _LANGUAGE_IN_CAPITALS.search(piece) is not None
    )


def _are_statements(piece: bytes) -> bool:
    return sum(1 for _ in _WRITTEN_PLAINLY.finditer(piece)) == piece.count(b"\n")


def _rewritten(piece: bytes) -> bytes:
    return _written(ox.parse(piece, format=ox.RdfFormat.N_QUADS))


def _without_graphs(piece: bytes) -> bytes:
    """Return lines of N-Quads without the names of graphs."""
    heads = _WRITTEN_PLAINLY.findall(piece)
    if len(heads) == piece.count(b"\n"):
        return b"".join(head + _END for head in heads)
    triples = [quad.triple for quad in ox.parse(piece, format=ox.RdfFormat.N_QUADS)]
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _in_graph(piece: bytes, graph: bytes) -> bytes:
    """Return lines of N-Triples with the name of a graph."""
    if piece.count(_END) == piece.count(b"\n"):
        quads = piece.replace(_END, b" " + graph + _END)
        if _are_statements(quads):
            return quads
    name = ox.NamedNode(graph[1:-1].decode())
    return _written(
        ox.Quad(q.subject, q.predicate, q.object, name) for q in ox.parse(piece, format=ox.RdfFormat.N_TRIPLES)
    )


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
