"""The table of scores in Markdown: one row per document, the mean last."""

from __future__ import annotations

from collections.abc import Mapping

from loader.declarations import NAMING
from loader.scoring import Evaluation

__all__ = ["CATEGORIES", "FIELDS", "cells", "score_table"]

CATEGORIES = (
    "document",
    "relations",
    "objectives",
    "targets",
    "measures",
    "tasks",
    "reporting",
    "funding",
    *(kind.gold for kind in NAMING),
)
FIELDS = ("lead", "coordinating", "time", "deliverable")
_TITLES = ("document", "mean F1", "metadata", *CATEGORIES[1:], *FIELDS)


def cells(result: Evaluation) -> list[float | None]:
    """Return the figures of a row: mean F1, F1 per category, share of right fields of tasks (None: nothing to be right)."""
    by_name = {score.category: score for score in result.scores}
    fields = {f.name: f for f in by_name["tasks"].fields}
    shares = [fields[name].right / fields[name].of if fields[name].of else None for name in FIELDS]
    return [result.mean_f1, *(by_name[name].f1 for name in CATEGORIES), *shares]


def score_table(results: Mapping[str, Evaluation]) -> str:
    """Return the table of the scores of documents, by the name that each is shown by."""
    figures = {name: cells(result) for name, result in results.items()}
    rows = [[name.replace("|", r"\|"), *map(_figure, row)] for name, row in figures.items()]
    known = [[c for c in column if c is not None] for column in zip(*figures.values(), strict=True)]
    rows.append(["*mean*", *(_figure(sum(c) / len(c)) if c else "–" for c in known)])
    lines = [list(_TITLES), ["---", *["---:"] * (len(_TITLES) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
