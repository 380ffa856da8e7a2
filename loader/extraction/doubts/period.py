"""The plan's period: named otherwise in the body than in the title, objectives without a year or beyond it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loader.extraction.doubts.duties import states
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.sections import Category, classify
from loader.extraction.themes import theme
from loader.facts import Instrument, Note, Objective, Task
from loader.kinds import NoteKind
from loader.rules import rule

_SENTENCE = re.compile(r"[.;:“”\"]\s")
_WORD = re.compile(r"\w+")
_CONTEXT = 220
_FIRST_WORDS = 60
"""Characters that are shown beside the usual rather than have words begin in the middle of a name."""
"""Characters in front of a period in which its clause is looked for."""
_QUOTED = 80
_SHARED_WORDS = 3
"""Words of the title's theme that a clause shares when it speaks of the plan."""
_LONGEST_HEADING = 120


def periods(
    found: Sequence[Stretch], plan: Instrument, objectives: Sequence[Objective], tasks: Sequence[Task]
) -> Iterator[Note]:
    """Yield the doubts about the period of ``plan``."""
    start, end = plan.period_start, plan.period_end
    if end is None:
        return
    if start is not None and start != end:
        yield from _named_otherwise(found, plan, start, end, objectives)
        yield from _undated(found, start, end, objectives)
    # A number in the words of a task is the task's: when the task lies outside the period a rule on tasks tells it.
    yield from _beyond(found, plan, end, [o for o in objectives if not any(states(task, o) for task in tasks)])


def _named_otherwise(
    found: Sequence[Stretch], plan: Instrument, start: int, end: int, objectives: Sequence[Objective]
) -> Iterator[Note]:
    own_area = plan.area.name.lower() if plan.area else ""
    theme = _theme(plan.title or "", own_area)
    above = _of_others(found)
    general = [o.reading.evidence.start for o in objectives if o.general]
    for stretch in found:
        if stretch.part not in (Part.BODY, Part.CELL, Part.TITLE, Part.OPENING) or "20" not in stretch.text:
            continue
        for m in rule("plan-period.period").all(stretch.text):
            a, b = int(m["a"]), int(m["b"])
            clause = _clause(stretch.text, m.start())
            basis = b == end and a < start and (a, b) not in above and rule("plan-period.basis").holds(clause.rstrip())
            told = basis or _told_of_the_plan(clause, (start, end), (a, b), stretch, general)
            if stretch.part is Part.BODY and told:
                yield _period(stretch, start, end, a, b, _quoted_from(stretch.text, m.start(), clause), m.end())
                continue
            if (
                stretch.part is Part.BODY
                and _outside(start, end, a, b)
                and rule("plan-period.carried-out").find(clause.rstrip())
            ):
                yield _period(stretch, start, end, a, b, _quoted_from(stretch.text, m.start(), clause), m.end())
                continue
            if (a, b) == (start, end):
                continue
            if stretch.part is Part.TITLE and stretch.division > 0 and a < start:
                if rule("plan-period.annex-of-another").holds(clause):
                    continue
                if start <= b <= end and _annex_of_the_plan(clause, theme, own_area):
                    yield _period(stretch, start, end, a, b, _quoted_from(stretch.text, m.start(), clause), m.end())
                    continue
            nearly = b == end or (a == start and b > end)
            if stretch.part is Part.OPENING:
                # There other instruments are cited; the plan speaks of itself where it says that it is issued.
                issued = (
                    (rule("plan-period.issued").find(clause) if nearly else None)
                    or _issued_here(clause, plan, theme, own_area)
                    or (_issued_as_titled(clause, plan, own_area) if b == end and (a, b) not in above else None)
                )
                if issued is None or not rule("plan-period.announced").starts(stretch.text[m.end() :]):
                    continue
                yield _period(stretch, start, end, a, b, m.start() - len(clause) + issued.start(), m.end())
                continue
            if not nearly:
                continue
            owned = (own_area and own_area in clause.lower()) or rule("plan-period.own").holds(clause)
            # A clause that says all that the title is about speaks of the plan; no part of its period begins before it.
            # So does one that makes its subject the work of all years to the plan's end.
            whole = theme <= _theme(clause, own_area) or (b == end and rule("plan-period.duty").holds(clause.rstrip()))
            owned = owned or (a < start and (a, b) not in above and bool(theme) and whole)
            if (
                not owned
                or rule("plan-period.of-another-act").holds(clause)
                or len(theme & _theme(clause, own_area)) < min(_SHARED_WORDS, len(theme))
            ):
                continue
            yield _period(stretch, start, end, a, b, _quoted_from(stretch.text, m.start(), clause), m.end())


def _annex_of_the_plan(title: str, theme: frozenset[str], area: str) -> bool:
    """Whether the title of an annex says, in the words of the plan's title, what it sets for its area."""
    same = len(theme & _theme(title, area)) >= min(_SHARED_WORDS, len(theme))
    return same and bool(area) and area in title.lower() and rule("plan-period.annex").holds(title)


def _told_of_the_plan(
    clause: str, own: tuple[int, int], said: tuple[int, int], stretch: Stretch, general: Sequence[int]
) -> bool:
    """Whether words right in front of a period give it to the whole plan, though it is not that of the title.

    The money that the plan needs, and the tasks that it sets, may be told of a part of its years; they begin no earlier.
    """
    (start, end), (a, b), text = own, said, clause.rstrip()
    if said == own or a >= b:
        return False
    if rule("plan-period.whole").find(text) is not None:
        return _outside(start, end, a, b) or a == start
    if b == end and a < start:
        return any(rule(f"plan-period.{name}").find(text) is not None for name in ("funded", "works"))
    # The sentence that states the general aim; its period is met by that of the title, or there is no telling whose it is.
    aims = stretch.words and any(stretch.words.start <= place < stretch.words.end for place in general)
    return bool(aims) and b != end and _outside(start, end, a, b) and rule("plan-period.aimed").find(text) is not None


def _outside(start: int, end: int, a: int, b: int) -> bool:
    """Whether years that meet those of the plan reach beyond them; a part of its years is told rightly."""
    return a < b and a <= end and b >= start and (a < start or b > end)


def _issued_here(clause: str, plan: Instrument, theme: frozenset[str], area: str) -> re.Match[str] | None:
    """Return where a plan that carries out a programme says that it is issued for its own area, in the words of its title.

    A clause that names two periods may tell one of the plan and one of what it carries out.
    """
    issued = rule("plan-period.issued-here").find(clause.rstrip())
    if issued is None:
        return None
    said = clause[issued.start() :]
    if rule("plan-period.of-another-act").holds(said) or rule("plan-period.period").holds(said):
        return None
    if issued["place"] and issued["place"].lower() != area:
        return None
    own = len(list(rule("plan-period.period").all(plan.title or ""))) == 1 and theme <= _theme(said, area)
    return issued if own else None


def _issued_as_titled(clause: str, plan: Instrument, area: str) -> re.Match[str] | None:
    """Return where a plan that carries out a programme says that it is issued, word for word as its title says it.

    The words are those in front of the period; the title may name the plan's area beside them.
    """
    issued = rule("plan-period.issued-by-title").find(clause)
    first = rule("plan-period.period").find(plan.title or "")
    if issued is None or first is None:
        return None
    said = _words_of(clause[issued.end() :], area)
    return issued if said and said == _words_of((plan.title or "")[: first.start()], area) else None


def _words_of(text: str, area: str) -> tuple[str, ...]:
    """Return the words of a title in small letters, less the area that it is for."""
    lowered = rule("plan-period.area").replaced(text.lower().replace(area, " ") if area else text.lower())
    return tuple(_WORD.findall(lowered))


def _quoted_from(text: str, at: int, clause: str) -> int:
    """Return where the words in front of a period begin that are shown: its clause, but for what would be too long."""
    opening = max(0, at - len(clause))
    begin = _word_before(text, at - _QUOTED)
    return begin if begin - opening > _FIRST_WORDS else opening


def _period(stretch: Stretch, start: int, end: int, a: int, b: int, begin: int, until: int) -> Note:
    vi = f"Giai đoạn không thống nhất: tên kế hoạch ghi {start}-{end}, ở đây ghi {a}-{b}"
    en = f"The period differs: the title says {start}-{end}, here it is {a}-{b}"
    return note(Finding(NoteKind.INCONSISTENT_PERIOD, vi, en, "period", f"{start}-{end}"), stretch, begin, until)


def _clause(text: str, at: int) -> str:
    """Return what stands in front of a place in its sentence."""
    before = text[max(0, at - _CONTEXT) : at]
    cut = [c.end() for c in _SENTENCE.finditer(before)]
    return before[cut[-1] :] if cut else before


def _of_others(found: Sequence[Stretch]) -> frozenset[tuple[int, int]]:
    """Return the periods of other instruments that a document cites."""
    return frozenset(
        (int(m["a"]), int(m["b"]))
        for stretch in found
        if "20" in stretch.text
        for m in rule("plan-period.period").all(stretch.text)
        if rule("plan-period.of-another-act").holds(_said_of_it(stretch, m))
    )


def _said_of_it(stretch: Stretch, period: re.Match[str]) -> str:
    """Return what a sentence says of whose period it is: where a plan is issued, what stands in front of that is cited."""
    clause = _clause(stretch.text, period.start())
    if stretch.part is not Part.OPENING or not rule("plan-period.announced").starts(stretch.text[period.end() :]):
        return clause
    issued = rule("plan-period.issued-by-title").find(clause)
    return clause[issued.end() :] if issued else clause


def _word_before(text: str, at: int) -> int:
    """Return the start of the first whole word behind ``at``."""
    if at <= 0:
        return 0
    space = text.find(" ", at)
    return space + 1 if space >= 0 else at


def _theme(text: str, area: str) -> frozenset[str]:
    lowered = text.lower()
    return theme(lowered.replace(area, " ") if area else lowered)


def _undated(found: Sequence[Stretch], start: int, end: int, objectives: Sequence[Objective]) -> Iterator[Note]:
    """Yield a note when no specific objective of a plan of several years says by when."""
    specific = [o for o in objectives if not o.general]
    if not specific or any(o.horizon is not None or any(t.horizon for t in o.targets) for o in specific):
        return
    vi = f"Mục tiêu cụ thể không ghi năm phải đạt, dù kế hoạch kéo dài {start}-{end}"
    en = f"The specific objectives name no year to be reached by, though the plan runs {start}-{end}"
    heading = next(
        (
            s
            for s in found
            if s.part is Part.BODY
            and len(s.text) < _LONGEST_HEADING
            and classify(s.text) is Category.SPECIFIC_OBJECTIVE
        ),
        None,
    )
    first = specific[0].reading.evidence.start
    stretch = heading or next((s for s in found if s.words.start <= first < s.words.end), None)
    if stretch is not None:
        yield note(Finding(NoteKind.MISSING_HORIZON, vi, en, "undated-objectives"), stretch)


def _beyond(found: Sequence[Stretch], plan: Instrument, end: int, objectives: Sequence[Objective]) -> Iterator[Note]:
    """Yield a note for the first objective whose own words set a year behind the plan's period that nothing announces.

    The title may announce it, a heading, or the programme of a longer period that the opening names: a plan of one year
    may have a block of aims for a later one.
    """
    programmes = [
        int(m["b"])
        for stretch in found
        if stretch.part is Part.OPENING and "20" in stretch.text
        for m in rule("plan-period.period").all(stretch.text)
    ]
    for objective in objectives:
        horizon = objective.horizon
        if horizon is None or horizon <= end or str(horizon) in (plan.title or ""):
            continue
        place = objective.reading.evidence.start
        stretch = next((s for s in found if s.words.start <= place < s.words.end), None)
        if stretch is None or str(horizon) not in stretch.text or horizon in programmes:
            continue
        vi = f"Mục tiêu cho năm {horizon}, ngoài giai đoạn của kế hoạch (đến {end})"
        en = f"An objective for {horizon}, outside the plan's period (to {end})"
        begin, until = _about(stretch.text, stretch.text.index(str(horizon)))
        yield note(Finding(NoteKind.INCONSISTENT_PERIOD, vi, en, "objective-beyond-period"), stretch, begin, until)
        return


def _about(text: str, year: int) -> tuple[int, int]:
    """Return the whole words in front of a year, and the year itself."""
    return _word_before(text, year - _LONGEST_HEADING), year + len("2030")
