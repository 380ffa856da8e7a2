"""Extraction: from the outline of a source to facts. Knows nothing of RDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from loader.extraction.acceptance import require_document
from loader.extraction.aims_among_tasks import aims_of_opening
from loader.extraction.assignments import assigned_subject, inner_subject, unnamed_person
from loader.extraction.duties import duties, reporting_only
from loader.extraction.evidence import EvidenceRecorder
from loader.extraction.funding import funding
from loader.extraction.instruments import ATTACHED_KEY, Packaging, instruments, packaging
from loader.extraction.measures import measures
from loader.extraction.notes import Observed, notes
from loader.extraction.objectives import Aims, objectives
from loader.extraction.packs import likely_packs, packs_of
from loader.extraction.relations import relations
from loader.extraction.restoring import restored
from loader.extraction.risks import risks
from loader.extraction.sections import OBJECTIVES, Category, Passage, announces_aims, classify, passages
from loader.extraction.tasks import tasks
from loader.extraction.things import named_in, placed_things, shared_things
from loader.extraction.unread import with_unread
from loader.facts import (
    Facts,
    Funding,
    Instrument,
    Measure,
    Objective,
    PlacedMention,
    Provision,
    ReportingDuty,
    Risk,
    SharedMention,
    SourceInfo,
    Task,
)
from loader.programmes import Programme, bundled_programmes, reading_with
from loader.readers.blocks import Source
from loader.rules import Book, book, first, of_packs, rule, using
from loader.structure.grids import Grid
from loader.structure.outline import outline
from loader.structure.provisions import Division, Node, Outline
from loader.things import Things


def extract(
    source: Source, origin: str | None = None, *, force: bool = False, programmes: Sequence[Programme] | None = None
) -> Facts:
    """Return the facts of a source.

    Args:
        source: the document as read.
        origin: where the file came from, if known.
        force: read it even if it has not the marks of an official document.
        programmes: the programmes whose packs may be used in reading it; those that come along when not given.

    Raises:
        InputError: it has not; the message names what is missing.
    """
    source = restored(source)
    if not force:
        require_document(source)
    known = bundled_programmes() if programmes is None else programmes
    guess = likely_packs(source, known)
    with using(_language_of(guess)):
        found = outline(source)
    active = packs_of(source, found, known)
    with using(_language_of(active)), reading_with(active):
        # An outline takes long: it is made once where the packs are those that were to be expected.
        told = found if active == guess else outline(source)
        return _facts(source, told, origin, Things.together(p.things for p in active))


def _language_of(packs: Sequence[Programme]) -> Book:
    return of_packs(programme.language for programme in packs)


def _facts(source: Source, found: Outline, origin: str | None, things: Things) -> Facts:
    package = packaging(found)
    contained = instruments(found, package)
    main = contained[-1]
    objectives_: list[Objective] = []
    measures_: list[Measure] = []
    tasks_: list[Task] = []
    duties_: list[ReportingDuty] = []
    funding_: list[Funding] = []
    risks_: list[Risk] = []
    shared: list[SharedMention] = []
    placed: list[PlacedMention] = []
    recorded: list[tuple[Division, EvidenceRecorder]] = []
    all_passages = [_passages(found, i, package) for i in range(len(found.divisions))]
    issued = main.date.year if main.date is not None else None
    stated = any(_states_aims(p) for ps in all_passages for p in ps)
    aims = Aims(_single_year(main), stated, main.period_start, issued)
    for division, own, key in zip(found.divisions, all_passages, package.keys, strict=True):
        recorder = EvidenceRecorder(key)
        recorded.append((division, recorder))
        only = reporting_only(own)
        own_tasks = tasks(own, recorder, only, tasks_)
        if division.symbol in _ORDERING and not aims.has_objectives:
            objectives_ += aims_of_opening(division, recorder, aims.single_year)
        objectives_ += objectives(own, recorder, aims, own_tasks)
        tasks_ += own_tasks
        own_risks = risks(own, recorder)
        risks_ += own_risks
        readings = [*(t.reading for t in own_tasks), *(r.reading for r in own_risks)]
        taken = frozenset(reading.evidence.provision for reading in readings)
        measures_ += measures(own, recorder, taken)
        duties_ += duties(own, own_tasks, recorder)
        funding_ += funding(own, recorder)
        for reader in things.readers:
            named = named_in(own, reader)
            shared += shared_things(named, reader, recorder)
            placed += placed_things(named, reader, recorder, main.area.name if main.area else None)
    own_numbers = frozenset(i.number for i in contained if i.number)
    related = relations(recorded, own_numbers, main.title or "", main.issuer)
    observed = Observed(source, found, package, contained, tuple(related), tuple(objectives_), tuple(tasks_))
    facts = Facts(
        SourceInfo(source.name, source.media_type, source.sha256, source.text, origin),
        contained,
        tuple(_provisions(found, package)),
        tuple(related),
        tuple(objectives_),
        tuple(measures_),
        tuple(tasks_),
        tuple(duties_),
        tuple(funding_),
        tuple(_once(shared)),
        tuple(placed),
        tuple(notes(observed)),
        risks=tuple(risks_),
    )
    return with_unread(facts, list(zip(package.keys, all_passages, strict=True)))


def _states_aims(passage: Passage) -> bool:
    """Whether a passage stands in a part on objectives; a heading "Các chỉ tiêu" among the measures opens none."""
    return (passage.category in OBJECTIVES and passage.top is not Category.MEASURE) or announces_aims(passage)


def _single_year(plan: Instrument) -> int | None:
    return plan.period_start if plan.period_start is not None and plan.period_start == plan.period_end else None


_DIRECTIVE = "ct"
_ORDERING = frozenset({_DIRECTIVE, "cd", "tb"})
"""Kinds of documents that say who is to do what without a heading that announces it: directives, dispatches, conclusions."""


def _passages(found: Outline, index: int, package: Packaging) -> list[Passage]:
    division = found.divisions[index]
    category = Category.ORGANISATION if division.symbol in _ORDERING else Category.NONE
    if division.is_annex:
        title = " ".join(p.text.text for p in division.title).lower()
        category = classify(title) or Category.NONE
        told = first("annex", title)
        if category is Category.MEASURE:
            category = Category.ORGANISATION
        elif told is not None:
            category = Category(told[0].gives)
    addressed = _addressees(division)
    own = [passage for passage in passages(division, category) if passage.node not in addressed]
    if division.symbol != _DIRECTIVE:
        return own
    announced = bool(division.opening) and division.opening[-1].text.text.rstrip().endswith(":")
    unmarked = frozenset(child.start for p in own if announced and _lists_paragraphs(p) for child in p.node.children)
    return [_with_nobody(passage, unmarked=passage.node.start in unmarked) for passage in own]


def _lists_paragraphs(passage: Passage) -> bool:
    """Whether a numbered heading has several paragraphs below it and nothing else: orders that lost their marks, or had none."""
    below = passage.node.children
    return passage.heading and passage.node.numbered and len(below) > 1 and all(c.kind == "paragraph" for c in below)


_LISTED = frozenset({"bullet", "point"})
"""Kinds of what is listed under a heading that names nobody: rules that all have to keep."""


def _with_nobody(passage: Passage, *, unmarked: bool) -> Passage:
    """Return what a directive orders nobody in particular as a measure, other passages as they are.

    Args:
        passage: one of a directive.
        unmarked: whether it is an item of a list without marks.
    """
    text = passage.text
    listed = passage.node.kind in _LISTED if passage.headings else passage.node.path[:1].isdigit()
    if passage.category is not Category.ORGANISATION or passage.agents or passage.heading or not (listed or unmarked):
        return passage
    closes = rule("request.closing").holds(text) or rule("reporting.word").holds(text)
    if closes or any(matcher.holds(text) for matcher in book().matchers("no-task")):
        return passage
    subject = assigned_subject(text)
    everybody = subject is not None and all(rule("assignment.everybody").holds(a.name) for a in subject.leads)
    if inner_subject(text) or unnamed_person(text) or (subject is not None and not everybody):
        return passage
    return replace(passage, category=Category.MEASURE)


def _addressees(division: Division) -> Sequence[Node]:
    """Return the lines that say to whom a dispatch goes: those right behind "THỦ TƯỚNG CHÍNH PHỦ điện:"."""
    if division.symbol not in _ORDERING or not division.opening:
        return ()
    if rule("relation.addressees-follow").find(division.opening[-1].text.text) is None:
        return ()
    return list(takewhile(lambda node: node.kind == "bullet", division.body))


def _once(found: Sequence[SharedMention]) -> list[SharedMention]:
    kept: dict[tuple[str, str], SharedMention] = {}
    for mention in found:
        kept.setdefault((mention.kind, mention.name.lower()), mention)
    return list(kept.values())


def _provisions(found: Outline, package: Packaging) -> list[Provision]:
    result: list[Provision] = []
    for division, key in zip(found.divisions, package.keys, strict=True):
        if division.path and division.body:
            title = " ".join(p.text.text for p in division.title)[:200]
            last = max(node.end for node in division.body)
            start = division.kind_line.text.start if division.kind_line else division.body[0].start
            number = division.path.removeprefix("phu-luc").lstrip("-")
            result.append(Provision(division.path, "annex", number, title, None, start, last, key))
        for node in division.walk():
            if node.grid is not None and node.path in ("", division.path):
                result += _rows(node.path, division.path or None, node.grid, key)
                continue
            parent = node.path.rsplit("/", 1)[0] if "/" in node.path else None
            result.append(
                Provision(node.path, node.kind, node.number, node.text.text[:200], parent, node.start, node.end, key)
            )
            if node.grid is not None:
                result += _rows(node.path, node.path, node.grid, key)
    return result


def _rows(path: str, parent: str | None, grid: Grid, key: str) -> list[Provision]:
    result: list[Provision] = []
    for index, row in enumerate(grid.rows, 1):
        own = [c.text for c in row.cells if c.text and not c.carried]
        if own:
            longest = max(own, key=len)
            here = f"{path}/hang-{index}" if path else f"hang-{index}"
            start, end = min(t.start for t in own), max(t.end for t in own)
            result.append(Provision(here, "row", row.number, longest.text[:200], parent, start, end, key))
    return result


__all__ = ["ATTACHED_KEY", "extract"]
