"""Bring the files of inferred statements up to date: from files that changed, through the parts, to their lines."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from itertools import chain
from pathlib import Path

from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.inference.alignment import ABOVE, TO_ROOTS
from loader.inference.closure import relevant, statements
from loader.inference.crew import Crew
from loader.inference.deduction import Deduction, Fact, facts_of
from loader.inference.layout import MOST_IN_ONE, WHOLE, Files, Layout, digest_of
from loader.inference.ledger import KnownFile, Ledger, unpack
from loader.inference.merging import NewFiles, lines_among, patch
from loader.inference.partition import Partition
from loader.inference.parts import Parts
from loader.inference.reasoning import Reasoning, Setting
from loader.inference.rules import compile_rules
from loader.inference.stating import Stated
from loader.inference.units import Units
from loader.lexicon.thesaurus import Vocabularies, bundled_vocabularies

_WRITTEN = "written"
_PARTS = "parts"
_DAY = "day"


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
    """How files of inferred statements were written."""

    NOT = auto()
    """Not at all: those that the update before wrote are what they shall be."""
    PATCHED = auto()
    """From those, with lines that came or went."""
    WHOLE = auto()
    """All, from the parts; perhaps some are what they were."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did.

    Attributes:
        count: how many statements are inferred.
        reasoned: how many documents (with what is written inside them) were reasoned over again.
        digests: the files of inferred statements, and what each is known by from here on.
        changed: which of them were written, and which are no more.
        written: how they were.
    """

    count: int
    reasoned: int
    digests: Mapping[str, str]
    changed: frozenset[str]
    written: Written

    @property
    def digest(self) -> str:
        """What the files together are known by; two generations that differ have different ones."""
        return digest_of(self.digests)


def relevant_to(ontology: Sequence[Triple]) -> frozenset[str]:
    """Return what statements are about that are reasoned over by the axioms of an ontology; nothing for none."""
    return relevant(compile_rules(ontology)) if ontology else frozenset()


def update_inferred(
    stage: Callable[[str], Path],
    old: Files | None,
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
    most_in_one: int = MOST_IN_ONE,
) -> Updated:
    """Write what follows from documents and reference data, without what they state, as sorted N-Triples.

    Args:
        stage: says where to write a file (see ``layout``) that is not what it shall be.
        old: the files that the update before wrote (see ``written_last``); None if there are none, or if one has been
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
        most_in_one: the number of documents from which on statements lie in many files.

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
        judged_by = ledger.note(_DAY) or ""
        before = judged_by if judged_by != setting.day else None
        partition.update(changed, withdrawn, frozenset(files.documents), before=before)
        ledger.set_note(_DAY, setting.day)
        layout = Layout(iris, has_parts=len(sources) >= most_in_one)
        same = not fresh and ledger.note(_PARTS) == str(layout.has_parts)
        ledger.set_note(_PARTS, str(layout.has_parts))
        if old is not None and same:
            updated = _patched(stage, old, layout, ledger, partition)
        else:
            updated = _whole(stage, layout, partition, folder)
        ledger.set_note("count", str(updated.count))
        ledger.set_note(_WRITTEN, updated.digest)
        return updated


def written_last(ledger: Ledger) -> str | None:
    """Return what the files together are known by that the update before wrote."""
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


def _patched(stage: Callable[[str], Path], old: Files, layout: Layout, ledger: Ledger, partition: Partition) -> Updated:
    """Write the files anew of which lines came or went."""

    def written(lines: Collection[bytes]) -> frozenset[bytes]:
        placed = layout.placed(lines)
        return frozenset(line for name, some in placed.items() for line in lines_among(old.folder / name, some))

    change = partition.difference(written)
    came, went = (layout.placed(line.encode() for line in some) for some in (change.added, change.removed))
    digests = dict(old.digests)
    for name in sorted(came.keys() | went.keys()):
        staged = stage(name)
        added, removed = came.get(name, ()), went.get(name, ())
        patch(old.folder / name, staged, added, removed)
        digests[name] = _changed(digests.get(name, ""), added, removed)
        if name != WHOLE and not staged.stat().st_size:
            del digests[name]
    count = int(ledger.note("count") or 0) + len(change.added) - len(change.removed)
    how = Written.PATCHED if change.touched else Written.NOT
    return Updated(count, partition.reasoned, digests, frozenset(came.keys() | went.keys()), how)


def _whole(stage: Callable[[str], Path], layout: Layout, partition: Partition, folder: Path | None) -> Updated:
    """Write all files from the parts."""
    count = 0
    files = NewFiles(stage)
    files.add(WHOLE, b"")
    for name, lines, number in partition.inferred(layout, folder):
        files.add(name, lines)
        count += number
    digests = files.written()
    return Updated(count, partition.reasoned, digests, frozenset(digests), Written.WHOLE)


def _changed(digest: str, added: Iterable[bytes], removed: Iterable[bytes]) -> str:
    """Return what a file is known by after a change: it follows from what it was before and the change, so nothing is read."""
    sha = hashlib.sha256(digest.encode())
    for lines in (added, removed):
        sha.update(b"\0")
        for line in sorted(lines):
            sha.update(line)
    return sha.hexdigest()
