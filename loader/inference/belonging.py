"""To which measures of a higher plan a sentence belongs, judged by the concepts that it names.

It belongs to those whose concepts are its own work, in the order in which it says them: to two of one list at most, and to one
for each of its actions. What is only a part of another work of the same clause (``themes.toml``) does not count. A sentence that
names no work is held against the single words of the tables.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from loader.inference.mentions import Mention, Role
from loader.inference.peculiar import Peculiar
from loader.lexicon.concepts import Part, Thesaurus, Vocabulary

_MOST = 2
_LISTS_AT_HAND = 8


@dataclass(frozen=True, slots=True)
class Higher:
    """A measure of a higher plan and what it is about.

    Attributes:
        node: the measure.
        list_: IRI of the list that it stands in.
        concepts: keys of the concepts that belong to it; a cue is a key by its own words.
        also: keys of those that belong to it when a sentence says nothing more telling.
        words: where a pack knows no more of it than cues: these, and what stands under its heading.
    """

    node: ox.NamedNode
    list_: str
    concepts: frozenset[str]
    also: frozenset[str]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Belonging:
    """That a sentence belongs to a measure: by which mentions, and whether they are telling."""

    higher: Higher
    by: tuple[Mention, ...]
    telling: bool


def _whole(said: tuple[Mention, ...], parts: Sequence[Part]) -> tuple[Mention, ...]:
    """Return what a sentence names without what is only a part of another work of the same clause."""
    own = {(mention.concept, mention.clause) for mention in said if mention.role is not Role.CONTEXT}
    return tuple(
        mention
        for mention in said
        if not any(mention.concept in p.concepts and any((key, mention.clause) in own for key in p.of) for p in parts)
    )


def belongings(said: tuple[Mention, ...], higher: Sequence[Higher], known: Vocabulary) -> list[Belonging]:
    """Return the measures that a sentence belongs to, two of one list at most, the one it speaks of first before others.

    Args:
        said: the concepts that the sentence names.
        higher: the measures of a higher plan.
        known: what it is read with.
    """
    found: list[Belonging] = []
    whole = _whole(said, known.parts)
    for list_ in dict.fromkeys(one.list_ for one in higher):
        members = [one for one in higher if one.list_ == list_]
        found += _in_list(whole, members, known.thesaurus)[:_MOST]
    return found


def _in_list(said: Sequence[Mention], members: Sequence[Higher], known: Thesaurus) -> list[Belonging]:
    for role in (Role.OWN, Role.DETAIL):
        named = {mention.concept for mention in said if mention.role is role}
        for telling in (True, False) if named else ():
            first: dict[str, tuple[int, Belonging]] = {}
            for one in members:
                keys = one.concepts if telling else one.also
                if not named.isdisjoint(keys):
                    by = tuple(mention for mention in said if mention.role is role and mention.concept in keys)
                    first[one.node.value] = (said.index(by[0]), Belonging(one, by, telling and role is Role.OWN))
            if first:
                return list(_one_an_action((belonging for _, belonging in sorted(first.values(), key=_order)), known))
    return []


def _one_an_action(several: Iterable[Belonging], known: Thesaurus) -> Iterator[Belonging]:
    """Yield, of what a sentence belongs to, the first of each of its actions: what else an action names goes with its work.

    Who it is done for (weak concepts: "for artisans") is no work that others could go with.
    """
    taken: set[tuple[str, int]] = set()
    for one in several:
        actions = {(mention.clause, mention.action) for mention in one.by}
        if not actions <= taken:
            yield one
        taken |= {
            (m.clause, m.action)
            for m in one.by
            if m.concept not in known.concepts or not known.concepts[m.concept].weak
        }


def _order(placed: tuple[int, Belonging]) -> tuple[int, str]:
    return placed[0], placed[1].higher.node.value


@lru_cache(_LISTS_AT_HAND)
def by_single_words(several: tuple[Higher, ...], known: Vocabulary) -> Peculiar:
    """Return the words of the tables by which solutions are told apart, those of the longest list: what plans spell out."""
    lists = Counter(one.list_ for one in several if not one.words)
    longest = max(sorted(lists), key=lists.__getitem__, default="")
    return Peculiar.of_concepts({o.node.value: o.concepts | o.also for o in several if o.list_ == longest}, known)


def says_no_work(said: Sequence[Mention], known: Thesaurus) -> bool:
    """Say whether a sentence names no work clearly: nothing, or only by words that are wide or weak."""
    own = {mention.concept for mention in said if mention.role is Role.OWN and not mention.wide}
    return not any(key not in known.concepts or not known.concepts[key].weak for key in own)
