"""Results as files: named after their question, safe in a spreadsheet program, refused where the format cannot hold them."""

from __future__ import annotations

import csv
import io
from urllib.parse import unquote

import httpx
import openpyxl
import pyoxigraph as ox
import pytest
from api_sample import LN, SITE
from hypothesis import given, settings
from hypothesis import strategies as st

from query_api.engine.formats import CSV, XLSX
from query_api.protocol.downloads import file_name

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PLANS = f"SELECT ?plan {{ ?plan a <{LN}Plan> }} ORDER BY ?plan"
VERTICAL_TAB = 'SELECT ("a\\u000Bb" AS ?x) {}'


def ask(http: httpx.Client, query: str, **parameters: str) -> httpx.Response:
    return http.get("/sparql", params={"query": query, **parameters})


def named(response: httpx.Response) -> tuple[str, str]:
    """Return the plain and the full name that a response gives its file."""
    kind, plain, *full = response.headers["content-disposition"].split("; ")
    assert kind == "attachment"
    name = plain.removeprefix('filename="').removesuffix('"')
    return name, unquote(full[0].removeprefix("filename*=UTF-8''")) if full else name


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx"])
def test_a_stored_question_as_a_table_is_called_after_it(http: httpx.Client, suffix: str) -> None:
    expected = (f"01-implements.{suffix}", f"Kế hoạch thực hiện 801.{suffix}")
    assert named(http.get(f"/q/implements.{suffix}")) == expected
    assert named(http.get(f"/q/implements?format={suffix}")) == expected


@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_what_programs_read_is_no_download(http: httpx.Client, suffix: str) -> None:
    assert "content-disposition" not in http.get(f"/q/implements.{suffix}").headers


@pytest.mark.parametrize(
    ("title", "plain", "full"),
    [
        (None, "langnghe.csv", "langnghe.csv"),
        ("Ai làm gì?", "ai-lam-gi.csv", "Ai làm gì.csv"),
        ("../../etc/passwd", "etc-passwd.csv", "etc passwd.csv"),
        ('a"b\r\nX: y\\z', "a-b-x-y-z.csv", "a b X y z.csv"),
        ("Đường", "duong.csv", "Đường.csv"),
        ("???", "langnghe.csv", "langnghe.csv"),
    ],
)
def test_any_result_can_be_given_a_title(http: httpx.Client, title: str | None, plain: str, full: str) -> None:
    answer = ask(http, PLANS, format="csv", **({"title": title} if title else {}))
    assert named(answer) == (plain, full)


@given(title=st.text(max_size=200))
def test_a_file_name_is_one_that_any_system_takes(title: str) -> None:
    name = file_name(title, CSV)
    assert name.endswith(".csv")
    assert not set(name) & set('<>:"/\\|?*')
    assert name.isprintable()
    assert 5 <= len(name) <= 84
    assert name[0] not in ". "


def test_csv_for_spreadsheets_has_a_mark_and_runs_nothing_while_plain_csv_is_as_w3c_has_it(http: httpx.Client) -> None:
    query = 'SELECT ("- Phát triển" AS ?a) ("=1+1" AS ?b) (-5 AS ?c) (<http://e/1,2> AS ?d) {}'
    plain, marked = (ask(http, query, format="csv", bom=b).content for b in ("0", "1"))
    assert plain == 'a,b,c,d\r\n- Phát triển,=1+1,-5,"http://e/1,2"\r\n'.encode()
    assert marked[:3] == b"\xef\xbb\xbf"
    rows = list(csv.reader(io.StringIO(marked[3:].decode())))
    assert rows[1] == ["'- Phát triển", "'=1+1", "-5", "http://e/1,2"]


def test_the_two_kinds_of_csv_are_not_mistaken_for_each_other_by_a_cache(http: httpx.Client) -> None:
    first, second = ask(http, PLANS, format="csv"), ask(http, PLANS, format="csv", bom="1")
    assert first.headers["etag"] != second.headers["etag"]
    again = http.get("/sparql", params={"query": PLANS, "format": "csv", "bom": "1"},
                     headers={"If-None-Match": first.headers["etag"]})  # fmt: skip
    assert again.content == second.content


@pytest.mark.parametrize("way", ["suffix", "parameter", "header", "form"])
def test_a_workbook_comes_by_every_way_of_asking(http: httpx.Client, way: str) -> None:
    answer = {
        "suffix": lambda: http.get("/q/implements.xlsx"),
        "parameter": lambda: ask(http, PLANS, format="xlsx", title="Kế hoạch"),
        "header": lambda: http.get("/sparql", params={"query": PLANS}, headers={"Accept": XLSX_TYPE}),
        "form": lambda: http.post("/sparql", data={"query": PLANS, "format": "xlsx"}),
    }[way]()
    assert answer.headers["content-type"] == XLSX_TYPE
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cell = book.worksheets[0]["A2"]
    assert cell.value == SITE + "vn/ubnd-khoai-chau/2023/05/10/kh/100"
    assert cell.hyperlink.target == str(http.base_url.join("/vn/ubnd-khoai-chau/2023/05/10/kh/100"))
    assert http.get(cell.hyperlink.target, headers={"Accept": "text/html"}).status_code == 200
    about = {row[0].value: row[1].value for row in book.worksheets[1]}
    assert about["Nguồn · Source"].startswith("http://127.0.0.1:")
    assert "Giấy phép · Licence" in about


def test_a_boolean_as_a_workbook_is_one_cell_and_a_graph_is_none(http: httpx.Client) -> None:
    book = openpyxl.load_workbook(io.BytesIO(ask(http, "ASK {}", format="xlsx").content))
    assert book.worksheets[0]["A1"].value is True
    assert ask(http, "CONSTRUCT WHERE { ?s ?p ?o }", format="xlsx").status_code == 406


def test_the_pages_offer_csv_for_spreadsheets_and_workbooks(http: httpx.Client) -> None:
    page = http.get("/", params={"example": "implements"}, headers={"Accept": "text/html"}).text
    assert "bom=1" in page
    assert "xlsx" in page
    assert XLSX.key.upper() in page


@pytest.mark.parametrize(
    ("query", "wanted", "reason"),
    [
        (VERTICAL_TAB, "xml", "U+000B, a character that XML 1.0 does not allow"),
        ('CONSTRUCT { <http://e/a> <http://e/b> "a\\u0001" } {}', "rdf", "U+0001"),
        ("CONSTRUCT { <http://e/a> <http://e/1> 5 } {}", "rdf", "<http://e/1> does not end in an XML name"),
        ("CONSTRUCT { <http://e/a> <http://e/b> <<( <http://e/a> <http://e/b> 5 )>> } {}", "jsonld", "inside a triple"),
    ],
)
@pytest.mark.parametrize("head", [False, True])
def test_what_a_format_cannot_hold_is_refused_with_the_reason_and_a_way_out(
    http: httpx.Client, query: str, wanted: str, reason: str, head: bool
) -> None:
    answer = http.request("HEAD" if head else "GET", "/sparql", params={"query": query, "format": wanted})
    assert answer.status_code == 406
    if not head:
        problem = answer.json()
        assert reason in problem["detail"]
        assert problem["advice"].startswith("ask for ")


def test_a_character_late_in_a_long_result_is_refused_too_not_sent_by_half(http: httpx.Client) -> None:
    many = " ".join(f'"{"x" * 90}{i}"' for i in range(3000))
    query = f'SELECT ?x {{ {{ VALUES ?x {{ {many} }} }} UNION {{ BIND("\\u000B" AS ?x) }} }}'
    answer = http.post("/sparql", data={"query": query}, headers={"Accept": "application/sparql-results+xml"})
    assert answer.status_code == 406
    fine = http.post("/sparql", data={"query": query}, headers={"Accept": "application/sparql-results+json"})
    assert len(fine.json()["results"]["bindings"]) == 3001


def test_a_carriage_return_is_read_back_as_such(http: httpx.Client) -> None:
    data = ask(http, 'SELECT ("a\\rb\\r\\nc" AS ?x) {}', format="xml").content
    found = ox.parse_query_results(data, format=ox.QueryResultsFormat.XML)
    assert isinstance(found, ox.QuerySolutions)
    assert [s["x"].value for s in found] == ["a\rb\r\nc"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("pairs", "accept", "content_type"),
    [
        ([("format", "csv"), ("format", "csv")], "*/*", "text/csv; charset=utf-8"),
        (
            [("format", "tsv"), ("format", "text/tab-separated-values")],
            "*/*",
            "text/tab-separated-values; charset=utf-8",
        ),
        ([("format", "csv"), ("format", "json")], "application/sparql-results+json", "application/sparql-results+json"),
        ([("format", "csv"), ("format", "json")], "*/*", "text/csv; charset=utf-8"),
        ([("format", "csv"), ("output", "json"), ("results", "xml")], "*/*", "text/csv; charset=utf-8"),
        ([("output", "json")], "text/csv", "application/sparql-results+json"),
        ([("output", "nonsense"), ("results", "csv")], "*/*", "text/csv; charset=utf-8"),
        ([("output", "nonsense")], "text/csv", "text/csv; charset=utf-8"),
        ([("format", "nonsense"), ("format", "csv")], "*/*", "text/csv; charset=utf-8"),
        ([("format", "nonsense"), ("format", "*/*")], "text/csv", "text/csv; charset=utf-8"),
        ([("timeout", "5"), ("timeout", "5"), ("page", "1"), ("page", "1")], "text/csv", "text/csv; charset=utf-8"),
    ],
    ids=str,
)
def test_a_format_named_several_times_is_agreed_on(
    http: httpx.Client, pairs: list[tuple[str, str]], accept: str, content_type: str
) -> None:
    for method in ("GET", "POST"):
        sent = {"params": [("query", PLANS), *pairs]}
        if method == "POST":
            sent = {"params": pairs, "data": {"query": PLANS}}  # type: ignore[dict-item]
        answer = http.request(method, "/sparql", headers={"Accept": accept}, **sent)  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == content_type


@pytest.mark.parametrize("pairs", [[("timeout", "5"), ("timeout", "6")], [("query", "ASK {}")]])
def test_what_cannot_be_agreed_on_is_a_bad_request(http: httpx.Client, pairs: list[tuple[str, str]]) -> None:
    assert http.get("/sparql", params=[("query", "ASK {}"), *pairs]).status_code == 400


@pytest.mark.parametrize(
    "media_type",
    [
        "text/turtle",
        "application/turtle",
        "application/x-turtle",
        "text/n3",
        "text/rdf+n3",
        "application/n3",
        "application/rdf+n3",
    ],
)
def test_turtle_comes_by_every_name_of_it_and_of_n3(http: httpx.Client, media_type: str) -> None:
    query = {"query": "CONSTRUCT WHERE { ?s a ?o }"}
    answer = http.get("/sparql", params=query, headers={"Accept": media_type})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    assert len(list(ox.parse(answer.content, format=ox.RdfFormat.TURTLE))) == 7
    by_name = http.get(f"/sparql?format={media_type.replace('+', ' ')}", params={})
    assert by_name.headers["content-type"].partition(";")[0] in (media_type, "text/turtle")


@settings(max_examples=30)
@given(asked=st.lists(st.text('abcX-_.!~ \t;:()"/é', min_size=1, max_size=12), max_size=5))
def test_a_preflight_allows_each_header_that_is_asked_for_and_repeats_nothing_else(
    http_app: httpx.Client, asked: list
) -> None:
    sent = ",".join(asked).strip().encode("latin-1")
    headers = {b"Origin": b"https://a.example", b"Access-Control-Request-Method": b"POST",
               b"Access-Control-Request-Headers": sent}  # fmt: skip
    answer = http_app.request("OPTIONS", "/sparql", headers=headers)
    assert answer.status_code == 204
    allowed = answer.headers["access-control-allow-headers"].split(", ")
    assert allowed[-1] == "*"
    assert "authorization" in map(str.lower, allowed)
    sound = [name.strip() for name in ",".join(asked).split(",")]
    assert all(name in sound or name in ("*", "Authorization") for name in allowed)
    assert {"GET", "HEAD", "POST", "QUERY"} <= set(answer.headers["access-control-allow-methods"].split(", "))


@pytest.fixture(scope="module")
def http_app(server: str) -> httpx.Client:
    return httpx.Client(base_url=server, timeout=60)
