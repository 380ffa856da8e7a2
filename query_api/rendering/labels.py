"""Labels of IRIs, asked from the engine: Vietnamese first, then English, then whatever there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pyoxigraph as ox

from loader.graph.vocabulary import DCTERMS, RDFS, SKOS
from query_api.asking.named_queries import NamedQueries
from query_api.asking.rows import ask_rows
from query_api.engine.base import Engine
from query_api.engine.results import Rows, text_of
from query_api.query_text.wording import is_iri

LABEL_PATH = f"{RDFS.label}|{SKOS.prefLabel}|{DCTERMS.title}"
_PROPERTIES = f"{RDFS.label}, {SKOS.prefLabel}, {DCTERMS.title}"
_MOST = 1000
_RANK = {"vi": 0, "en": 1}


async def labels_of(engine: Engine, iris: Iterable[str], language: str = "vi") -> dict[str, str]:
    """Return the best label of each IRI that has one (of the first thousand).

    Args:
        engine: where to ask.
        iris: whose labels.
        language: the language liked best.
    """
    values = " ".join(f"<{iri}>" for iri in list(iris)[:_MOST])
    if not values:
        return {}
    # A second VALUES would be multiplied with the first before anything is looked up.
    query = f"SELECT ?s ?p ?label {{ VALUES ?s {{ {values} }} ?s ?p ?label FILTER(?p IN ({_PROPERTIES})) }}"
    return _best(await ask_rows(engine, query), language)


async def names_of(queries: NamedQueries, iris: Iterable[str], language: str = "vi") -> dict[str, str]:
    """Return the best label of each IRI that has one, kept for one version of the data.

    Args:
        queries: the pages' queries.
        iris: whose labels; any number. What is no IRI (an address may hold anything) has none.
        language: the language liked best.
    """
    things = [ox.NamedNode(iri) for iri in dict.fromkeys(iris) if is_iri(iri)]
    return _best(await queries.rows("labels", thing=things), language) if things else {}


def _best(rows: Rows, language: str) -> dict[str, str]:
    """Return the best label of each thing; of things that would be called alike, one that tells them apart if they have it.

    A province and the one of its name that it was merged into: "Tỉnh Tuyên Quang", "Tỉnh Tuyên Quang (từ 01/7/2025)".
    """
    said: dict[str, set[tuple[int, bool, str]]] = {}
    for s, p, label in rows.rows:
        if isinstance(s, ox.NamedNode) and isinstance(label, ox.Literal):
            tag = label.language or ""
            is_title = text_of(p) == DCTERMS.title.value
            rank = -1 if tag == language else _RANK.get(tag, 2)
            said.setdefault(s.value, set()).add((rank, is_title, label.value))
    best = {iri: min(labels) for iri, labels in said.items()}
    called = Counter(label for _, _, label in best.values())
    return {iri: label if called[label] == 1 else _telling(said[iri], best[iri]) for iri, (_, _, label) in best.items()}


def _telling(labels: Iterable[tuple[int, bool, str]], best: tuple[int, bool, str]) -> str:
    """Return the label that says more than the best one of its rank ("… (từ 01/7/2025)"), or that one."""
    return next(
        (label for *rank, label in sorted(labels) if rank == [*best[:2]] and label.startswith(f"{best[2]} (")), best[2]
    )
