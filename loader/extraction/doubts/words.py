"""Words: misread syllables, with the reading proposed, and words printed twice.

A pair of neighbouring syllables is doubted when it is no word of the lexicon, but would be one with other tones or
diacritics, when neither syllable belongs to the word beside it, and when not both are words of their own. A string that no Vietnamese syllable can be is doubted when a word of the lexicon is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from loader.extraction.agents import fold_tones
from loader.extraction.doubts.stretches import Finding, Part, Stretch, note
from loader.extraction.doubts.syllables import is_syllable, runs, skeleton
from loader.extraction.doubts.vocabulary import Lexicon
from loader.extraction.doubts.vocabulary import lexicon as read_lexicon
from loader.facts import Note
from loader.kinds import NoteKind

_SYLLABLE = re.compile(r"[^\W\d_]+")
_UNWORDED = frozenset({Part.HEAD, Part.TAIL})


@dataclass(frozen=True, slots=True)
class _Line:
    """The syllables of a stretch in lower case, where they stand, and which follow each other without a mark between."""

    text: str
    syllables: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    joined: tuple[bool, ...]
    linked: tuple[bool, ...]


def misread_words(found: Sequence[Stretch]) -> Iterator[Note]:
    """Yield the doubts about words."""
    lexicon = read_lexicon()
    worded: _Worded | None = None
    told: set[str] = set()
    for stretch in found:
        if stretch.part in _UNWORDED or not _deserves_look(stretch.text):
            continue
        line = _line(stretch.text, lexicon)
        taken: set[int] = set()
        reported: set[str] = set()
        for at, proposal in _suspects(line, lexicon, taken):
            if proposal.rule == "misread-word":
                worded = worded or _words_of(found)
                if _goes_with_the_next(line, at, worded) or _leaves_a_scrap(line, at, proposal.words, lexicon):
                    continue
                if _is_meant(stretch.text, line, at, worded, lexicon):
                    continue
            printed = stretch.text[line.starts[at] : proposal.end]
            # Of a listed misreading each place is told; a word that is none, or none here, once.
            once = reported if proposal.rule == "confused-words" else told
            if printed.lower() in once:
                continue
            once.add(printed.lower())
            proposed = _like(printed, proposal.words)
            vi = f"“{printed}” có thể là “{proposed}”"
            en = f"“{printed}” may stand for “{proposed}”"
            finding = Finding(NoteKind.SUSPECTED_MISREADING, vi, en, proposal.rule, proposed)
            yield note(finding, stretch, line.starts[at], proposal.end)
        yield from _repeated(stretch, line, taken, lexicon)


_Worded = Mapping[tuple[str, str], tuple[str, ...]]
"""Which syllables stand in front of each pair of neighbours in a text, as often as they do."""

_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|«[^«»]*»|‘[^‘’]*’")


def _words_of(found: Sequence[Stretch]) -> _Worded:
    fronts: dict[tuple[str, str], list[str]] = {}
    for stretch in found:
        for syllables in runs(fold_tones(stretch.text.lower())):
            for front, a, b in zip(("", *syllables), syllables, syllables[1:], strict=False):
                fronts.setdefault((a, b), []).append(front)
    return {pair: tuple(before) for pair, before in fronts.items()}


def _is_meant(text: str, line: _Line, at: int, worded: _Worded, lexicon: Lexicon) -> bool:
    """Whether the pair at ``at`` is what its writer meant: it stands elsewhere too, in quotation marks, or in front of a name.

    What is written twice with syllables that words have is no slip; a mark is quoted, and goods bear the name of their place.
    """
    here, there = line.syllables[at : at + 2]
    known = _known_syllable(here, lexicon) and _known_syllable(there, lexicon)
    if known and len(worded.get((here, there), ())) > 1:
        return True
    if at + 2 < len(line.syllables) and line.joined[at + 1] and _is_capitalised(line, at + 2):
        return True
    return any(m.start() < line.starts[at] and line.ends[at + 1] < m.end() for m in _QUOTED.finditer(text))


def _goes_with_the_next(line: _Line, at: int, worded: _Worded) -> bool:
    """Whether the second syllable of a doubted pair makes a word with the one behind it: the text has both elsewhere, behind other syllables."""
    if at + 2 >= len(line.syllables) or not line.joined[at + 1]:
        return False
    here, there, behind = line.syllables[at : at + 3]
    others = frozenset(worded.get((there, behind), ())) - {here}
    return any(not _is_doubtful(front, there) for front in others if front)


def _leaves_a_scrap(line: _Line, at: int, proposed: str, lexicon: Lexicon) -> bool:
    """Whether a syllable beside the pair at ``at`` would belong to no word once the pair is read as proposed.

    It then makes a word with the doubted syllable that the lexicon does not know ("không gián đoạn" is no "không gian").
    """
    front, behind = at - 1, at + 2
    first, second = (a == b for a, b in zip(line.syllables[at : at + 2], proposed.split(), strict=True))
    if behind < len(line.syllables) and line.joined[at + 1] and not _is_capitalised(line, behind):
        apart = behind < len(line.linked) and line.linked[behind]
        # What stands before any word tells nothing of the pair: a word of its own behind it may be half of another.
        alone = first and line.syllables[at] in lexicon.particles
        touched = not second or line.linked[at + 1]
        if touched and not apart and (alone or line.syllables[behind] not in lexicon.free):
            return True
    if front >= 0 and line.joined[front] and not _is_capitalised(line, front) and (not first or line.linked[front]):
        apart = front > 0 and line.linked[front - 1]
        return not apart and line.syllables[front] not in lexicon.free
    return False


def _deserves_look(text: str) -> bool:
    """Whether some pair of neighbours in ``text`` may be doubtful; quick, so that most stretches need no closer look."""
    for syllables in runs(text.lower()):
        if len(syllables) == 1 and not syllables[0].isascii() and not is_syllable(fold_tones(syllables[0])):
            return True
        if any(map(_is_doubtful, syllables, syllables[1:])):
            return True
    return False


@lru_cache(maxsize=100_000)
def _is_doubtful(a: str, b: str) -> bool:
    lexicon = read_lexicon()
    a, b = fold_tones(a), fold_tones(b)
    pair = f"{a} {b}"
    if a == b or pair in lexicon.confusions:
        return True
    if pair in lexicon.known:
        return False
    if _pair_skeleton(a, b) in lexicon.by_skeleton:
        return True
    return any(
        not is_syllable(s) and (not s.isascii() or bool(_one_off(_pair_skeleton(a, b), lexicon))) for s in (a, b)
    )


def _pair_skeleton(a: str, b: str) -> str:
    """Return the bare letters of two syllables."""
    return f"{skeleton(a)} {skeleton(b)}"


def _line(text: str, lexicon: Lexicon) -> _Line:
    folded = fold_tones(text).lower()
    if len(folded) != len(text):
        folded = text
    spans = [m.span() for m in _SYLLABLE.finditer(folded)]
    syllables = tuple(folded[a:b] for a, b in spans)
    joined = tuple(folded[a[1] : b[0]].isspace() for a, b in pairwise(spans))
    known = lexicon.known
    linked = tuple(j and f"{a} {b}" in known for j, a, b in zip(joined, syllables, syllables[1:], strict=False))
    return _Line(text, syllables, tuple(a for a, _ in spans), tuple(b for _, b in spans), joined, linked)


@dataclass(frozen=True, slots=True)
class _Proposal:
    words: str
    end: int
    rule: str


def _suspects(line: _Line, lexicon: Lexicon, taken: set[int]) -> Iterator[tuple[int, _Proposal]]:
    syllables = line.syllables
    for i, here in enumerate(syllables):
        if i in taken:
            continue
        follows = i < len(line.joined) and line.joined[i]
        if follows and (confused := _confused(line, i, lexicon)):
            at, found = confused
            taken.update(range(at, at + len(line.text[line.starts[at] : found.end].split())))
            yield at, found
            continue
        if not is_syllable(here):
            if (impossible := _impossible(line, i, lexicon)) is not None:
                at, proposal = impossible
                taken.update((at, at + 1))
                yield at, proposal
            continue
        if not follows or line.linked[i] or _is_name(line, i):
            continue
        there = syllables[i + 1]
        candidates = lexicon.by_skeleton.get(_pair_skeleton(here, there))
        if not candidates or i + 1 in taken or not is_syllable(there):
            continue
        first = here in lexicon.free or (i > 0 and line.linked[i - 1])
        second = there in lexicon.free or (i + 1 < len(line.linked) and line.linked[i + 1])
        if (first and second) or (
            _belongs(line, i) and _known_syllable(here, lexicon) and _known_syllable(there, lexicon)
        ):
            continue
        # A syllable that is accounted for stays as it is.
        fitting = [
            c for c in candidates if not (first and c.split()[0] != here) and not (second and c.split()[1] != there)
        ]
        if not fitting:
            continue
        taken.update((i, i + 1))
        yield i, _Proposal(_nearest(f"{here} {there}", fitting), line.ends[i + 1], "misread-word")


def _belongs(line: _Line, i: int) -> bool:
    """Whether a syllable of the pair at ``i`` is part of the word before or behind the pair."""
    return (i > 0 and line.linked[i - 1]) or (i + 1 < len(line.linked) and line.linked[i + 1])


def _known_syllable(syllable: str, lexicon: Lexicon) -> bool:
    return syllable in lexicon.syllables.get(skeleton(syllable), ())


def _confused(line: _Line, i: int, lexicon: Lexicon) -> tuple[int, _Proposal] | None:
    """Return where a listed misreading begins whose telling pair stands at ``i``, and what is proposed for it."""
    for confusion in lexicon.confusions.get(f"{line.syllables[i]} {line.syllables[i + 1]}", ()):
        count = len(confusion.read)
        at = i - confusion.offset
        if at < 0 or line.syllables[at : at + count] != confusion.read or not all(line.joined[at : at + count - 1]):
            continue
        end = line.ends[at + count - 1]
        if confusion.before and not confusion.before.search(line.text[max(0, line.starts[at] - 40) : line.starts[at]]):
            continue
        if confusion.after and not confusion.after.match(line.text[end : end + 40]):
            continue
        return at, _Proposal(confusion.proposed, end, "confused-words")
    return None


_FOREIGN_ONSET = re.compile(r"(?!ch|gh|gi|kh|ng|nh|ph|qu|th|tr)[bcdđghklmnpqrstvx]{2}")
"""How many names of other peoples of Viet Nam begin (Rlăm, Krông, Bhnoong), and hardly any misread syllable."""


def _impossible(line: _Line, i: int, lexicon: Lexicon) -> tuple[int, _Proposal] | None:
    """Return where a word of the lexicon is meant by a string that is no syllable, and that word."""
    here = line.syllables[i]
    printed = line.text[line.starts[i] : line.ends[i]]
    if (printed.isupper() and len(printed) <= 6 and printed.isascii()) or not 3 <= len(here) <= 8:
        return None
    if printed[:1].isupper() and _FOREIGN_ONSET.match(here):
        return None
    for at in (i - 1, i):
        if at < 0 or at + 1 >= len(line.syllables) or not line.joined[at]:
            continue
        pair = f"{line.syllables[at]} {line.syllables[at + 1]}"
        bare = _pair_skeleton(line.syllables[at], line.syllables[at + 1])
        candidates = lexicon.by_skeleton.get(bare) or (_one_off(bare, lexicon) if not here.isascii() or at == i else ())
        if not candidates:
            continue
        words = _nearest(pair, [c for c in candidates if c in lexicon.whole] or candidates)
        if (
            words not in lexicon.whole
            and words.split()[i - at] != here
            and words.split()[1 - (i - at)] == line.syllables[at + 1 - (i - at)]
        ):
            # Part of a longer word: only the syllable itself is replaced.
            return i, _Proposal(words.split()[i - at], line.ends[i], "impossible-syllable")
        return at, _Proposal(words, line.ends[at + 1], "impossible-syllable")
    if here.isascii() or printed[:1].isupper():
        return None
    single = lexicon.syllables.get(skeleton(here), ())
    if single:
        return i, _Proposal(_nearest(here, single), line.ends[i], "impossible-syllable")
    return None


def _one_off(bare: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the words whose bare letters are those of ``bare`` with one letter too many or one too few."""
    found: list[str] = list(lexicon.near.get(bare, ()))
    for i, char in enumerate(bare):
        if char != " ":
            found += lexicon.by_skeleton.get(bare[:i] + bare[i + 1 :], ())
    return tuple(dict.fromkeys(found))


def _nearest(printed: str, candidates: Iterable[str]) -> str:
    """Return the candidate that shares most letters with ``printed``, place by place; of equals the first."""

    def distance(candidate: str) -> tuple[int, str]:
        return (
            sum(a != b for a, b in zip(printed, candidate, strict=False)) + abs(len(printed) - len(candidate)),
            candidate,
        )

    return min(candidates, key=distance)


def _is_name(line: _Line, i: int) -> bool:
    """Whether a proper name is part of the pair at ``i``, or ends in it: "Lê Lợi", "xã Nghĩa An ở"."""
    if _is_capitalised(line, i + 1):
        return True
    return i > 0 and line.joined[i - 1] and _is_capitalised(line, i) and _is_capitalised(line, i - 1)


def _is_capitalised(line: _Line, i: int) -> bool:
    """Whether a syllable begins with a capital and is not in capitals."""
    syllable = line.text[line.starts[i] : line.ends[i]]
    return syllable[:1].isupper() and not syllable.isupper()


def _like(printed: str, proposed: str) -> str:
    """Return ``proposed`` in the letter case of ``printed``."""
    if printed.isupper():
        return proposed.upper()
    return proposed[:1].upper() + proposed[1:] if printed[:1].isupper() else proposed


def _repeated(stretch: Stretch, line: _Line, taken: set[int], lexicon: Lexicon) -> Iterator[Note]:
    reported: set[str] = set()
    for i, joined in enumerate(line.joined):
        here = line.syllables[i]
        if not joined or here != line.syllables[i + 1] or here in lexicon.doubled or len(here) < 2 or here in reported:
            continue
        before = i > 0 and line.linked[i - 1]
        behind = i + 1 < len(line.linked) and line.linked[i + 1]
        if i in taken or i + 1 in taken or (before and behind):
            # "tổng kết kết quả": two words that meet.
            continue
        if (before or behind) and here not in lexicon.functions:
            # "công trình trình cấp": a word that ends with what the next one is.
            continue
        if line.text[line.starts[i] : line.ends[i]].isupper() and len(here) <= 3:
            continue
        printed = line.text[line.starts[i] : line.ends[i + 1]]
        if _is_name(line, i):
            continue
        reported.add(here)
        proposed = line.text[line.starts[i] : line.ends[i]]
        finding = Finding(
            NoteKind.REPEATED_WORD, f"Từ lặp lại: “{printed}”", f"A word printed twice: “{printed}”", "repeated-word", proposed
        )  # fmt: skip
        yield note(finding, stretch, line.starts[i], line.ends[i + 1])
