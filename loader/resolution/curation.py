"""Curated corrections of what was extracted: one TOML file per document, applied by every build.

A correction names the fact by the words it was read from. It rejects the fact or corrects one field of it, and says
who decided so, when and why; the graph carries this as a ``ln:Judgement``. Example
(``data/ttl/reference/curation/<stem of the source file>.toml``)::

    [[correction]]
    action = "correct"            # or "reject"
    fact = "target"               # objective, target, measure, task, duty, funding, craft, village, relation, note
    quote = "Trên 80% làng nghề"  # how the evidence begins (white space and case do not count)
    field = "indicator"           # for "correct": a field of the fact, see loader/facts.py
    value = "effective_villages_pct"
    who = "Nguyễn Văn A"
    when = "2026-11-22"
    why = "The bullet is about all villages."

A new fact is added by ``action = "add"`` for a measure, funding, craft or village: ``quote`` is then looked up in the
text, and ``value`` gives the name where the fact has one.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path
from typing import Any

from loader.errors import ConfigurationError
from loader.facts import CraftMention, Evidence, Facts, Funding, Measure, Objective, Reading, Target, VillageMention
from loader.kinds import Comparator, Condition, Recurrence

CURATED = "curation"
"""Name of the extraction rule of a fact that a curator added or corrected (``ln:extractedBy``)."""


class Action(StrEnum):
    """What a correction does to a fact."""

    CORRECT = "correct"
    REJECT = "reject"
    ADD = "add"


@dataclass(frozen=True, slots=True)
class Correction:
    """One entry of a curated file.

    Attributes:
        action: what is done.
        fact: kind of the fact ("target").
        quote: how its evidence begins.
        field: the field to correct.
        value: its new value, or the name of an added fact.
        who: who decided.
        when: the day, ISO 8601.
        why: the reason.
    """

    action: Action
    fact: str
    quote: str
    field: str
    value: str
    who: str
    when: str
    why: str


_COLLECTIONS = {
    "objective": "objectives",
    "measure": "measures",
    "task": "tasks",
    "duty": "duties",
    "funding": "funding",
    "craft": "crafts",
    "village": "villages",
    "relation": "relations",
    "note": "notes",
}
_CONVERTERS: dict[str, Callable[[str], object]] = {
    "indicator": str,
    "unit": str,
    "what": str,
    "measured": str,
    "printed": str,
    "per": str,
    "population": str,
    "note": str,
    "deliverable": str,
    "source": str,
    "name": str,
    "area": str,
    "craft": str,
    "proposed": str,
    "comparator": Comparator,
    "condition": Condition,
    "recurrence": Recurrence,
    "value": Decimal,
    "upper_value": Decimal,
    "amount": Decimal,
    "horizon": int,
    "baseline_year": int,
    "count": int,
}


def read_curation(path: Path) -> tuple[Correction, ...]:
    """Return the corrections of a curated file; none when it does not exist.

    Raises:
        ConfigurationError: the file is no TOML, or an entry lacks who, when or why.
    """
    if not path.is_file():
        return ()
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("correction", [])
        corrections = tuple(
            Correction(
                Action(e["action"]),
                e["fact"],
                " ".join(e["quote"].split()).casefold(),
                e.get("field", ""),
                str(e.get("value", "")),
                e["who"],
                date.fromisoformat(str(e["when"])).isoformat(),
                e["why"],
            )
            for e in entries
        )
    except (tomllib.TOMLDecodeError, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"not a file of corrections: {error}", where=str(path)) from error
    for correction in corrections:
        if not correction.quote or correction.fact not in (*_COLLECTIONS, "target"):
            raise ConfigurationError(f"a correction of {correction.fact!r} needs a quote", where=str(path))
    return corrections


def _matches(reading: Reading, correction: Correction) -> bool:
    return " ".join(reading.evidence.quote.split()).casefold().startswith(correction.quote)


def _corrected(fact: Any, correction: Correction) -> Any:
    convert = _CONVERTERS.get(correction.field)
    if convert is None or not hasattr(fact, correction.field):
        raise ConfigurationError(f"a {correction.fact} has no field {correction.field!r} that can be corrected")
    try:
        value = convert(correction.value) if correction.value else None
    except (ValueError, InvalidOperation) as error:
        raise ConfigurationError(f"{correction.value!r} is no value of {correction.field}") from error
    reading = dataclasses.replace(fact.reading, rule=CURATED, confidence=Decimal(1))
    return dataclasses.replace(fact, reading=reading, **{correction.field: value})


def _applied(facts: tuple[Any, ...], correction: Correction) -> tuple[Any, ...]:
    hit = [fact for fact in facts if _matches(fact.reading, correction)]
    if not hit:
        raise ConfigurationError(f"no {correction.fact} was read from words that begin “{correction.quote}”")
    if correction.action is Action.REJECT:
        return tuple(fact for fact in facts if not any(fact is h for h in hit))
    return tuple(_corrected(fact, correction) if any(fact is h for h in hit) else fact for fact in facts)


def _applied_to_targets(objectives: tuple[Objective, ...], correction: Correction) -> tuple[Objective, ...]:
    everything: tuple[Target, ...] = tuple(t for o in objectives for t in o.targets)
    if not any(_matches(t.reading, correction) for t in everything):
        raise ConfigurationError(f"no target was read from words that begin “{correction.quote}”")
    changed: list[Objective] = []
    for objective in objectives:
        if any(_matches(t.reading, correction) for t in objective.targets):
            objective = dataclasses.replace(objective, targets=_applied(objective.targets, correction))
        changed.append(objective)
    return tuple(changed)


def _added(facts: Facts, correction: Correction) -> Facts:
    reading = Reading(_found(facts, correction.quote), CURATED, Decimal(1))
    name = correction.value
    if correction.fact == "measure":
        return dataclasses.replace(facts, measures=(*facts.measures, Measure(reading)))
    if correction.fact == "funding":
        return dataclasses.replace(facts, funding=(*facts.funding, Funding(name, None, None, reading)))
    if correction.fact == "craft":
        mention = CraftMention(name, Condition.MENTIONED, reading)
        return dataclasses.replace(facts, crafts=(*facts.crafts, mention))
    if correction.fact == "village":
        village = VillageMention(name, None, None, None, None, reading)
        return dataclasses.replace(facts, villages=(*facts.villages, village))
    raise ConfigurationError(f"a {correction.fact} cannot be added by a curated file")


def _found(facts: Facts, quote: str) -> Evidence:
    """Return the words of the text that a quote means; white space does not count.

    Raises:
        ConfigurationError: the text has no such words.
    """
    text = facts.source.text.casefold()
    offsets = [i for i, c in enumerate(text) if not c.isspace()]
    squeezed = "".join(text[i] for i in offsets)
    wanted = "".join(quote.split())
    at = squeezed.find(wanted)
    if at < 0 or len(text) != len(facts.source.text):
        raise ConfigurationError(f"the text has no words “{quote}”")
    start, end = offsets[at], offsets[at + len(wanted) - 1] + 1
    holding = [p for p in facts.provisions if p.start <= start and end <= p.end]
    smallest = min(holding, key=lambda p: p.end - p.start, default=None)
    words = " ".join(facts.source.text[start:end].split())
    if smallest is None:
        return Evidence(words, start, end, "", "")
    return Evidence(words, start, end, smallest.path, "", smallest.document)


def curate(facts: Facts, corrections: tuple[Correction, ...]) -> Facts:
    """Return the facts with a curator's corrections applied, in their order.

    Raises:
        ConfigurationError: a correction fits no fact, or its value does not fit the field.
    """
    for correction in corrections:
        if correction.action is Action.ADD:
            facts = _added(facts, correction)
        elif correction.fact == "target":
            facts = dataclasses.replace(facts, objectives=_applied_to_targets(facts.objectives, correction))
        else:
            name = _COLLECTIONS[correction.fact]
            changed: dict[str, Any] = {name: _applied(getattr(facts, name), correction)}
            facts = dataclasses.replace(facts, **changed)
    return facts
