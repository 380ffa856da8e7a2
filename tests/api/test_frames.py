"""Tables for pandas: the column of a kind of literal keeps every value; files and endpoint give the same."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import httpx
import pandas as pd
import pyoxigraph as ox
import pytest
from api_sample import running
from hypothesis import given, settings
from hypothesis import strategies as st
from terms_of_all_kinds import iris, numbers, strings, tagged, typed, written

from loader.errors import EngineError
from query_api.client import Client, connect
from query_api.client.frames import series_of
from query_api.settings import Settings

XSD = "http://www.w3.org/2001/XMLSchema#"


@pytest.fixture(scope="module")
def clients(data: Path, server: str) -> tuple[Client, Client]:
    return connect(data), connect(f"{server}/sparql")


def literals(kind: str, *texts: str) -> list[ox.Literal]:
    return [ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) for text in texts]


MOMENT = literals("dateTime", "2023-01-31T10:00:00")
ZONED = literals("dateTime", "2023-01-31T10:00:00+07:00")


@pytest.mark.parametrize(
    ("terms", "dtype", "values"),
    [
        (literals("integer", "5", str(2**63 - 1)), "Int64", [5, 2**63 - 1]),
        (literals("integer", "5", str(2**63)), "object", [5, 2**63]),
        (literals("nonNegativeInteger", "5"), "Int64", [5]),
        (literals("gYear", "2025", "2030"), "Int64", [2025, 2030]),
        (literals("gYear", "25"), "string", ["25"]),
        (literals("decimal", "1.5", "2"), "Float64", [1.5, 2.0]),
        (literals("integer", "1") + literals("decimal", "1.5"), "Float64", [1.0, 1.5]),
        (literals("decimal", "0.1234567890123456789"), "object", [Decimal("0.1234567890123456789")]),
        (literals("integer", str(2**60 + 1)) + literals("double", "1"), "object", [2**60 + 1, 1.0]),
        (literals("double", "INF", "1E3"), "Float64", [float("inf"), 1000.0]),
        (literals("boolean", "true", "0"), "boolean", [True, False]),
        (literals("boolean", "maybe"), "string", ["maybe"]),
        (literals("boolean", "true") + literals("integer", "1"), "object", [True, 1]),
        (literals("date", "2023-01-31"), "datetime64[us]", [datetime(2023, 1, 31)]),
        (literals("date", "1600-02-29", "0001-01-01", "9999-12-31"), "datetime64[us]",
         [datetime(1600, 2, 29), datetime(1, 1, 1), datetime(9999, 12, 31)]),
        (literals("date", "2024-02-30"), "string", ["2024-02-30"]),
        (literals("date", "2023-01-31", "2024-02-30"), "object", [date(2023, 1, 31), "2024-02-30"]),
        (MOMENT, "datetime64[us]", [datetime(2023, 1, 31, 10)]),
        (ZONED, "datetime64[us, UTC]", [datetime(2023, 1, 31, 3, tzinfo=UTC)]),
        (MOMENT + ZONED, "object", [datetime(2023, 1, 31, 10), datetime.fromisoformat("2023-01-31T10:00:00+07:00")]),
        (literals("dateTime", "1500-01-31T10:00:00.5"), "datetime64[us]", [datetime(1500, 1, 31, 10, 0, 0, 500_000)]),
        (literals("dateTime", "2023-01-31T10:00:00.123456789"), "string", ["2023-01-31T10:00:00.123456789"]),
        (literals("dateTime", "0001-01-01T00:00:00+14:00"), "object", [datetime.fromisoformat("0001-01-01T00:00:00+14:00")]),
        (literals("gMonthDay", "--11-15"), "string", ["--11-15"]),
        (literals("string", "a") + literals("integer", "1"), "object", ["a", 1]),
    ],
    ids=lambda v: ", ".join(t.value for t in v)[:40] if isinstance(v, list) and isinstance(v[0], ox.Literal) else None,
)  # fmt: skip
def test_a_column_keeps_its_values_in_the_narrowest_type(terms: list[ox.Literal], dtype: str, values: list) -> None:
    column = series_of([*terms, None])
    assert str(column.dtype) == dtype
    assert [v.to_pydatetime() if isinstance(v, pd.Timestamp) else v for v in column[:-1]] == values
    assert pd.isna(column.iloc[-1])


def test_no_number_is_told_from_a_missing_one() -> None:
    column = series_of([*literals("double", "NaN", "1"), None])
    assert list(column.isna()) == [False, False, True] or list(column.array._mask) == [False, False, True]  # type: ignore[attr-defined]
    assert str(column.dtype) == "Float64"


def test_a_result_without_rows_keeps_its_columns(clients: tuple[Client, Client]) -> None:
    for client in clients:
        frame = client.frame("SELECT ?plan ?date { ?plan a ln:Nothing ; ln:dateIssued ?date }", labels=True)
        assert list(frame.columns) == ["plan", "date"]
        assert len(frame) == 0


def test_a_variable_of_the_query_is_not_replaced_by_a_label(clients: tuple[Client, Client]) -> None:
    for client in clients:
        frame = client.frame('SELECT ?plan ("mine" AS ?plan_label) { ?plan a ln:Plan }', labels=True)
        assert set(frame["plan_label"]) == {"mine"}


@settings(max_examples=40)
@given(terms=st.lists(st.none() | iris | strings | tagged | typed | numbers, min_size=1, max_size=4))
def test_files_and_endpoint_give_the_same_table(clients: tuple[Client, Client], terms: list) -> None:
    rows = " ".join(f"({i} {'UNDEF' if t is None else written(t)})" for i, t in enumerate(terms))
    query = f"SELECT ?i ?x {{ VALUES (?i ?x) {{ {rows} }} }} ORDER BY ?i"
    here, there = (client.frame(query) for client in clients)
    pd.testing.assert_frame_equal(here, there)
    assert len(here) == len(terms)


@pytest.mark.parametrize("most", [1, 2, 3])
def test_rows_that_a_server_gives_in_pages_are_all_there(data: Path, most: int) -> None:
    with running(Settings(paths=(data,), row_limit=most)) as url:
        frame = connect(f"{url}/sparql").frame("SELECT ?x { VALUES ?x { 1 2 3 4 5 } } ORDER BY ?x")
        assert list(frame["x"]) == [1, 2, 3, 4, 5]


def test_rows_that_a_server_keeps_for_itself_are_no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(*_: object, **__: object) -> httpx.Response:
        body = b'{"head":{"vars":["x"]},"results":{"bindings":[]}}'
        request = httpx.Request("POST", "http://e/sparql")
        return httpx.Response(
            200, content=body, headers={"Row-Limit-Reached": "true", "Row-Limit": "10"}, request=request
        )

    monkeypatch.setattr(httpx.Client, "request", cut)
    with pytest.raises(EngineError, match="leaves out rows behind 10 rows"):
        connect("http://e/sparql").frame("SELECT ?x {}")
