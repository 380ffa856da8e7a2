"""The numbers that Word computes for list paragraphs (``word/numbering.xml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from loader.readers.docx_styles import Styles, W, is_on, value, whole_number
from loader.readers.labels import number_label

_PLACEHOLDER = re.compile(r"%([1-9])")
# Bullets of symbol fonts stand in the private use area; what they look like, as plans type it.
_BULLETS = {"\uf02d": "-", "\uf02b": "+", "\u2013": "-", "\u2014": "-", "\u2212": "-", "-": "-", "+": "+", "*": "*"}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    style: str = "decimal"
    text: str = "%1."
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _Abstract:
    """An abstract list: its levels, and how far each has been counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)
    level_of_style: dict[str, int] = field(default_factory=dict)
    style_link: str = ""


@dataclass(slots=True)
class _Num:
    """A use of an abstract list, with its own starts and levels."""

    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)


class Numbering:
    """Counts list paragraphs in document order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._nums: dict[str, _Num] = {}
        self._styles = styles
        if root is None:
            return
        for element in root.iterchildren(f"{W}abstractNum"):
            self._abstracts[element.get(f"{W}abstractNumId") or ""] = _abstract(element)
        for element in root.iterchildren(f"{W}num"):
            num = _Num(value(element.find(f"{W}abstractNumId")) or "")
            for override in element.iterchildren(f"{W}lvlOverride"):
                depth = whole_number(override.get(f"{W}ilvl"), 0)
                start = value(override.find(f"{W}startOverride"))
                if start is not None:
                    num.starts[depth] = whole_number(start, 1)
                own = override.find(f"{W}lvl")
                if own is not None:
                    num.levels[depth] = _level(own)
            self._nums[element.get(f"{W}numId") or ""] = num

    def label(self, num_id: str, level: int | None, style_id: str) -> str:
        """Count a paragraph of list ``num_id`` and return its label ("1.", "2.1", "a)", "-"); "" for none.

        Args:
            num_id: ``w:numId`` of the paragraph or its style.
            level: ``w:ilvl`` if stated; else the level that names the paragraph style, else the first.
            style_id: the paragraph's style.
        """
        num = self._nums.get(num_id)
        abstract = self._abstract_of(num) if num else None
        if num is None or abstract is None:
            return ""
        if level is None:
            level = abstract.level_of_style.get(style_id, 0)
        level = min(max(level, 0), 8)
        self._count(num, abstract, level)
        here = _level_of(num, abstract, level)
        if here.style == "bullet":
            return _BULLETS.get(here.text.strip(), "•" if here.text.strip() else "")

        def figure(m: re.Match[str]) -> str:
            depth = int(m[1]) - 1
            at = _level_of(num, abstract, depth)
            number = abstract.counts.get(depth, at.start)
            return number_label(number, "decimal" if here.legal and at.style != "none" else at.style)

        return " ".join(_PLACEHOLDER.sub(figure, here.text).split())

    def _count(self, num: _Num, abstract: _Abstract, level: int) -> None:
        counts = abstract.counts
        if level in num.starts and level not in num.begun:
            counts[level] = num.starts[level]
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = _level_of(num, abstract, level).start
        num.begun.add(level)
        for deeper in [d for d in counts if d > level]:
            restart = _level_of(num, abstract, deeper).restart
            if restart is None or (restart and level < restart):
                del counts[deeper]

    def _abstract_of(self, num: _Num) -> _Abstract | None:
        """Return the list itself, or the list of the list style that it points to."""
        abstract = self._abstracts.get(num.abstract)
        for _ in range(8):
            if abstract is None or not abstract.style_link:
                return abstract
            linked = self._nums.get(self._styles.get(abstract.style_link).look.num_id or "")
            if linked is None or self._abstracts.get(linked.abstract) is abstract:
                return abstract
            abstract = self._abstracts.get(linked.abstract)
        return abstract


def _level_of(num: _Num, abstract: _Abstract, depth: int) -> _Level:
    return num.levels.get(depth) or abstract.levels.get(depth) or _Level(text=f"%{depth + 1}.")


def _abstract(element: etree._Element) -> _Abstract:
    abstract = _Abstract(style_link=value(element.find(f"{W}numStyleLink")) or "")
    for level in element.iterchildren(f"{W}lvl"):
        depth = whole_number(level.get(f"{W}ilvl"), 0)
        abstract.levels[depth] = _level(level)
        style = value(level.find(f"{W}pStyle"))
        if style:
            abstract.level_of_style[style] = depth
    return abstract


def _level(element: etree._Element) -> _Level:
    restart = value(element.find(f"{W}lvlRestart"))
    return _Level(
        start=whole_number(value(element.find(f"{W}start")), 0),
        style=value(element.find(f"{W}numFmt")) or "decimal",
        text=(value(element.find(f"{W}lvlText")) or "")[:200],
        restart=None if restart is None else whole_number(restart, 0),
        legal=is_on(element.find(f"{W}isLgl")),
    )
