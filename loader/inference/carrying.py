"""Which measures of a plan its tasks carry out (see ``carriers``), as judgements with their reasons.

A measure is said to be carried out by nobody only when what it does is known, no task so much as mentions it and none has
its telling words; a task is said to serve nothing of its plan only when what it does is known and no measure mentions any of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import pyoxigraph as ox

from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.carriers import Shared, by_concept, carried_by, of_other_things
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.mentions import Mention, Role, wider_works_beside
from loader.inference.said import Said, printed
from loader.lexicon.concepts import Thesaurus, Vocabulary

_MOST_MEASURES = 30
_MOST_WORDS = 4


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
    naming = by_concept(tasks)
    by_task: dict[str, list[tuple[Said, tuple[Shared, ...]]]] = {}
    without: list[Said] = []
    carriers = carried_by(tasks, measures, known)
    for measure in measures:
        found = carriers.shared[measure.node.value]
        allowed = {iri for iri in found if judging.allows(ox.NamedNode(iri), LN.carriesOut, measure.node)}
        for iri in sorted(allowed):
            by_task.setdefault(iri, []).append((measure, found[iri]))
        in_doubt = measure.node.value in carriers.in_doubt
        if not allowed and (
            found
            or (_is_silence(measure, naming, known.thesaurus) and not in_doubt and not _in_part(measure, naming, known))
        ):
            without.append(measure)
    for task in tasks:
        best = sorted(by_task.get(task.node.value, ()), key=_rank)[:_MOST_MEASURES]
        for count, (measure, shared) in enumerate(best, 1):
            yield from _judged(task, measure, shared, count, known.thesaurus, judging)
    for measure in without:
        yield ox.Triple(measure.node, LN.isCarriedOut, ox.Literal(False))
    planned = by_concept(measures)
    for task in () if unread else tasks:
        idle = task.node.value not in by_task and task.node.value not in supporting
        if idle and _is_silence(task, planned, known.thesaurus):
            yield ox.Triple(task.node, LN.servesPlan, ox.Literal(False))


def _is_silence(said: Said, naming: Mapping[str, Mapping[str, Sequence[Mention]]], known: Thesaurus) -> bool:
    """Say whether it is known what a measure (or task) does and none of the others mentions it, not even in passing.

    That others name something as wide as "training" says nothing of who trains artisans.
    """
    doing = [m for m in said.mentions if m.role >= Role.DETAIL and not known.concepts[m.concept].weak]
    understood = any(not m.wide and m.concept not in known.means for m in doing)
    others = ((m, other) for m in doing for key in _near(m.concept, known) for other in _all_of(naming.get(key, {})))
    return understood and all(of_other_things(m, other, known) and not _by_ways(m, known) for m, other in others)


def _by_ways(mention: Mention, known: Thesaurus) -> bool:
    objects = known.objects.get(mention.concept)
    return objects is not None and objects.ways


def _near(concept: str, known: Thesaurus) -> set[str]:
    """Return a concept with those that a sentence may name in its place, or that touch it."""
    return {concept}.union(*(group for group in (*known.kin, *known.beside) if concept in group))


def _all_of(naming: Mapping[str, Sequence[Mention]]) -> Iterator[Mention]:
    return (mention for several in naming.values() for mention in several)


def _in_part(measure: Said, naming: Mapping[str, Mapping[str, Sequence[Mention]]], known: Vocabulary) -> bool:
    """Say whether a clause of a measure that names its work in wider words only is done by a task: a part of it is."""
    clear = {m.clause for m in measure.mentions}
    wider = {m.concept for m in wider_works_beside(clear, measure.text, known)}
    named = (m for concept in wider for several in naming.get(concept, {}).values() for m in several)
    return any(m.role is Role.OWN and not m.wide for m in named)


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
