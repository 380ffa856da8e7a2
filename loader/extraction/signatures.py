"""Who signed a document, in which office and by which authority; and to whom it goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from loader.extraction.places import proper_case
from loader.readers.blocks import Paragraph
from loader.rules import rule
from loader.structure.lines import is_upper

_LONGEST_OFFICE = 80
"""Characters of the longest line that names an office."""
_LONGEST_RECIPIENT = 250
"""Characters of the longest line of "Nơi nhận"; longer ones are sentences that begin with a dash."""


def signature(tail: Sequence[Paragraph], joint: Sequence[str] = ()) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return who signed, in which office, and the lines of authority ("TM. …", "KT. …").

    Args:
        tail: the paragraphs of the tail.
        joint: the bodies that issued a plan together, the leading one first: its signature counts.
    """
    tail = _signed_for(tail, joint) if len(joint) > 1 else tail
    role: str | None = None
    authority: list[str] = []
    signer: str | None = None
    for column in (column for paragraph in tail for column in _columns(paragraph)):
        for line in () if column.startswith(_DASHES) and len(column) < _LONGEST_RECIPIENT else _pieces(column):
            if (
                rule("signature.office").holds(line)
                and len(line) < _LONGEST_OFFICE
                and (is_upper(line) or line[:1].isupper())
            ):
                authority.append(line)
                role = line
                signer = None
            elif rule("signature.authority").holds(line):
                authority.append(line)
            elif role is not None and signer is None and (m := rule("signature.person").find(line.strip(" ./"))):
                signer = None if rule("signature.no-person").holds(m["name"]) else proper_case(m["name"])
    return signer, _role_name(role), tuple(authority)


def _signed_for(tail: Sequence[Paragraph], joint: Sequence[str]) -> Sequence[Paragraph]:
    """Return the part of a tail in which the first of several bodies signs; the name over the first part may be lost."""
    names = {_compared(name): i for i, name in enumerate(joint)}
    heads = [(at, names[own]) for at, paragraph in enumerate(tail) if (own := _compared(paragraph.text.text)) in names]
    begins = [at for at, _ in heads]
    for (at, who), end in zip(heads, [*begins[1:], len(tail)], strict=True):
        if who == 0:
            return tail[at + 1 : end]
    return tail[: begins[0]] if begins else tail


def _compared(name: str) -> str:
    return " ".join(name.split()).strip(" -").casefold()


_WIDE = 6
"""Characters of the source between two words that stand in two columns of a typed page."""


def _columns(paragraph: Paragraph) -> list[str]:
    """Return a line of "Nơi nhận", and apart from it what stands beside it in the column of the signature."""
    words = paragraph.text
    if not words.text.lstrip().startswith(_DASHES):
        return [words.text]
    offsets = words.offsets
    gap = next((i + 1 for i, (a, b) in enumerate(pairwise(offsets)) if b - a > _WIDE), len(words))
    cut = min(gap, _signature_begins(words.text))
    return [part for part in (words.text[:cut].strip(), words.text[cut:].strip()) if part]


def _signature_begins(line: str) -> int:
    """Return where the column of the signature begins in a line of "Nơi nhận" that was copied with one tab, else its length.

    "- UBND tỉnh; CHỦ TỊCH", "- Lưu: VT. Lê Thị Hoa": an office all in capitals, or a name that ends the line.
    """
    in_capitals = [m.end() for name in _NEXT[:2] for m in rule(name).all(line) if is_upper(line[m.end() :])]
    named = [m.end() for m in rule(_NEXT[2]).all(line)]
    return min([*in_capitals, *named], default=len(line))


_DASHES = ("-", "–", "•", "+")


_NEXT = (
    "signature.next-authority",
    "signature.next-office",
    "signature.next-person",
    "signature.name-behind-office",
)
"""Rules for the places where the next line of a signature begins, when a reader put several on one line."""


def _pieces(line: str) -> list[str]:
    """Return a signature line cut before each authority mark, office and name, for heads that a reader put on one line."""
    line = line.strip()
    cuts = sorted({found.span() for name in _NEXT for found in rule(name).all(line)})
    begins, ends = [0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(line)]
    return [part for a, b in zip(begins, ends, strict=True) if (part := line[a:b].strip())]


def _role_name(line: str | None) -> str | None:
    if line is None:
        return None
    mark = rule("signature.authority").find(line)
    lowered = (line[mark.end() :] if mark is not None else line).strip().lower()
    text = lowered[:1].upper() + lowered[1:]
    for office in rule("signature.written-office").all(text):
        text = f"{text[: office.start()]}{office[0].capitalize()}{text[office.end() :]}"
    return text


def recipients_of(tail: Sequence[Paragraph]) -> tuple[str, ...]:
    """Return the lines of "Nơi nhận" without their dashes; one paragraph of them is parted at its semicolons."""
    lines: list[str] = []
    headed = False
    for paragraph in tail:
        text = next(iter(_columns(paragraph)), "")
        is_listed = headed and (text.endswith(";") or rule("signature.filed").starts(text))
        headed = headed or rule("signature.recipients-head").holds(text)
        if (text.startswith(_DASHES) or is_listed) and len(text) < _LONGEST_RECIPIENT:
            lines.append(text.lstrip("-–•+ ").rstrip(" ;."))
        elif (running := rule("signature.recipients").find(" ".join(text.split()))) is not None:
            several = (part.strip(" -–•+.") for part in running["listed"].split(";"))
            lines += [part for part in several if 0 < len(part) < _LONGEST_RECIPIENT]
    return tuple(lines)
