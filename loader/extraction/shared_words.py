"""Words that figures of one sentence share: a subject said once, a predicate said once, the scope that tells them apart.

"Tỷ lệ hộ phân loại rác đạt 60% ở đô thị và 40% ở nông thôn", "95% rác đô thị và 75% rác nông thôn được thu gom",
"60% năm 2025 và 75% năm 2030 số cơ quan", "38% (năm 2028 đạt 33%)": each figure measures something of its own all the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from loader.extraction.measured import measured_name, opened, parted_scope, population_of, predicate_of
from loader.extraction.quantities import Quantity
from loader.facts import Target
from loader.rules import rule

_CHANGES = frozenset({"percent-decrease", "percent-increase", "percent-decrease-per-year", "percent-per-year"})
_SAME_HEAD = 2
"""Words at the head of two noun phrases from which on one may lend the other its predicate: "chất thải …", "chất thải …"."""


def share_words(text: str, quantities: Sequence[Quantity], found: Sequence[Target]) -> list[Target]:
    """Return the targets of a sentence, each with the words that it shares with its neighbours.

    Args:
        text: the words of the objective.
        quantities: its figures, one a target.
        found: its targets, as each was read by itself.
    """
    result = list(found)
    gaps = [text[a.end : b.start] for a, b in pairwise(quantities)]
    for i in range(len(result) - 2, -1, -1):
        result[i] = _from_behind(result[i], result[i + 1], gaps[i])
    ends = [*gaps, text[quantities[-1].end :]] if quantities else []
    for i in range(1, len(result)):
        # "10% diện tích rừng vào năm 2025 và 20% vào năm 2030": between them and behind stand but years.
        year_only = rule("target.year-and").find(gaps[i - 1]) is not None and not measured_name(ends[i])
        result[i] = _from_before(result[i - 1], result[i], gaps[i - 1], wordless=quantities[i].glossed or year_only)
    return [_with_scope(target, behind) for target, behind in zip(result, ends, strict=True)]


def under_label(found: Sequence[Target], words: str, label: str) -> list[Target]:
    """Return the targets of an item of a list, those without a name of their own called by the line that opens the list.

    Args:
        found: the targets of the item.
        words: the words of the item: "Tại các đô thị loại IV: 15% vào năm 2030".
        label: the line above: "Tỷ lệ nước thải sinh hoạt được xử lý:".
    """
    bare = label.rstrip(" :")
    announced = rule("measured.as-follows").find(bare)
    subject = measured_name(opened(bare if announced is None else bare[: announced.start()]))
    if not label.rstrip().endswith(":") or not rule("measured.nominal").holds(subject):
        return list(found)
    opening = words.split(":", 1)[0] if ":" in words else ""
    return [_of_label(target, subject, opening) for target in found]


def _of_label(target: Target, subject: str, opening: str) -> Target:
    if rule("measured.listed-part").holds(target.measured):
        part = target.measured
    elif not _unnamed(target):
        return target
    else:
        part = measured_name(opening) if rule("measured.listed-part").holds(opening) else ""
    name = f"{subject} {part}".strip()
    whole = population_of(subject) if target.unit == "percent" else None
    return replace(target, what=name, measured=name, population=f"{whole} {part}".strip() if whole else None)


def _from_behind(here: Target, following: Target, gap: str) -> Target:
    if here.unit != following.unit:
        return here
    if _unnamed(here) and rule("target.only-a-year").holds(gap):
        return replace(here, measured=following.measured, population=following.population)
    listed = rule("target.listed").find(gap)
    named_behind = listed is not None and measured_name(gap[: listed.start()]) == here.measured
    predicate = predicate_of(following.measured)
    alike = here.measured.split()[:_SAME_HEAD] == following.measured.split()[:_SAME_HEAD] and gap.rstrip().endswith(";")
    if here.unit == "percent" and (named_behind or alike) and predicate and predicate_of(here.measured) is None:
        return _named(here, f"{here.measured} {following.measured[predicate:]}")
    return here


def _from_before(before: Target, here: Target, gap: str, *, wordless: bool) -> Target:
    if here.unit == "percent" and before.unit in _CHANGES and wordless:
        # "giảm ít nhất 30% vào năm 2030 và 60% vào năm 2035"
        here = replace(here, unit=before.unit)
    if here.unit != before.unit:
        return here
    if wordless or _unnamed(here) or _counts_on(here.measured, before.measured, gap):
        # "85% cán bộ năm 2028 và 95% năm 2030"
        return replace(here, measured=before.measured, population=before.population)
    if here.unit == "percent" and (shared := _of_another(before.measured, here.measured)):
        return _named(here, shared)
    scope = rule("measured.scope").find(here.measured) or rule("measured.of-group").find(here.measured)
    if scope is not None and scope.end() == len(here.measured):
        subject, _ = parted_scope(before.measured)
        return _named(here, f"{subject} {scope[0]}" if subject else here.measured)
    predicate = predicate_of(before.measured)
    between = measured_name(gap.rpartition(here.measured)[2]) if here.measured else None
    in_front = between is not None and (not between or rule("measured.reaches-alone").holds(between))
    if here.unit == "percent" and predicate and in_front and predicate_of(here.measured) is None:
        head = before.measured[:predicate]
        rate = rule("population.rate-word").find(head)
        own = (head if rate is None else head[rate.end() :]).split()
        if own[:_SAME_HEAD] == here.measured.split()[:_SAME_HEAD]:
            return _named(here, f"{here.measured} {before.measured[predicate:]}")
    return here


def _of_another(before: str, here: str) -> str:
    """Return what a figure is of that says only for whom: "tổn thất đối với rau quả dưới 10%, đối với thủy sản dưới 7%"; "" for others."""
    opening = rule("measured.for-whom").find(here)
    at = before.rfind(f" {opening[0]} ") if opening is not None else -1
    own = here[opening.end() :] if opening is not None else ""
    return f"{before[:at].rstrip(' :,')} {here}" if at > 0 and predicate_of(own) is None else ""


def _with_scope(target: Target, behind: str) -> Target:
    """Return a target whose figure a scope follows, named with it: "đạt 90% ở khu vực nông thôn"."""
    scope = rule("measured.scope").find(behind.lstrip()) or rule("measured.of-group").find(behind.lstrip())
    if scope is None or not target.measured or scope[0] in target.measured:
        return target
    return _named(target, f"{target.measured} {scope[0]}")


def _unnamed(target: Target) -> bool:
    """Whether nothing stands with a figure but a verb of reaching, or "this share"."""
    reaching = rule("measured.reaching").find(target.measured)
    said = rule("measured.said-before").holds(target.measured)
    return not target.measured or said or (reaching is not None and reaching.start() == 0)


def _counts_on(here: str, before: str, gap: str) -> bool:
    """Whether a figure counts on what the one before counts, and says but its noun: "…, lũy kế đến năm 2035 là 90 nhà máy"."""
    tail = rule("measured.cumulative-tail").find(here)
    noun = here if tail is None else here[: tail.start()].rstrip()
    return rule("target-clause.cumulative").find(gap) is not None and before.startswith(noun)


def _named(target: Target, measured: str) -> Target:
    population = population_of(measured) if target.unit == "percent" else None
    return replace(target, what=measured, measured=measured, population=population)
