"""The table of scores in Markdown: one row per document, the mean last."""

from __future__ import annotations

from collections.abc import Mapping

from loader.programmes import bundled_things
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
)
"""Those that all annotations have; packs bring those of the things that they name."""
FIELDS = ("lead", "coordinating", "time", "deliverable")


def _categories() -> tuple[str, ...]:
    named = (kind.annotated for kind in bundled_things().kinds if kind.annotated and not kind.placed)
    return (*CATEGORIES, *named)


def cells(result: Evaluation) -> list[float | None]:
    """Return the figures of a row: mean F1, F1 per category, share of right fields of tasks (None: nothing to be right)."""
    by_name = {score.category: score for score in result.scores}
    fields = {f.name: f for f in by_name["tasks"].fields}
    shares = [fields[name].right / fields[name].of if fields[name].of else None for name in FIELDS]
    return [result.mean_f1, *(by_name[name].f1 for name in _categories()), *shares]


def score_table(results: Mapping[str, Evaluation]) -> str:
    """Return the table of the scores of documents, by the name that each is shown by."""
    figures = {name: cells(result) for name, result in results.items()}
    rows = [[name.replace("|", r"\|"), *map(_figure, row)] for name, row in figures.items()]
    known = [[c for c in column if c is not None] for column in zip(*figures.values(), strict=True)]
    rows.append(["*mean*", *(_figure(sum(c) / len(c)) if c else "–" for c in known)])
    titles = ["document", "mean F1", "metadata", *_categories()[1:], *FIELDS]
    lines = [titles, ["---", *["---:"] * (len(titles) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
