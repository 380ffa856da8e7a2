"""Documents for tests: the sources and invented plans, and what is read from them in a form that can be compared."""

from __future__ import annotations

import copy
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from loader.evaluation import Evaluation, evaluate
from loader.extraction import extract
from loader.extraction.agents import fold_tones
from loader.facts import Agent, Facts, Reading, Target
from loader.graph.iris import Iris
from loader.graph.writing import document_triples
from loader.readers import read

ROOT = Path(__file__).resolve().parents[2]
SOURCES = tuple(sorted((ROOT / "data" / "sources").glob("*.txt")))
PLANS = tuple(sorted(p for p in (ROOT / "tests" / "gold" / "plans").iterdir() if p.suffix != ".json"))
GOLDS = tuple(sorted([*(ROOT / "tests" / "gold").glob("*.json"), *(ROOT / "tests" / "gold" / "plans").glob("*.json")]))

# Written blind, run first, mended for afterwards (tests/gold/blind.md).
_BLIND = [
    f
    for folder in ("blind1", "blind2", "blind3", "blind4", "blind5", "blind6", "blind7")
    for f in sorted((ROOT / "tests" / "gold" / folder).iterdir())
]
BLIND = tuple(f for f in _BLIND if f.suffix != ".json")
BLIND_GOLDS = tuple(f for f in _BLIND if f.suffix == ".json")


@dataclass(frozen=True, slots=True)
class Annotated:
    """A document and its annotation."""

    path: Path
    gold: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of the annotation, without ending."""
        return next(g.stem for g in (*GOLDS, *BLIND_GOLDS) if _gold(g)["file"] == self.path.name)

    @property
    def text(self) -> str:
        """Its text in the normal form, lines ended by LF."""
        return unicodedata.normalize("NFC", self.path.read_text(encoding="utf-8-sig")).replace("\r\n", "\n")


@cache
def _gold(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


def annotated(name: str) -> Annotated:
    """Return the document whose annotation is called ``name``."""
    gold = _gold(next(g for g in (*GOLDS, *BLIND_GOLDS) if g.stem == name))
    path = next(p for p in (*SOURCES, *PLANS, *BLIND) if p.name == gold["file"])
    return Annotated(path, copy.deepcopy(gold))


def all_annotated() -> list[Annotated]:
    """Return all annotated documents."""
    return [annotated(g.stem) for g in GOLDS]


def facts_of(content: str | bytes, name: str = "ke-hoach.txt") -> Facts:
    """Return the facts of a document given by its text or bytes."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return extract(read(data, name))


def evaluation_of(gold: dict[str, Any], facts: Facts) -> Evaluation:
    """Return the scores of facts against an annotation, by way of the graph that a build writes."""
    return evaluate(gold, document_triples(facts, Iris()))


def plain(text: str | None) -> str:
    """Return words in which layout does not count: NFC, white space, dashes, list marks, where a tone mark is placed."""
    joined = " ".join(unicodedata.normalize("NFC", text or "").split())
    joined = re.sub(r"(?<=\d)\s*[-–—]\s*(?=\d)", "-", joined)
    joined = re.sub(r"\s*/\s*[A-Z]{2,4}$", "", joined)  # initials of the typist behind the last sentence
    return fold_tones(re.sub(r"^[-–•◦+]\s*", "", joined)).strip(" .;,:")


def _agents(agents: Iterable[Agent]) -> str:
    return " | ".join(sorted(plain(a.name) for a in agents))


def _quote(reading: Reading) -> str:
    return plain(reading.evidence.quote)


def _target(target: Target) -> str:
    value = f"{target.value.normalize():f}" + (f"-{target.upper_value.normalize():f}" if target.upper_value else "")
    return f"{target.indicator} {target.comparator.value} {value} {target.unit} by {target.horizon} from {target.baseline_year}"


def records(facts: Facts) -> Counter[str]:
    """Return every fact as one line, without offsets, paths and layout, so that two readings can be compared."""
    lines: list[str] = []
    for i in facts.instruments:
        area = f"{i.area.kind} {i.area.name}" if i.area else None
        period = (i.period_start, i.period_end)
        lines += [
            f"instrument {i.key or 'main'}: {i.kind} {i.number} {i.date} {i.status.value} {i.level} {area} {period}",
            f"issuer {i.key or 'main'}: {plain(i.issuer)}",
            f"title {i.key or 'main'}: {plain(i.title).casefold()}",
            f"signer {i.key or 'main'}: {i.signer} ({i.signer_role})",
        ]
    for r in facts.relations:
        c = r.citation
        lines.append(
            f"relation {r.role.value}: {c.kind} {c.number or plain(c.title).casefold()} {c.date} {plain(c.issuer)}"
        )
    for o in facts.objectives:
        kind = "general" if o.general else "specific"
        lines.append(f"objective {kind} {o.horizon}: {_quote(o.reading)}")
        lines += [f"target: {_target(t)}" for t in o.targets]
    lines += [f"measure: {_quote(m.reading)}" for m in facts.measures]
    for t in facts.tasks:
        time = t.timing and (plain(t.timing.printed), t.timing.recurrence, t.timing.start_year, t.timing.end_year)
        lines.append(
            f"task {time}: {_quote(t.reading)} => {_agents(t.leads)} with {_agents(t.coordinating)} -> {plain(t.deliverable)}"
        )
    for d in facts.duties:
        who = f"{_agents(d.reporters)} to {_agents(d.recipients)}"
        lines.append(f"duty {sorted(d.due)} {d.recurrence}: {_quote(d.reading)} => {who}")
    lines += [f"funding {f.amount} {f.currency_unit}: {plain(f.source)}" for f in facts.funding]
    lines += [f"craft {c.condition.value}: {plain(c.name)}" for c in facts.shared_things]
    lines += [f"village {v.condition} {v.count}: {plain(v.name)} at {v.area}" for v in facts.placed_things]
    return Counter(lines)


def differences(one: Facts, other: Facts) -> list[str]:
    """Return the facts that stand in only one of two readings, "-" for the first, "+" for the second."""
    a, b = records(one), records(other)
    return sorted(
        [*(f"- {line}" for line in (a - b).elements()), *(f"+ {line}" for line in (b - a).elements())],
        key=lambda x: x[2:],
    )
