"""Whether a text is an official document or a plan: marks found in it are weighed (``lexicon/acceptance.toml``).

A document has its marks where the rules on layout put them: motto, issuer, number, date and kind at the beginning,
recipients and signature at the end, numbered parts between. An article about a document, or one that holds a model
form, has running text before them, blanks in their place, or none of them.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from loader.errors import InputError
from loader.extraction.acceptance_lines import MOST_LINES, Line, lines_of
from loader.extraction.standing import Issuing, Judged, standing
from loader.lexicon.marks import Mark, Place, mark_table
from loader.readers.blocks import Source

HEAD_LINES = 45
"""Lines of a head: the letterhead set one word group a line, a long title, the basis."""

MOST_BEHIND = 150
"""Characters of running text behind a signature from which on someone else writes there."""

FRAME = 60
"""Characters of running text before or behind that make the frame of a form."""

LETTERHEAD_LINES = 12
"""Lines above a beginning that may still be of its letterhead."""

MOST_BEGINNINGS = 12
"""Places where a document may begin that are tried."""

MOST_PROSE = 600
"""Characters of running text behind the beginning at which its head has ended."""


_RUN = 3
"""Lines that one mark may run over in hard-wrapped text."""


_LONG_NAME = 5
"""Words of the longest line that a signer's name and office make."""

_PART = re.compile(r"(?i)[IVX\d]+\s?[.)-]|kinh gui|noi nhan")
_NOTE = re.compile(r"\W*\d{1,3}\]? +\S")
_BLANK_DATE = re.compile(
    r"(?i)\bngay[\s.…_/]*thang[\s.…_/]*nam[\s.…_]*(?:20[\s.…_]*)?$|\bngay\s*[.…_]+\s*/\s*[.…_]+\s*/\s*(?:20)?[.…_]+$"
)
_FILLED = re.compile(r"(?i)^S[o0]\W{0,5}\d")
_LISTED = re.compile(r"\W|\d|.\)|[IVX]+\.")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a text fared.

    Attributes:
        weight: the sum of the weights of what was found.
        accepted: whether it reaches the threshold.
        found: what speaks for a document.
        against: what speaks against one.
        missing: what an official document has, and this one has not.
        prose_before: characters of running text before the document begins.
    """

    weight: float
    accepted: bool
    found: tuple[Mark, ...]
    against: tuple[Mark, ...]
    missing: tuple[Mark, ...]
    prose_before: int


def require_document(source: Source) -> None:
    """Refuse a text that lacks the marks of an official document.

    Raises:
        InputError: it does; the message names what is missing and what speaks against it.
    """
    text = _text(tuple(lines_of(source)))
    if any(text.accepts(start) for start in text.beginnings()):
        return
    verdict = _best(text)
    parts_vi: list[str] = []
    parts_en: list[str] = []
    if verdict.missing:
        parts_vi.append("thiếu: " + "; ".join(mark.vi for mark in verdict.missing))
        parts_en.append("missing: " + "; ".join(mark.en for mark in verdict.missing))
    if against := verdict.against:
        parts_vi.append("giống: " + "; ".join(mark.vi for mark in against))
        parts_en.append("it looks like: " + "; ".join(mark.en for mark in against))
    raise InputError(
        f"không đủ dấu hiệu của văn bản hành chính, {'. '.join(parts_vi)} / "
        f"the text lacks the marks of an official document, {'. '.join(parts_en)}",
        where=source.name,
        advice="--force, over HTTP ?force=true, reads it all the same",
    )


def judge(source: Source) -> Verdict:
    """Weigh what a text has of the marks of an official document."""
    return _best(_text(tuple(lines_of(source))))


def _text(lines: Sequence[str]) -> _Text:
    if len(lines) > MOST_LINES * 3 // 2:
        lines = [*lines[:MOST_LINES], *lines[-MOST_LINES // 2 :]]
    return _Text(tuple(Line.of(line) for line in lines))


def _best(text: _Text) -> Verdict:
    """Return what is said of a text from that line on where it fares best, of all on which a document may begin."""
    return max(map(text.verdict, text.beginnings()), key=lambda v: (v.accepted, v.weight))


@dataclass(slots=True)
class _Scan:
    """The lines of a text that are still to be looked at for a mark, and those where it was found."""

    left: Iterator[int]
    found: list[int] = field(default_factory=list)


class _Text:
    def __init__(self, lines: tuple[Line, ...]) -> None:
        self._lines = lines
        self._table = mark_table()
        self._plain = "".join(f"\n{line.text}" for line in lines).lower()
        self._known: dict[tuple[str, int], float] = {}
        self._runs: dict[int, Sequence[str]] = {}
        self._known_behind: dict[int, int] = {}
        self._judged: dict[tuple[int, int], Judged] = {}
        self._scans: dict[str, _Scan] = {}
        self._all = range(len(lines))
        self._still = [i for i in self._all if not lines[i].running]
        self._before = [0]
        for line in lines:
            self._before.append(self._before[-1] + (len(line.text) if line.running else 0))

    def beginnings(self) -> Iterator[int]:
        """Yield the lines where a document may begin, at least one."""
        opening = [mark for mark in self._table.marks if mark.opens]
        lines = self._all if any(mark.running for mark in opening) else self._still
        found = (i for i in lines if any(self._at(mark, i) for mark in opening))
        first = next(found, 0)
        yield first
        yield from islice(found, MOST_BEGINNINGS - 1)

    def accepts(self, start: int) -> bool:
        """Say whether ``verdict`` accepts a text: what speaks against it is asked first, what speaks for it until that is enough."""
        weight = self._prose_weight(self._before[start])
        weight += sum(self._share_of(mark, start) * mark.weight for mark in self._table.against)
        hoped = self._table.most
        known = strong = False
        for mark in self._table.favourable:
            if weight + hoped < self._table.threshold:
                return False
            hoped -= mark.weight
            if got := self._share_of(mark, start):
                weight += got * mark.weight
                known |= mark.needed
                strong |= mark.needed and not mark.weak
                if strong and weight >= self._table.threshold:
                    return True
        return known and weight + self._bare_weight(start) >= self._table.threshold

    def verdict(self, start: int) -> Verdict:
        weight = 0.0
        good: list[Mark] = []
        bad: list[Mark] = []
        missing: list[Mark] = []
        for mark in self._table.marks:
            got = self._share_of(mark, start)
            weight += got * mark.weight
            if got:
                (good if mark.weight >= 0 else bad).append(mark)
            if mark.listed and not got:
                missing.append(mark)
        prose = self._before[start]
        weight += self._prose_weight(prose)
        known = any(mark.needed for mark in good)
        if not any(mark.needed and not mark.weak for mark in good):
            weight += self._bare_weight(start)
        return Verdict(
            weight, known and weight >= self._table.threshold, tuple(good), tuple(bad), tuple(missing), prose
        )

    def _bare_weight(self, start: int) -> float:
        """Return what a text weighs less that is known by weak marks only and is mostly running text."""
        return self._table.bare.weight if self._prose_share(start) > self._table.bare.share else 0.0

    def _prose_share(self, start: int) -> float:
        """Return what share of the text is running text, without what begins with a dash or number."""
        lines = self._lines[start:]
        running = sum(len(line.text) for line in lines if line.running and not _LISTED.match(line.text))
        return running / max(sum(len(line.text) for line in lines), 1)

    def _prose_weight(self, prose: int) -> float:
        return next((step.weight for step in reversed(self._table.prose) if prose > step.beyond), 0.0)

    def _share_of(self, mark: Mark, start: int) -> float:
        """Return 1 for a mark that is found, 0.5 for one half found, 0 for none."""
        if mark.unless and self._share_of(self._table.named(mark.unless), start):
            return 0.0
        match mark.place:
            case Place.PLAIN:
                return self._in_plain(mark)
            case Place.STANDING:
                judged = self._issued(start)
                return (0.5 if judged.eased else 1.0) if judged.standing.value == mark.key else 0.0
            case Place.BEHIND:
                return float(self._behind(start) > MOST_BEHIND)
            case Place.BETWEEN:
                return float(self._before[start] > FRAME and self._behind(start) > FRAME)
            case Place.FRAMED:
                framed = self._before[start] > FRAME or self._behind(start) > FRAME
                return float(framed and self._undated(start))
            case Place.HEAD:
                first = start if mark.weight >= 0 else max(start - mark.above, 0)
                end = min(start + (mark.within or HEAD_LINES), len(self._lines))
                best = 0.0
                for i in self._may_stand(mark, first):
                    if i >= end or best == 1.0 or self._before[i] - self._before[start] > MOST_PROSE:
                        break
                    best = max(best, self._at(mark, i))
                return best
            case Place.LINE:
                return self._times(mark, start) / mark.times

    def _may_stand(self, mark: Mark, start: int) -> Sequence[int]:
        """Return the lines from one on where a mark may stand at all, for most marks none of running text."""
        return self._all[start:] if mark.running else self._still[bisect_left(self._still, start) :]

    def _times(self, mark: Mark, start: int) -> int:
        """Return how many lines from one on have a mark, as far as anybody asks; each line is looked at once for all."""
        scan = self._scans.get(mark.key)
        if scan is None:
            scan = self._scans[mark.key] = _Scan(iter(self._may_stand(mark, 0)))
        times = len(scan.found) - bisect_left(scan.found, start)
        for i in scan.left if times < mark.times else ():
            if self._at(mark, i):
                scan.found.append(i)
                times += i >= start
                if times == mark.times:
                    break
        return min(times, mark.times)

    def _first(self, start: int) -> int:
        """Return the first line of the letterhead of what begins at ``start``, which may be its middle."""
        first = start
        while first > max(start - LETTERHEAD_LINES, 0) and self._lines[first - 1].heading:
            first -= 1
        return first

    def _undated(self, start: int) -> bool:
        """Say whether number and date at the beginning are blanks, the year too."""
        head = [line.folded for line in self._lines[self._first(start) : start + HEAD_LINES]]
        return any(_BLANK_DATE.search(line) for line in head) and not any(_FILLED.search(line) for line in head)

    def _behind(self, start: int) -> int:
        """Return how many characters of running text stand behind the signature, before any annex."""
        if start not in self._known_behind:
            self._known_behind[start] = self._counted_behind(start)
        return self._known_behind[start]

    def _counted_behind(self, start: int) -> int:
        last = None
        marks = [
            self._table.named(key) for key in ("kind", "annex", "attachment", "number", "articles", "capital-parts")
        ]
        signature, recipients = self._table.named("signature"), self._table.named("recipients")
        text = 0
        for i in range(start, len(self._lines)):
            line = self._lines[i]
            if self._at(signature, i) or self._at(recipients, i):
                last, text = i, 0
            elif last is not None and i > last:
                annexed = any(self._at(mark, i) for mark in marks)
                if annexed or _NOTE.match(line.text) or (line.heading and len(line.folded.split()) > _LONG_NAME):
                    return text if _NOTE.match(line.text) and not annexed else 0
                if line.running and not _LISTED.match(line.text):
                    text += len(line.text)
        return text

    def _issued(self, start: int) -> Judged:
        """Say who issues what begins at line ``start``."""
        first = self._first(start)
        last = min(start + LETTERHEAD_LINES * 2, len(self._lines))
        kind, opening = (self._table.named(key) for key in ("kind", "opening"))
        end = next((i for i in range(start, last) if self._lines[i].running or self._at(kind, i)), last)
        known = self._judged.get((first, end))
        if known is None:
            folded = [line.folded for line in self._lines]
            until = next(
                (
                    i
                    for i in range(end, last)
                    if self._lines[i].running or self._at(opening, i) or _PART.match(folded[i])
                ),
                last,
            )
            attachment = self._table.named("attachment")
            attached = [" ".join(folded[i : i + _RUN]) for i in range(first, last) if self._at(attachment, i)]
            issuing = Issuing(
                folded[first:end],
                attached,
                [folded[i] for i in range(end + 1, until) if self._lines[i].heading],
                folded[first:],
            )
            known = self._judged[first, end] = standing(issuing)
        return known

    def _in_plain(self, mark: Mark) -> float:
        known = self._known.get((mark.key, -1))
        if known is None:
            asked = max(mark.times, math.ceil(mark.share * len(self._lines)))
            times = 0
            for expression in mark.expressions:
                times += expression.count(self._plain, asked - times)
                if times >= asked:
                    break
            known = float(times >= asked)
            self._known[mark.key, -1] = known
        return known

    def _at(self, mark: Mark, i: int) -> float:
        """Return how far a mark is found at the beginning of line ``i``: 1, 0.5 or 0."""
        if self._lines[i].running and not mark.running:
            return 0.0
        known = self._known.get((mark.key, i))
        if known is None:
            known = self._known[mark.key, i] = self._look_at(mark, i)
        return known

    def _run(self, i: int) -> Sequence[str]:
        """Return line ``i`` alone and with those that hard wrapping may have cut from it; running text alone."""
        known = self._runs.get(i)
        if known is None:
            most = 1 if self._lines[i].running else _RUN
            folded = [line.folded for line in self._lines[i : i + most]]
            known = self._runs[i] = [" ".join(folded[:count]) for count in range(1, most + 1)]
        return known

    def _look_at(self, mark: Mark, i: int) -> float:
        if mark.despaced:
            candidates: Sequence[str] = ("".join(self._lines[i].folded.split()),)
        else:
            candidates = self._run(i) if mark.place is Place.HEAD else (self._lines[i].folded,)
        best = 0.0
        for words in candidates:
            for expression in mark.expressions:
                regex = expression.regex
                m = regex.search(words) if mark.anywhere else regex.match(words)
                if m:
                    best = max(best, _share(mark, m))
                    if best == 1.0:
                        return best
        return best


def _share(mark: Mark, m: re.Match[str]) -> float:
    if mark.half is None:
        return 1.0
    words = m["number"] if "number" in m.re.groupindex and m["number"] is not None else m[0]
    return 0.5 if bool(mark.half.search(words)) != mark.half_without else 1.0
