"""The words by which plans below name a solution: its heading, and what the actions listed below it are about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from loader.lexicon.proposing import proposing_words
from loader.phrases import has_phrase, plain_words

_FEWEST, _MOST = 3, 9
"""Words of a phrase that tells one work from others, and is short enough to stand in sentences of others."""
_PARTS = re.compile(r"[,;:.]\s+|[;:.]$")


def proposed_cues(headings: Sequence[str], actions: Sequence[Sequence[str]], title: str) -> list[tuple[str, ...]]:
    """Return the words proposed for each solution: its heading, then what its actions are about.

    A phrase that two solutions have in common tells none of them, nor does one that the programme's own title says.

    Args:
        headings: the headings of the solutions.
        actions: the sentences that stand below each.
        title: the title of the programme.
    """
    phrases = [list(dict.fromkeys(p for sentence in below for p in phrases_of(sentence))) for below in actions]
    found: list[tuple[str, ...]] = []
    for at, heading in enumerate(headings):
        others = [*headings[:at], *headings[at + 1 :], *_all(phrases[:at] + phrases[at + 1 :])]
        own = [
            phrase
            for phrase in phrases[at]
            if not has_phrase(title, [phrase]) and not any(has_phrase(o, [phrase]) for o in others)
        ]
        found.append(tuple(dict.fromkeys((heading.lower(), *own))))
    return found


def _all(several: Iterable[Iterable[str]]) -> list[str]:
    return [text for texts in several for text in texts]


def phrases_of(sentence: str) -> list[str]:
    """Return what the parts of a sentence are about, in small letters.

    "Trang bị xe thư viện lưu động phục vụ vùng xa" gives "xe thư viện lưu động"; the verb stays where the words behind it
    are too few by themselves ("số hóa tài liệu"). A list behind "cho" or "tại" goes on to say for whom or where.
    """
    found: list[str] = []
    aside = False
    words = proposing_words()
    for part in _PARTS.split(sentence):
        printed = part.split()
        plain = [plain_words(word) for word in printed]
        aside = aside and not _opens(plain, words.acting)
        stop = next((at for at in range(1, len(plain)) if _opens(plain[at:], words.joints)), len(plain))
        phrase = None if aside else _phrase(printed, plain, stop)
        found += [phrase] if phrase else []
        aside = aside or stop < len(plain)
    return found


def _phrase(printed: Sequence[str], plain: Sequence[str], stop: int) -> str | None:
    """Return the words of a part up to an index, without the verbs at its head; None where they are too few or too many."""
    start = 0
    while length := _opens(plain[start:stop], proposing_words().acting):
        start += length
    for begin in (start, 0) if start < stop else ():
        if _FEWEST <= stop - begin <= _MOST:
            return " ".join(printed[begin:stop]).strip(" ,;.:").lower()
    return None


def _opens(plain: Sequence[str], phrases: Iterable[str]) -> int:
    """Return how many words the longest of some phrases takes at the head of others, 0 when none stands there."""
    split = (plain_words(phrase).split() for phrase in phrases)
    return max((len(words) for words in split if list(plain[: len(words)]) == words), default=0)
