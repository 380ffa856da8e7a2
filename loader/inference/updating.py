"""Bring the file of inferred statements up to date: from files that changed, through the parts, to the file's lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import chain
from pathlib import Path

from loader.digests import DigestingFile
from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.inference.alignment import ABOVE, TO_ROOTS
from loader.inference.closure import relevant, statements
from loader.inference.crew import Crew
from loader.inference.deduction import Deduction, Fact, facts_of
from loader.inference.ledger import Difference, KnownFile, Ledger, unpack
from loader.inference.merging import patch
from loader.inference.partition import Partition
from loader.inference.parts import Parts
from loader.inference.reasoning import Reasoning, Setting
from loader.inference.rules import compile_rules
from loader.inference.stating import Stated
from loader.inference.units import Units
from loader.lexicon.thesaurus import Vocabularies, bundled_vocabularies

_WRITTEN = "written"


@dataclass(frozen=True, slots=True)
class Source:
    """A document's file.

    Attributes:
        path: where it lies now.
        name: the name that it has among the documents.
        digest: digest of its bytes.
        stated: what it states, where who wrote it has told so; else it is read.
    """

    path: Path
    name: str
    digest: str
    stated: Stated | None = None


class Written(Enum):
    """How a file of inferred statements was written."""

    NOT = auto()
    """Not at all: the one that the update before wrote is what it shall be."""
    PATCHED = auto()
    """From that one, with lines that came or went."""
    WHOLE = auto()
    """From the parts; perhaps it is what it was."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did.

    Attributes:
        count: how many statements are inferred.
        reasoned: how many documents (with what is written inside them) were reasoned over again.
        digest: what the file of inferred statements is known by from here on; two that differ have different ones.
        written: how it was.
    """

    count: int
    reasoned: int
    digest: str
    written: Written


def relevant_to(ontology: Sequence[Triple]) -> frozenset[str]:
    """Return what statements are about that are reasoned over by the axioms of an ontology; nothing for none."""
    return relevant(compile_rules(ontology)) if ontology else frozenset()


def update_inferred(
    target: Path,
    old: Path | None,
    ledger: Ledger,
    sources: Sequence[Source],
    reference: Sequence[Path | bytes],
    ontology: Sequence[Triple],
    iris: Iris,
    as_of: date | None = None,
    *,
    workers: int | None = None,
    folder: Path | None = None,
    vocabularies: Vocabularies | None = None,
) -> Updated:
    """Write what follows from documents and reference data, without what they state, as sorted N-Triples.

    Args:
        target: the file to write, if the old one is not what it shall be.
        old: the file that the update before wrote (see ``written_last``); None if there is none, or if it has been
            changed.
        ledger: the parts that are known; brought up to date. It is valid for this reference data and ontology.
        sources: the documents' files.
        reference: the files of reference data and concepts, or Turtle in memory.
        ontology: the graph of the ontology; only its axioms are used.
        iris: maker of IRIs, for the nodes of judgements.
        as_of: the day by which actions are overdue; without one nothing is said of that.
        workers: how many processes make parts, where these are many; one for each processor when None.
        folder: where to keep what does not fit in memory; the system's place for temporary files if not given.
        vocabularies: what sentences are read with; those that come along if not given.

    Raises:
        OSError: there is no room to work or to write.
        GraphError: a file does not parse, the ontology has an axiom that no rule is made for, or a statement about a
            node without name was inferred.
    """
    rules = compile_rules(ontology)
    words = vocabularies or bundled_vocabularies()
    setting = Setting(Deduction(rules, (*ABOVE, *TO_ROOTS)), relevant(rules), iris, as_of, words)
    facts = (fact for file in reference for fact in _read(file) if fact.key in setting.relevant)
    reasoning = Reasoning(setting, facts)
    fresh = not ledger.units()
    with Crew(ledger, reasoning, workers) as crew:
        files = _Files(ledger)
        files.update(sources, crew)
        partition = Partition(ledger, reasoning, crew, fresh=fresh)
        if not fresh:
            partition.touched |= files.lines
        changed, withdrawn = _compare(ledger, crew.parts.units, files.changed)
        day = as_of.isoformat() if as_of else ""
        another_day = ledger.note("day") != day
        partition.update(changed, withdrawn, frozenset(files.documents), everything=another_day)
        ledger.set_note("day", day)
        return _write(target, None if fresh else old, ledger, partition, folder)


def written_last(ledger: Ledger) -> str | None:
    """Return what the file is known by that the update before wrote."""
    return ledger.note(_WRITTEN)


def _read(source: Path | bytes) -> Iterator[Fact]:
    return facts_of(quad.triple for quad in statements(source))


class _Files:
    """The statements of files, brought up to date.

    Attributes:
        changed: names of the files that changed.
        lines: statements that were or are stated by them.
        documents: IRIs of the documents whose text they held or hold.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.changed: set[str] = set()
        self.lines: set[str] = set()
        self.documents: set[str] = set()

    def update(self, sources: Sequence[Source], crew: Crew) -> None:
        """Read the files that changed, forget those that are no more."""
        before = self._ledger.files()
        anew = not before
        for name in sorted(before.keys() - {source.name for source in sources}):
            self._leave(name, before[name])
            self._ledger.drop_file(name)
        due = [s for s in sources if s.name not in before or before[s.name].digest != s.digest]
        for source in due:
            if source.name in before:
                self._leave(source.name, before[source.name])
        told = ((source.path, source.stated) for source in due if source.stated is not None)
        read = crew.each(Parts.read, [source.path for source in due if source.stated is None])
        by_path = {source.path: source for source in due}
        for path, stated in chain(told, read):
            source = by_path[path]
            self._ledger.put_file(source.name, KnownFile(source.digest, stated.homes), stated.lines)
            self.changed.add(source.name)
            self.documents.update(stated.homes)
            if not anew:
                self.lines.update(unpack(stated.lines))

    def _leave(self, name: str, known: KnownFile) -> None:
        self.changed.add(name)
        self.documents.update(known.homes)
        self.lines.update(self._ledger.stated(name))


def _compare(ledger: Ledger, units: Units, changed_files: set[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the units that are new or changed, and those that are no more; keep what units there are."""
    before = ledger.units()
    changed = set()
    for name, unit in units.by_name.items():
        files = "\n".join(unit.files)
        if before.get(name) != files or not changed_files.isdisjoint(unit.files):
            changed.add(name)
            ledger.put_unit(name, files)
    return frozenset(changed), frozenset(before.keys() - units.by_name.keys())


def _write(target: Path, old: Path | None, ledger: Ledger, partition: Partition, folder: Path | None) -> Updated:
    if old is not None:
        change = partition.difference(old)
        count = int(ledger.note("count") or 0) + len(change.added) - len(change.removed)
        digest = _changed(written_last(ledger) or "", change)
        how = Written.PATCHED if change.touched else Written.NOT
        if change.touched:
            patch(old, target, *({line.encode() for line in lines} for lines in (change.added, change.removed)))
    else:
        count = 0
        with DigestingFile(target) as written:
            for lines, number in partition.inferred(folder):
                written.write(lines)
                count += number
        digest, how = written.digest, Written.WHOLE
    ledger.set_note("count", str(count))
    ledger.set_note(_WRITTEN, digest)
    return Updated(count, partition.reasoned, digest, how)


def _changed(digest: str, change: Difference) -> str:
    """Return what a file is known by after a change: it follows from what it was before and the change, so nothing is read."""
    if not change.touched:
        return digest
    sha = hashlib.sha256(digest.encode())
    for lines in (change.added, change.removed):
        sha.update(b"\0")
        for line in sorted(lines):
            sha.update(line.encode())
    return sha.hexdigest()
