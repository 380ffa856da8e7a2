"""Tables for spreadsheet programs: typed cells, nothing that runs, nothing cut without a word."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

import openpyxl
import pyoxigraph as ox
import pytest
from hypothesis import given
from terms_of_all_kinds import iris, literals, numbers, texts

from query_api.engine.base import Caption
from query_api.engine.formats import SHEET_CSV
from query_api.engine.spreadsheets import MOST_TEXT, text_for_spreadsheets, write_workbook
from query_api.engine.unwritable import UnwritableError
from query_api.engine.writing import write_rows

XSD = "http://www.w3.org/2001/XMLSchema#"
SITE = "https://w3id.org/langnghe/"


def rows(*values: tuple[ox.NamedNode | ox.Literal | None, ...]) -> ox.QuerySolutions:
    """Terms as the solutions of a query, just as they are."""
    names = [chr(ord("a") + i) for i in range(max(map(len, values), default=1))]
    bindings = [{n: _binding(t) for n, t in zip(names, row, strict=True) if t is not None} for row in values]
    text = json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}})
    found = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(found, ox.QuerySolutions)
    return found


def _binding(term: ox.NamedNode | ox.Literal) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    extra = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value, **extra}


def literal(text: str, kind: str = "string") -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(XSD + kind))


def book(
    solutions: ox.QuerySolutions | ox.QueryBoolean, caption: Caption | None = None, **options: int
) -> openpyxl.Workbook:
    out = io.BytesIO()
    write_workbook(solutions, out, caption or Caption(), **options)
    return openpyxl.load_workbook(out)


def sheet_csv(solutions: ox.QuerySolutions) -> list[list[str]]:
    out = io.BytesIO()
    write_rows(solutions, out, SHEET_CSV)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))[1:]


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+A1",
        "-A1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "- Phát triển làng nghề",
        "=",
        "-",
        "＝1+1",
        "-INF",
        "+84 24 3",
    ],
)
def test_a_text_that_would_run_gets_an_apostrophe_in_csv_for_spreadsheets(text: str) -> None:
    assert sheet_csv(rows((ox.Literal(text),))) == [["'" + text]]
    assert text_for_spreadsheets("a" + text) == "a" + text


@pytest.mark.parametrize(
    ("text", "kind"),
    [("-5", "integer"), ("+7", "integer"), ("-1.50", "decimal"), ("-1.0E5", "double"), ("-5", "string")],
)
def test_a_number_stays_a_number_in_csv_for_spreadsheets(text: str, kind: str) -> None:
    assert sheet_csv(rows((literal(text, kind),))) == [[text]]


@given(text=texts)
def test_no_cell_of_csv_for_spreadsheets_begins_a_formula(text: str) -> None:
    cell = sheet_csv(rows((ox.Literal(text), ox.Literal("b"))))[0][0]
    assert cell.removeprefix("'") == text or cell == text
    if cell[:1] in tuple("=+-@\t\r\n"):
        float(cell)


@pytest.mark.parametrize(
    ("term", "value", "kind"),
    [
        (literal("5", "integer"), 5, "n"),
        (literal("-0.25", "decimal"), -0.25, "n"),
        (literal("1E5", "double"), 100000, "n"),
        (literal("2025", "gYear"), 2025, "n"),
        (literal("true", "boolean"), True, "b"),
        (literal("2023-01-31", "date"), datetime(2023, 1, 31), "d"),
        (literal("2023-01-31T10:20:30", "dateTime"), datetime(2023, 1, 31, 10, 20, 30), "d"),
        (literal("2023-01-31T10:20:30+07:00", "dateTime"), "2023-01-31T10:20:30+07:00", "s"),
        (literal("1600-02-29", "date"), "1600-02-29", "s"),
        (literal("2024-02-30", "date"), "2024-02-30", "s"),
        (literal(str(2**63), "integer"), str(2**63), "s"),
        (literal("1234567890.12345678", "decimal"), "1234567890.12345678", "s"),
        (literal("NaN", "double"), "NaN", "s"),
        (literal("INF", "double"), "INF", "s"),
        (literal("5"), "5", "s"),
        (literal("=1+1"), "=1+1", "s"),
        (literal("- Phát triển"), "- Phát triển", "s"),
        (literal("http://example.org/"), "http://example.org/", "s"),
        (ox.Literal("gốm", language="vi"), "gốm", "s"),
        (None, None, "n"),
    ],
    ids=str,
)  # fmt: skip
def test_a_cell_of_a_workbook_has_the_type_of_its_term(term: ox.Literal | None, value: object, kind: str) -> None:
    cell = book(rows((term, ox.Literal("b")))).worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (value, kind)
    assert cell.hyperlink is None


@given(term=iris | literals | numbers)
def test_every_term_can_stand_in_a_workbook_and_none_becomes_a_formula(term: ox.NamedNode | ox.Literal) -> None:
    cell = book(rows((term, ox.Literal("b")))).worksheets[0]["A2"]
    assert cell.data_type != "f"


def test_an_iri_leads_to_its_page_here_and_any_other_where_it_says() -> None:
    ours, theirs, mail = (ox.NamedNode(i) for i in (SITE + "place/long-an?a=1#x", "http://example.org/é", "mailto:a@b"))
    caption = Caption(base=SITE, site="http://127.0.0.1:8000/")
    sheet = book(rows((ours, theirs, mail)), caption).worksheets[0]
    assert [c.value for c in sheet[2]] == [ours.value, theirs.value, mail.value]
    links = [(c.hyperlink.target, c.hyperlink.location) if c.hyperlink else None for c in sheet[2]]
    assert links == [("http://127.0.0.1:8000/place/long-an?a=1", "x"), ("http://example.org/%C3%A9", None), None]


def test_heads_stay_in_sight_and_can_be_filtered_and_columns_fit() -> None:
    sheet = book(rows((literal("x" * 30), literal("y" * 500)))).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert 30 <= sheet.column_dimensions["A"].width < 35
    assert 60 <= sheet.column_dimensions["B"].width < 65
    assert sheet["A1"].font.bold


def test_the_second_sheet_says_what_the_first_is() -> None:
    query = "SELECT *\n{ ?a ?b ?c }"
    caption = Caption("Ai chủ trì việc gì", (("Nguồn · Source", "http://x/"), ("Truy vấn · Query", query)))
    about = book(rows(), caption).worksheets[1]
    texts_ = [(about.cell(i, 1).value, about.cell(i, 2).value) for i in range(1, about.max_row + 1)]
    assert ("Bảng · Table", "Ai chủ trì việc gì") in texts_
    assert [text for _, text in texts_][-2:] == query.split("\n")


@pytest.mark.parametrize("character", ["a", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_and_the_book_says_so(character: str) -> None:
    made = book(rows((literal(character * 40_000), literal("b" * MOST_TEXT))))
    cell, whole = made.worksheets[0][2]
    assert cell.value.endswith(" […]")
    assert MOST_TEXT - 1 <= len(cell.value.encode("utf-16-le")) // 2 <= MOST_TEXT
    assert whole.value == "b" * MOST_TEXT
    notes = [str(c.value) for row in made.worksheets[1] for c in row]
    assert any("1 cells longer than 32767 characters are cut" in note for note in notes)


def test_more_rows_than_a_sheet_holds_are_refused() -> None:
    three = [(literal(str(i)),) for i in range(3)]
    assert book(rows(*three), most_rows=3).worksheets[0].max_row == 4
    with pytest.raises(UnwritableError, match="a sheet holds 2 rows, the result has more"):
        book(rows(*three), most_rows=2)


def test_more_links_than_a_sheet_holds_are_left_as_text_and_the_book_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("query_api.engine.spreadsheets._MOST_LINKS", 1)
    made = book(rows((ox.NamedNode("http://a/"), ox.NamedNode("http://b/"))))
    assert [bool(c.hyperlink) for c in made.worksheets[0][2]] == [True, False]
    notes = [str(c.value) for row in made.worksheets[1] for c in row]
    assert any("1 IRIs behind them are plain text" in note for note in notes)


def test_a_boolean_is_one_cell() -> None:
    answer = ox.Store().query("ASK {}")
    assert isinstance(answer, ox.QueryBoolean)
    assert book(answer).worksheets[0]["A1"].value is True
