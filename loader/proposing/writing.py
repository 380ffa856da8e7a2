"""The text of a proposed ``programme.toml``: what a person is to look at stands beside each entry."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from loader.programmes import NationalTarget, ProgrammeIndicator
from loader.proposing.cues import proposed_cues
from loader.proposing.indicators import ReadTarget
from loader.proposing.solutions import ReadSolution

_HEAD = """\
# Đề xuất từ văn bản gốc bằng 'langnghe programme new'; hãy đọc lại và sửa, rồi chạy 'langnghe programme check'.
# Proposed from the root documents by 'langnghe programme new'; read and correct it, then run 'langnghe programme check'.
# Từng mục là gì: docs/programmes.md · what each entry is: docs/programmes.md
"""
_QUOTED = 200


@dataclass(frozen=True, slots=True)
class RootDocument:
    """A root document of a proposed programme.

    Attributes:
        path: its path under the base of IRIs.
        number: its number.
        date: its date.
        name: the name of the programme in its title.
        title: its title as printed.
        start: first year of its period.
        end: last year of it.
    """

    path: str
    number: str
    date: date | None
    name: str
    title: str
    start: int | None
    end: int | None


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"


def pack_text(
    roots: Sequence[RootDocument],
    titles: Sequence[str],
    indicators: Sequence[ProgrammeIndicator],
    targets: Sequence[ReadTarget],
    solutions: Sequence[ReadSolution],
) -> str:
    """Return the text of a pack."""
    sentences = {target.element: _sentence(target) for target in targets}
    lines = [_HEAD, *_programme(roots, titles)]
    for indicator in indicators:
        lines += ["", *_indicator(indicator, sentences)]
    cues = proposed_cues(
        [s.heading for s in solutions], [s.actions for s in solutions], " ".join(r.title for r in roots)
    )
    for solution, words in zip(solutions, cues, strict=True):
        lines += ["", "[[solution]]", f"element = {_quoted(solution.element)}", f"vi = {_quoted(solution.heading)}"]
        lines.append(f"cues = {_list(words)}")
    return "\n".join(lines) + "\n"


def _programme(roots: Sequence[RootDocument], titles: Sequence[str]) -> Iterator[str]:
    first = roots[0]
    yield f"vi = {_quoted(first.name)}"
    yield 'en = ""'
    yield f"source = {_quoted(first.number)}"
    start = min((r.start for r in roots if r.start), default=None)
    end = max((r.end for r in roots if r.end), default=None)
    if end:
        yield f"period = {{ start = {start}, end = {end} }}" if start else f"period = {{ end = {end} }}"
    yield "# Kế hoạch có những lời này trong tên phải truy về được chương trình. Plans with these words in their title are to trace to it."
    yield f"titles = {_list(titles)}"
    for root in roots:
        yield ""
        yield "[[root]]"
        yield f"path = {_quoted(root.path)}"
        yield f"number = {_quoted(root.number)}"
        yield f"date = {root.date}"


def _sentence(target: ReadTarget) -> str:
    """Return what a target is held against: its sentence; of a cell that holds a figure only, its row and year as well."""
    if any(letter.isalpha() for letter in target.quote):
        return target.quote
    year = f" ({target.horizon})" if target.horizon else ""
    return f"{target.words}{year}: {target.printed}"


def _indicator(it: ProgrammeIndicator, sentences: dict[str, str]) -> Iterator[str]:
    for target in it.targets:
        yield f"# {' '.join(sentences[target.element].split())[:_QUOTED]}"
    yield "[[indicator]]"
    yield f"key = {_quoted(it.key)}"
    yield f"vi = {_quoted(it.vi)}"
    yield f"en = {_quoted(it.en)}"
    yield f"words = {_list(it.words)}"
    yield f"unit = {_quoted(it.unit)}"
    if len(it.units) > 1:
        yield f"units = [{', '.join(map(_quoted, it.units))}]"
    yield f"type = {_quoted(it.type)}"
    yield f"direction = {_quoted(it.direction)}"
    if it.counting:
        yield f"counting = {_quoted(it.counting)}"
    if it.population:
        yield f"population = {_quoted(it.population)}"
    if it.baseline:
        yield f"baseline = {it.baseline}"
    yield "targets = ["
    for target in it.targets:
        yield f"  {{ {', '.join(_target(target))} }},"
    yield "]"


def _target(target: NationalTarget) -> Iterator[str]:
    if target.horizon:
        yield f"horizon = {target.horizon}"
    yield f"comparator = {_quoted(target.comparator)}"
    yield f"value = {_number(target.value)}"
    if target.upper is not None:
        yield f"upper = {_number(target.upper)}"
    yield f"element = {_quoted(target.element)}"


def _number(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
