"""A rhythm and the days listed for it: what is done every quarter has four days a year."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.facts import Note
from loader.kinds import NoteKind
from loader.rules import rule

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})")
_TIMES = (("quarterly", 4, "mỗi quý", "every quarter"), ("monthly", 12, "mỗi tháng", "every month"))


def rhythms(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the rhythms whose days, listed right behind them, are too few.

    A single day may be that of each quarter or month, and days of several rhythms may be listed together; of them nothing
    is said.
    """
    for stretch in found:
        if stretch.part is not Part.BODY or "/" not in stretch.text:
            continue
        for name, times, vi_every, en_every in _TIMES:
            for m in rule(f"number-doubt.{name}").all(stretch.text):
                days = sorted({(int(month), int(day)) for day, month in _DAY.findall(m["days"])})
                sentence = stretch.text[stretch.text.rfind(". ", 0, m.start()) + 1 : m.start()]
                if len(days) >= times or rule("number-doubt.other-rhythm").holds(sentence):
                    continue
                vi = f"Ghi {vi_every} nhưng chỉ nêu {len(days)} ngày trong năm: {m['days']}"
                en = f"Said to be {en_every}, but only {len(days)} days of the year are listed: {m['days']}"
                finding = Finding(NoteKind.CONTRADICTORY_FIGURES, vi, en, "rhythm-and-days")
                yield note(finding, stretch, m.start(), m.end())
