"""Bring the file of inferred statements up to date: from files that changed, through the parts, to the file's lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from loader.graph.iris import Iris
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.alignment import ABOVE, TO_ROOTS
from loader.inference.closure import relevant, statements
from loader.inference.deduction import Deduction, Fact, facts_of
from loader.inference.ledger import KnownFile, Ledger
from loader.inference.merging import lines_among, patch
from loader.inference.partition import Partition
from loader.inference.reasoning import Reasoning, Setting
from loader.inference.rules import compile_rules
from loader.inference.units import Units
from loader.sources import digest

_HAS_TEXT = str(LN.hasText)


@dataclass(frozen=True, slots=True)
class Source:
    """A document's file.

    Attributes:
        path: where it lies now.
        name: the name that it has among the documents.
        digest: digest of its bytes.
    """

    path: Path
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Updated:
    """What an update did.

    Attributes:
        count: how many statements are inferred.
        reasoned: how many documents (with what is written inside them) were reasoned over again.
    """

    count: int
    reasoned: int


def update_inferred(
    target: IO[bytes],
    old: Path,
    ledger: Ledger,
    sources: Sequence[Source],
    reference: Sequence[Path | bytes],
    ontology: Sequence[Triple],
    iris: Iris,
    as_of: date | None = None,
) -> Updated:
    """Write what follows from documents and reference data, without what they state, as sorted N-Triples.

    Args:
        target: where to write.
        old: the file that the update before wrote; it need not exist.
        ledger: the parts that are known; brought up to date. It is valid for this reference data and ontology.
        sources: the documents' files.
        reference: the files of reference data and concepts, or Turtle in memory.
        ontology: the graph of the ontology; only its axioms are used.
        iris: maker of IRIs, for the nodes of judgements.
        as_of: the day by which actions are overdue; without one nothing is said of that.

    Raises:
        OSError: there is no room to work or to write.
        GraphError: a file does not parse, the ontology has an axiom that no rule is made for, or a statement about a
            node without name was inferred.
    """
    rules = compile_rules(ontology)
    setting = Setting(Deduction(rules, (*ABOVE, *TO_ROOTS)), relevant(rules), iris, as_of)
    facts = (fact for file in reference for fact in _read(file) if fact.key in setting.relevant)
    reasoning = Reasoning(setting, facts)
    fresh = not ledger.units()
    files = _Files(ledger, setting.relevant)
    files.update(sources)
    units = Units({name: known.homes for name, known in ledger.files().items()})
    partition = Partition(ledger, reasoning, units, fresh=fresh)
    if not fresh:
        partition.touched |= files.lines
    changed, withdrawn = _compare(ledger, units, files.changed)
    day = as_of.isoformat() if as_of else ""
    another_day = ledger.note("day") != day
    partition.update(changed, withdrawn, frozenset(files.documents), everything=another_day)
    ledger.set_note("day", day)
    return Updated(_write(target, old, ledger, partition, fresh), partition.reasoned)


def _read(source: Path | bytes) -> Iterator[Fact]:
    return facts_of(quad.triple for quad in statements(source))


class _Files:
    """The statements of files, brought up to date.

    Attributes:
        changed: names of the files that changed.
        lines: statements that were or are stated by them.
        documents: IRIs of the documents whose text they held or hold.
    """

    def __init__(self, ledger: Ledger, relevant_keys: frozenset[str]) -> None:
        self._ledger = ledger
        self._relevant = relevant_keys
        self.changed: set[str] = set()
        self.lines: set[str] = set()
        self.documents: set[str] = set()

    def update(self, sources: Sequence[Source]) -> None:
        """Read the files that changed, forget those that are no more."""
        before = self._ledger.files()
        anew = not before
        for name in before.keys() - {source.name for source in sources}:
            self._leave(name, before[name])
            self._ledger.drop_file(name)
        for source in sources:
            known = before.get(source.name)
            if known is not None and known.digest == source.digest:
                continue
            if known is not None:
                self._leave(source.name, known)
            facts = list(_read(source.path))
            homes = sorted({fact.subject.strip("<>") for fact in facts if fact.predicate == _HAS_TEXT})
            stated = [fact.line for fact in facts if fact.key in self._relevant]
            self._ledger.put_file(source.name, KnownFile(source.digest, tuple(homes)), stated)
            self.changed.add(source.name)
            self.documents.update(homes)
            if not anew:
                self.lines.update(stated)

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


def _write(target: IO[bytes], old: Path, ledger: Ledger, partition: Partition, fresh: bool) -> int:
    count = 0
    if not fresh and old.is_file() and ledger.note("written") == digest(old):
        touched = {line.encode() for line in partition.touched}
        before = lines_among(old, touched)
        after = {line.encode() for line in partition.touched if partition.is_inferred(line)}
        patch(old, target, after - before, before - after)
        count = int(ledger.note("count") or 0) + len(after - before) - len(before - after)
    else:
        for line in partition.inferred():
            target.write(line.encode())
            count += 1
    ledger.set_note("count", str(count))
    return count
