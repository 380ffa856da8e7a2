"""Targets by name wherever another page mentions one: figure, unit, year and place stand beside its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from query_api.asking.named_queries import NamedQueries
from query_api.engine.results import texts_of
from query_api.rendering.figures import figure
from query_api.rendering.labels import names_of

_TARGET = re.compile(r"/target-\d+$")
"""How the IRIs of targets end, so that pages without any ask nothing."""


async def with_figures(
    queries: NamedQueries, labels: Mapping[str, str], iris: Iterable[str], language: str
) -> dict[str, str]:
    """Return labels, those of targets with what they say: "ít nhất 50% (2030) làng nghề … · Tỉnh Lạng Sơn".

    Args:
        queries: the pages' queries.
        labels: label by IRI.
        iris: the things that may be targets.
        language: "vi" or "en".
    """
    targets = [ox.NamedNode(iri) for iri in dict.fromkeys(iris) if _TARGET.search(iri)]
    if not targets:
        return dict(labels)
    rows = list(texts_of(await queries.rows("target-figures", target=targets)))
    names = await names_of(queries, {name for row in rows for name in (row[3], row[4], row[7]) if name}, language)
    found = dict(labels)
    for target, value, upper, unit, comparator, printed, year, place in rows:
        words = labels.get(target, "")
        compared = "" if comparator.endswith("/exactly") else names.get(comparator, "")
        said = figure(value, names.get(unit, ""), compared, language, upper=upper) if value else printed
        when = f"({year})" if year else ""
        where = f"· {names[place]}" if place in names else ""
        found[target] = " ".join(filter(None, [said, when, words, where]))
    return found
