"""Two plans side by side, by meaning and not by line: what both have, what only one has, and why figures do not compare."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from query_api.engine.results import Rows
from query_api.explorer.records import records

BOTH, ONLY_A, ONLY_B = "both", "a", "b"
_PIECE = re.compile(r"\w+|\s+|[^\w\s]")
_LINE = re.compile(r"[^\n]+")
_ALIKE = 0.25  # share of lines that must be alike for a comparison word by word to say something


@dataclass(frozen=True, slots=True)
class Aim:
    """A target of a plan.

    Attributes:
        target: its IRI.
        label: what is measured.
        indicator: IRI of the indicator.
        comparator: key ("at-least").
        value: the figure.
        upper: the upper figure of a range; None without.
        unit: IRI of the unit.
        horizon: the year, "" if none.
        printed: the figure as printed.
        population: what it is a share of, as printed, "" if not said.
        baseline: the year that it is measured against, "" if none.
        rate: it is a rate: only rates compare, counts add up.
        section: printed numbering.
        quote: the sentence, "" where only its source is known.
        document: IRI of the document.
    """

    target: str
    label: str
    indicator: str
    comparator: str
    value: Decimal
    upper: Decimal | None
    unit: str
    horizon: str
    printed: str
    population: str
    baseline: str
    rate: bool
    section: str
    quote: str
    document: str


@dataclass(frozen=True, slots=True)
class AimRow:
    """The targets of both plans for one indicator and year.

    Attributes:
        indicator: IRI of the indicator.
        horizon: the year.
        a: targets of the first plan.
        b: targets of the second.
    """

    indicator: str
    horizon: str
    a: tuple[Aim, ...]
    b: tuple[Aim, ...]

    @property
    def group(self) -> str:
        """``BOTH``, ``ONLY_A`` or ``ONLY_B``."""
        return group_of(self.a, self.b)

    @property
    def reason(self) -> str:
        """Why the figures do not compare: "" if they do, or if only one plan has any.

        One of "several", "unit", "count", "baseline", "population", "range".
        """
        if not self.a or not self.b:
            return ""
        if len(self.a) > 1 or len(self.b) > 1:
            return "several"
        a, b = self.a[0], self.b[0]
        if a.unit != b.unit:
            return "unit"
        if not (a.rate and b.rate):
            return "count"
        if a.baseline != b.baseline:
            return "baseline"
        if _plain(a.population) != _plain(b.population):
            return "population"
        return "range" if (a.upper is None) != (b.upper is None) else ""

    @property
    def difference(self) -> Decimal | None:
        """Second figure less the first; None where they do not compare."""
        return self.b[0].value - self.a[0].value if self.a and self.b and not self.reason else None


@dataclass(frozen=True, slots=True)
class Deed:
    """A measure, task or report of a plan.

    Attributes:
        item: its IRI.
        kind: "measure", "task" or "report".
        label: short text.
        section: printed numbering.
        quote: the sentence.
        time: printed words on time.
        leads: IRIs of who leads or reports.
        solutions: IRIs of the solutions of the programme that it carries out.
        document: IRI of the document.
    """

    item: str
    kind: str
    label: str
    section: str
    quote: str
    time: str
    leads: tuple[str, ...]
    solutions: tuple[str, ...]
    document: str


@dataclass(frozen=True, slots=True)
class DeedRow:
    """What both plans do for one solution of the programme.

    Attributes:
        solution: IRI of the solution; "" for what carries out none that is known.
        a: deeds of the first plan.
        b: deeds of the second.
    """

    solution: str
    a: tuple[Deed, ...]
    b: tuple[Deed, ...]

    @property
    def group(self) -> str:
        """``BOTH``, ``ONLY_A`` or ``ONLY_B``."""
        return group_of(self.a, self.b)


@dataclass(frozen=True, slots=True)
class Change:
    """A passage of a comparison word by word.

    Attributes:
        kind: "same", "removed", "added" or "skipped" (same lines left out).
        text: its words; of what is skipped, how many lines.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class _AimRow:
    target: str
    label: str
    indicator: str
    comparator: str
    value: str
    upper: str
    unit: str
    horizon: str
    printed: str
    population: str
    baseline: str
    rate: str
    section: str
    quote: str
    document: str


@dataclass(frozen=True, slots=True)
class _DeedRow:
    item: str
    kind: str
    label: str
    section: str
    quote: str
    time: str
    lead: str
    solution: str
    document: str


@dataclass(frozen=True, slots=True)
class _Pair:
    one: str
    two: str


def group_of(a: Sequence[object], b: Sequence[object]) -> str:
    """Say which plan has something: ``BOTH``, ``ONLY_A`` or ``ONLY_B``."""
    return BOTH if a and b else ONLY_A if a else ONLY_B


def aims_of(rows: Rows) -> tuple[Aim, ...]:
    """Return targets from the rows of their query, each once."""
    found: dict[str, Aim] = {}
    for r in records(rows, _AimRow):
        value = _number(r.value)
        if value is not None and r.target not in found:
            found[r.target] = Aim(
                r.target, r.label, r.indicator, r.comparator.rpartition("/")[2], value, _number(r.upper), r.unit, r.horizon,
                r.printed, r.population, r.baseline, r.rate == "true", r.section, r.quote, r.document,
            )  # fmt: skip
    return tuple(found.values())


def deeds_of(rows: Rows) -> tuple[Deed, ...]:
    """Return measures, tasks and reports from the rows of their query."""
    by_item: dict[str, list[_DeedRow]] = {}
    for row in records(rows, _DeedRow):
        by_item.setdefault(row.item, []).append(row)
    return tuple(
        Deed(
            its[0].item, its[0].kind, its[0].label or its[0].quote, its[0].section, its[0].quote, its[0].time,
            _each(r.lead for r in its), _each(r.solution for r in its), its[0].document,
        )
        for its in by_item.values()
    )  # fmt: skip


def aim_rows(a: Iterable[Aim], b: Iterable[Aim]) -> tuple[AimRow, ...]:
    """Align targets by indicator and year, in order of year."""
    sides: dict[tuple[str, str], tuple[list[Aim], list[Aim]]] = {}
    for side, aims in enumerate((a, b)):
        for aim in aims:
            sides.setdefault((aim.horizon, aim.indicator), ([], []))[side].append(aim)
    return tuple(
        AimRow(indicator, horizon, tuple(of_a), tuple(of_b))
        for (horizon, indicator), (of_a, of_b) in sorted(sides.items())
    )


def deed_rows(a: Iterable[Deed], b: Iterable[Deed]) -> tuple[DeedRow, ...]:
    """Align measures and tasks by the solution of the programme that they carry out; what carries out none comes last."""
    sides: dict[str, tuple[list[Deed], list[Deed]]] = {}
    for side, deeds in enumerate((a, b)):
        for deed in deeds:
            for solution in deed.solutions or ("",):
                sides.setdefault(solution, ([], []))[side].append(deed)
    ordered = sorted(sides.items(), key=lambda pair: (not pair[0], pair[0]))
    return tuple(DeedRow(solution, tuple(of_a), tuple(of_b)) for solution, (of_a, of_b) in ordered)


def partners(rows: Rows) -> Mapping[str, frozenset[str]]:
    """Return by passage which passages of the other plan say nearly the same, from the rows of their query."""
    found: dict[str, set[str]] = {}
    for pair in records(rows, _Pair):
        found.setdefault(pair.one, set()).add(pair.two)
        found.setdefault(pair.two, set()).add(pair.one)
    return {item: frozenset(others) for item, others in found.items()}


def alike(a: str, b: str) -> float:
    """Return the share of lines that two texts have in common, 0 to 1 (of the shorter)."""
    of_a, of_b = {_plain(x) for x in _LINE.findall(a)}, {_plain(x) for x in _LINE.findall(b)}
    return len(of_a & of_b) / max(1, min(len(of_a), len(of_b)))


def is_alike(a: str, b: str) -> bool:
    """Say whether a comparison word by word says something: texts of which one was made from the other."""
    return alike(a, b) >= _ALIKE


def word_changes(a: str, b: str) -> Iterator[Change]:
    """Compare two texts: line by line, and within changed lines word by word.

    Yields:
        Passages in order; what was removed stands before what was added in its place.
    """
    lines_a, lines_b = _LINE.findall(a), _LINE.findall(b)
    matcher = difflib.SequenceMatcher(None, [_plain(x) for x in lines_a], [_plain(x) for x in lines_b], autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            if a2 - a1 > 4:
                yield Change("same", lines_a[a1] + "\n")
                yield Change("skipped", str(a2 - a1 - 2))
                yield Change("same", lines_a[a2 - 1] + "\n")
            else:
                yield Change("same", "\n".join(lines_a[a1:a2]) + "\n")
        else:
            yield from _words("\n".join(lines_a[a1:a2]), "\n".join(lines_b[b1:b2]))
            yield Change("same", "\n")


def _words(a: str, b: str) -> Iterator[Change]:
    of_a, of_b = _PIECE.findall(a), _PIECE.findall(b)
    matcher = difflib.SequenceMatcher(None, of_a, of_b, autojunk=False)
    if matcher.real_quick_ratio() < 0.3 or matcher.quick_ratio() < 0.3:
        yield from (Change(kind, text) for kind, text in (("removed", a), ("added", b)) if text)
        return
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        removed, added = "".join(of_a[a1:a2]), "".join(of_b[b1:b2])
        if kind == "equal":
            yield Change("same", removed)
        else:
            yield from (Change(k, text) for k, text in (("removed", removed), ("added", added)) if text)


def _plain(text: str) -> str:
    return " ".join(text.lower().split()).strip(" .;,")


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _each(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
