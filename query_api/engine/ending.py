"""How a worker ended, as far as the system and its own last words tell."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from typing import IO

from loader.errors import MEMORY_SIGNS

_LAST_WORDS = 4096  # bytes


@dataclass(frozen=True, slots=True)
class End:
    """How a worker ended.

    Attributes:
        signal: the signal that ended it; 0: it went by itself.
        words: what it said on its error stream last.
    """

    signal: int
    words: str = ""

    @property
    def lacked_memory(self) -> bool:
        """Whether it got no more memory, by its own words."""
        return any(sign in self.words for sign in MEMORY_SIGNS)

    @property
    def reason(self) -> str:
        """What it said, in a line."""
        lines = [line.strip() for line in self.words.splitlines() if line.strip()]
        name = signal.Signals(self.signal).name if self.signal else ""
        return lines[-1][:200] if lines else name

    @classmethod
    def told(cls, ended_by: int, words: IO[bytes]) -> End:
        """Return an end with the last words from a file."""
        size = os.fstat(words.fileno()).st_size
        last = os.pread(words.fileno(), _LAST_WORDS, max(size - _LAST_WORDS, 0))
        return cls(ended_by, last.decode("utf-8", "replace"))
