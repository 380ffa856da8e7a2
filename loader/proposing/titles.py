"""The name of a programme in the title of its root document, and the words that titles of plans under it have."""

from __future__ import annotations

import re

from loader.lexicon.expressions import expression
from loader.lexicon.proposing import proposing_words
from loader.phrases import plain_words

_MARKS = " \"“”'‘’.,;:-–*"
_FEWEST_WORDS = 3
_MOST_WORDS = 40


def _tokens(text: str) -> list[tuple[str, int, int]]:
    return [(plain_words(m[0]), m.start(), m.end()) for m in re.finditer(r"\S+", text)]


def programme_name(title: str, text: str) -> str:
    """Return the name of a programme: its title without "phê duyệt"; one in capitals as running text writes it, if any does.

    Args:
        title: the title of the root document.
        text: the text of the document, in which the title may stand in small letters too.
    """
    name = " ".join(title.split()).strip(_MARKS)
    if name.isupper():
        pattern = re.compile(r"\s+".join(re.escape(word) for word in name.split()), re.IGNORECASE)
        written = next((m[0] for m in pattern.finditer(text) if not m[0].isupper()), None)
        name = " ".join(written.split()) if written else name.capitalize()
    while (opening := expression("title-opening").search(name)) is not None:
        name = name[opening.end() :]
    return name[:1].upper() + name[1:]


def title_words(title: str) -> str | None:
    """Return the words that titles of plans under a programme have: what it is about; None when too little is left."""
    title = " ".join(title.split())
    carried = list(expression("carried-out-in-title").finditer(title))
    title = title[carried[-1].end() :] if carried else title
    tokens = _tokens(title)
    words = proposing_words()
    openings = sorted((plain_words(o).split() for o in words.openings), key=len, reverse=True)
    start = 0
    while opening := next((o for o in openings if [t[0] for t in tokens[start : start + len(o)]] == o), None):
        start += len(opening)
    endings = [plain_words(e).split() for e in words.endings]
    stop = len(tokens)
    for at in range(start + 1, len(tokens)):
        ahead = [t[0] for t in tokens[at : at + 4]]
        if any(_begins(ahead, ending) for ending in endings):
            stop = at
            break
    kept = tokens[start : min(stop, start + _MOST_WORDS)]
    if len(kept) < _FEWEST_WORDS:
        return None
    return title[kept[0][1] : kept[-1][2]].strip(_MARKS).lower()


def _begins(ahead: list[str], ending: list[str]) -> bool:
    if len(ahead) < len(ending):
        return False
    *first, last = ending
    return ahead[: len(first)] == first and ahead[len(first)].startswith(last)
