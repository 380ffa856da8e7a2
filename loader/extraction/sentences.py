"""Where a sentence of an administrative text ends: not behind an abbreviation, a number of a list, or inside a date."""

from __future__ import annotations

import re

from loader.letters import UPPER

SENTENCE_BREAK = re.compile(
    r"(?<=[^\s.])(?<!\bTP)(?<!\bTX)(?<!\bTp)(?<!\bThS)(?<!\bTS)(?<!\bGS)(?<!\bst)(?<!\s\d)(?<!\s[IVXa-e])\.\s+(?=["
    + UPPER
    + r"\d“\"])"
)
"""Matches the full stop between two sentences with the white space behind it."""
