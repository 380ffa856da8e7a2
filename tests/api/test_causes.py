"""A refused query is told the cause, in two languages, with line and column of the fault."""

from __future__ import annotations

import httpx
import pyoxigraph as ox
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from loader.errors import QueryError
from query_api.client import LocalBackend

BACKEND = LocalBackend(ox.Store())
LN = "PREFIX ln: <https://w3id.org/langnghe/ontology#>\n"
CASES = [
    ("SELECT ?x {\n ?x ln:dueDay ?d BIND(1 AS ?d) }", "?d is bound twice", "gán hai lần", 3, 28),
    ("SELECT ?x {\n VALUES ?y { 1 } ?x ln:p ?z BIND(?z AS ?y) }", "?y is bound twice", "gán hai lần", 3, 40),
    ("SELECT ?x (COUNT(?z) AS ?x) { ?x a ?z }", "?x is bound twice", "gán hai lần", 2, 25),
    (
        "SELECT ?x ?y (COUNT(?z) AS ?n) { ?x ln:p ?y ; a ?z } GROUP BY ?x",
        "?y is neither grouped nor aggregated",
        "GROUP BY",
        2,
        11,
    ),
    ("SELECT ?x (COUNT(?z) AS ?n) { ?x a ?z }", "?x is neither grouped nor aggregated", "GROUP BY", 2, 8),
    ("SELECT (?y + 1 AS ?n) { ?x ln:p ?y } GROUP BY ?x", "?y is neither grouped", "GROUP BY", 2, 9),
    (
        "SELECT ?x { { SELECT ?y (SUM(?z) AS ?n) { ?x ln:p ?y ; ln:q ?z } } }",
        "?y is neither grouped",
        "GROUP BY",
        2,
        22,
    ),
    ("SELECT * { ?x a ?z } GROUP BY ?x", "SELECT * does not go with GROUP BY", "SELECT *", 2, 8),
    ("SELECT ?x {\n ?x\u00a0a ln:Plan }", "a no-break space (U+00A0)", "không ngắt", 3, 4),
    ("SELECT ?x { ?x a ln:Plan .\u200b ?y a ln:Task }", "a zero-width space", "không bề rộng", 2, 27),
    ("\ufeffSELECT ?x { ?x a ln:Plan", "a byte order mark", "BOM", 2, 1),
    ("SELECT ?x { ?x ln:p “a” }", "a curly quotation mark “", "ngoặc kép cong", 2, 21),
    ("SELECT ?x { ?x ln:p ‘a’ }", "a curly quotation mark ‘", "ngoặc đơn cong", 2, 21),
    ("SELECT ?x { ?x a ln:Plan ； ln:p ?y }", "the full-width character ；", "toàn rộng", 2, 26),
    ("SELECT ?x { ?x ln:p ?y FILTER(?y ≥ 3) }", "the sign ≥", "dấu ≥", 2, 34),
    ("SELECT ?x { ?x ln:p ?y FILTER(?y > –3) }", "a dash –", "gạch ngang", 2, 36),
    ("SELECT ?x {\n ?x a ln:Plan\n", "the “{” opened here is never closed", "không được đóng", 2, 11),
    ("SELECT ?x { ?x ln:p ?y FILTER(STR(?y) = 'a' }", "the “(” opened here is never closed", "không được đóng", 2, 30),
    ("SELECT ?x { ?x ln:p [ a ln:Plan }", "the “[” opened here is never closed", "không được đóng", 2, 21),
    ("SELECT ?x { ?x a ln:Plan }}", "“}” closes a bracket that is not open", "không được mở", 2, 27),
    ("SELECT ?x { ?x ln:p 'abc }", "the text that begins with ' is not closed", "không được đóng", 2, 21),
    ('SELECT ?x { ?x ln:p "abc\n" }', 'the text that begins with " is not closed', "không được đóng", 2, 21),
    ("SELECT ?x { ?x a <https://example.org/x }", "the IRI is not closed", "IRI", 2, 18),
    ("SELECT ?x { ?x a <https://example.org/a b> }", "the IRI is not closed", "IRI", 2, 18),
    ("SELECT ?x { ?x a foo:Plan }", "the prefix “foo:” is not declared", "tiền tố “foo:”", 2, 18),
    ("SELECT ?x { ?x skos:prefLabel ?l }", "the prefix “skos:” is not declared", "tiền tố “skos:”", 2, 16),
    ("SELECT ?x {\n ?x a ln:Plan\n ?y a ln:Task }", "a “.” or “;” is missing before “?y”", "thiếu dấu", 4, 2),
    ("SELCT ?x { ?x a ln:Plan }", "“SELCT” is no word of SPARQL", "SELCT", 2, 1),
    ("SELECT ?x WERE { ?x a ln:Plan }", "“WERE” is no word of SPARQL", "WERE", 2, 11),
    ("SELECT ?x { ?x a ln:Plan } LIMT 5", "“LIMT” is no word of SPARQL", "LIMT", 2, 28),
    ("SELECT ?x { ?x ln:p ?l FILTER(LANG(?l) = vi) }", "“vi” is no word of SPARQL", "ngoặc kép", 2, 42),
    ("SELECT ?x { ?x ln:p ?l FILTER(?l > 1 AND ?l < 3) }", "SPARQL has no word “AND”", "AND", 2, 38),
    ("SELECT ?x, ?y { ?x ln:p ?y }", "separated by spaces, not commas", "dấu phẩy", 2, 10),
    ("SELECT ?x { ?x ln:p ?y FILTER ?y = 3 }", "the condition behind FILTER stands in brackets", "ngoặc tròn", 2, 24),
    ("SELECT ?x { ?x ln:p ?y FILTER(?y == 3) }", "there is no operator “==”", "==", 2, 34),
    ("SELECT COUNT(?x) { ?x a ln:Plan }", "what COUNT gives needs a name", "cần một tên", 2, 8),
    ("SELECT (COUNT(?x)) { ?x a ln:Plan }", "what COUNT gives needs a name", "cần một tên", 2, 9),
    ("", "the query is empty", "trống", 2, 1),
    ("SELECT x { ?x a ln:Plan }", "begins with “?”: x", "tên biến", 2, 8),
    ("SELECT ?x { x a ln:Plan }", "begins with “?”: x", "tên biến", 2, 13),
    ("SELECT ?ke-hoach { ?ke a ln:Plan }", "the name of a variable has no “-”", "tên biến", 2, 11),
    ("SELECT ?x { ln:vn/ttg ?p ?x }", "a prefixed name has no “/”", "dấu “/”", 2, 18),
    ('SELECT ?x { ?x ln:number ?v FILTER(?v LIKE "%6%") }', "SPARQL has no word “LIKE”", "LIKE", 2, 39),
    ("SELECT ?x { ?x ln:value ?v FILTER(?v BETWEEN 1 AND 3) }", "SPARQL has no word “BETWEEN”", "BETWEEN", 2, 38),
    ('SELECT ?x { ?x ln:p ?y FILTER(LOWER(?y) = "a") }', "SPARQL has no word “LOWER”", "LOWER", 2, 31),
    ("SELECT TOP 10 ?x { ?x a ln:Plan }", "SPARQL has no word “TOP”", "TOP", 2, 8),
    ("SELECT * FROM plans", "FROM takes the <IRI> of a graph", "đồ thị", 2, 10),
    ("SELECT ?x { ?x ln:value ?v FILTER(?v <> 3) }", "there is no operator “<>”", "<>", 2, 38),
    ("SELECT ?x { ?x ln:value ?v FILTER(NOT ?v > 3) }", "negation is written “!”", "phủ định", 2, 35),
    ("SELECT ?x { ?x ln:p ?y } ORDER BY ?x, ?y", "behind ORDER BY are separated by spaces", "dấu cách", 2, 37),
    ("SELECT ?x { ?x ln:p ?y } GROUP BY ?x, ?y", "behind GROUP BY are separated by spaces", "dấu cách", 2, 37),
    ("SELECT ?x { ?x ln:p ?y } ORDER BY ?y DESC", "DESC stands before the variable", "trước biến", 2, 38),
    ("SELECT ?x { ?x ln:p ?y } LIMIT 3 ORDER BY ?y", "ORDER stands before LIMIT", "ORDER đứng trước", 2, 34),
    ("SELECT ?x { ?x ln:p ?y } LIMIT ?n", "LIMIT takes a whole number", "số nguyên", 2, 32),
    ("PREFIX skos <http://e/#> SELECT ?x { ?x a skos:C }", "the name of a prefix ends with a colon", "hai chấm", 2, 8),
    ("PREFIX e: http://e/ SELECT ?x { ?x a e:C }", "the IRI of a prefix stands between < and >", "< >", 2, 11),
    ("PREFIX e: <http://e/> . SELECT ?x { ?x a e:C }", "no full stop stands behind PREFIX", "dấu chấm", 2, 23),
    ("@prefix e: <http://e/> . SELECT ?x { ?x a e:C }", "@prefix is Turtle", "Turtle", 2, 1),
    (
        "SELECT ?x { ?x ln:hasTask ?y BIND(COUNT(?y) AS ?n) }",
        "the aggregate COUNT stands behind SELECT",
        "phép gộp",
        2,
        35,
    ),
    ("SELECT (COUNT(?x, ?y) AS ?n) { ?x ln:p ?y }", "COUNT takes one variable", "một biến", 2, 17),
    ("SELECT ?x { ?x a ln:Plan MINUS ?x ln:number ?n }", "behind MINUS stands a group in braces", "ngoặc nhọn", 2, 32),
    ("SELECT ?x WHERE ?x a ln:Plan", "behind WHERE stands a brace", "WHERE", 2, 17),
    ("SELECT ?x { VALUES ?x (1 2) }", "values of ?x stand in braces", "ngoặc nhọn", 2, 23),
    ("SELECT ?x { VALUES (?x ?y) { (1) } }", "this row has 1 values where 2 are needed", "cần 2", 2, 30),
    ("SELECT ?x { ?x a ln:Plan, FILTER(?x = 1) }", "no comma stands before FILTER", "dấu phẩy", 2, 25),
    (
        "SELECT ?x { ?x a ln:Plan ; ?y ln:number ?n }",
        "behind “;” stands a property of the same thing",
        "thuộc tính",
        2,
        26,
    ),
    ("ASK ?x { ?x a ln:Plan }", "ASK has no variables", "ASK", 2, 5),
    ("SELECT ?x { ?x is a ln:Plan }", "SPARQL has no word “is”", "is", 2, 16),
    ("SELECT ?x { ?x ln:number `617` }", "a text does not stand between `", "chuỗi", 2, 26),
    ("SELECT ?x { ?x ln:value ?v FILTER(?v &gt; 3) }", "“&gt;” is the code of a web page", "trang web", 2, 38),
    ("SELECT ?x { ?x ln:value 80% }", "a number has no “%”", "%", 2, 27),
    ("SELECT ?x { ?x ln:value ?v FILTER(?v > 1,5) }", "a decimal point is written “.”", "thập phân", 2, 41),
    ("SELECT ?x { ?x ln:dateIssued 2023-01-31 }", "a date is a literal with a datatype", "ngày", 2, 30),
    ("SELECT ?x { ?x ln:p ?y FILTER(CONTAINS(?y)) }", "CONTAINS takes 2 values, here are 1", "2 giá trị", 2, 31),
]


def refused(query: str) -> QueryError | None:
    try:
        BACKEND.solve(query)
    except QueryError as error:
        return error
    return None


@pytest.mark.parametrize(("query", "en", "vi", "line", "column"), CASES, ids=[c[1] for c in CASES])
def test_the_cause_is_named_with_its_place(query: str, en: str, vi: str, line: int, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        BACKEND.solve(LN + query)
    error = caught.value
    assert en in error.message
    assert vi in f"{error.message_vi} {error.advice_vi}"
    assert (error.line, error.column) == (line, column)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?x { ?x ln:p "“no-break\u00a0space” in a text" }',
        "SELECT ?x { # “a comment” AND ] more\n ?x a ln:Plan }",
        "SELECT ?x (SAMPLE(?y) AS ?z) { ?x ln:p ?y } GROUP BY ?x",
        "SELECT (?x AS ?y) { ?x a ln:Plan } GROUP BY ?x",
        "SELECT ?x { { ?x ln:p ?y BIND(1 AS ?z) } UNION { ?x ln:q ?y BIND(2 AS ?z) } }",
        "SELECT ?x { ?x ln:p ?y FILTER(?y<3&&?y>1) }",
        "SELECT ?x { ?x ln:p [ ln:q ?y ; ln:r ( 1 2 ) ] , ?z ; }",
        "SELECT (GROUP_CONCAT(?x; SEPARATOR=', ') AS ?all) { ?x a ln:Plan } HAVING(COUNT(?x) > 1)",
    ],
)
def test_what_is_well_formed_is_not_blamed(query: str) -> None:
    BACKEND.solve(LN + query)


def test_an_unknown_fault_keeps_its_place_and_loses_the_grammar_s_character_classes() -> None:
    with pytest.raises(QueryError) as caught:
        BACKEND.solve(LN + "SELECT ?x { ?x a ln:Plan } LIMIT many")
    assert caught.value.line == 2
    assert "u{" not in caught.value.message
    assert caught.value.message_vi


@given(st.text(alphabet="{}()[]<>\"'?x .;,:#\n“\u00a0AS=BIND*", max_size=60))
def test_any_refused_text_gets_one_line_and_a_place(text: str) -> None:
    error = refused("SELECT " + text)
    if error is not None:
        assert "\n" not in str(error)
        assert error.line is None or error.line >= 1


def test_the_problem_and_the_page_are_in_two_languages(http: httpx.Client) -> None:
    params = {"query": "SELECT ?x { ?x\u00a0a ?y }"}
    problem = http.get("/sparql", params=params).json()
    assert (problem["status"], problem["line"], problem["column"]) == (400, 1, 15)
    assert "no-break space" in problem["detail"]
    assert "dấu cách không ngắt" in problem["detail_vi"]
    assert problem["advice_vi"] == "thay bằng ' '"
    shown = BeautifulSoup(http.get("/", params=params).text, "html.parser").select_one(".problem").text
    assert "dấu cách không ngắt" in shown
    assert "dòng 1, cột 15" in shown


@pytest.mark.parametrize(
    ("path", "params", "en", "vi"),
    [
        ("/sparql", {"query": "INSERT DATA { <a:b> <a:c> 1 }"}, "read-only", "chỉ đọc"),
        ("/sparql", {"query": "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"}, "SERVICE is not allowed", "không dùng được"),
        ("/sparql", {"query": "ASK {}", "format": "docx"}, "no format “docx”", "không có dạng “docx”"),
        ("/sparql", {"query": "ASK {}", "timeout": "-1"}, "positive number", "số giây"),
        ("/sparql", [("query", "ASK {}"), ("query", "ASK { ?s ?p ?o }")], "2", "2"),
        ("/graph-store", {}, "give either", "hãy ghi"),
        ("/graph-store", {"graph": "urn:nowhere"}, "there is no graph", "không có đồ thị"),
        ("/dump/none.zip", {}, "there is no dump", "không có bản kết xuất"),
    ],
)  # fmt: skip
def test_a_refusal_is_said_in_both_languages(http: httpx.Client, path: str, params: object, en: str, vi: str) -> None:
    refused = http.get(path, params=params, headers={"Accept": "application/json"})  # type: ignore[arg-type]
    assert refused.status_code in (400, 403, 404, 406)
    problem = refused.json()
    assert en in problem["detail"]
    assert vi in problem["detail_vi"]
