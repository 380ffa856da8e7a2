"""What is missing or broken in the make-up of a document: annexes, footnotes, letterhead, signature, parts, brackets, cut sentences."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from loader.extraction.doubts.breaking import breaking
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.letterhead import read_letterhead
from loader.extraction.sections import Category, classify
from loader.facts import Instrument, Note
from loader.kinds import NoteKind
from loader.readers.blocks import Source
from loader.rules import book, rule
from loader.structure.provisions import Outline

_SEPARATOR = re.compile(r"\s*[^\W\d_IVX]+\s*|\s*,\s*")
_FOOTNOTE = re.compile(r"\[\^?(?P<mark>\d{1,2})\](?!\()")
_OPENERS = {"(": ")", "[": "]", "“": "”", "«": "»"}
_CLOSERS = {v: k for k, v in _OPENERS.items()}
_MARKS = re.compile(r"[()\[\]“”«»\"]")
_FIRST = frozenset({"", "1", "I", "A"})
"""Numbers by which a text may call the only annex, that bears none itself."""
_DEEPEST = 50
"""Marks that may stand open in one another."""
_MOST = 5  # of stray marks that are told per paragraph
_ITEM = re.compile(r"(?:^|[\s;,.:(])(?:[a-zđ]|\d{1,2}|[ivx]{1,4})$")
_INITIALS = re.compile(r"(?:\.\s*/\s*\.?|/\s*\.?)\s*(?P<initials>[A-ZĐ]{2,4}|[A-ZĐ][a-zà-ỹ]{1,4})\s*$")
_BREAK = re.compile(r"[ \t*_]*\n(?:[ \t]*\n)+[ \t*_]*")
_BEFORE_LIST = 40
"""Characters in front of a list's name in which words that point at it are looked for."""
_BEHIND_ANNEX = 30
_PLAIN = frozenset({"text/plain", "text/markdown"})


def layout(
    source: Source, outline: Outline, found: Sequence[Stretch], instruments: Sequence[Instrument]
) -> Iterator[Note]:
    """Yield the doubts about the make-up of a document."""
    yield from _annexes(outline, found)
    yield from _footnotes(source, found)
    yield from _letterhead(outline, found)
    yield from _marks(found)
    yield from _initials(found)
    if instruments[-1].is_plan:
        yield from _funding(outline, found)
    if source.media_type in _PLAIN:
        yield from _cut_sentences(source, found)
    yield from breaking(outline, found)
    for warning in source.warnings:
        if found:
            finding = Finding(
                NoteKind.READER_WARNING,
                f"Khi đọc tệp: {warning}",
                f"On reading the file: {warning}",
                "reader-warning",
            )
            yield note(finding, found[0])


def _annexes(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    annexes = [d for d in outline.divisions if d.is_annex]
    present = {d.path.removeprefix("phu-luc").lstrip("-").upper() or "1" for d in annexes}
    titled = [m for s in found if (m := rule("annex-mention.titled").find(s.text)) is not None]
    present |= {_bare(m["labels"]) for m in titled} | {_bare(label) for label in present}
    seen: set[str] = set()
    for stretch in found:
        text = stretch.text
        if stretch.part in (Part.HEAD, Part.TITLE, Part.TAIL):
            continue
        for m in _announced(text):
            if m.groupdict().get("list") and not rule("annex-mention.points-at").holds(
                text[max(0, m.start() - _BEFORE_LIST) : m.start()]
            ):
                # "gửi danh sách kèm theo": a list that somebody is to hand in.
                continue
            if rule("annex-mention.of-another-act").holds(text[m.end() : m.end() + _BEHIND_ANNEX].strip(" ,")):
                continue
            labels = [t for t in _SEPARATOR.split(m["labels"] or "") if t]
            if not labels:
                missing = [] if annexes else [""]
            elif len(labels) == 1 and len(annexes) == 1 and present == {"1"} and _bare(labels[0]) in _FIRST:
                missing = []
            else:
                missing = [t for t in labels if _bare(t) not in present]
            new = [t for t in missing if t not in seen]
            seen.update(missing)
            if not new or (not new[0] and len(seen) > 1):
                continue
            name = f"Phụ lục {', '.join(new)}" if new[0] else f"“{_short(m[0])}”"
            vi = f"{name} được nhắc đến nhưng không có trong tệp"
            en = f"{name} is announced but is not in the file"
            yield note(Finding(NoteKind.MISSING_ANNEX, vi, en, "missing-annex"), stretch, m.start(), m.end())
    yield from _numbered_annexes(outline, found, seen)


def _numbered_annexes(outline: Outline, found: Sequence[Stretch], told: Collection[str]) -> Iterator[Note]:
    """Yield the annexes that a text points at by numbers like those of the annexes in the file, which are not among them.

    Nothing says that they are the act's own: paragraphs that name another act are left alone.
    """
    own = {d.path.removeprefix("phu-luc").lstrip("-") for d in outline.divisions if d.is_annex}
    numbered = {_bare(label) for label in own if label}
    titled = [m for s in found if (m := rule("annex-mention.titled").find(s.text)) is not None]
    seen = {_bare(label) for label in told} | numbered | {_bare(m["labels"]) for m in titled}
    for stretch in found:
        if stretch.part not in (Part.BODY, Part.CELL) or rule("annex-mention.other-act-named").holds(stretch.text):
            continue
        for m in rule("annex-mention.numbered").all(stretch.text):
            alike = [t for t in _SEPARATOR.split(m["labels"]) if t and {t.isdigit()} == {n.isdigit() for n in numbered}]
            new = [t for t in alike if _bare(t) not in seen]
            seen.update(_bare(t) for t in new)
            if new:
                name = f"Phụ lục {', '.join(new)}"
                vi = f"{name} được nhắc đến nhưng không có trong tệp"
                en = f"{name} is announced but is not in the file"
                yield note(
                    Finding(NoteKind.MISSING_ANNEX, vi, en, "missing-annex"), stretch, m.start(), m.end("labels")
                )


def _bare(label: str) -> str:
    """Return the number of an annex without zeros in front: "01" is "1"."""
    return label.upper().lstrip("0")


def _announced(text: str) -> Iterator[re.Match[str]]:
    """Yield the places that announce an annex, in the order of the text; of two that overlap the first."""
    end = 0
    found = (
        m for matcher in book().matchers("annex-mention") if matcher.gives == "announced" for m in matcher.all(text)
    )
    for m in sorted(found, key=lambda m: m.start()):
        if m.start() >= end:
            end = m.end()
            yield _of_the_annex(text, m)


def _of_the_annex(text: str, m: re.Match[str]) -> re.Match[str]:
    """Return the annex in which an announced list stands ("danh mục tại Phụ lục II kèm theo"), or the list itself."""
    if not m.groupdict().get("list"):
        return m
    inner = rule("annex-mention.announced").regex.search(text, m.end("list"), m.end())
    return inner if inner is not None and inner["labels"] else m


def _short(text: str) -> str:
    return " ".join(text.split())[:80]


def _footnotes(source: Source, found: Sequence[Stretch]) -> Iterator[Note]:
    known = {mark for mark, _ in source.footnotes}
    marks: list[tuple[Stretch, re.Match[str]]] = []
    for stretch in found:
        if "[" not in stretch.text:
            continue
        for m in _FOOTNOTE.finditer(stretch.text):
            if m.start() == 0:
                # "[1] Quyết định số …" at the start of a line is the footnote itself.
                known.add(m["mark"])
            else:
                marks.append((stretch, m))
    for stretch, m in marks:
        if m["mark"] in known:
            continue
        vi, en = (
            f"Dấu chú thích {m[0]} không có nội dung chú thích trong tệp",
            f"Footnote mark {m[0]} has no footnote text in the file",
        )
        start = stretch.text.rfind(" ", 0, max(0, m.start() - 12)) + 1
        yield note(Finding(NoteKind.MISSING_FOOTNOTE, vi, en, "missing-footnote"), stretch, start, m.end())


def _letterhead(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    head = read_letterhead(outline, 0)
    lines = [s for s in found if s.part is Part.HEAD and s.division == 0]
    texts = [s.text for s in lines]
    missing: list[tuple[str, str]] = []
    if not any(rule("letterhead-part.motto").holds(t) for t in texts):
        missing.append(("Quốc hiệu, tiêu ngữ", "the national motto"))
    if not any(rule("letterhead-part.issuer").holds(t) for t in texts):
        missing.append(("tên cơ quan ban hành", "the issuing body"))
    if head.number_words is None:
        missing.append(("số, ký hiệu", "the number"))
    if head.date_words is None:
        missing.append(("địa danh và ngày, tháng, năm", "place and date"))
    signed = bool(head.authority) or head.signer is not None
    if not signed:
        missing.append(("khối chữ ký", "the signature block"))
    if not head.recipients:
        missing.append(("nơi nhận", "the list of recipients"))
    anchor = lines[0] if lines else next((s for s in found if s.part in (Part.TITLE, Part.OPENING, Part.BODY)), None)
    if missing and anchor is not None and any(m[1] != "the list of recipients" for m in missing):
        vi = "Thiếu thành phần thể thức: " + "; ".join(m[0] for m in missing)
        en = "Elements of form are missing: " + "; ".join(m[1] for m in missing)
        yield note(Finding(NoteKind.MISSING_LETTERHEAD, vi, en, "missing-form"), anchor)
    if signed and head.signer is None:
        line = next((s for s in found if s.part is Part.TAIL and head.authority and head.authority[-1] in s.text), None)
        if line is not None:
            at = line.text.find(head.authority[-1])
            vi, en = "Không có họ tên người ký", "The signer's name is missing"
            finding = Finding(NoteKind.MISSING_SIGNER, vi, en, "missing-signer")
            yield note(finding, line, at, at + len(head.authority[-1]))


@dataclass(frozen=True, slots=True)
class _Stray:
    stretch: Stretch
    at: int
    mark: str
    order: int


def _marks(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the brackets and quotation marks without their partner.

    A pair may span paragraphs: an opening mark left over is matched with the next closing one within five stretches.
    """
    opened: list[_Stray] = []
    stray: list[_Stray] = []
    for order, stretch in enumerate(found):
        if stretch.part is Part.TAIL or stretch.part is Part.HEAD:
            continue
        left_over, unopened = _unbalanced(stretch, order)
        for item in unopened:
            partner = next(
                (o for o in reversed(opened) if o.mark == _CLOSERS[item.mark] and order - o.order <= 5), None
            )
            if partner is not None and stretch.part is not Part.CELL:
                opened.remove(partner)
            else:
                stray.append(item)
        while opened and order - opened[0].order > 5:
            stray.append(opened.pop(0))
        opened += left_over
    for item in sorted([*stray, *opened], key=lambda s: (s.order, s.at)):
        yield _unpaired(item)


def _unbalanced(stretch: Stretch, order: int) -> tuple[list[_Stray], list[_Stray]]:
    text = stretch.text
    stack: list[_Stray] = []
    unopened: list[_Stray] = []
    crossed: list[_Stray] = []
    for m in _MARKS.finditer(text):
        mark, at = m[0], m.start()
        if mark == '"':
            # The straight mark closes either form of quotation mark.
            if any(s.mark in ('"', "“") for s in stack):
                mark = "”" if any(s.mark == "“" for s in stack) else '"'
            elif not text[max(0, at - 1) : at].isdigit():
                stack.append(_Stray(stretch, at, mark, order))
                continue
            else:
                continue
        opener = _CLOSERS.get(mark, '"')
        if mark in _OPENERS:
            if len(stack) < _DEEPEST:
                stack.append(_Stray(stretch, at, mark, order))
        elif any(s.mark == opener for s in stack):
            while stack[-1].mark != opener:
                crossed.append(stack.pop())
            stack.pop()
        elif len(unopened) < _MOST and (mark != ")" or not _ITEM.search(text[max(0, at - 6) : at])):
            unopened.append(_Stray(stretch, at, mark, order))
    return [*crossed, *stack][:_MOST], unopened


def _unpaired(item: _Stray) -> Note:
    text, at = item.stretch.text, item.at
    name = "dấu ngoặc" if item.mark in "()[]" else "dấu ngoặc kép"
    if item.mark in _CLOSERS:
        cut = max(text.rfind(c, max(0, at - 80), max(0, at - 1)) for c in ",;:(")
        start = max(cut + 1, text.rfind(" ", max(0, at - 80), max(0, at - 60)) + 1, at - 80)
        end = at + 1
        vi, en = (
            f"Có {name} đóng “{item.mark}” nhưng không có dấu mở",
            f"A closing mark “{item.mark}” without an opening one",
        )
    else:
        start = at
        end = text.find(" ", min(len(text), at + 40))
        end = len(text) if end < 0 else end
        vi, en = (
            f"Có {name} mở “{item.mark}” nhưng không có dấu đóng",
            f"An opening mark “{item.mark}” without a closing one",
        )
    while start < at and text[start] == " ":
        start += 1
    return note(Finding(NoteKind.UNBALANCED_MARK, vi, en, "unbalanced-mark"), item.stretch, start, end)


def _initials(found: Sequence[Stretch]) -> Iterator[Note]:
    last = [s for s in found if s.part is Part.BODY][-1:]
    for stretch in last:
        if m := _INITIALS.search(stretch.text):
            vi = f"“{m['initials']}” sau dấu kết thúc văn bản có thể là chữ ký nháy bị đọc thành chữ"
            en = f"“{m['initials']}” behind the closing stroke may be drafter's initials read as text"
            yield note(Finding(NoteKind.DRAFTER_MARK, vi, en, "initials", "./."), stretch, m.start(), m.end())


def _funding(outline: Outline, found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield a note when a plan has no part, column or sentence of its own about its funding."""
    for division in outline.divisions:
        for node in division.walk():
            if node.grid is not None and node.grid.has("funding"):
                return
            heading = (node.numbered or node.kind == "heading") and classify(node.text.text.split(":", 1)[0])
            if heading is Category.FUNDING or _is_about_funding(node.text.text):
                return
    vi, en = "Kế hoạch không có phần riêng về kinh phí thực hiện", "The plan has no part on its funding"
    finding = Finding(NoteKind.MISSING_FUNDING, vi, en, "no-funding-part")
    for stretch in found:
        if stretch.part in (Part.BODY, Part.CELL) and (m := rule("funding-mention.money").find(stretch.text)):
            yield note(finding, stretch, m.start(), m.end())
            return
    title = next((s for s in reversed(found) if s.part is Part.TITLE), None)
    if title is not None:
        yield note(finding, title)


def _is_about_funding(text: str) -> bool:
    return any(matcher.gives == "funded" and matcher.holds(text) for matcher in book().matchers("funding-mention"))


def _cut_sentences(source: Source, found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield one note when blank lines (page breaks) cut sentences of a plain text."""
    places: list[tuple[Stretch, int]] = []
    for stretch in found:
        if stretch.part not in (Part.BODY, Part.OPENING):
            continue
        offsets = stretch.words.offsets
        if stretch.words.end - stretch.words.start == len(offsets):
            continue
        for i in range(1, len(offsets)):
            if (
                offsets[i] - offsets[i - 1] > 2
                and stretch.text[i].isalnum()
                # In the opening the enacting words begin a line of their own.
                and not (stretch.part is Part.OPENING and stretch.text[i].isupper())
                and _BREAK.fullmatch(source.text, offsets[i - 1] + 1, offsets[i])
            ):
                places.append((stretch, i))
    if places:
        stretch, at = places[0]
        start = stretch.text.rfind(" ", 0, max(0, at - 25)) + 1
        end = stretch.text.find(" ", min(len(stretch.text), at + 20))
        vi = f"Câu bị ngắt bởi dòng trống hoặc sang trang ({len(places)} chỗ)"
        en = f"Sentences are cut by blank lines or page breaks ({len(places)} places)"
        finding = Finding(NoteKind.CUT_SENTENCE, vi, en, "cut-sentence")
        yield note(finding, stretch, start, len(stretch.text) if end < 0 else end)
