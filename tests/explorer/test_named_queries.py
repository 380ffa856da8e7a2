"""Named queries: parameters are terms, pages build no SPARQL."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.errors import ConfigurationError
from query_api.asking.named_queries import NamedQuery, read_query

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "query_api" / "pages" / "queries").glob("*.rq"))
EXPLORING = ("coverage", "plans", "trace", "neighbourhood")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_query_parses_bound_and_unbound_and_says_what_it_asks(file: Path) -> None:
    query = read_query(file)
    store = ox.Store()
    store.query(query.text({}))
    thing = ox.NamedNode("https://example.org/x")
    store.query(query.text(dict.fromkeys(query.places, (thing, thing))))
    store.query(query.text(dict.fromkeys(query.places, ())))
    assert file.read_text(encoding="utf-8").startswith("# ")


@given(st.text())
def test_no_text_becomes_a_piece_of_a_query(text: str) -> None:
    query = NamedQuery("q", ("SELECT ?x { VALUES ?x {", "} }"), ("x",))
    try:
        literal = ox.Literal(text)
    except (ValueError, UnicodeEncodeError):
        return
    rows = list(ox.Store().query(query.text({"x": (literal,)})))
    assert [row[0] for row in rows] == [literal]


def test_a_value_for_no_parameter_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        NamedQuery("q", ("SELECT * {}",), ()).text({"x": ()})


@pytest.mark.parametrize("name", EXPLORING)
def test_pages_build_no_sparql(name: str) -> None:
    source = (ROOT / "query_api" / "pages" / f"{name}.py").read_text(encoding="utf-8")
    assert not [word for word in ("SELECT ", "CONSTRUCT ", "WHERE {", "ask_rows") if word in source]


def test_the_explorer_builds_no_sparql() -> None:
    for file in (ROOT / "query_api" / "explorer").glob("*.py"):
        source = file.read_text(encoding="utf-8")
        assert not [word for word in ("SELECT ", "CONSTRUCT ", "ask_rows") if word in source], file


def test_pages_build_no_queries_from_strings() -> None:
    """What a page asks lies in ``queries``; a page may write a query for its reader to run, as /browse does for a class."""
    wrote = re.compile(r"\b(?:SELECT|CONSTRUCT|ASK)\b[^\"']*\{")
    found = {
        (path.name, match.group()[:60])
        for path in sorted((ROOT / "query_api" / "pages").glob("*.py"))
        for match in wrote.finditer(path.read_text(encoding="utf-8"))
    }
    assert {name for name, _ in found} <= {"browse.py"}, found
