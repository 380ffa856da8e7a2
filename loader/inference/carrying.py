"""Which measures of a plan its tasks carry out, judged by what both sentences speak about.

A task carries out a measure when a thing that the measure does is done by the task as well: both name one concept of the
thesaurus as their own work (or as a detail of it), or their wording is nearly the same. Where one task says a clause of the
measure almost word for word, others that only touch the same thing are no longer taken for it; of those left two at most, the likest.

A measure for which no task is found so is given to the task that has most of its telling words (see ``telling``), if it is
that task's likest measure, too, and the thesaurus does not know of both that they do different things.

A measure is said to be carried out by nobody only when what it does is known, no task so much as mentions it and none has
its telling words; a task is said to serve nothing of its plan only when what it does is known and no measure mentions any of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.mentions import Mention, Role
from loader.inference.said import Said, printed
from loader.inference.telling import Alike, Telling
from loader.inference.wording import likeness
from loader.lexicon.concepts import Thesaurus, Vocabulary

# Chosen on the plans of two provinces, see docs/links.md: results do not change between 0.5 and 0.7.
_NEARLY_THE_SAME = 0.5
_LESS_LIKE = 0.7
_VAGUELY_LIKE = 0.25
_SAME_SENTENCE = 0.6
# Shorter wordings are alike by the words that all plans use.
_TELLING = 10
_MOST_MEASURES = 30
_MOST_WORDS = 4
# Where many tasks touch one thing, those nearest to the measure are meant.
_MOST_OF_ONE_WORK = 2
# By telling words, chosen on fourteen plans (docs/links.md): least share and weight, a share that needs no weight, and what
# two sentences must share that only wider words bring together.
_TOLD_ALIKE = 0.12
_TOLD_LEAST, _CLEARLY = 0.09, 1.7
_TOLD_WEIGHT = 4.5
_TOLD_MOSTLY = 0.5
_LEAST_ALIKE = 0.03


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


def carrying_judgements(
    tasks: Sequence[Said],
    measures: Sequence[Said],
    known: Vocabulary,
    judging: Judging,
    supporting: Collection[str] = (),
    *,
    unread: bool = False,
) -> Iterator[Triple]:
    """Yield which tasks of a document carry out which of its measures, which measures nobody, and which tasks none.

    Args:
        tasks: the tasks of one document, by IRI.
        measures: its measures, by IRI.
        known: what its sentences are read with.
        judging: writer of judgements.
        supporting: IRIs of tasks that serve the plan by what they support.
        unread: some sentences of the document were not read: a task may carry out one of them.
    """
    if not tasks or not measures:
        return
    naming = _by_concept(tasks)
    by_task: dict[str, list[tuple[Said, tuple[Shared, ...]]]] = {}
    without: list[Said] = []
    carriers = carried_by(tasks, measures, known)
    for measure in measures:
        found = carriers.shared[measure.node.value]
        allowed = {iri for iri in found if judging.allows(ox.NamedNode(iri), LN.carriesOut, measure.node)}
        for iri in sorted(allowed):
            by_task.setdefault(iri, []).append((measure, found[iri]))
        in_doubt = measure.node.value in carriers.in_doubt
        if not allowed and (found or (_is_silence(measure, naming, known.thesaurus) and not in_doubt)):
            without.append(measure)
    for task in tasks:
        best = sorted(by_task.get(task.node.value, ()), key=_rank)[:_MOST_MEASURES]
        for count, (measure, shared) in enumerate(best, 1):
            yield from _judged(task, measure, shared, count, known.thesaurus, judging)
    for measure in without:
        yield ox.Triple(measure.node, LN.isCarriedOut, ox.Literal(False))
    planned = _by_concept(measures)
    for task in () if unread else tasks:
        idle = task.node.value not in by_task and task.node.value not in supporting
        if idle and _is_silence(task, planned, known.thesaurus):
            yield ox.Triple(task.node, LN.servesPlan, ox.Literal(False))


def _by_concept(several: Iterable[Said]) -> dict[str, dict[str, list[Mention]]]:
    """Return the mentions of each concept by the task or measure that names it."""
    found: dict[str, dict[str, list[Mention]]] = {}
    for said in several:
        for mention in said.mentions:
            found.setdefault(mention.concept, {}).setdefault(said.node.value, []).append(mention)
    return found


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
    naming = _by_concept(tasks)
    shared: dict[str, Mapping[str, tuple[Shared, ...]]] = {}
    left: list[Said] = []
    for measure in measures:
        found: Mapping[str, tuple[Shared, ...]] = _carried_by(measure, tasks, naming, known.thesaurus)
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
        for measure in left:
            found = shared[measure.node.value]
            shared[measure.node.value] = {
                iri: several
                for iri, several in found.items()
                if _share_words(measure, by_iri[iri], telling)
                and any((iri, one.concept) not in taken for one in several)
            }
            likest, alike, next_share = _likest(measure, tasks, telling)
            least = _TOLD_LEAST if alike.share >= _CLEARLY * next_share else _TOLD_ALIKE
            if likest is None or alike.share < least or _differ(measure, likest, known.thesaurus):
                continue
            if alike.weight < _TOLD_WEIGHT and alike.share < _TOLD_MOSTLY:
                continue
            in_doubt.add(measure.node.value)
            if _likest(likest, measures, telling)[0] is measure:
                one = Shared(None, alike.share, told=alike.words)
                shared[measure.node.value] = {likest.node.value: (one,)}
    return Carriers(shared, frozenset(in_doubt))


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
    return bool(mine) and bool(theirs) and not mine & theirs


def _reviews_policies(said: Said, known: Thesaurus) -> bool:
    """Say whether a sentence reviews policies: what these are about is not done by it."""
    return any(m.concept in known.policies and m.role is Role.OWN for m in said.mentions)


def _known_work(said: Said, known: Thesaurus) -> frozenset[str]:
    own = (m.concept for m in said.mentions if m.role is Role.OWN and not m.wide)
    return frozenset(concept for concept in own if not known.concepts[concept].weak and concept not in known.means)


def _carried_by(
    measure: Said, tasks: Sequence[Said], naming: Mapping[str, Mapping[str, Sequence[Mention]]], known: Thesaurus
) -> dict[str, tuple[Shared, ...]]:
    """Return what a measure shares with the tasks that carry it out, by the task."""
    found: dict[str, list[Shared]] = {}
    for concept in dict.fromkeys(m.concept for m in measure.mentions if m.role >= Role.DETAIL):
        if known.concepts[concept].weak:
            continue
        mine = [m for m in measure.mentions if m.concept == concept and m.role >= Role.DETAIL]
        for iri, shared in _same_work(concept, mine, naming.get(concept, {}), known).items():
            found.setdefault(iri, []).append(shared)
    for task in tasks:
        alike = likeness(task.pairs, measure.pairs, _TELLING)
        if alike >= _SAME_SENTENCE:
            found.setdefault(task.node.value, []).append(Shared(None, alike))
    return {iri: tuple(shared) for iri, shared in found.items()}


def _same_work(
    concept: str, mine: Sequence[Mention], theirs: Mapping[str, Sequence[Mention]], known: Thesaurus
) -> dict[str, Shared]:
    """Return what a measure's mentions of a concept share with those of tasks, by the task."""
    found: dict[str, Shared] = {}
    best = 0.0
    for iri, several in theirs.items():
        pairs = [(a, b) for a in mine for b in several if b.role >= Role.DETAIL and (b.on_policy or not a.on_policy)]
        if pairs:
            clauses = {(a.pairs, b.pairs) for a, b in pairs}
            alike = max(likeness(a, b) for a, b in clauses)
            best = max(best, *(likeness(a, b, _TELLING) for a, b in clauses))
            own = any(a.role is Role.OWN and b.role is Role.OWN for a, b in pairs)
            theirs_once = tuple(dict.fromkeys(b for _, b in pairs))
            mine_once = tuple(dict.fromkeys(a for a, _ in pairs))
            wide = all(b.wide for b in theirs_once) or all(a.wide for a in mine_once)
            found[iri] = Shared(concept, alike, own, theirs_once, mine_once, wide=wide)
    least = _VAGUELY_LIKE if known.concepts[concept].vague else 0.0
    if best >= _NEARLY_THE_SAME:
        least = max(least, _LESS_LIKE * best)
    ranked = sorted(found, key=lambda iri: (not found[iri].own, -found[iri].alike, iri))[:_MOST_OF_ONE_WORK]
    return {iri: found[iri] for iri in ranked if found[iri].alike >= least}


def _is_silence(said: Said, naming: Mapping[str, Mapping[str, Sequence[Mention]]], known: Thesaurus) -> bool:
    """Say whether it is known what a measure (or task) does and none of the others mentions it, not even in passing."""
    doing = {m.concept for m in said.mentions if m.role >= Role.DETAIL}
    clear = {m.concept for m in said.mentions if m.role >= Role.DETAIL and not m.wide}
    understood = any(not known.concepts[concept].weak and concept not in known.means for concept in clear)
    return understood and not any(naming.get(concept) for concept in doing)


def _rank(pair: tuple[Said, tuple[Shared, ...]]) -> tuple[int, float, str]:
    measure, shared = pair
    return -sum(s.own for s in shared), -max(s.alike for s in shared), measure.node.value


def _judged(
    task: Said, measure: Said, shared: Sequence[Shared], count: int, known: Thesaurus, judging: Judging
) -> Iterator[Triple]:
    node = ox.NamedNode(judging.iris.element(task.node.value, "carries-out", count))
    label = Basis("Nhiệm vụ thực hiện giải pháp", "Task carries out measure")
    sure = any(_is_sure(one, known) for one in shared)
    grade = Grade.PROBABLE if sure else Grade.UNCERTAIN
    yield from judging.describe(node, LN.Judgement, label, grade, _basis(shared, known))
    yield from judging.statement(node, task.node, LN.carriesOut, measure.node)


def _is_sure(one: Shared, known: Thesaurus) -> bool:
    if one.concept is None:
        return not one.told
    return one.own and not one.wide and not known.concepts[one.concept].vague


def _basis(shared: Sequence[Shared], known: Thesaurus) -> Basis:
    vi, en = [], []
    for one in shared:
        if one.told:
            several = ", ".join(f"“{words}”" for words in one.told[:_MOST_WORDS])
            vi.append(f"những từ mà ít câu khác của kế hoạch có ({several})")
            en.append(f"words that few other sentences of the plan have ({several})")
            continue
        if one.concept is None:
            percent = f"{one.alike:.0%}"
            vi.append(f"hai câu gần như giống nhau ({percent} từ ngữ của câu ngắn hơn)")
            en.append(f"both sentences are nearly the same ({percent} of the shorter one's words)")
            continue
        theirs, mine = printed(one.task), printed(one.measure)
        words_vi = theirs if theirs == mine else f"nhiệm vụ: {theirs}; giải pháp: {mine}"
        words_en = theirs if theirs == mine else f"task: {theirs}; measure: {mine}"
        vi.append(f"{known.concepts[one.concept].vi} ({words_vi})")
        en.append(f"{known.concepts[one.concept].en} ({words_en})")
    return Basis(f"Cùng nói về: {'; '.join(vi)}.", f"Both speak of: {'; '.join(en)}.")
