"""A query that finds nothing gets a word that names the right form; the right form finds something."""

from __future__ import annotations

import asyncio
import json
import time
import unicodedata
import warnings
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import httpx
import pyoxigraph as ox
import pytest
from api_sample import running
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.project import Project
from loader.sparql_tokens import scan
from query_api.asking.hints import Lack, lack_of_body, lack_of_rows
from query_api.client import Client, QueryHintWarning, connect
from query_api.query_text.advice import advise, drive, header_text
from query_api.query_text.pattern_reader import read_patterns
from query_api.query_text.profile import QUERIES, profile_of
from query_api.settings import Settings

PROJECT = Project.find(Path(__file__).parent)
SITE = "https://w3id.org/langnghe/"
PREFIXES = f"""PREFIX ln: <{SITE}ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""
NFD = unicodedata.normalize("NFD", "Tỉnh Long An")
# What finds nothing, and the form that is right: it stands in the hint and, in its place, finds something.
RIGHT = [
    ("?x ln:dateIssued ?d FILTER(", "?d < NOW()", "?d < xsd:date(NOW())", ")"),
    ("?x ln:dateIssued ?d FILTER(", "NOW() > ?d", "?d < xsd:date(NOW())", ")"),
    ("?x ln:dateIssued ?d FILTER(", '?d < "2024-01-01"', '?d < "2024-01-01"^^xsd:date', ")"),
    ("?x ln:dateIssued ?d FILTER(", '?d >= "2024-01-01T00:00:00"^^xsd:dateTime', '?d >= "2024-01-01"^^xsd:date', ")"),
    ("?x ln:dateIssued ?d FILTER(", "?d = 2024", "YEAR(?d) = 2024", ")"),
    ("?x ln:dateIssued ", '"2023-01-31"', '"2023-01-31"^^xsd:date', ""),
    ("?x ln:horizon ?y FILTER(", "?y = 2025", '?y = "2025"^^xsd:gYear', ")"),
    ("?x ln:horizon ?y FILTER(", "?y > 2025", '?y > "2025"^^xsd:gYear', ")"),
    ("?x ln:horizon ?y FILTER(", '?y = "2025"', '?y = "2025"^^xsd:gYear', ")"),
    ("?x ln:horizon ", "2025", '"2025"^^xsd:gYear', ""),
    ("?x ln:dueDay ?d FILTER(", "?d = 6", "MONTH(?d) = 6", ")"),
    ("?x ln:dueDay ?d FILTER(", '?d = "06-15"', '?d = "--06-15"^^xsd:gMonthDay', ")"),
    ("?x ln:value ", "80", "80.0", ""),
    ("?x ln:value ", '"80"', "80.0", ""),
    ("?x ln:value ?v FILTER(", '?v = "80"', "?v = 80", ")"),
    ("?x ln:isRate ", '"true"', "true", ""),
    ("?x skos:prefLabel ", '"Tỉnh Long An"', '"Tỉnh Long An"@vi', ""),
    ("?x skos:prefLabel ", '"Tỉnh Long An"@en', '"Tỉnh Long An"@vi', ""),
    ("?x skos:prefLabel ", '"tỉnh long an"@vi', '"Tỉnh Long An"@vi', ""),
    ("?x skos:prefLabel ", f'"{NFD}"@vi', '"Tỉnh Long An"@vi', ""),
    ("?x skos:prefLabel ", '"Tỉnh\u00a0Long An"@vi', '"Tỉnh Long An"@vi', ""),
    ("?x skos:prefLabel ?l FILTER(", '?l = "Tỉnh Long An"', 'STR(?l) = "Tỉnh Long An"', ")"),
    ("?x skos:prefLabel ?l FILTER(", '?l = "tỉnh long an"@vi', '?l = "Tỉnh Long An"@vi', ")"),
    ("?x skos:prefLabel ?l FILTER(LANG(?l) = ", '"VI"', '"vi"', ")"),
    ("?x skos:prefLabel ?l FILTER(LANG(?l) = ", '"vn"', '"vi"', ")"),
    ("?x ln:number ", '"617/qđ-ubnd"', '"617/QĐ-UBND"', ""),
    ("?x ln:area ", '"Tỉnh Long An"', f"<{SITE}place/long-an>", ""),
    ("?x ln:area ?a FILTER(", '?a = "Tỉnh Long An"', f"?a = <{SITE}place/long-an>", ")"),
    ("?x ln:area ", f"<{SITE}place/Long-An>", f"<{SITE}place/long-an>", ""),
    ("?x ln:area ", f"<{SITE.replace('https', 'http')}place/long-an>", f"<{SITE}place/long-an>", ""),
    ("?x ln:area ", f"<{SITE}place/long-an/>", f"<{SITE}place/long-an>", ""),
    ("?x ln:area ", f"<{SITE}place/long_an>", f"<{SITE}place/long-an>", ""),
    ("VALUES ?a { ", f"<{SITE}place/LONG-AN>", f"<{SITE}place/long-an>", " } ?x ln:area ?a"),
    ("?x ", "rdfs:lable", "rdfs:label", " ?l"),
    ("?x ", "skos:prefLable", "skos:prefLabel", " ?l"),
    ("?x ", f"<{SITE.replace('https', 'http')}ontology#number>", "ln:number", " ?l"),
    ("?x ", f"<{SITE}ontology/number>", "ln:number", " ?l"),
    ("?x a ", "ln:plan", "ln:Plan", ""),
    ("", "?plan a ln:Plan ; ln:hasTarget ?t", "?plan ln:hasObjective/ln:hasTarget ?t", ""),
    ("?plan ln:number ?n . ", "?plan ln:hasTarget ?t", "?plan ln:hasObjective/ln:hasTarget ?t", ""),
    ("?t ln:inDocument ?plan . ", "?plan ln:hasTarget ?t", "?plan ln:hasObjective/ln:hasTarget ?t", ""),
    ("", f"<{SITE}vn/ubnd-lang-son/2024/10/30/kh/244> ln:hasTarget ?t",
     f"<{SITE}vn/ubnd-lang-son/2024/10/30/kh/244> ln:hasObjective/ln:hasTarget ?t", ""),
    ("?x a ln:Task . ", "?x ln:area ?a", "?x ln:inDocument/ln:area ?a", ""),
    ("?x a ln:Target . ", "?x ln:hasTarget ?o", "?o ln:hasTarget ?x", ""),
    ("", "?p a ln:Plan ; ln:leadAgency ?a", "?p ln:hasTask/ln:leadAgency ?a", ""),
    ("", "<place/long-an> ln:area ?p", f"?p ln:area <{SITE}place/long-an>", ""),
    ("?x ln:dateIssued ", '"31/01/2023"^^xsd:date', '"2023-01-31"^^xsd:date', ""),
    ("?x ln:dateIssued ", '"31/1/2023"', '"2023-01-31"^^xsd:date', ""),
    ("?x ln:dateIssued ?d FILTER(", '?d > "31/12/2023"', '?d > "2023-12-31"^^xsd:date', ")"),
    ("?x ln:dateIssued ?d FILTER(", 'YEAR(?d) = "2023"', "YEAR(?d) = 2023", ")"),
    ("?x ln:dateIssued ?d FILTER(", 'MONTH(?d) = "01"', "MONTH(?d) = 1", ")"),
    ("?x ln:periodEnd ?y FILTER(", "xsd:integer(?y)", "xsd:integer(STR(?y))", " = 2030)"),
    ("?x ln:value ?v FILTER(", "STR(?v) = 80", 'STR(?v) = "80"', ")"),
    ("?x skos:prefLabel ?l FILTER(", 'LCASE(?l) = "Tỉnh Long An"', 'LCASE(STR(?l)) = "tỉnh long an"', ")"),
    ("?x skos:prefLabel ?l FILTER(", 'UCASE(?l) = "TỈNH LONG AN"', 'UCASE(STR(?l)) = "TỈNH LONG AN"', ")"),
    ("?x ln:issuedBy ?v FILTER(", "isLiteral(?v)", "isIRI(?v)", ")"),
    ("?x skos:prefLabel ", '"Tỉnh Long Ann"@vi', '"Tỉnh Long An"@vi', ""),
    ("?x skos:prefLabel ", '"Tinh Long An"@vi', '"Tỉnh Long An"@vi', ""),
    ("?x skos:prefLabel ", '"Long An"@vi', '"Tỉnh Long An"@vi', ""),
    ("?x ln:number ", '"617/QD-UBND"', '"617/QĐ-UBND"', ""),
    ("?x ln:number ", '"617 / QĐ-UBND"', '"617/QĐ-UBND"', ""),
    ("?x ln:area ", '"Long An"', f"<{SITE}place/long-an>", ""),
    ("?x ln:area ", "ln:long-an", f"<{SITE}place/long-an>", ""),
    ("?x ln:area ", "<place/long-ann>", f"<{SITE}place/long-an>", ""),
    ("", "?x a <level/province>", f"?x ln:level <{SITE}level/province>", ""),
]  # fmt: skip
# What finds nothing and has no right form: the hint says why.
WHY = [
    ("SELECT * { ?x ln:area ?a FILTER(?b = 3) }", "?b is never bound"),
    ("SELECT ?lable { ?x rdfs:label ?label }", "did you mean ?label"),
    ("SELECT * { ?x a ln:Circular }", "the class ln:Circular has no triple"),
    ("SELECT * { ?x ln:amount ?y }", "the property ln:amount has no triple"),
    ("SELECT * { ?x ln:hasTargt ?y }", "ln:hasTargt is no term, did you mean ln:hasTarget?"),
    ("SELECT * { ?x ln:value '80%' }", "values are xsd:decimal"),
    ("SELECT * { ?x ln:start ?s FILTER(?s > 99999999) }", "values of ln:start (?s) lie between"),
    ("SELECT * { ?x ln:area <urn:nowhere> }", "does not know <urn:nowhere>"),
    (
        "SELECT * { ?x <https://w3id.org/langnghe/ontolgy#number> ?n }",
        "ln:number (<https://w3id.org/langnghe/ontology#number>)",
    ),
    ('SELECT * { ?x skos:prefLabel ?l FILTER(CONTAINS(?l, "LONG an")) }', 'lnf:search(?label, "…")'),
    ("SELECT * { ?x a ln:Task ; ln:value ?v }", "ln:value hangs on ln:Target"),
    ("SELECT * FROM <urn:g> { ?x a ln:Task }", "there is no graph <urn:g>"),
    (f"SELECT * {{ <{SITE}place/long-an> ln:implements ?x }}", "has no ln:implements"),
    ("SELECT * { <place/nowhere> ?p ?o }", f"does not know <{SITE}place/nowhere>"),
    ("SELECT * { GRAPH <graph/x> { ?x a ln:Plan } }", f"there is no graph <{SITE}graph/x>"),
    ("SELECT * { ?x ln:level ln:ProvincialPlan }", "ln:ProvincialPlan is a class, is no value of ln:level"),
    ("SELECT * { ?x ln:area <agency/long-an/uy-ban-nhan-dan> }", "is no value of ln:area, one of which is"),
    ('SELECT * { ?x ln:dateIssued ?d FILTER(REGEX(?d, "2023")) }', "write REGEX(STR(?d), …)"),
    ('SELECT * { ?x ln:value ?d FILTER(CONTAINS(?d, "80")) }', "write CONTAINS(STR(?d), …)"),
    (
        'SELECT * { ?x a ln:Plan FILTER(STRSTARTS(?x, "https")) }',
        "?x stands for things (IRIs): write STRSTARTS(STR(?x), …)",
    ),
    ("SELECT * { ?x ln:value ?v FILTER(DATATYPE(?v) = xsd:integer) }", "DATATYPE(?v) is never xsd:integer"),
    ('SELECT * { ?x skos:prefLabel ?l FILTER(LANGMATCHES(LANG(?l), "fr")) }', 'LANG(?l) is never "fr"'),
    ("SELECT * { ?x <http://xmlns.com/foaf/0.1/name> ?n }", "did you mean rdfs:label"),
    ("SELECT * { ?x a ln:Plan } LIMIT 0", "LIMIT 0 takes no row"),
    ("SELECT * { ?x a ln:Plan } OFFSET 9999", "OFFSET 9999 may pass over all rows"),
]
FINE = [
    "SELECT * { ?x a ln:Task }",
    "SELECT * { ?x a ln:Task OPTIONAL { ?x ln:deliverable ?d } }",
    "SELECT (COUNT(*) AS ?n) { ?x a ln:Task }",
    "ASK { ?x a ln:Task }",
    "CONSTRUCT { ?x rdfs:seeAlso ?y } WHERE { ?x a ?y }",
]


@pytest.fixture(scope="module")
def http() -> Iterator[httpx.Client]:
    served = Settings(paths=(PROJECT.ttl, PROJECT.ontology), queries=PROJECT.root / "queries", timeout=60.0)
    with running(served) as url, httpx.Client(base_url=url, timeout=100) as client:
        # What the data look like is found out beside all else, begun by the first query that finds nothing.
        ends = time.monotonic() + 60
        while not hint(client, "SELECT * { ?x ln:value 80 }") and time.monotonic() < ends:
            time.sleep(0.1)
        yield client


@pytest.fixture(scope="module")
def local() -> Client:
    return connect([PROJECT.ttl, PROJECT.ontology])


def hint(http: httpx.Client, query: str, form: str = "json") -> str:
    response = http.get("/sparql", params={"query": PREFIXES + query, "format": form})
    assert response.status_code == 200, response.text
    return unquote(response.headers.get("query-hint", ""))


@pytest.mark.parametrize(("before", "wrong", "right", "behind"), RIGHT, ids=lambda part: part[:40])
def test_a_hint_names_the_form_that_finds_something(
    http: httpx.Client, local: Client, before: str, wrong: str, right: str, behind: str
) -> None:
    assert local.select(f"{PREFIXES} SELECT * {{ {before}{wrong}{behind} }}").rows == ()
    assert right in hint(http, f"SELECT * {{ {before}{wrong}{behind} }}")
    assert local.select(f"{PREFIXES} SELECT * {{ {before}{right}{behind} }}").rows


@pytest.mark.parametrize(("query", "why"), WHY)
def test_a_hint_says_why_nothing_is_found(http: httpx.Client, query: str, why: str) -> None:
    assert why in hint(http, query)


@pytest.mark.parametrize("query", FINE)
def test_a_query_that_finds_something_gets_no_hint(http: httpx.Client, query: str) -> None:
    form = "nt" if query.startswith("CONSTRUCT") else "json"
    assert hint(http, query, form) == ""


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (
            "SELECT * { ?s ?p ?o OPTIONAL { ?s a ln:Plan ; ln:hasTarget ?t } }",
            "write ?s ln:hasObjective/ln:hasTarget ?t",
        ),
        ("SELECT * { ?s ?p ?o OPTIONAL { ?s ln:amount ?a } }", "the property ln:amount has no triple"),
        ("SELECT * { { ?s ?p ?o } UNION { ?c a ln:Circular } }", "the class ln:Circular has no triple"),
        ("SELECT ?s ?nothing { ?s ?p ?o }", "?nothing is never bound"),
        ("SELECT * { ?s ?p ?o OPTIONAL { ?s ln:value ?v } }", ""),
        ('SELECT * { ?s ?p ?o OPTIONAL { ?s rdfs:label ?l FILTER(CONTAINS(?l, "x")) } }', ""),
        ("SELECT * { { ?s ?p ?o } UNION { ?s ln:number ?n } UNION { ?s ln:value ?n } }", ""),
    ],
)
def test_a_long_answer_gets_a_hint_about_what_cannot_hold_and_no_other(
    http: httpx.Client, query: str, why: str
) -> None:
    params = {"query": PREFIXES + query, "format": "csv"}
    with http.stream("GET", "/sparql", params=params) as response:  # the answer itself is not waited for
        told = unquote(response.headers.get("query-hint", ""))
    assert why in told
    assert bool(why) == bool(told)


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?t { ?p a ln:Plan ; ln:hasTarget ?t }",
        "SELECT (COUNT(*) AS ?n) { ?p a ln:Plan ; ln:hasTarget ?t }",
        "ASK { ?p a ln:Plan ; ln:hasTarget ?t }",
        "SELECT ?p ?t { ?p a ln:DistrictPlan OPTIONAL { ?p ln:hasTarget ?t } }",
    ],
)
def test_nothing_is_recognised_in_every_format(http: httpx.Client, query: str, form: str) -> None:
    assert "hasObjective/ln:hasTarget" in hint(http, query, form)


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf", "trig", "nq"])
def test_an_empty_graph_is_recognised_in_every_format(http: httpx.Client, form: str) -> None:
    query = "CONSTRUCT WHERE { ?p a ln:Plan ; ln:hasTarget ?t }"
    assert "hasObjective/ln:hasTarget" in hint(http, query, form)


def test_a_hint_is_a_header_in_two_languages_and_stays_with_the_cached_answer(http: httpx.Client) -> None:
    params = {"query": f'{PREFIXES} SELECT ?x {{ ?x rdfs:label "Tỉnh Long An" }}', "format": "csv"}
    for _ in range(2):
        headers = http.get("/sparql", params=params).headers
        assert headers["query-hint"].isascii()
        assert unquote(headers["query-hint"]) == 'rdfs:label has no "Tỉnh Long An": write "Tỉnh Long An"@vi'
        assert "hãy viết" in unquote(headers["query-hint-vi"])
    assert (
        "Query-Hint-Vi"
        in http.get("/sparql", params=params, headers={"Origin": "http://x"}).headers["access-control-expose-headers"]
    )


@pytest.mark.parametrize(("language", "told"), [("vi", "hãy viết 80.0"), ("en", "write 80.0")])
def test_the_page_shows_a_hint_in_its_language(http: httpx.Client, language: str, told: str) -> None:
    asked = {"query": f"{PREFIXES} SELECT * {{ ?x ln:value 80 }}", "lang": language}
    shown = BeautifulSoup(http.get("/ask", params=asked).text, "html.parser")
    assert told in shown.select_one(".hint").text


@pytest.mark.parametrize("source", ["local", "endpoint"])
def test_a_frame_without_rows_warns(http: httpx.Client, local: Client, source: str) -> None:
    pytest.importorskip("pandas")
    client = local if source == "local" else connect(str(http.base_url.join("/sparql")))
    with pytest.warns(QueryHintWarning, match="write 80.0"):
        assert client.frame("SELECT * { ?x ln:value 80 }").empty
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert not client.frame("SELECT * { ?x ln:value 80.0 }").empty


class TestReading:
    """Whatever comes, reading ends, and hints are few and cheap."""

    TOKENS = st.sampled_from(
        ["{", "}", "(", ")", "[", "]", ".", ";", ",", "?x", "?y", "ln:p", "a", "<urn:a>", '"t"', "@vi", "^", "/", "*", "3",
         "SELECT", "WHERE", "FILTER", "BIND", "AS", "VALUES", "UNDEF", "OPTIONAL", "MINUS", "NOT", "EXISTS", "UNION", "GRAPH",
         "SERVICE", "GROUP", "BY", "ORDER", "=", "<", "&&", "LANG", "NOW", "CONSTRUCT", "HAVING", "IN", "|", "!", "PREFIX"]
    )  # fmt: skip

    @given(st.lists(TOKENS, max_size=60))
    @settings(max_examples=300)
    def test_any_tokens_are_read_to_their_end(self, tokens: list[str]) -> None:
        found = read_patterns(scan("SELECT * " + " ".join(tokens)))
        assert len(found.patterns) <= 60

    @given(st.lists(TOKENS, max_size=40))
    @settings(max_examples=100)
    def test_any_tokens_get_at_most_three_hints(self, local: Client, tokens: list[str]) -> None:
        profile = self.profile(local)
        advice = advise(scan("SELECT * { " + " ".join(tokens)), profile)
        assert len(drive(advice, local.select)) <= 3

    _made: list = []  # noqa: RUF012 - one profile for all examples

    def profile(self, local: Client):
        if not self._made:
            self._made.append(profile_of([local.select(query) for query in QUERIES]))
        return self._made[0]

    def test_a_long_query_is_read_in_one_pass(self) -> None:
        for text in ("?x ln:p [ " * 50_000, "FILTER(" * 50_000, "{ ?x ln:p ?y } UNION " * 20_000):
            assert len(read_patterns(scan("SELECT * { " + text)).patterns) <= 5_000

    @given(st.text())
    def test_a_header_is_ascii_and_decodes_to_its_text(self, text: str) -> None:
        header = header_text(text)
        assert header.isascii()
        assert header.isprintable()
        assert unquote(header) == " ".join(text.encode("utf-8", "ignore").decode().split()) or any(
            0xD800 <= ord(c) <= 0xDFFF for c in text
        )


def test_what_an_answer_lacks_is_the_same_in_rows_and_bytes(local: Client) -> None:
    rows = local.select("SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (2 UNDEF) } }")
    assert lack_of_rows(rows) == Lack(False, ("b",))
    store = ox.Store()
    for key, form in (("csv", ox.QueryResultsFormat.CSV), ("tsv", ox.QueryResultsFormat.TSV),
                      ("json", ox.QueryResultsFormat.JSON), ("xml", ox.QueryResultsFormat.XML)):  # fmt: skip
        for query, lack in (
            ("SELECT ?a ?b { VALUES (?a ?b) { (1 UNDEF) (2 UNDEF) } }", Lack(False, ("b",))),
            ("SELECT ?a { VALUES ?a { } }", Lack(True)),
            ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", Lack(True)),
            ("SELECT ?a { VALUES ?a { 1 0 } }", None),
        ):
            assert lack_of_body(store.query(query).serialize(format=form) or b"", key) == lack, (key, query)


_TERMS = st.sampled_from(["UNDEF", "0", "1", '"0"', '"\\"a\\":{"', "<urn:x>", "<<( <urn:s> <urn:p> <urn:o> )>>"])


@given(st.lists(st.tuples(_TERMS, _TERMS), max_size=3))
def test_what_a_result_lacks_does_not_depend_on_the_spaces_in_its_json(rows: list[tuple[str, str]]) -> None:
    values = " ".join(f"({a} {b})" for a, b in rows)
    query = f"SELECT ?a ?object {{ VALUES (?a ?object) {{ {values} }} }}"
    body = ox.Store().query(query).serialize(format=ox.QueryResultsFormat.JSON) or b""
    assert lack_of_body(body, "json") == lack_of_body(json.dumps(json.loads(body), indent=1).encode(), "json")


def test_a_server_with_one_worker_looks_for_hints_too(data: Path) -> None:
    with running(Settings(paths=(data,), workers=1)) as url:
        query = f"PREFIX ln: <{SITE}ontology#> SELECT * {{ ?x a ln:plan }}"
        answer = httpx.get(f"{url}/sparql", params={"query": query}, timeout=60)
    assert "ln:Plan" in answer.headers["Query-Hint"]


def test_an_answer_does_not_wait_until_the_shape_of_many_data_is_known(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def never(_engine: object, query: str) -> None:
        asked.append(query)
        await asyncio.Event().wait()

    monkeypatch.setattr("query_api.asking.hints.ask_rows", never)
    with running(Settings(paths=(data,), workers=1)) as url:
        for number in range(3):
            query = f"PREFIX ln: <{SITE}ontology#> SELECT * {{ ?x ln:dateIssued {number} }}"
            answer = httpx.get(f"{url}/sparql", params={"query": query}, timeout=20)
            assert answer.status_code == 200
            assert "Query-Hint" not in answer.headers
    assert asked == [QUERIES[0]]
