"""Reading notes: doubts about the text, each with its evidence. The printed form is never overwritten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from loader.extraction.doubts.annex_totals import annex_totals
from loader.extraction.doubts.duties import assignments
from loader.extraction.doubts.figures import figures
from loader.extraction.doubts.layout import layout
from loader.extraction.doubts.names import names
from loader.extraction.doubts.numbering import numbering
from loader.extraction.doubts.numbers import numbers
from loader.extraction.doubts.period import periods
from loader.extraction.doubts.rhythms import rhythms
from loader.extraction.doubts.stretches import stretches
from loader.extraction.doubts.tabled_money import tabled_money
from loader.extraction.doubts.words import misread_words
from loader.extraction.doubts.yearly_money import yearly_money
from loader.extraction.instruments import Packaging
from loader.facts import Instrument, Note, Objective, Relation, Task
from loader.readers.blocks import Source
from loader.structure.provisions import Outline


@dataclass(frozen=True, slots=True)
class Observed:
    """What the rules that look for doubts need to see."""

    source: Source
    outline: Outline
    packaging: Packaging
    instruments: tuple[Instrument, ...]
    relations: tuple[Relation, ...]
    objectives: tuple[Objective, ...]
    tasks: tuple[Task, ...]


def notes(observed: Observed) -> Iterator[Note]:
    """Yield the doubts about a source in the order of the text; of equal ones (kind, place, message) the first."""
    found = stretches(observed.outline, observed.packaging)
    every = [
        *numbers(found, observed.instruments, observed.relations),
        *periods(found, observed.instruments[-1], observed.objectives, observed.tasks),
        *rhythms(found),
        *numbering(observed.outline, found),
        *figures(observed.outline, found, observed.objectives),
        *yearly_money(found, observed.instruments[-1]),
        *tabled_money(found, observed.instruments[-1]),
        *annex_totals(found, observed.objectives),
        *layout(observed.source, observed.outline, found, observed.instruments),
        *names(found, observed.instruments[-1]),
        *misread_words(found),
        *assignments(observed.tasks, observed.objectives),
    ]
    seen: set[tuple[str, int, int, str]] = set()
    for item in sorted(every, key=_order):
        evidence = item.reading.evidence
        key = (item.kind.value, evidence.start, evidence.end, item.message)
        if key not in seen:
            seen.add(key)
            yield item


def _order(item: Note) -> tuple[int, int, str, str]:
    evidence = item.reading.evidence
    return (evidence.start, evidence.end, item.kind.value, item.message)
