"""Which tasks of a plan carry out each of its measures.

A task carries out a measure when a thing that the measure does is done by the task as well: both name one concept of the
thesaurus as their own work (or as a detail of it), or their wording is nearly the same. Where one task says a clause of the
measure almost word for word, others that only touch the same thing are no longer taken for it; of those left two at most, the likest.

What only wider words bring together must share telling words, too (see ``telling``), unless the task names the work clearly
and does nothing else of the plan.

A measure that is left, and of which it is clear what it does, goes to a task that names the same in wider words, even beside
other works, if they share telling words. One that is left still goes to the task that has most of its
telling words, if it is that task's likest measure, too, and the thesaurus does not know of both that they do different things.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from loader.inference.mentions import Mention, Role, wider_mentions
from loader.inference.said import Said
from loader.inference.telling import Alike, Telling
from loader.inference.wording import Pairs, likeness, things_named
from loader.lexicon.concepts import Thesaurus, Vocabulary

# Nearly word for word; below it, who does another part of the work is kept beside who repeats a part (chosen on twenty-six plans).
_NEARLY_THE_SAME = 0.85
_LESS_LIKE = 0.7
_VAGUELY_LIKE = 0.25
_SAME_SENTENCE = 0.6
# Shorter wordings are alike by the words that all plans use.
_TELLING = 10
# Where many tasks touch one thing, those nearest to the measure are meant.
_MOST_OF_ONE_WORK = 2
# By telling words, chosen on fourteen plans (docs/links.md): least share and weight, a share that needs no weight, and what
# two sentences must share that only wider words bring together.
_TOLD_ALIKE = 0.12
_TOLD_LEAST, _CLEARLY = 0.09, 1.7
_TOLD_WEIGHT = 4.5
_TOLD_MOSTLY = 0.5
# Two sentences so alike do the same though the words by which the thesaurus knows them differ: by chance some of these are missing
# in it. No two sentences of forty plans that do different works are so alike.
_TOLD_ALL_THE_SAME = 0.33
_LEAST_ALIKE = 0.03
_MANY_WORKS = 3


@dataclass(frozen=True, slots=True)
class Shared:
    """What a task and a measure have in common.

    Attributes:
        concept: key of the concept that both name; None when only their wording is alike.
        alike: how alike the clauses are, 0 to 1.
        own: it is the own work of both.
        task: the task's words for it.
        measure: the measure's.
        told: telling words that both have, where these and no concept make them alike.
        wide: only wider words of the concept name it in one of them.
    """

    concept: str | None
    alike: float
    own: bool = False
    task: tuple[Mention, ...] = ()
    measure: tuple[Mention, ...] = ()
    told: tuple[str, ...] = ()
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Carriers:
    """Which tasks carry out the measures of a plan.

    Attributes:
        shared: what each measure shares with the tasks that carry it out, by the measure and the task.
        in_doubt: measures that no task is found for, and that a task may be meant for.
    """

    shared: Mapping[str, Mapping[str, tuple[Shared, ...]]]
    in_doubt: frozenset[str]


def carried_by(tasks: Sequence[Said], measures: Sequence[Said], known: Vocabulary) -> Carriers:
    """Return which of a plan's tasks carry out each of its measures, by their IRIs."""
    naming, wordings = by_concept(tasks), Pairs([task.pairs for task in tasks])
    shared: dict[str, Mapping[str, tuple[Shared, ...]]] = {}
    left: list[Said] = []
    for measure in measures:
        found: Mapping[str, tuple[Shared, ...]] = _carried_by(measure, tasks, naming, wordings, known.thesaurus)
        clear = {iri: several for iri, several in found.items() if not all(one.wide for one in several)}
        found = clear or found
        shared[measure.node.value] = found
        if all(one.wide for several in found.values() for one in several):
            left.append(measure)
    in_doubt: set[str] = set()
    if left:
        telling = Telling.of((said.text for said in (*tasks, *measures)), known)
        by_iri = {task.node.value: task for task in tasks}
        taken = {
            (iri, one.concept)
            for found in shared.values()
            for iri, several in found.items()
            for one in several
            if one.concept is not None and not one.wide
        }
        busy = {iri for iri, _ in taken}
        for measure in left:
            found = shared[measure.node.value]
            shared[measure.node.value] = {
                iri: several
                for iri, several in found.items()
                if (_share_words(measure, by_iri[iri], telling) or (iri not in busy and _clear(several)))
                and any((iri, one.concept) not in taken for one in several)
            }
            if not shared[measure.node.value]:
                shared[measure.node.value] = _by_wider_words(measure, tasks, telling, known, taken)
            if not shared[measure.node.value]:
                shared[measure.node.value] = _by_the_same_things(measure, tasks, known.thesaurus)
            if shared[measure.node.value] and not found:
                continue
            likest, alike, next_share = _likest(measure, tasks, telling)
            least = _TOLD_LEAST if alike.share >= _CLEARLY * next_share else _TOLD_ALIKE
            if likest is None or alike.share < least:
                continue
            if alike.share < _TOLD_ALL_THE_SAME and _differ(measure, likest, known.thesaurus):
                continue
            if alike.weight < _TOLD_WEIGHT and alike.share < _TOLD_MOSTLY:
                continue
            in_doubt.add(measure.node.value)
            if _likest(likest, measures, telling)[0] is measure:
                one = Shared(None, alike.share, told=alike.words)
                shared[measure.node.value] = {likest.node.value: (one,)}
    return Carriers(shared, frozenset(in_doubt))


def by_concept(several: Iterable[Said]) -> dict[str, dict[str, list[Mention]]]:
    """Return the mentions of each concept by the task or measure that names it."""
    found: dict[str, dict[str, list[Mention]]] = {}
    for said in several:
        for mention in said.mentions:
            found.setdefault(mention.concept, {}).setdefault(said.node.value, []).append(mention)
    return found


def of_other_things(one: Mention, other: Mention, known: Thesaurus) -> bool:
    """Say whether two mentions of one concept name things that do not go together (clay; cotton), so that they do different works."""
    objects = known.objects.get(one.concept)
    if one.concept != other.concept or objects is None:
        return False
    mine, theirs = things_named(one.clause, objects), things_named(other.clause, objects)
    return bool(mine) and bool(theirs) and not mine & theirs


def _by_wider_words(
    measure: Said, tasks: Sequence[Said], telling: Telling, known: Vocabulary, taken: Set[tuple[str, str | None]]
) -> dict[str, tuple[Shared, ...]]:
    """Return the task that does what a measure clearly does, though it says so in wider words beside another work of its own."""
    if _reviews_policies(measure, known.thesaurus):
        return {}
    clear = _known_work(measure, known.thesaurus, Role.DETAIL)
    mine = {m.concept: m for m in measure.mentions if m.concept in clear and not m.on_policy}
    # Of many works one that a task comes near to is no essential part.
    many = len(mine) >= _MANY_WORKS
    near_works = () if many else known.thesaurus.kin
    least = _TOLD_ALIKE if many else _LEAST_ALIKE
    kin = {other: mine[key] for key in mine for group in near_works if key in group for other in group}
    mine = {**kin, **mine}
    most = 0.0
    found: dict[str, tuple[Shared, ...]] = {}
    near = telling.near(measure.text) if mine else frozenset()
    for task in (task for task in tasks if task.text in near):
        alike = telling.alike(measure.text, task.text)
        if not alike.words or alike.share < least or alike.share <= most:
            continue
        theirs = (
            m
            for m in wider_mentions(task.text, known)
            if m.role >= Role.DETAIL and m.concept in mine and not of_other_things(m, mine[m.concept], known.thesaurus)
        )
        free = next((m for m in theirs if (task.node.value, m.concept) not in taken), None)
        if free is not None:
            most = alike.share
            shared = Shared(free.concept, alike.share, task=(free,), measure=(mine[free.concept],), wide=True)
            found = {task.node.value: (shared,)}
    return found


def _by_the_same_things(measure: Said, tasks: Sequence[Said], known: Thesaurus) -> dict[str, tuple[Shared, ...]]:
    """Return the task whose own clear work is next of kin to a measure's and done by the same things (columns in the papers), the first of several."""
    mine = [m for m in measure.mentions if m.role is Role.OWN and not m.wide and m.concept in known.objects]
    for one in mine:
        kin = {other for group in known.kin if one.concept in group for other in group} - {one.concept}
        things = things_named(one.clause, known.objects[one.concept])
        for task in tasks:
            for m in task.mentions:
                near = m.concept in kin and m.role is Role.OWN and not m.wide
                if near and things & things_named(m.clause, known.objects[one.concept]):
                    shared = Shared(m.concept, likeness(one.pairs, m.pairs), task=(m,), measure=(one,), wide=True)
                    return {task.node.value: (shared,)}
    return {}


def _clear(several: Iterable[Shared]) -> bool:
    """Say whether the task names what both do in words that are not wide."""
    return any(not mention.wide for one in several for mention in one.task)


def _share_words(measure: Said, task: Said, telling: Telling) -> bool:
    """Say whether two sentences that only wider words bring together have a telling word in common, too."""
    alike = telling.alike(measure.text, task.text)
    return bool(alike.words) and alike.share >= _LEAST_ALIKE


def _likest(said: Said, others: Sequence[Said], telling: Telling) -> tuple[Said | None, Alike, float]:
    """Return which of others has most of a sentence's telling words, the first of several, and how alike the next one is."""
    best: Said | None = None
    most, after = Alike(0.0, 0.0, ()), 0.0
    near = telling.near(said.text)
    for other in others:
        if other.text not in near:
            continue
        alike = telling.alike(said.text, other.text)
        if alike.share > most.share:
            best, most, after = other, alike, most.share
        else:
            after = max(after, alike.share)
    return best, most, after


def _differ(measure: Said, task: Said, known: Thesaurus) -> bool:
    """Say whether it is known of both what they do, and it is not the same."""
    if _reviews_policies(measure, known) != _reviews_policies(task, known):
        return True
    mine, theirs = _known_work(measure, known), _known_work(task, known)
    shared = {a.concept for a in measure.mentions for b in task.mentions if not of_other_things(a, b, known)}
    return bool(mine) and bool(theirs) and not mine & theirs & shared


def _reviews_policies(said: Said, known: Thesaurus) -> bool:
    """Say whether a sentence reviews policies: what these are about is not done by it."""
    return any(m.concept in known.policies and m.role is Role.OWN for m in said.mentions)


def _known_work(said: Said, known: Thesaurus, least: Role = Role.OWN) -> frozenset[str]:
    own = (m.concept for m in said.mentions if m.role >= least and not m.wide)
    return frozenset(concept for concept in own if not known.concepts[concept].weak and concept not in known.means)


def _carried_by(
    measure: Said,
    tasks: Sequence[Said],
    naming: Mapping[str, Mapping[str, Sequence[Mention]]],
    wordings: Pairs,
    known: Thesaurus,
) -> dict[str, tuple[Shared, ...]]:
    """Return what a measure shares with the tasks that carry it out, by the task."""
    found: dict[str, list[Shared]] = {}
    for concept in dict.fromkeys(m.concept for m in measure.mentions if m.role >= Role.DETAIL):
        if known.concepts[concept].weak:
            continue
        mine = [m for m in measure.mentions if m.concept == concept and m.role >= Role.DETAIL]
        for iri, shared in _same_work(concept, mine, naming.get(concept, {}), known).items():
            found.setdefault(iri, []).append(shared)
    for place, alike in wordings.like(measure.pairs, _SAME_SENTENCE, _TELLING):
        found.setdefault(tasks[place].node.value, []).append(Shared(None, alike))
    return {iri: tuple(shared) for iri, shared in found.items()}


def _same_work(
    concept: str, mine: Sequence[Mention], theirs: Mapping[str, Sequence[Mention]], known: Thesaurus
) -> dict[str, Shared]:
    """Return what a measure's mentions of a concept share with those of tasks, by the task."""
    ranked: list[tuple[bool, float, str]] = []
    best = 0.0
    for iri, several in theirs.items():
        alike, own = -1.0, False
        for one, other in _pairs(mine, several, known):
            like = likeness(one.pairs, other.pairs)
            alike = max(alike, like)
            own = own or (one.role is Role.OWN and other.role is Role.OWN)
            if like > best and min(len(one.pairs), len(other.pairs)) >= _TELLING:
                best = like
        if alike >= 0.0:
            ranked.append((not own, -alike, iri))
    least = _VAGUELY_LIKE if known.concepts[concept].vague else 0.0
    if best >= _NEARLY_THE_SAME:
        least = max(least, _LESS_LIKE * best)
    ranked.sort()
    found: dict[str, Shared] = {}
    for not_own, less, iri in ranked[:_MOST_OF_ONE_WORK]:
        if -less >= least:
            pairs = _pairs(mine, theirs[iri], known)
            theirs_once = tuple(dict.fromkeys(other for _, other in pairs))
            mine_once = tuple(dict.fromkeys(one for one, _ in pairs))
            wide = all(other.wide for other in theirs_once) or all(one.wide for one in mine_once)
            found[iri] = Shared(concept, -less, not not_own, theirs_once, mine_once, wide=wide)
    return found


def _pairs(mine: Sequence[Mention], theirs: Sequence[Mention], known: Thesaurus) -> list[tuple[Mention, Mention]]:
    """Return the mentions of a measure and of a task that may be of one work."""
    doing = [other for other in theirs if other.role >= Role.DETAIL]
    return [
        (one, other)
        for one in mine
        for other in doing
        if (other.on_policy or not one.on_policy) and not of_other_things(one, other, known)
    ]
