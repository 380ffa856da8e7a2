"""Text that remembers where each of its characters stood in the source text.

Readers strip markup and join lines; extraction then matches patterns in the clean text, and every match must
lead back to the characters of the source. ``MappedText`` carries both: the clean string and, for each of its
characters, the code-point offset in the source text.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class MappedText:
    """A clean string and, per character, its code-point offset in the source text.

    Attributes:
        text: the clean string.
        offsets: ``offsets[i]`` is where ``text[i]`` stands in the source text; same length as ``text``.
    """

    text: str
    offsets: array[int]

    @classmethod
    def of(cls, text: str, start: int = 0) -> MappedText:
        """Return ``text`` mapped one to one, its first character standing at ``start``."""
        return cls(text, array("I", range(start, start + len(text))))

    @classmethod
    def empty(cls) -> MappedText:
        """Return the text of no characters."""
        return cls("", array("I"))

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.text)

    def __str__(self) -> str:
        return self.text

    def __getitem__(self, key: slice) -> MappedText:
        return MappedText(self.text[key], self.offsets[key])

    @property
    def start(self) -> int:
        """Offset of the first character in the source text.

        Raises:
            IndexError: the text is empty.
        """
        return self.offsets[0]

    @property
    def end(self) -> int:
        """Offset just behind the last character in the source text.

        Raises:
            IndexError: the text is empty.
        """
        return self.offsets[-1] + 1

    def strip(self) -> MappedText:
        """Return the text without white space at either end."""
        right = len(self.text.rstrip())
        left = len(self.text) - len(self.text.lstrip())
        if left == 0 and right == len(self.text):
            return self
        return self[left:right] if right > left else self[:0]

    def delete(self, pattern: re.Pattern[str]) -> MappedText:
        """Return the text without the matches of ``pattern``."""
        return self.join_parts(self[a:b] for a, b in _gaps(pattern, self.text))

    def split(self, pattern: re.Pattern[str]) -> list[MappedText]:
        """Return the pieces between the matches of ``pattern`` (empty ones included)."""
        gaps = _gaps(pattern, self.text)
        return [self[a:b] for a, b in gaps] if len(gaps) > 1 else [self]

    def collapse(self) -> MappedText:
        """Return the text with each run of white space as one space, and none at either end."""
        stripped = self.strip()
        if is_tidy(stripped.text):
            return stripped
        pieces: list[str] = []
        offsets: array[int] = array("I")
        last = 0
        for m in _SPACE.finditer(stripped.text):
            pieces += (stripped.text[last : m.start()], " ")
            offsets.extend(stripped.offsets[last : m.start() + 1])
            last = m.end()
        pieces.append(stripped.text[last:])
        offsets.extend(stripped.offsets[last:])
        return MappedText("".join(pieces), offsets)

    @staticmethod
    def join_parts(parts: Iterable[MappedText], separator: str = "") -> MappedText:
        """Return the parts one after another; a separator takes the offset of the character before it."""
        text: list[str] = []
        offsets: array[int] = array("I")
        for part in parts:
            if not part:
                continue
            if text and separator:
                text.append(separator)
                offsets.extend([offsets[-1]] * len(separator))
            text.append(part.text)
            offsets.extend(part.offsets)
        return MappedText("".join(text), offsets)


@lru_cache(maxsize=1024)
def is_tidy(text: str) -> bool:
    """Whether the only white space in ``text`` is single spaces between words."""
    if text.isprintable() and "  " not in text:  # of white space only the space can be printed
        return not text.startswith(" ") and not text.endswith(" ")
    return " ".join(text.split()) == text


def _gaps(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    last = 0
    for m in pattern.finditer(text):
        gaps.append((last, m.start()))
        last = m.end()
    gaps.append((last, len(text)))
    return gaps
