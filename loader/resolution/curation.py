"""Curated corrections of what was extracted: one TOML file per document, applied by every build.

A correction names the fact by the words it was read from. It rejects the fact or corrects one field of it, and says
who decided so, when and why; the graph carries this as a ``ln:Judgement``. Example
(``data/ttl/reference/curation/<stem of the source file>.toml``)::

    [[correction]]
    action = "correct"            # or "reject", "add"
    fact = "target"               # a kind of fact, see docs/facts.md
    quote = "Trên 80% làng nghề"  # how the evidence begins (white space and case do not count)
    field = "indicator"           # for "correct": a field of the fact, see docs/facts.md
    value = "effective_villages_pct"
    who = "Nguyễn Văn A"
    when = "2026-11-22"
    why = "The bullet is about all villages."

A new fact of any kind is added by ``action = "add"``: ``quote`` is then looked up in the text, ``value`` is what the
fact is called where it is called something, and ``fields`` gives its other fields::

    action = "add"
    fact = "task"
    quote = "Sở Y tế mở ba lớp"
    fields = { leads = "Sở Y tế; Ủy ban nhân dân các xã", end_year = "2027" }
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from loader.declarations import KINDS, Kind, kind
from loader.errors import ConfigurationError
from loader.facts import Evidence, Facts, Note, Objective, Reading, Target
from loader.kinds import NoteKind
from loader.resolution.entries import correctable, field_of, made, with_value
from loader.wording import not_read

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
        value: its new value, or what an added fact is called.
        who: who decided.
        when: the day, ISO 8601.
        why: the reason.
        fields: the other fields of an added fact, as (name, text).
    """

    action: Action
    fact: str
    quote: str
    field: str
    value: str
    who: str
    when: str
    why: str
    fields: tuple[tuple[str, str], ...] = ()


def read_curation(path: Path, kinds: Sequence[Kind] = KINDS) -> tuple[Correction, ...]:
    """Return the corrections of a curated file; none when it does not exist.

    Raises:
        ConfigurationError: the file is no TOML, or an entry lacks who, when or why.
    """
    return parse_curation(path.read_text(encoding="utf-8-sig"), str(path), kinds) if path.is_file() else ()


def parse_curation(text: str, where: str, kinds: Sequence[Kind] = KINDS) -> tuple[Correction, ...]:
    """Return the corrections of the text of a curated file.

    Args:
        text: TOML.
        where: what an error names as its place.
        kinds: the kinds of facts that there are: with packs that bring named things there are more.

    Raises:
        ConfigurationError: it is no TOML, or an entry lacks who, when or why.
    """
    try:
        entries = tomllib.loads(text).get("correction", [])
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
                tuple((name, str(text)) for name, text in e.get("fields", {}).items()),
            )
            for e in entries
        )
    except KeyError as error:
        raise ConfigurationError(
            f"an entry lacks {error.args[0]!r}",
            where=where,
            advice="each [[correction]] has action, fact, quote, who, when, why",
        ) from error
    except (tomllib.TOMLDecodeError, ValueError, TypeError, AttributeError) as error:
        raise ConfigurationError(f"not a file of corrections: {error}", where=where) from error
    for correction in corrections:
        if not correction.quote or all(correction.fact != one.name for one in kinds):
            raise ConfigurationError(f"a correction of {correction.fact!r} needs a quote", where=where)
    return corrections


def _matches(reading: Reading, correction: Correction) -> bool:
    return " ".join(reading.evidence.quote.split()).casefold().startswith(correction.quote)


def _corrected(fact: Any, correction: Correction, which: Kind) -> Any:
    changed = with_value(which, fact, field_of(which, correction.field), correction.value)
    reading = dataclasses.replace(fact.reading, rule=CURATED, confidence=Decimal(1))
    return dataclasses.replace(changed, reading=reading)


def _applied(facts: tuple[Any, ...], correction: Correction, which: Kind) -> tuple[Any, ...]:
    hit = [fact for fact in facts if which.has(fact) and _matches(fact.reading, correction)]
    if not hit:
        raise ConfigurationError(f"no {correction.fact} was read from words that begin “{correction.quote}”")
    if correction.action is Action.REJECT:
        return tuple(fact for fact in facts if not any(fact is h for h in hit))
    return tuple(_corrected(fact, correction, which) if any(fact is h for h in hit) else fact for fact in facts)


def _applied_to_targets(
    objectives: tuple[Objective, ...], correction: Correction, which: Kind
) -> tuple[Objective, ...]:
    everything: tuple[Target, ...] = tuple(t for o in objectives for t in o.targets)
    if not any(_matches(t.reading, correction) for t in everything):
        raise ConfigurationError(f"no target was read from words that begin “{correction.quote}”")
    changed: list[Objective] = []
    for objective in objectives:
        if any(_matches(t.reading, correction) for t in objective.targets):
            objective = dataclasses.replace(objective, targets=_applied(objective.targets, correction, which))
        changed.append(objective)
    return tuple(changed)


def _added(facts: Facts, correction: Correction, which: Kind) -> Facts:
    reading = Reading(_found(facts, correction.quote), CURATED, Decimal(1))
    values = {field_of(which, name).name: text for name, text in correction.fields}
    called = next((f.name for f in correctable(which) if f.said.property == "label"), None)
    if correction.value and called:
        values[called] = correction.value
    new = made(which, values, reading)
    facts = _now_read(facts, reading.evidence)
    if isinstance(new, Target):
        return dataclasses.replace(facts, objectives=_with_target(facts.objectives, new))
    everything: dict[str, Any] = {which.collection: (*getattr(facts, which.collection), new)}
    return dataclasses.replace(facts, **everything)


def _now_read(facts: Facts, words: Evidence) -> Facts:
    """Return the facts without the notes that words were not read which a curator's fact now stands for."""
    notes: list[Note] = []
    length = 0
    for note in facts.notes:
        places = (note.reading.evidence, *note.also) if note.kind is NoteKind.UNREAD else ()
        left = [p for p in places if p.end <= words.start or words.end <= p.start]
        length += sum(len(p.quote) for p in places if p not in left)
        if not places or len(left) == len(places):
            notes.append(note)
        elif left:
            vi, en = not_read(len(left), rows=note.reading.rule.endswith("-row"))
            reading = dataclasses.replace(note.reading, evidence=left[0])
            notes.append(dataclasses.replace(note, message=vi, message_en=en, reading=reading, also=tuple(left[1:])))
    shares = tuple(
        dataclasses.replace(s, read=min(s.read + length, s.stated)) if s.document == words.document else s
        for s in facts.read_shares
    )
    return dataclasses.replace(facts, notes=tuple(notes), read_shares=shares)


def _with_target(objectives: tuple[Objective, ...], target: Target) -> tuple[Objective, ...]:
    """Return the objectives with a target added to the one in whose words it stands, or to a new one."""
    words = target.reading.evidence
    for i, objective in enumerate(objectives):
        around = objective.reading.evidence
        if around.start <= words.start and words.end <= around.end:
            whole = dataclasses.replace(objective, targets=(*objective.targets, target))
            return (*objectives[:i], whole, *objectives[i + 1 :])
    return (*objectives, Objective(False, target.horizon, (target,), target.reading))


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


def curate(facts: Facts, corrections: tuple[Correction, ...], kinds: Sequence[Kind] = KINDS) -> Facts:
    """Return the facts with a curator's corrections applied, in their order.

    Args:
        facts: what was read.
        corrections: what is to be changed.
        kinds: the kinds of facts that there are.

    Raises:
        ConfigurationError: a correction fits no fact, or its value does not fit the field.
    """
    for correction in corrections:
        which = kind(correction.fact, kinds)
        if correction.action is Action.ADD:
            facts = _added(facts, correction, which)
        elif correction.fact == "target":
            facts = dataclasses.replace(facts, objectives=_applied_to_targets(facts.objectives, correction, which))
        else:
            name = which.collection
            changed: dict[str, Any] = {name: _applied(getattr(facts, name), correction, which)}
            facts = dataclasses.replace(facts, **changed)
    return facts
