"""The token scan: keywords are found where they are keywords, and nowhere else."""

from __future__ import annotations

from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.errors import QueryError
from loader.sparql_tokens import scan
from query_api.asking.binding import bind, term_text
from query_api.problems import RequestError
from query_api.query_text.guard import check
from query_api.query_text.paging import cut
from query_api.shared.negotiation import parse_accept
from tests.timing import assert_in_proportion

STORE = ox.Store()


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("# SELECT\nASK {}", "ASK"),
        ("PREFIX ask: <urn:ask> BASE <urn:x> construct {} where {}", "CONSTRUCT"),
        ("PREFIX : <urn:SELECT#> DESCRIBE :ask", "DESCRIBE"),
        ("INSERT DATA {}", "INSERT"),
        ("with <urn:g> delete {} where {}", "WITH"),
        ("nonsense", None),
        ("", None),
    ],
)
def test_form(query: str, form: str | None) -> None:
    assert scan(query).form == form


def test_data_set_clauses_with_prefixes_and_base() -> None:
    query = (
        "BASE <http://a/> PREFIX g: <urn:g#> SELECT * FROM <b> FROM g:c FROM NAMED g:d { FILTER(?from = 'FROM <x>') }"
    )
    assert scan(query).dataset() == (("http://a/b", "urn:g#c"), ("urn:g#d",))


@pytest.mark.parametrize(
    ("query", "page", "expected", "more"),
    [
        ("SELECT * { ?s ?p ?o }", 1, "LIMIT 10 OFFSET 0", True),
        ("SELECT * { ?s ?p ?o } # end", 3, "LIMIT 10 OFFSET 20", True),
        ("SELECT * { ?s ?p ?o } LIMIT 5", 1, None, None),
        ("SELECT * { ?s ?p ?o } OFFSET 3 LIMIT 25", 2, "LIMIT 10 OFFSET 13", True),
        ("SELECT * { ?s ?p ?o } LIMIT 25 OFFSET 3", 3, "LIMIT 5 OFFSET 23", False),
        ("SELECT * { ?s ?p ?o } VALUES ?s { 1 2 }", 1, "LIMIT 10 OFFSET 0", True),
        ("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 3 } }", 1, "LIMIT 10 OFFSET 0", True),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY DESC(?s)", 1, "LIMIT 10 OFFSET 0", True),
        ("ASK {}", 1, None, None),
    ],
)
def test_row_limit_is_written_where_it_belongs(query: str, page: int, expected: str | None, more: bool | None) -> None:
    paged = cut(scan(query), 10, page)
    if paged is None:
        assert expected is None
        return
    assert expected is not None
    assert " ".join(expected.split()) in " ".join(paged.text.split())
    assert (paged.probe is not None) is more
    STORE.query(paged.text)


_PIECES = st.sampled_from(
    ["SERVICE ", "service", "LOAD", "<", ">", "'", '"', '"""', "#", "\n", " ", "{", "}", "?x", "?SERVICE", ":SERVICE",
     "SERVICE:x", "_:SERVICE", "@service", "<http://h/>", "<http://127.0.0.1:9/>", "\\", "\\u0053ERVICE", "SELECT * ",
     "FILTER(1<2)", "PREFIX SERVICE: <urn:s#> ", "a", ".", "s:SERVICE ", "SILENT ", "(", ")", "ex:", "PREFIX ex: <urn:x#> "]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=14).map("".join))
def test_no_query_that_the_guard_lets_pass_calls_out(middle: str) -> None:
    """The engine is asked for real: a SERVICE that it would call fails with OSError at the blocked port."""
    query = f"SELECT * {{ {middle} }}"
    try:
        check(scan(query))
    except RequestError:
        return
    try:
        list(STORE.query(query))
    except (SyntaxError, RuntimeError, ValueError, TypeError):
        return


@given(st.text(max_size=200))
def test_scan_takes_any_text_and_keeps_every_character_but_space(text: str) -> None:
    tokens = scan(text).tokens
    assert all(text[t.start : t.start + len(t.text)] == t.text for t in tokens)
    starts = [t.start for t in tokens]
    assert starts == sorted(starts)


@given(st.text(max_size=60))
def test_any_value_binds_as_exactly_one_term(value: str) -> None:
    try:
        query = bind("SELECT ?x WHERE { BIND(1 AS ?one) FILTER(BOUND(?x)) }", [("x", value)])
        solutions = list(STORE.query(query))
    except SyntaxError:
        assert any(ord(c) < 0x20 or 0xD800 <= ord(c) <= 0xDFFF for c in value), value
        return
    assert len(solutions) == 1


@pytest.mark.parametrize(
    ("value", "term"),
    [
        ("https://a.b/c", "<https://a.b/c>"),
        ("ln:Plan", "<https://w3id.org/langnghe/ontology#Plan>"),
        ("2025", "2025"),
        ('"Long An"@vi', '"Long An"@vi'),
        ('say "x"', '"say \\"x\\""'),
        ("http://a b", '"http://a b"'),
    ],
)
def test_values_become_terms(value: str, term: str) -> None:
    assert term_text(value) == term


def test_unknown_variable_is_refused() -> None:
    with pytest.raises(QueryError, match="no variable"):
        bind("SELECT ?x { ?x ?y ?z }", [("w", "1")])


@given(st.text(max_size=80))
def test_any_accept_header_parses(header: str) -> None:
    assert all(0 <= r.quality <= 1 for r in parse_accept(header))


@pytest.mark.slow
@pytest.mark.parametrize("head", ["ASK { SERVICE ", "SELECT * ", 'ASK { SERVICE "'])
@pytest.mark.parametrize(
    "unit",
    [
        "a.",
        "a-",
        "a.b:",
        "_.a",
        "1 ",
        "1.",
        "<a ",
        '\\"',
        '"',
        '"""\\',
        "'''\\'",
        ":.",
        "a:.",
        "@a-",
        "%41",
        "{",
        "?",
        "#\n",
    ],
)
def test_a_text_is_read_in_time_in_proportion_to_its_length(head: str, unit: str) -> None:
    def read(length: int) -> None:
        scanned = scan(head + unit * (length // len(unit)))
        with suppress(QueryError):
            _ = scanned.outbound, scanned.volatile, scanned.dataset(), scanned.where(), scanned.variables()

    assert_in_proportion(read, 10_000, 100_000)
