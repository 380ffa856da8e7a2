"""The lint queries over ontology, schemes, alignments and reference data: a row is a fault."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

ROOT = Path(__file__).parents[2]
QUERIES = sorted((ROOT / "tests/ontology/lint").glob("*.rq"))


@pytest.fixture(scope="module")
def store() -> ox.Store:
    store = ox.Store()
    for folder in ("ontology", "ontology/schemes", "data/ttl/reference", "data/ttl/programmes"):
        for file in sorted((ROOT / folder).glob("*.ttl")):
            store.bulk_load(path=str(file), format=ox.RdfFormat.TURTLE, base_iri=file.as_uri())
    return store


def rows(store: ox.Store, query: str) -> list[str]:
    solutions = store.query(query)
    assert isinstance(solutions, ox.QuerySolutions)
    return [" ".join(str(value) for value in solution) for solution in solutions]


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_lint_query_finds_nothing(store: ox.Store, file: Path) -> None:
    assert rows(store, file.read_text(encoding="utf-8")) == []


def test_the_lint_queries_would_find_faults() -> None:
    faulty = ox.Store()
    faulty.load((Path(__file__).parent / "faulty.ttl").read_bytes(), format=ox.RdfFormat.TURTLE)
    silent = [file.stem for file in QUERIES if not rows(faulty, file.read_text(encoding="utf-8"))]
    assert silent == []
