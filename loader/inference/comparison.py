"""Targets of one indicator at two levels: which localises which, whether they compare, and if not, why not.

Only rates compare across levels, and only with the same indicator, unit, horizon, base year and population; counts of
provinces add up to the national one. The source of the rule is design.md §4.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import pyoxigraph as ox

from loader.graph.literals import decimal
from loader.graph.turtle import Triple
from loader.graph.vocabulary import LN
from loader.inference.indicators import Match
from loader.inference.judging import Basis, Grade, Judging
from loader.inference.measured_words import SAME_WORDS, likeness, phrase, same_group
from loader.lexicon.expressions import expression
from loader.slugs import slug

_LEVELS = ("national", "province", "district", "commune")
_OTHER = "other"
_TARGETS = """
SELECT ?target ?document ?level ?indicator ?unit ?value ?horizon ?baseline ?population ?measured ?label ?printed
WHERE {
  ?target a %(Target)s ; %(inDocument)s ?document ; %(ofIndicator)s ?indicator ; %(unit)s ?unit ; %(value)s ?value .
  ?document %(level)s ?level .
  OPTIONAL { ?target %(horizon)s ?horizon }
  OPTIONAL { ?target %(baselineYear)s ?baseline }
  OPTIONAL { ?target %(population)s ?population }
  OPTIONAL { ?target %(measuredAs)s ?measured }
  OPTIONAL { ?target <http://www.w3.org/2000/01/rdf-schema#label> ?label FILTER(LANG(?label) = "vi") }
  OPTIONAL { ?target %(printedFigure)s ?printed }
}"""
_TRACES = """
SELECT DISTINCT ?lower ?higher WHERE {
  { ?lower %(tracesTo)s ?higher } UNION { ?lower %(inProgramme)s ?programme . ?higher %(rootOf)s ?programme }
  FILTER (?lower != ?higher)
  ?t %(inDocument)s ?higher ; a %(Target)s
}"""
_RANK = "rank"
_DONE = "done"
_SEVERAL = frozenset({"per-each", "item"})
"""Units that stand for several: the printed figure tells which."""
_RAISED = str.maketrans("²³", "23")
_YEAR = 4
_PHRASES_AT_HAND = 4096


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as the comparison needs it.

    Attributes:
        node: the target.
        document: IRI of its document.
        level: index of the document's level, 0 for national.
        indicator: key of its indicator.
        rate: its indicator is a share, growth or multiple.
        rank: its indicator is a place in a ranking.
        unit: IRI of its unit.
        value: its value.
        horizon: year by which, as printed in the graph.
        baseline: year that a ratio refers to.
        population: what it is a share of, in comparable form.
        whole: the same as printed.
        done: it is met or not: something that is to be done by its horizon.
        by_words: its indicator was found by its words.
        measured: what is measured, as printed; its label where that is not known.
        measure: the unit as printed, where the unit stands for several ("so much for each of something else").
    """

    node: ox.NamedNode
    document: str
    level: int
    indicator: str
    rate: bool
    rank: bool
    unit: str
    value: Decimal
    horizon: str | None
    baseline: str | None
    population: frozenset[str]
    whole: str = ""
    done: bool = False
    by_words: bool = False
    measured: str = ""
    measure: str = ""

    @property
    def of_recognised(self) -> bool:
        """Whether it is a share of those only that were recognised."""
        whole, measured = _plain(self.whole), _plain(self.measured)
        at = measured.find(whole) if whole else -1  # "tỷ lệ …" may stand in front
        narrowed = at >= 0 and expression("recognised").match(measured, at + len(whole)) is not None
        return narrowed or expression("recognised").search(whole) is not None

    @property
    def year(self) -> int | None:
        """The year of its horizon."""
        return int(self.horizon[:_YEAR]) if self.horizon else None


def _terms(*names: str) -> dict[str, str]:
    return {name: str(getattr(LN, name)) for name in names}


def _text(value: object) -> str | None:
    return value.value if isinstance(value, ox.Literal | ox.NamedNode) else None


def _plain(text: str) -> str:
    return slug(text).replace("-", " ")


@lru_cache(_PHRASES_AT_HAND)
def population_key(text: str | None) -> frozenset[str]:
    """Return a population in comparable form: its parts without empty words.

    A part that only narrows another one ("làng nghề truyền thống" beside "làng nghề") is inside it and adds nothing:
    a traditional craft village is a craft village (Nghị định 52/2018/NĐ-CP, Điều 5).
    """
    parts = set()
    for part in expression("parts").split(text or ""):
        plain = _plain(part)
        plain = " ".join(
            expression("population-empty")
            .sub(" ", " ".join(expression("population-empty").sub(" ", plain).split()))
            .split()
        )
        if plain:
            parts.add(plain)
    wider = [part for part in parts if expression("shared-noun").search(part) is None]
    return frozenset(p for p in parts if not any(p.startswith(f"{other} ") for other in wider))


def _unit_words(printed: str) -> str:
    """Return the unit of a printed figure in comparable form: "20 m3 / ha/năm" and "19 m³/ha/năm" have one."""
    plain = printed.lower().translate(_RAISED)
    return re.sub(r"\s+", "", expression("figure").sub("", plain, count=1))


def _concepts(store: ox.Store, predicate: ox.NamedNode) -> dict[str, str]:
    """Return the last part of what a property says of each indicator."""
    quads = store.quads_for_pattern(None, predicate, None, ox.DefaultGraph())
    return {
        q.subject.value: (_text(q.object) or "").rsplit("/", 1)[-1]
        for q in quads
        if isinstance(q.subject, ox.NamedNode)
    }


def _read_targets(store: ox.Store, matches: Mapping[str, Match]) -> list[TargetRow]:
    names = (
        "Target",
        "inDocument",
        "ofIndicator",
        "unit",
        "value",
        "level",
        "horizon",
        "baselineYear",
        "population",
        "measuredAs",
        "printedFigure",
    )
    solutions = store.query(_TARGETS % _terms(*names))
    rates, types = _concepts(store, LN.isRate), _concepts(store, LN.targetType)
    rows: dict[str, TargetRow] = {}
    # Files may contradict each other (a target with two values): the order makes it the same one in every run.
    found = list(solutions) if isinstance(solutions, ox.QuerySolutions) else []
    for s in sorted(found, key=lambda one: [str(one[name]) for name in range(len(one))]):
        level = (_text(s["level"]) or "").rsplit("/", 1)[-1]
        node = s["target"]
        if level not in _LEVELS or not isinstance(node, ox.NamedNode):
            continue
        indicator = matches[node.value].indicator.value if node.value in matches else _text(s["indicator"]) or ""
        key = indicator.rsplit("/", 1)[-1]
        known = rows.get(node.value)
        if known is not None and (key == _OTHER or known.indicator not in (_OTHER, key)):
            continue  # what a pack says of a target goes before "other"
        unit = _text(s["unit"]) or ""
        rows[node.value] = TargetRow(
            node,
            _text(s["document"]) or "",
            _LEVELS.index(level),
            key,
            rates.get(indicator) == "true",
            types.get(indicator) == _RANK,
            unit,
            Decimal(_text(s["value"]) or "0"),
            _text(s["horizon"]),
            _text(s["baseline"]),
            population_key(_text(s["population"])),
            _text(s["population"]) or "",
            unit.rsplit("/", 1)[-1] == _DONE,
            node.value in matches,
            _text(s["measured"]) or _text(s["label"]) or "",
            _unit_words(_text(s["printed"]) or "") if unit.rsplit("/", 1)[-1] in _SEVERAL else "",
        )
    return [rows[iri] for iri in sorted(rows)]


def _higher_documents(store: ox.Store) -> dict[str, set[str]]:
    solutions = store.query(_TRACES % _terms("tracesTo", "inDocument", "Target", "inProgramme", "rootOf"))
    higher: dict[str, set[str]] = {}
    if isinstance(solutions, ox.QuerySolutions):
        for s in solutions:
            higher.setdefault(_text(s["lower"]) or "", set()).add(_text(s["higher"]) or "")
    return higher


def reason_against(lower: TargetRow, higher: TargetRow) -> str | None:
    """Return the key of the reason why two targets of one indicator do not compare; None when they do."""
    if lower.rank or higher.rank:
        return "rank"
    if lower.done and higher.done:
        return None if lower.horizon and higher.horizon else "no-horizon"
    if not (lower.rate and higher.rate):
        return "count"
    if lower.horizon is None or higher.horizon is None:
        return "no-horizon"
    if lower.horizon != higher.horizon:
        return "different-horizon"
    if lower.unit != higher.unit or lower.measure != higher.measure:
        return "different-unit"
    if lower.baseline != higher.baseline:
        return "different-baseline"
    if not (same_population(lower, higher) or alike_population(lower, higher)):
        # What is not stated may be the same; only two stated populations are known to differ.
        told = (lower.population and higher.population) or not (lower.population or higher.population)
        return "different-population" if told else "unknown-population"
    return None


def same_population(one: TargetRow, other: TargetRow) -> bool:
    """Say whether two targets are shares of one thing, by its parts or, where their words tell the indicator, by words that mean the same."""
    if one.of_recognised != other.of_recognised or _adds(one.measured, other) or _adds(other.measured, one):
        return False
    if _narrows(one, other) or _narrows(other, one):
        return False
    if not (one.population or other.population or one.by_words or other.by_words) and _of_others(one, other):
        return False
    if one.population == other.population or _counted(one.population) == _counted(other.population):
        return True
    # Indicators with reading rules of their own tell their populations apart by these.
    return (one.by_words or other.by_words) and likeness(one.whole, other.whole) >= SAME_WORDS


def _adds(measured: str, other: TargetRow) -> bool:
    """Say whether a growth is of something beside what the other is of ("… của làng nghề và cơ sở ngành nghề nông thôn").

    Only of figures that are no shares, and whose words both are known.
    """
    owner = expression("owner")
    if other.population or not other.measured or owner.search(measured) is None:
        return False
    owners = owner.split(measured)[-1]
    there = f" {_plain(other.measured)} "
    parts = (
        " ".join(expression("population-empty").sub(" ", _plain(part)).split())
        for part in expression("parts").split(owners)[1:]
    )
    return any(f" {part} " not in there for part in parts if part)


def _narrows(one: TargetRow, other: TargetRow) -> bool:
    """Say whether a growth is of a part only of what the other is of: "thu nhập của lao động dệt vải", "thu nhập của lao động".

    Only of figures that are no shares, and whose words both are known: the words of the one go on where those of the other
    end. What the programme is about anyway, and the plan's own place, narrow nothing.
    """
    if one.population or other.population or not (one.measured and other.measured):
        return False
    further = (
        longer[len(shorter) :].strip()
        for longer, shorter in zip(_owned(one.measured), _owned(other.measured), strict=True)
        if shorter and longer.startswith(f"{shorter} ")
    )
    return any(expression("not-narrowing").fullmatch(words) is None for words in further)


def _owned(measured: str) -> tuple[str, str]:
    """Return words of a figure, and those that say what it is of, in comparable form."""
    named = expression("place-of-a-plan").sub(" ", measured)
    owner = expression("owner").split(named, maxsplit=1)[1:]
    whole, of = ("".join(f" {word}" for word in _plain(text).split()) for text in (named, *owner, "")[:2])
    return expression("person").sub("", whole).strip(), expression("person").sub("", of).strip()


def alike_population(one: TargetRow, other: TargetRow) -> bool:
    """Say whether two targets are shares of one thing as far as their words tell: one group in other words.

    Words that tell an indicator name its population too, so where one of both has none that could be told apart from the
    rest, the indicator speaks for it.
    """
    if not (one.by_words or other.by_words) or one.of_recognised != other.of_recognised:
        return False
    if _adds(one.measured, other) or _adds(other.measured, one) or _narrows(one, other) or _narrows(other, one):
        return False
    return not (one.whole and other.whole) or same_group(one.whole, other.whole)


def _of_others(one: TargetRow, other: TargetRow) -> bool:
    """Say whether the words of one figure that is no share name a group that those of the other do not ("… nông thôn").

    Only where the words of both are known.
    """
    return bool(one.measured and other.measured) and phrase(one.measured).narrowing != phrase(other.measured).narrowing


def _counted(population: frozenset[str]) -> Counter[str]:
    """Return the words of a population: of nouns listed before what they share, any may come last ("hộ, cơ sở sản xuất")."""
    return Counter(word for part in population for word in part.split())


def target_judgements(store: ox.Store, judging: Judging, matches: Mapping[str, Match]) -> Iterator[Triple]:
    """Yield, for each target of a plan that traces to higher plans, how it stands to their targets.

    Args:
        store: the graph.
        judging: what judgements are written with.
        matches: the indicators that targets were judged to be of, by the IRI of the target.
    """
    rows = [row for row in _read_targets(store, matches) if row.indicator != _OTHER]
    above = _higher_documents(store)
    by_document: dict[str, list[TargetRow]] = {}
    for row in rows:
        by_document.setdefault(row.document, []).append(row)
    for row in rows:
        documents = sorted(above.get(row.document, ()))
        candidates = [h for d in documents for h in by_document.get(d, ()) if h.level < row.level]
        if candidates:
            yield from _judge(row, [c for c in candidates if c.indicator == row.indicator], judging)


def _judge(lower: TargetRow, same: Sequence[TargetRow], judging: Judging) -> Iterator[Triple]:
    # What is to be done compares by its years themselves.
    matching = [h for h in same if h.horizon == lower.horizon or (lower.done and h.done and lower.horizon)]
    if not matching and lower.horizon is None:
        # A target without a year is set beside the last one of the higher plan, to say that they do not compare.
        matching = sorted(same, key=lambda h: h.horizon or "")[-1:]
    if not matching:
        yield from _unmatched(lower, judging)
        return
    for count, higher in enumerate(_once(matching), 1):
        yield from _pair(lower, higher, count, judging)


def _once(higher: Sequence[TargetRow]) -> list[TargetRow]:
    """Return targets less those that a document states again: in an annex, in its assignments."""
    first: dict[tuple[str, str, Decimal, str | None, str | None], TargetRow] = {}
    for row in higher:
        first.setdefault((row.document, row.unit, row.value, row.horizon, row.baseline), row)
    return list(first.values())


def _unmatched(lower: TargetRow, judging: Judging) -> Iterator[Triple]:
    node = ox.NamedNode(judging.iris.element(lower.node.value, "comparison", 1))
    label = Basis("Không có chỉ tiêu cấp trên để so", "No higher target to compare with")
    basis = Basis(
        f"Cấp trên không đặt chỉ tiêu này cho năm {lower.horizon}.",
        f"The higher plan sets no such target for {lower.horizon}.",
    )
    yield from judging.describe(node, LN.Comparison, label, Grade.PROBABLE, basis)
    yield ox.Triple(lower.node, LN.hasComparison, node)
    yield ox.Triple(node, LN.lowerTarget, lower.node)
    yield ox.Triple(node, LN.outcome, judging.concept("outcome", "not-comparable"))
    yield ox.Triple(node, LN.notComparableBecause, judging.concept("comparison-reason", "no-higher-target"))


def _pair(lower: TargetRow, higher: TargetRow, count: int, judging: Judging) -> Iterator[Triple]:
    if not judging.allows(lower.node, LN.derivesFrom, higher.node):
        return
    reason = reason_against(lower, higher)
    node = ox.NamedNode(judging.iris.element(lower.node.value, "comparison", count))
    label = Basis("So với chỉ tiêu cấp trên", "Comparison with the higher target")
    yield from judging.describe(node, LN.Comparison, label, _grade(lower, higher), _basis(lower, higher))
    yield ox.Triple(lower.node, LN.hasComparison, node)
    yield ox.Triple(node, LN.lowerTarget, lower.node)
    yield ox.Triple(node, LN.higherTarget, higher.node)
    if lower.horizon == higher.horizon or (lower.done and higher.done):
        yield from judging.statement(node, lower.node, LN.derivesFrom, higher.node)
    if reason:
        yield ox.Triple(node, LN.outcome, judging.concept("outcome", "not-comparable"))
        yield ox.Triple(node, LN.notComparableBecause, judging.concept("comparison-reason", reason))
        return
    gap = lower.value - higher.value
    if lower.done and lower.year is not None and higher.year is not None:
        gap = Decimal(higher.year - lower.year)  # years that are left: to be done later is worse
    outcome = "equal" if gap == 0 else ("above" if gap > 0 else "below")
    yield ox.Triple(lower.node, LN.comparableWith, higher.node)
    yield ox.Triple(node, LN.outcome, judging.concept("outcome", outcome))
    yield ox.Triple(node, LN.gap, decimal(gap))


def _grade(lower: TargetRow, higher: TargetRow) -> Grade:
    both_done = lower.done and higher.done
    same = (
        (both_done or lower.horizon == higher.horizon) and lower.unit == higher.unit and same_population(lower, higher)
    )
    return Grade.PROBABLE if same else Grade.UNCERTAIN


def _basis(lower: TargetRow, higher: TargetRow) -> Basis:
    marks = (
        (lower.horizon == higher.horizon, "năm", "horizon"),
        (lower.unit == higher.unit, "đơn vị", "unit"),
        (same_population(lower, higher), "mẫu số", "population"),
        (lower.baseline == higher.baseline, "năm gốc", "base year"),
    )
    same_vi = ", ".join(["chỉ số", *(name for same, name, _ in marks if same)])
    same_en = ", ".join(["indicator", *(name for same, _, name in marks if same)])
    differ_vi = ", ".join(name for same, name, _ in marks if not same)
    differ_en = ", ".join(name for same, _, name in marks if not same)
    if not same_population(lower, higher) and alike_population(lower, higher):
        differ_vi = differ_vi.replace("mẫu số", "lời gọi mẫu số")
        differ_en = differ_en.replace("population", "words for the population")
    return Basis(
        f"Kế hoạch dẫn đến kế hoạch cấp trên; cùng {same_vi}" + (f"; khác {differ_vi}." if differ_vi else "."),
        f"The plan traces to the higher one; same {same_en}" + (f"; different {differ_en}." if differ_en else "."),
    )
