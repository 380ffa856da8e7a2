"""What was put on which server: so that the next push reads, sends and compares only graphs that changed since.

It lies hidden beside the output (``.cache/pushed.json``) and is worth nothing to readers. A graph is taken for unchanged
when its files are those of the last push and the server holds as many statements in it as were put there.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from loader.errors import ConfigurationError
from loader.generation import roots_of
from loader.graph.dataset import graphs_of
from loader.snapshot import OpenFile
from loader.sources import write_atomically

_FILE = Path(".cache") / "pushed.json"
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Put:
    """A graph as it was put on a server: a digest of the files that it is made from, and how many statements it has."""

    made_from: str
    count: int


@dataclass(slots=True)
class Memory:
    """What pushes leave for the next.

    Attributes:
        files: path of a file → digest of its bytes and the graphs that it has statements of.
        put: address of a server → name of a graph → what was put there.
        path: where it is kept; None where it cannot be.
    """

    files: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    put: dict[str, dict[str, Put]] = field(default_factory=dict)
    path: Path | None = None

    @classmethod
    def read(cls, paths: Iterable[Path]) -> Memory:
        """Return what was kept beside the output folder that paths belong to; nothing if it cannot be read."""
        root = next(iter(roots_of(paths)), None)
        if root is None:
            return cls()
        path = root / _FILE
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            if stored["version"] != _VERSION:
                return cls(path=path)
            files = {name: (digest, tuple(graphs)) for name, (digest, graphs) in stored["files"].items()}
            put = {url: {name: Put(*one) for name, one in graphs.items()} for url, graphs in stored["put"].items()}
            return cls(files, put, path)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls(path=path)

    def write(self) -> None:
        """Keep it, where that can be done."""
        if self.path is None:
            return
        put = {
            url: {name: (one.made_from, one.count) for name, one in sorted(graphs.items())}
            for url, graphs in sorted(self.put.items())
        }
        stored = {"version": _VERSION, "files": dict(sorted(self.files.items())), "put": put}
        with suppress(ConfigurationError, OSError):  # the push itself is done
            write_atomically(self.path, json.dumps(stored, indent=0).encode())


class Graphs(Mapping[str, set[ox.Triple]]):
    """The graphs of files; the statements of each are read when they are asked for.

    Attributes:
        made_from: name of a graph → a digest of the files that it is made from.
    """

    def __init__(self, files: Sequence[OpenFile], memory: Memory) -> None:
        """Find out which files make up which graphs.

        Args:
            files: the files, open.
            memory: what is known of them; told what is found out.

        Raises:
            GraphError: a file does not parse.
        """
        self._files: dict[str, list[OpenFile]] = {}
        known, memory.files = memory.files, {}
        for file in files:
            file.stream().close()  # reads it, for its digest
            digest, graphs = known.get(str(file.path), ("", ()))
            if digest != file.sha256:
                graphs = tuple(sorted({graph.iri for graph in graphs_of(file)}))
            memory.files[str(file.path)] = (file.sha256, graphs)
            for name in graphs:
                self._files.setdefault(name, []).append(file)
        self.made_from = {name: _digest(made_from) for name, made_from in self._files.items()}

    def __getitem__(self, name: str) -> set[ox.Triple]:
        return {
            triple
            for file in self._files[name]
            for graph in graphs_of(file)
            if graph.iri == name
            for triple in graph.triples
        }

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._files))

    def __len__(self) -> int:
        return len(self._files)

    def unchanged(self, put: Mapping[str, Put], there: Mapping[str, int]) -> frozenset[str]:
        """Return the graphs that a server holds as they are.

        Args:
            put: what was put there.
            there: how many statements it has of each graph.
        """
        return frozenset(
            name
            for name, made_from in self.made_from.items()
            if (one := put.get(name)) is not None and one.made_from == made_from and there.get(name, 0) == one.count
        )


def _digest(files: Iterable[OpenFile]) -> str:
    told = sorted(f"{file.path.name}\0{file.sha256}" for file in files)
    return hashlib.sha256("\0".join(told).encode("utf-8", "surrogateescape")).hexdigest()
