"""Which row of a plan's table of assignments states again the work that a task in its text states.

A plan gives a body its work in the chapter on organisation and once more, with a time, in an annex. Where both begin with
the same action on the same things the one is the other's repetition, whoever leads it. Of one body it is enough that both
do what the thesaurus knows as one work: that is less sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.mentions import Mention, Role
from loader.inference.said import Said, printed
from loader.inference.telling import Alike, Telling
from loader.inference.wording import likeness, plain, syllable_pairs
from loader.lexicon.concepts import Thesaurus, Vocabulary
from loader.lexicon.expressions import expression

_CLAUSE_END = re.compile(r"[;:]|\.(?=\s)")
_MOST_WORDS = 4
_FIRST = 2
"""How many syllables name an action."""
# Chosen on the plans of nine places with annexes: of all pairs above these both sentences do the same.
_SAME_WORK, _SAME_WORDS = 0.7, 0.3
_SHORTEST = 4
# Two bodies that do alike each in its own field say so in words of their own: nothing but the bodies may differ, the less
# where neither helps the other.
_NOTHING_ELSE, _NOTHING_AT_ALL = 0.6, 0.85
_SAME_CLAUSE = 0.4


@dataclass(frozen=True, slots=True)
class Given:
    """A task with who has it.

    Attributes:
        said: what it says.
        leads: IRIs of the bodies that lead it.
        helping: IRIs of those that work with them.
        in_row: it is a row of a table.
    """

    said: Said
    leads: frozenset[str]
    helping: frozenset[str]
    in_row: bool


@dataclass(frozen=True, slots=True)
class _Alike:
    """Why a row is taken for what a task of the text says, the better the greater."""

    sure: bool
    share: float
    row: Given
    words: tuple[str, ...] = ()
    task_mentions: tuple[Mention, ...] = ()
    row_mentions: tuple[Mention, ...] = ()

    @property
    def rank(self) -> tuple[bool, float, str]:
        return not self.sure, -self.share, self.row.said.node.value


def restating_judgements(given: Sequence[Given], known: Vocabulary, judging: Judging) -> Iterator[Triple]:
    """Yield which row restates each task of the text of one document, one at most.

    Args:
        given: its tasks.
        known: what its sentences are read with.
        judging: writer of judgements.
    """
    rows = [one for one in given if one.in_row]
    tasks = [one for one in given if not one.in_row]
    if not rows or not tasks:
        return
    telling = Telling.of((one.said.text for one in given), known)
    by_lead: dict[str, list[Given]] = {}
    for row in rows:
        for lead in row.leads:
            by_lead.setdefault(lead, []).append(row)
    near: dict[str, list[Given]] = {}
    for row in rows:
        near.setdefault(row.said.text, []).append(row)
    for task in tasks:
        own = _once(row for lead in sorted(task.leads) for row in by_lead.get(lead, ()))
        like = _once(row for text in sorted(telling.near(task.said.text)) for row in near.get(text, ()))
        found = [alike for row in (*own, *like) if (alike := _alike(task, row, telling, known.thesaurus)) is not None]
        if not found:
            continue
        best = min(found, key=lambda one: one.rank)
        if judging.allows(task.said.node, LN.restatedBy, best.row.said.node):
            yield from _judged(task, best, known.thesaurus, judging)


def _once(several: Iterator[Given]) -> list[Given]:
    return list({one.said.node.value: one for one in several}.values())


def _alike(task: Given, row: Given, telling: Telling, known: Thesaurus) -> _Alike | None:
    same_lead = bool(task.leads & row.leads)
    words = telling.alike(task.said.text, row.said.text)
    share, whole = _same_action(task.said.text, row.said.text)
    together = bool(task.leads & row.helping or row.leads & task.helping)
    least = 0.0 if same_lead else _NOTHING_ELSE if together else _NOTHING_AT_ALL
    if share >= _SAME_WORK and words.share >= _SAME_WORDS and whole >= least:
        return _Alike(True, share, row, _told(words))
    if not same_lead:
        return None
    mine, theirs = _doing(task.said, known), _doing(row.said, known)
    alike = {
        concept: max(likeness(one.pairs, other.pairs, _SHORTEST) for one in mine[concept] for other in theirs[concept])
        for concept in mine
        if concept in theirs
    }
    shared = max(alike, key=lambda concept: alike[concept], default=None)
    if shared is None or alike[shared] < _SAME_CLAUSE:
        return None
    return _Alike(False, alike[shared], row, task_mentions=tuple(mine[shared]), row_mentions=tuple(theirs[shared]))


def _told(words: Alike) -> tuple[str, ...]:
    return words.words[:_MOST_WORDS]


def _same_action(one: str, other: str) -> tuple[float, float]:
    """Return how alike two clauses are that begin with the same action, of those of two sentences the likest.

    Returns:
        The share of the shorter one's neighbouring syllables that both have, and of the longer one's; zeros if none begin so.
    """
    best = (0.0, 0.0)
    for mine in _clauses(one):
        for theirs in _clauses(other):
            if _begins_as(mine, theirs) or _begins_as(theirs, mine):
                a, b = syllable_pairs(mine), syllable_pairs(theirs)
                share = likeness(a, b, _SHORTEST)
                best = max(best, (share, share * min(len(a), len(b)) / max(len(a), len(b), 1)))
    return best


def _begins_as(clause: str, other: str) -> bool:
    """Say whether a clause begins with the words that another begins with, or goes on with them behind those who help."""
    first = " ".join(other.split()[:_FIRST])
    return clause.startswith(f" {first} ") or (
        f" {first} " in clause and expression("leading-others").match(clause) is not None
    )


def _clauses(sentence: str) -> tuple[str, ...]:
    """Return the clauses of a sentence in plain form, without the words that lead in to what is done."""
    leading_in = expression("leading-in")
    return tuple(plain(leading_in.sub("", part, count=1)) for part in _CLAUSE_END.split(sentence) if part.strip(" ./"))


def _doing(said: Said, known: Thesaurus) -> Mapping[str, list[Mention]]:
    """Return what a sentence names as its own work in clear words, by the concept."""
    found: dict[str, list[Mention]] = {}
    for mention in said.mentions:
        concept = known.concepts[mention.concept]
        means = mention.concept in known.means
        if mention.role is Role.OWN and not (mention.wide or concept.weak or concept.vague or means):
            found.setdefault(mention.concept, []).append(mention)
    return found


def _judged(task: Given, alike: _Alike, known: Thesaurus, judging: Judging) -> Iterator[Triple]:
    node = ox.NamedNode(judging.iris.element(task.said.node.value, "restated", 1))
    label = Basis("Dòng của bảng phân công nêu lại nhiệm vụ", "Row of the table restates task")
    grade = Grade.PROBABLE if alike.sure else Grade.UNCERTAIN
    yield from judging.describe(node, LN.Judgement, label, grade, _basis(alike, known))
    yield from judging.statement(node, task.said.node, LN.restatedBy, alike.row.said.node)


def _basis(alike: _Alike, known: Thesaurus) -> Basis:
    if alike.sure:
        percent = f"{alike.share:.0%}"
        several = ", ".join(f"“{words}”" for words in alike.words)
        return Basis(
            f"Hai câu mở đầu bằng cùng một việc và gần như giống nhau ({percent} từ ngữ của vế ngắn hơn); cùng có {several}.",
            f"Both begin with the same action and are nearly the same ({percent} of the shorter clause's words); both have {several}.",
        )
    concept = known.concepts[alike.task_mentions[0].concept]
    mine, theirs = printed(alike.task_mentions), printed(alike.row_mentions)
    return Basis(
        f"Cùng một cơ quan chủ trì và cùng làm: {concept.vi} (trong lời văn: {mine}; trong bảng: {theirs}).",
        f"The same body leads both, and both do: {concept.en} (in the text: {mine}; in the table: {theirs}).",
    )
