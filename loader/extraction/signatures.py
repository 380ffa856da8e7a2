"""Who signed a document, in which office and by which authority; and to whom it goes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from loader.extraction.places import proper_case
from loader.letters import UPPER
from loader.readers.blocks import Paragraph
from loader.structure.wrapping import is_upper

_ROLE_LINE = re.compile(
    r"^(?:KT\.|TM\.|TL\.|TUQ\.|Q\.|T/M|T/L)?\s*(?:PHÓ |QUYỀN |KT\. )*(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|CHÁNH VĂN PHÒNG|BỘ TRƯỞNG|THỨ TRƯỞNG|TRƯỞNG BAN|CHI CỤC TRƯỞNG|BÍ THƯ|THỦ TƯỚNG)",
    re.IGNORECASE,
)
_PERSON = re.compile(rf"^(?:(?:ThS|TS|PGS|GS|BS|KS)\.?\s*)*(?P<name>[{UPPER}][\w]*(?: [{UPPER}][\w]*){{1,5}})$")


def signature(tail: Sequence[Paragraph]) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return who signed, in which office, and the lines of authority ("TM. …", "KT. …")."""
    role: str | None = None
    authority: list[str] = []
    signer: str | None = None
    for column in (column for paragraph in tail for column in _columns(paragraph)):
        for line in () if column.startswith(_DASHES) and len(column) < 250 else _pieces(column):
            if _ROLE_LINE.match(line) and len(line) < 80 and (is_upper(line) or line[:1].isupper()):
                authority.append(line)
                role = line
                signer = None
            elif re.match(r"^(?:TM|T/M|KT|TL|TUQ|Q)\s*[./]", line):
                authority.append(line)
            elif role is not None and signer is None and (m := _PERSON.match(line.strip(" ./"))):
                name = m["name"]
                if not re.match(r"(?:Nơi|Như|Lưu|Đã|Chủ|Các|Sở|Ủy|Văn)\b", name):
                    signer = proper_case(name)
    return signer, _role_name(role), tuple(authority)


_WIDE = 6
"""Characters of the source between two words that stand in two columns of a typed page."""


def _columns(paragraph: Paragraph) -> list[str]:
    """Return a line of "Nơi nhận", and apart from it what stands beside it in the column of the signature."""
    words = paragraph.text
    if not words.text.lstrip().startswith(_DASHES):
        return [words.text]
    offsets = words.offsets
    cut = next((i + 1 for i, (a, b) in enumerate(pairwise(offsets)) if b - a > _WIDE), len(words))
    return [part for part in (words.text[:cut].strip(), words.text[cut:].strip()) if part]


_DASHES = ("-", "–", "•", "+")


# Not behind the mark itself: "KT. CHỦ TỊCH" is one line.
_NO_MARK = r"(?<!TM\.)(?<!KT\.)(?<!TL\.)(?<!TUQ\.)(?<!Q\.)"


def _pieces(line: str) -> list[str]:
    """Return a signature line cut before each authority mark, for heads that a reader put on one line."""
    parts = re.split(
        rf"\s+(?=(?:KT\.|TM\.|TL\.|TUQ\.) ?[A-ZĐ])|{_NO_MARK}(?<=[A-Z;.,])\s+(?=(?:PHÓ |QUYỀN )?(?:CHỦ TỊCH|GIÁM ĐỐC)\b)|{_NO_MARK}(?<=[;.])\s+(?=[{UPPER}]\w+(?: [{UPPER}]\w+){{1,4}}$)",
        line.strip(),
    )
    return [p.strip() for p in parts if p.strip()]


def _role_name(line: str | None) -> str | None:
    if line is None:
        return None
    bare = re.sub(r"^(?:KT\.|TM\.|TL\.|TUQ\.|Q\.|T/M|T/L)\s*", "", line).strip()
    lowered = bare.lower()
    text = lowered[:1].upper() + lowered[1:]
    for office in ("Chủ tịch", "Giám đốc", "Trưởng phòng", "Chánh Văn phòng", "Bộ trưởng", "Thứ trưởng"):
        text = re.sub(office, office, text, flags=re.IGNORECASE)
    return text


def recipients_of(tail: Sequence[Paragraph]) -> tuple[str, ...]:
    """Return the lines of "Nơi nhận" without their dashes."""
    lines: list[str] = []
    for paragraph in tail:
        text = next(iter(_columns(paragraph)), "")
        if text.startswith(_DASHES) and len(text) < 250:
            lines.append(text.lstrip("-–•+ ").rstrip(" ;."))
    return tuple(lines)
