"""In which files what is inferred lies: in one, or in many where so many documents are that writing one anew takes long.

Which file a statement belongs to follows from its subject and its property, never from what was there before: so a build
from nothing writes the same files as an update. One more document changes a little of what is told of shared passages in
hundreds of others, and nearly nothing else there; so these statements lie apart, in small files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from loader.graph.iris import Iris
from loader.inference.sharing import is_like_told_in_utf8

WHOLE = "inferred.nt"
"""The file of all that is inferred; where it lies in many, of what belongs to no document or place. It is always there."""
FOLDER = "inferred"
"""The folder of the others, beside it."""
MOST_IN_ONE = 256
"""Documents from which on there are many files."""
_OF_DOCUMENTS, _OF_PASSAGES = 1 << 8, 1 << 16
_AT_HAND = 1 << 10


@dataclass(frozen=True, slots=True)
class Layout:
    """In which files statements lie.

    Attributes:
        iris: what documents' IRIs look like.
        has_parts: whether there is more than one file.
    """

    iris: Iris
    has_parts: bool = False

    def place(self, line: bytes) -> str:
        """Return the name of the file that a line of N-Triples belongs to, as a path beside the first of them."""
        return _place(self.iris, line[: line.index(b" ")], is_like_told_in_utf8(line)) if self.has_parts else WHOLE

    def placed(self, lines: Iterable[bytes]) -> dict[str, list[bytes]]:
        """Return lines by the files that they belong to, in their order."""
        found: dict[str, list[bytes]] = {}
        for line in lines:
            found.setdefault(self.place(line), []).append(line)
        return found

    def sorted_out(self, start: bytes, text: bytes) -> Iterator[tuple[str, bytes, int]]:
        """Yield the same of a text of lines that all begin alike: a file, the lines as one text, and how many.

        Args:
            start: how they begin: less than a subject.
            text: the lines.
        """
        if not self.has_parts:
            yield WHOLE, text, text.count(b"\n")
        elif self.iris.home_of(start[1:].decode()) is None:
            for name, lines in self.placed(text.splitlines(keepends=True)).items():
                yield name, b"".join(lines), len(lines)
        else:
            apart: tuple[list[bytes], list[bytes]] = [], []
            for line in text.splitlines(keepends=True):
                apart[is_like_told_in_utf8(line)].append(line)
            for is_told, lines in enumerate(apart):
                if lines:
                    yield _place(self.iris, start, bool(is_told)), b"".join(lines), len(lines)


@lru_cache(_AT_HAND)
def _place(iris: Iris, subject: bytes, is_told: bool) -> str:
    home = iris.home_of(subject.decode().strip("<>"))
    if home is None:
        return WHOLE
    number = int.from_bytes(hashlib.blake2b(home.encode(), digest_size=8).digest(), "big")
    return (
        f"{FOLDER}/passages-{number % _OF_PASSAGES:04x}.nt" if is_told else f"{FOLDER}/{number % _OF_DOCUMENTS:02x}.nt"
    )


@dataclass(frozen=True, slots=True)
class Files:
    """The files of inferred statements as they were written.

    Attributes:
        folder: where they lie.
        digests: what each is known by; two that differ have different ones.
    """

    folder: Path
    digests: Mapping[str, str]

    @property
    def digest(self) -> str:
        """What all together are known by; "" where one cannot be read."""
        return digest_of(self.digests)


def names_in(folder: Path) -> list[str]:
    """Return the names of the files of inferred statements that lie in an output folder, the first one in any case."""
    return [WHOLE, *sorted(f"{FOLDER}/{file.name}" for file in (folder / FOLDER).glob("*.nt"))]


def digest_of(digests: Mapping[str, str]) -> str:
    """Return what files are known by that are known by something each; "" where one is not."""
    if not all(digests.values()):
        return ""
    if digests.keys() == {WHOLE}:
        return digests[WHOLE]
    return hashlib.sha256("".join(f"{name}\0{digests[name]}\0" for name in sorted(digests)).encode()).hexdigest()
