"""What the last build was made from, so that a second one touches only what changed.

The state lies hidden beside the output and is worth nothing to readers: without it everything is built again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from loader.digests import Digests

STATE_FILE = Path(".cache") / "build-state.json"
LEDGER_FILE = Path(".cache") / "inference.sqlite"


def code_fingerprint(base: str, *curated: Path) -> str:
    """Return a digest of all that shapes the output besides the document: the code, its tables, reference data, base.

    Args:
        base: base of IRIs.
        curated: folders of curated data, schemes and packs, which need not exist.
    """
    package = Path(__file__).parent
    sha = hashlib.sha256(base.encode())
    tables = (file for folder in curated for pattern in ("*.ttl", "**/*.toml") for file in folder.glob(pattern))
    files = [*package.rglob("*.py"), *package.rglob("*.toml"), *tables]
    for path in sorted(files):
        sha.update(path.name.encode())
        sha.update(path.read_bytes())
    return sha.hexdigest()


def digest_of_all(files: Iterable[tuple[Path, str]], *words: str) -> str:
    """Return a digest of words and of the names of files with their digests."""
    sha = hashlib.sha256("\0".join(words).encode())
    for path, known in files:
        sha.update(f"\0{path.name}\0{known}".encode())
    return sha.hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of the last build: digests of what it was made from and of what was written."""

    source: str
    curation: str
    written: str


@dataclass(frozen=True, slots=True)
class Inference:
    """The last inference: a digest of all that it was made from, one of what was written, how many statements."""

    made_from: str
    written: str
    count: int


@dataclass(slots=True)
class BuildState:
    """The documents of the last build by the name of their Turtle file.

    Attributes:
        fingerprint: digest of the code and the reference data.
        entries: what is known of each document.
        inference: what is known of the inferred statements.
        digests: the digests of files.
    """

    fingerprint: str
    digests: Digests
    entries: dict[str, Entry] = field(default_factory=dict)
    inference: Inference | None = None

    @classmethod
    def read(cls, folder: Path, fingerprint: str, digests: Digests) -> BuildState:
        """Return the state of an output folder; an empty one if there is none or it was made by other code."""
        try:
            stored = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
            if stored["fingerprint"] == fingerprint:
                entries = {name: Entry(**entry) for name, entry in stored["entries"].items()}
                inference = Inference(**stored["inference"]) if stored.get("inference") else None
                return cls(fingerprint, digests, entries, inference)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # A state that cannot be read is no error: the next build makes a new one.
            pass
        return cls(fingerprint, digests)

    def is_current(self, file: Path, curation: Path, target: Path) -> bool:
        """Say whether a Turtle file is what a build of the document would write."""
        entry = self.entries.get(target.name)
        of = self.digests.of_readable
        return bool(entry and target.is_file() and entry == Entry(of(file), of(curation), of(target)))

    def note(self, file: Path, curation: Path, target: Path, lies: Path, written: bytes) -> None:
        """Remember what a Turtle file was made from, and where it lies now."""
        sha = hashlib.sha256(written).hexdigest()
        self.entries[target.name] = Entry(self.digests.of_readable(file), self.digests.of_readable(curation), sha)
        self.digests.know(target, lies, sha)

    def written(self, target: Path) -> str:
        """Return the digest of a Turtle file of this build."""
        entry = self.entries.get(target.name)
        return entry.written if entry else self.digests.of(target)

    def inferred_count(self, made_from: str, written: str) -> int | None:
        """Return how many statements the files of inferred statements hold if they are current, else None.

        Args:
            made_from: digest of all that the statements follow from.
            written: what the files are known by that are there; "" for none.
        """
        last = self.inference
        return last.count if last and written and (last.made_from, last.written) == (made_from, written) else None

    def stored(self) -> bytes:
        """Return the state as it is stored in the output folder (``STATE_FILE``)."""
        stored = {
            "fingerprint": self.fingerprint,
            "entries": {
                name: {"source": e.source, "curation": e.curation, "written": e.written}
                for name, e in sorted(self.entries.items())
            },
            "inference": asdict(self.inference) if self.inference else None,
        }
        return json.dumps(stored, indent=1).encode()
