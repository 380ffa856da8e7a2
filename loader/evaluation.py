"""How well a document was read: its graph against a gold annotation, category by category.

The annotation states what the document says (metadata, relations, objectives with targets, measures, tasks, reporting
duties, funding, crafts, and risks where it lists them). An item of the graph counts as found when it is matched one to one with an item of the
annotation: by the words it was read from, or by its values where they identify it.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from loader.declarations import Kind, kind
from loader.declarations import fields as fields_of
from loader.document_view import DocumentView, Node, told
from loader.errors import InputError, not_a_file
from loader.graph.turtle import Triple
from loader.graph.vocabulary import DCTERMS, LN, term
from loader.programmes import bundled_things
from loader.scoring import SAME_WORDS, Evaluation, FieldScore, Score, comparable, match, similarity
from loader.things import ThingKind

__all__ = ["Evaluation", "evaluate", "read_gold"]

_DOCUMENT_FIELDS = ("number", "issue_date", "status", "level", "area", "period", "signer", "title")
_ROLES = (("implements", LN.implements), ("based_on", LN.basedOn), ("proposed_by", LN.proposedIn), ("cites", LN.cites))
_COMPARATORS = (("at-least", ">="), ("more-than", ">"), ("exactly", "="), ("about", "~"), ("at-most", "<="))


def _number(value: object) -> str | None:
    return None if value is None else str(Decimal(str(value)).normalize())


def _document(gold: dict[str, Any], view: DocumentView) -> Score:
    own = view.own()

    def first(predicate: ox.NamedNode) -> str:
        return next((text for s in own if (text := view.text(s, predicate))), "")

    found: dict[str, str] = {}
    if own:
        area = view.value(own[0], LN.area) or view.value(own[-1], LN.area)
        years = [str(y) for p in (LN.periodStart, LN.periodEnd) if (y := view.year(own[0], p))]
        found = {
            "number": first(LN.number),
            "issue_date": first(LN.dateIssued),
            "status": first(LN.status).rsplit("/", 1)[-1],
            "level": first(LN.level).rsplit("/", 1)[-1],
            "area": view.label(area) if area else "",
            "period": "-".join(dict.fromkeys(years)),
            "signer": first(LN.signedBy),
            "title": view.text(own[0], DCTERMS.title) or "",
        }
    misses = []
    for name in _DOCUMENT_FIELDS:
        want, have = gold.get(name), found.get(name, "")
        right = comparable(want) == comparable(have)
        if name == "area":
            right = comparable(want) in comparable(have)
        elif name == "title":
            right = similarity(want, have) >= SAME_WORDS
        elif name == "period":
            right = re.findall(r"\d{4}", want or "") == re.findall(r"\d{4}", have)
        if not right:
            misses.append(f"{name}: expected {want!r}, found {have!r}")
    count = len(_DOCUMENT_FIELDS)
    return Score("document", count - len(misses), count, count, misses=tuple(misses))


@dataclass(frozen=True, slots=True)
class _Relation:
    role: str
    numbers: tuple[str, ...]
    words: str


def _relations(gold: list[dict[str, Any]], view: DocumentView) -> Score:
    roles = dict(_ROLES)
    want = [_Relation(r["role"], (r["number"],) if r["number"] else (), r["quote"]) for r in gold if r["role"] in roles]
    have = []
    for role, predicate in _ROLES:
        for cited in sorted({o for s in view.own() for o in view.objects(s, predicate)}, key=told):
            numbers = tuple(told(n) for p in (LN.number, LN.numberAsPrinted) for n in view.objects(cited, p))
            have.append(_Relation(role, numbers, view.label(cited)))

    def same(g: _Relation, f: _Relation) -> float:
        if g.role != f.role or bool(g.numbers) != bool(f.numbers):
            return 0.0
        if g.numbers:
            return float(comparable(g.numbers[0]) in [comparable(n) for n in f.numbers])
        return float(similarity(g.words, f.words) > 0.55)

    pairs = match(want, have, same, 0.9)
    misses = _unmatched([str(w) for w in want], [str(h) for h in have], pairs)
    return Score("relations", len(pairs), len(want), len(have), misses=misses)


def _declared(kind_: Kind, gold: list[dict[str, Any]], view: DocumentView) -> Score:
    """Return the score of a kind of fact whose items are told by their words, with a share for each field annotated."""
    nodes = view.of_type(getattr(LN, kind_.term))
    m = _by_words(gold, nodes, view)
    shares = []
    for field in fields_of(kind_.fact):
        name, said = field.said.gold, field.said
        pairs = [(g[name], s) for g, s in m.pairs if name and g.get(name)]
        if pairs:
            have = [
                view.label(s) if said.property == "label" else view.text(s, getattr(LN, said.property)) or ""
                for _, s in pairs
            ]
            right = sum(similarity(w, h) >= SAME_WORDS for (w, _), h in zip(pairs, have, strict=True))
            shares.append(FieldScore(name, right, len(pairs)))
    return Score(kind_.gold, len(m.pairs), len(gold), len(nodes), tuple(shares), m.misses)


def _unmatched(gold: Sequence[str], found: Sequence[str], pairs: Sequence[tuple[int, int]]) -> tuple[str, ...]:
    left, right = {i for i, _ in pairs}, {j for _, j in pairs}
    missed = [f"missed: {text}" for i, text in enumerate(gold) if i not in left]
    return (*missed, *(f"superfluous: {text}" for j, text in enumerate(found) if j not in right))


@dataclass(frozen=True, slots=True)
class _Matched:
    """Items matched by their words: (annotated, found) pairs and what was left over."""

    pairs: tuple[tuple[dict[str, Any], Node], ...]
    misses: tuple[str, ...]


def _by_words(
    gold: list[dict[str, Any]],
    nodes: list[Node],
    view: DocumentView,
    fits: Callable[[dict[str, Any], Node], bool] = lambda g, s: True,
) -> _Matched:
    quotes = {node: view.quotes(node) for node in nodes}

    def like(g: dict[str, Any], node: Node) -> float:
        best = max((similarity(g["quote"], q) for q in quotes[node]), default=0.0)
        return best if fits(g, node) else best / 2

    pairs = match(gold, nodes, like)
    heads = [(quotes[n] or [told(n)])[0][:110] for n in nodes]
    misses = _unmatched([g["quote"][:110] for g in gold], heads, pairs)
    return _Matched(tuple((gold[i], nodes[j]) for i, j in pairs), misses)


def _objectives(gold: list[dict[str, Any]], view: DocumentView) -> Score:
    nodes = view.of_type(LN.Objective, LN.GeneralObjective, LN.SpecificObjective)

    def year_fits(g: dict[str, Any], s: Node) -> bool:
        return bool(g["horizon"] == view.year(s, LN.horizon))

    m = _by_words(gold, nodes, view, year_fits)
    general = set(view.of_type(LN.GeneralObjective))
    kinds = sum((g["kind"] == "general") == (s in general) for g, s in m.pairs)
    years = sum(year_fits(g, s) for g, s in m.pairs)
    fields = (FieldScore("kind", kinds, len(m.pairs)), FieldScore("horizon", years, len(m.pairs)))
    return Score("objectives", len(m.pairs), len(gold), len(nodes), fields, m.misses)


@dataclass(frozen=True, slots=True)
class _Target:
    horizon: int | None
    indicator: str | None
    comparator: str | None
    value: str | None
    upper: str | None


def _targets(gold: list[dict[str, Any]], view: DocumentView) -> Score:
    want = Counter(
        _Target(
            o["horizon"], t["programme_indicator"], t["comparator"], _number(t["value"]), _number(t.get("value_max"))
        )
        for o in gold
        for t in o["targets"]
    )
    comparators: dict[str | None, str] = dict(_COMPARATORS)
    have = Counter(
        _Target(
            view.year(s, LN.horizon),
            view.key(s, LN.ofIndicator),
            comparators.get(view.key(s, LN.comparator)),
            _number(view.text(s, LN.value)),
            _number(view.text(s, LN.upperValue)),
        )
        for s in view.of_type(LN.Target)
    )
    loose = Counter((t.horizon, t.value) for t in want.elements()) & Counter(
        (t.horizon, t.value) for t in have.elements()
    )
    misses = [f"missed: {t}" for t in (want - have).elements()]
    misses += [f"superfluous: {t}" for t in (have - want).elements()]
    fields = (FieldScore("number and year", loose.total(), want.total()),)
    return Score("targets", (want & have).total(), want.total(), have.total(), fields, tuple(misses))


def _tasks(gold: list[dict[str, Any]], view: DocumentView) -> Score:
    nodes = view.of_type(LN.Task)
    m = _by_words(gold, nodes, view)
    misses = list(m.misses)
    leads = times = 0
    coordinating = 0.0
    products: list[bool] = []
    for g, s in m.pairs:
        want, have = (sorted(map(comparable, names)) for names in (g["lead"], view.agents(s, "lead")))
        leads += want == have
        if want != have:
            misses.append(f"lead: {g['quote'][:60]}: expected {want}, found {have}")
        time_wanted = (g["recurrence"], g["start"], g["end"])
        time_found = (view.key(s, LN.recurrence), view.year(s, LN.startYear), view.year(s, LN.endYear))
        times += time_wanted == time_found
        if time_wanted != time_found:
            misses.append(f"time: {g['quote'][:60]}: expected {time_wanted}, found {time_found}")
        coordinating += _coordinating(g["coordinating"], view.agents(s, "coordinate"))
        if g["deliverable"]:
            products.append(similarity(g["deliverable"], view.text(s, LN.deliverable)) >= SAME_WORDS)
    n = len(m.pairs)
    fields = (
        FieldScore("lead", leads, n),
        FieldScore("coordinating", round(coordinating, 1), n),
        FieldScore("time", times, n),
        FieldScore("deliverable", sum(products), len(products)),
    )
    return Score("tasks", n, len(gold), len(nodes), fields, tuple(misses))


def _coordinating(gold: list[str], found: list[str]) -> float:
    want, have = (sorted(map(comparable, names)) for names in (gold, found))
    hits = len(match(want, have, lambda a, b: difflib.SequenceMatcher(None, a, b).ratio(), 0.85))
    return Score("coordinating", hits, len(want), len(have)).f1


def _reporting(gold: list[dict[str, Any]], view: DocumentView) -> Score:
    nodes = view.of_type(LN.ReportingDuty)

    def days_fit(g: dict[str, Any], s: Node) -> bool:
        return sorted(g["due"]) == sorted(told(day).lstrip("-") for day in view.objects(s, LN.dueDay))

    m = _by_words(gold, nodes, view, days_fit)
    fields = (FieldScore("due", sum(days_fit(g, s) for g, s in m.pairs), len(m.pairs)),)
    return Score("reporting", len(m.pairs), len(gold), len(nodes), fields, m.misses)


def _named(
    category: str,
    want: list[str],
    nodes: list[Node],
    view: DocumentView,
    like: Callable[[str, str], float],
    least: float,
) -> Score:
    have = [view.label(node) for node in nodes]
    pairs = match(want, have, like, least)
    return Score(category, len(pairs), len(want), len(have), misses=_unmatched(want, have, pairs))


def read_gold(path: Path) -> dict[str, Any]:
    """Return a gold annotation.

    Raises:
        InputError: the file is no annotation.
    """
    try:
        gold = json.loads(path.read_text(encoding="utf-8-sig"))
        keys = (
            "file",
            "document",
            "relations",
            "objectives",
            "measures",
            "tasks",
            "reporting",
            "funding",
            *(it.annotated for it in _shared()),
        )
        if not isinstance(gold, dict) or any(key not in gold for key in keys):
            raise ValueError("parts are missing")
    except FileNotFoundError as error:
        raise not_a_file(path) from error
    except (OSError, ValueError) as error:
        raise InputError(f"not a gold annotation: {error}", where=str(path)) from error
    return gold


def evaluate(gold: dict[str, Any], graph: Iterable[Triple]) -> Evaluation:
    """Return the scores of a document's graph against its annotation.

    Raises:
        InputError: an entry of the annotation lacks a field, or holds a value of another kind than the field takes.
    """
    try:
        return _evaluated(gold, DocumentView(graph))
    except KeyError as error:
        raise InputError(f"an entry of the annotation has no field {error}", where=str(gold["file"])) from error
    except (TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise InputError(f"an entry of the annotation is not of the form: {error}", where=str(gold["file"])) from error


def _evaluated(gold: dict[str, Any], view: DocumentView) -> Evaluation:
    scores = (
        _document(gold["document"], view),
        _relations(gold["relations"], view),
        _objectives(gold["objectives"], view),
        _targets(gold["objectives"], view),
        _declared(kind("measure"), gold["measures"], view),
        _tasks(gold["tasks"], view),
        _reporting(gold["reporting"], view),
        _named("funding", [f["source"] for f in gold["funding"]], view.of_type(LN.Funding), view, similarity, 0.6),
        *([_declared(kind("risk"), gold["risks"], view)] if "risks" in gold else []),
        *(
            _named(
                it.annotated,
                [entry["name"] for entry in gold[it.annotated]],
                view.of_type(term(it.term)),
                view,
                _like_names,
                0.75,
            )
            for it in _shared()
        ),
    )
    return Evaluation(str(gold["file"]), scores)


def _shared() -> tuple[ThingKind, ...]:
    """Return the kinds of shared things that annotations list: those that packs bring which come along."""
    return tuple(kind for kind in bundled_things().kinds if kind.annotated and not kind.placed)


def _like_names(one: str, other: str) -> float:
    return difflib.SequenceMatcher(None, comparable(one), comparable(other)).ratio()
