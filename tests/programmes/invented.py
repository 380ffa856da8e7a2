"""The programmes invented for tests: their documents, and the answers that were written before anything read them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from loader.project import Project
from loader.validation.report import Report

GOLD = Path(__file__).parents[1] / "gold" / "programmes"
BASE = "https://w3id.org/langnghe/"
PREFIXES = "PREFIX ln: <https://w3id.org/langnghe/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "


@dataclass(frozen=True, slots=True)
class Invented:
    """A programme invented for tests.

    Attributes:
        folder: where its documents and answers lie.
        answers: what is to be found, as annotated.
    """

    folder: Path
    answers: dict[str, Any]

    @property
    def decision(self) -> Path:
        """Its root document."""
        return next(self.folder.glob("quyet-dinh-*.txt"))

    @property
    def plans(self) -> list[Path]:
        """The plans under it, from the province to the commune."""
        return sorted(self.folder.glob("ke-hoach-*.txt"))


@dataclass(frozen=True, slots=True)
class Made:
    """A workspace with an invented programme, built: its graph, its report, and what proposed its pack said."""

    invented: Invented
    project: Project
    said: str
    store: ox.Store
    report: Report

    @property
    def pack(self) -> Path:
        """The folder of the proposed pack."""
        return next(self.project.own_packs.iterdir())


def read_invented(folder: Path) -> Invented:
    return Invented(folder, yaml.safe_load((folder / "answers.yaml").read_text(encoding="utf-8")))


WATER = read_invented(GOLD)
FOOD = read_invented(GOLD / "an-toan-thuc-pham")
HEALTH = read_invented(GOLD / "y-te-co-so")


@dataclass(frozen=True, slots=True)
class Derived:
    """Lower targets and what they are judged to derive from.

    Attributes:
        right: found as annotated.
        wrong: an indicator or a higher target that is not the annotated one.
        missed: annotated and not found.
    """

    right: int
    wrong: int
    missed: int


def rows(store: ox.Store, query: str) -> list[list[str]]:
    found = store.query(PREFIXES + query)
    assert isinstance(found, ox.QuerySolutions)
    return [[value.value if value is not None else "" for value in row] for row in found]  # type: ignore[union-attr]


def value_of(annotated: str | None) -> str:
    """The figure of an annotated target; one that is to be done has the figure 1."""
    return "1" if annotated is None else annotated


def indicators_by_answer(store: ox.Store, invented: Invented) -> dict[str, str]:
    """The minted indicator of each annotated one: the one that a national target of its first value and year is of."""
    found: dict[str, str] = {}
    for answer in invented.answers["national"]:
        year, value = next(iter(answer["values"].items()))
        query = f"""SELECT DISTINCT ?i {{ ?t ln:inDocument <{BASE}{invented.answers["decision"]}/ke-hoach> ; ln:ofIndicator ?i ; ln:horizon ?h ;
            ln:unit <{BASE}unit/{answer["unit"]}> ; ln:value ?v ; ln:measuredAs ?words . ?i ln:indicatorOf ?p .
            FILTER (STR(?h) = "{year}" && ?v = {value_of(value)} && CONTAINS(LCASE(?words), "{answer["words"]}")) }}"""
        matches = rows(store, query)
        if len(matches) == 1:
            found[answer["indicator"]] = matches[0][0]
    return found


def derived(store: ox.Store, invented: Invented) -> Derived:
    """Hold each annotated lower target against the indicator that it was judged to be of."""
    by_answer = indicators_by_answer(store, invented)
    right = wrong = missed = 0
    for plan in invented.answers["plans"]:
        for year, value, indicator in plan["targets"]:
            query = f"""SELECT DISTINCT ?i {{ ?t ln:inDocument <{BASE}{plan["iri"]}> ; ln:horizon ?h ; ln:value ?v ; ln:ofIndicator ?i .
                ?i ln:indicatorOf ?p . FILTER (STR(?h) = "{year}" && ?v = {value_of(value)}) }}"""
            said = {iri for (iri,) in rows(store, query)}
            # Two targets of one plan may have one year and value: any of their indicators may be the annotated one.
            others = {by_answer.get(i or "") for y, v, i in plan["targets"] if (y, v) == (year, value)} - {None}
            wanted = by_answer.get(indicator or "")
            if wanted is not None and wanted in said:
                right += 1
            elif indicator is not None:
                missed += 1
            if said - others:
                wrong += 1
    return Derived(right, wrong, missed)
