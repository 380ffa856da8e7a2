"""Sentences that break off: at the end of a text, or inside it where the next provision begins anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from loader.extraction.agents import fold_tones
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.doubts.vocabulary import lexicon
from loader.facts import Note
from loader.kinds import NoteKind
from loader.rules import rule
from loader.structure.provisions import Outline

_SENTENCE_END = re.compile(r"[.!?…/][”\"')\]]*$")
_CLAUSE_END = re.compile(r"[.!?…/;:,][”\"')\]]*$")
_SHOWN_END = 60
"""Characters of the last words that are quoted when a text breaks off."""
_SHORTEST = 10
"""Words from which on a provision is a sentence and no heading."""
_FEWEST = 4
"""Sentences of a kind with a mark at their end from which on a document shows how they end."""
_MOSTLY = 0.8
"""Share of the sentences of a kind that end with a mark, from which on one without is an exception."""
_WORD = re.compile(r"[^\W\d_]+")


def breaking(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the doubts about sentences that are not all there."""
    yield from _at_the_end(outline, found)
    yield from _inside(found)


def _at_the_end(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield a note when a text ends inside a sentence, with no signature or recipients behind it.

    In an annex, where lines need no full stop, only words that cannot end a sentence tell.
    """
    last = outline.divisions[-1]
    if last.tail or not found or found[-1].part not in (Part.BODY, Part.OPENING):
        return
    stretch = found[-1]
    text = stretch.text.rstrip("*_ ")
    open_end = rule("line-end.open").holds(text) or text.endswith((";", ":"))
    if not open_end and (last.is_annex or _SENTENCE_END.search(text)):
        return
    start, shown = _last_words(text)
    vi = f"Văn bản dừng giữa câu: “… {shown}”, phần sau không có trong tệp"
    en = f"The text breaks off inside a sentence: “… {shown}”; the rest is not in the file"
    yield note(Finding(NoteKind.CUT_SENTENCE, vi, en, "breaks-off"), stretch, start, len(text))


def _inside(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield a note for each provision that stops inside its sentence though the next one begins anew.

    Told only where the other sentences of its kind (bullets, points of one style) end with a mark, and where its last word
    cannot end one: a word that something must follow, or the first half of a compound that the document never ends a
    clause with.
    """
    marks: dict[tuple[str, str], list[bool]] = {}
    for stretch in found:
        if stretch.part is Part.BODY and _is_sentence(stretch.text):
            marks.setdefault(_manner(stretch), []).append(_is_marked(stretch.text))
    mostly = {manner for manner, ends in marks.items() if sum(ends) >= max(_FEWEST, _MOSTLY * len(ends))}
    suspects = [
        stretch
        for stretch, following in pairwise(found)
        if stretch.part is Part.BODY
        and following.part is Part.BODY
        and following.division == stretch.division
        and _manner(stretch) in mostly
        and _is_sentence(stretch.text)
        and not _is_marked(stretch.text)
        and _begins_anew(following)
    ]
    if not suspects:
        return
    ending = _ending(found)
    for stretch in suspects:
        text = stretch.text.rstrip("*_ ")
        words = [fold_tones(word.lower()) for word in _WORD.findall(text)]
        if not text[-1].isalpha() or any(
            rule(f"line-end.{name}").holds(text) for name in ("named-unit", "noun-too", "place-to-live")
        ):
            continue
        if not (rule("line-end.open").holds(text) or _is_half(words[-2], words[-1], text, ending)):
            continue
        start, shown = _last_words(text)
        vi = f"Câu dừng giữa chừng: “… {shown}”, mục sau bắt đầu câu khác"
        en = f"A sentence stops halfway: “… {shown}”; the next provision begins another"
        yield note(Finding(NoteKind.CUT_SENTENCE, vi, en, "stops-halfway"), stretch, start, len(text))


def _manner(stretch: Stretch) -> tuple[str, str]:
    return (stretch.node.kind, stretch.node.style) if stretch.node is not None else ("", "")


def _is_marked(text: str) -> bool:
    return bool(_CLAUSE_END.search(text.rstrip("*_ ")))


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= _SHORTEST and not text.isupper()


def _begins_anew(stretch: Stretch) -> bool:
    first = stretch.text[:1]
    return first.isupper() or (stretch.node is not None and (stretch.node.numbered or stretch.node.kind == "bullet"))


def _ending(found: Sequence[Stretch]) -> frozenset[str]:
    """Return the syllables that clauses of a document end with."""
    ends = re.compile(r"([^\W\d_]+)[”\"')\]]*[.,;:!?…/)(]")
    return frozenset(fold_tones(word.lower()) for s in found for word in ends.findall(s.text))


def _is_half(before: str, last: str, text: str, ending: frozenset[str]) -> bool:
    """Say whether the last syllable only opens a compound: it closes none, and no clause of the document ends with it."""
    known = lexicon()
    opens = any(pair.startswith(f"{last} ") for pair in known.known)
    closes = f"{before} {last}" in known.whole or any(pair.endswith(f" {last}") for pair in known.whole)
    return opens and not closes and last not in ending and text.split()[-1].islower()


def _last_words(text: str) -> tuple[int, str]:
    start = text.rfind(" ", 0, max(0, len(text) - _SHOWN_END)) + 1
    return start, " ".join(text[start:].split())
