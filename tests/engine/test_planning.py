"""A query in another order: whatever is asked, of whatever counts, the answer is the same."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from random_queries import QueryMaker

from loader.project import Project
from query_api.engine.evaluation import merged_alone
from query_api.engine.loading import load
from query_api.engine.planning import planned
from query_api.engine.planning.statistics import Counts, Statistics, measure

ROOT = Path(__file__).parents[2]
PREFIX = "PREFIX : <urn:x#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>\n"
QUERIES = (
    "SELECT * { ?s :p ?o . ?o :q ?z . ?z a ?c }",
    "SELECT * { ?s :p/:q/^:p ?z ; a :a }",
    "SELECT ?a ?b { ?a :p :a ; :q ?v . ?b :p :b ; :q ?v FILTER(?a != ?b) }",
    "SELECT ?a ?b { ?a :p :a ; :q ?v . ?b :p :b ; :q ?v ; a ?c OPTIONAL { ?c :p ?d } } LIMIT 1000",
    "SELECT ?x ?y ?z { ?x :p ?y . ?y :p ?z . ?z :p ?x . ?x a ?t . ?y a ?t }",
    "SELECT * { ?s :p ?o . ?t :q ?u }",
    "SELECT * { ?s :p _:x . _:x :q [ a ?c ] }",
    "SELECT * { ?s :p (:a ?x) }",
    "SELECT ?s ?p ?o { ?s ?p ?o . ?o ?p ?s }",
    "SELECT $s { ?s :p $s . ?s a ?c }",
    "SELECT * { ?s :p* ?o . ?o :q+/:p? ?z . ?z (:p|^:q)+ ?s }",
    "SELECT DISTINCT * { ?s !(:p|^:q) ?o . ?o (:p|:q)/a ?z }",
    "SELECT * { ?s :p ?o OPTIONAL { ?o :q ?z . ?z a ?c } OPTIONAL { ?s a ?c . ?c :p ?d } }",
    "SELECT * { OPTIONAL { ?s :p ?o } ?o :q ?z OPTIONAL { ?z :p ?s } }",
    "SELECT * { ?x :p ?y OPTIONAL { ?y :q ?z OPTIONAL { ?z :p ?x } } }",
    "SELECT * { ?x :p ?y OPTIONAL { ?a :q ?b OPTIONAL { ?b :p ?x } } }",
    "SELECT * { ?x :p ?y OPTIONAL { ?y :q ?z FILTER(?z != ?x) } OPTIONAL { ?y a ?c FILTER EXISTS { ?c :p ?x } } }",
    "SELECT * { ?x :p ?y { ?y :q ?z FILTER(!BOUND(?x)) } UNION { ?y a ?z } }",
    "SELECT * { ?x :p ?y { ?y :q ?z . ?z a ?c } UNION { ?c :p ?y . ?z :q ?c } { ?z ?p ?x } }",
    "SELECT * { VALUES ?i { :a :b } { ?d :p ?t } UNION { ?g :q ?i ; :p ?d } ?d a ?c OPTIONAL { ?k :q ?i ; :p/a ?c } }",
    "SELECT * { { ?x :p ?y MINUS { ?y :q ?z } } UNION { ?x :q ?y MINUS { ?a :p ?b } } ?y a ?c }",
    "SELECT * { ?x a ?c ; :p ?y MINUS { ?t :p|:q ?x ; a/:p ?c } }",
    "SELECT * { ?x a ?c OPTIONAL { ?x :p ?y } MINUS { ?x :q ?y ; a ?d } OPTIONAL { ?d :p ?x } }",
    "SELECT * { ?x a ?c MINUS { ?y :q ?z } ?x :p ?z MINUS { ?x :q ?z FILTER(?z = :a) } }",
    "SELECT * { ?y :p ?z OPTIONAL { ?z :q ?y ; a ?c MINUS { ?w :p ?y VALUES ?z { :a :b } } } }",
    "SELECT * { ?y :p ?z OPTIONAL { ?z :q ?y . { ?y a ?c VALUES ?z { :a :b } } UNION { ?c :p ?y BIND(?c AS ?d) } } }",
    "SELECT * { ?x :p ?y FILTER NOT EXISTS { ?y :q ?z . ?z a ?c . ?c :p ?x } OPTIONAL { ?x :q ?w . ?w a ?c } }",
    "SELECT * { ?x :p ?y FILTER(EXISTS { ?x :q ?z . ?z :p ?y MINUS { ?z a ?y } } || ?x = ?y) ?y a ?c }",
    "SELECT * { ?x :p ?y BIND(IF(?y = :a, ?x, ?y) AS ?z) ?z :q ?w . ?w a ?c }",
    "SELECT * { ?x :p ?y { SELECT ?y (COUNT(?z) AS ?n) { { ?y :q ?z . ?z a ?c } UNION { ?z :p ?y } } GROUP BY ?y } }",
    "SELECT * { { SELECT ?x { ?x :p ?y . ?y a ?z } ORDER BY ?x LIMIT 1 } ?x a ?c . ?c :p ?d }",
    "SELECT * { ?x a ?c OPTIONAL { { SELECT ?x (MAX(?y) AS ?m) { ?x :p ?y ; :q ?z } GROUP BY ?x } ?m a ?d } }",
    "SELECT * { VALUES (?x ?y) { (:a UNDEF) (UNDEF :b) } ?x :p ?z . ?z :q ?y OPTIONAL { ?y a ?c } }",
    "SELECT * { ?x :p ?z VALUES ?x { :a :b } OPTIONAL { VALUES ?z { :a } ?z a ?c } VALUES ?n { 1 2 } }",
    "SELECT ?c (COUNT(*) AS ?n) { ?x a ?c ; :p ?y . ?y :q ?z } GROUP BY ?c HAVING (COUNT(*) > 1) ORDER BY ?c",
    "SELECT ?x { ?x a ?c . { { ?c :p ?d . } { ?d :q ?x } } } VALUES ?x { :a UNDEF }",
    "SELECT (?x AS ?new) { ?x :p ?y ; :q 'x'@vi , 1.5 , -2 , true ; . ?y a ?c }",
    "ASK { ?x :p ?y . ?y :q ?z . FILTER NOT EXISTS { ?z a ?x ; :p ?y } }",
    "CONSTRUCT { ?x :n ?z } WHERE { ?x :p ?y . ?y :q [ a ?z ] }",
    "DESCRIBE ?x { ?x :p ?y . ?y :q ?z }",
    "SELECT*{?s :p/:q ?o.?o a ?c}",
    "SELECT # {\n * # }\n { # {\n ?s :p # }\n / # .\n :q ?o # ;\n . { SELECT # (\n ?o # {\n { ?o a ?c # }\n } # (\n"
    " GROUP BY ?o # )\n LIMIT 5 # last\n } FILTER # (\n ( # )\n ?s != ?o # )\n ) VALUES # {\n ?o # {\n { :a # }\n :b } # }\n }",
)
MOST = 2000
TERMS = [ox.NamedNode(f"urn:x#{name}") for name in "abcd"]
PREDICATES = [ox.NamedNode("urn:x#p"), ox.NamedNode("urn:x#q"), ox.NamedNode(PREFIX.split("<")[2][:-2] + "type")]
FACTS = st.builds(ox.Triple, st.sampled_from(TERMS), st.sampled_from(PREDICATES), st.sampled_from(TERMS))
OTHERS = st.builds(
    ox.Triple,
    st.sampled_from([TERMS[0], ox.NamedNode("urn:x#a1"), ox.BlankNode("n"), ox.BlankNode("m")]),
    st.sampled_from(PREDICATES[:2]),
    st.sampled_from([ox.Literal("10"), ox.Literal(9), ox.Literal("a", language="vi"), ox.BlankNode("n")]),
)
NUMBERS = st.sampled_from([1, 30, 1000, 50_000, 3_000_000])
COUNTS = st.builds(Counts, NUMBERS, NUMBERS, NUMBERS)
GUESSES = st.builds(
    lambda counts, size: Statistics(size, {p.value: c for p, c in zip(PREDICATES, counts, strict=True) if c}),
    st.tuples(st.none() | COUNTS, COUNTS, COUNTS),
    NUMBERS,
)


def result(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> object:
    if isinstance(found, ox.QueryBoolean):
        return bool(found)
    if isinstance(found, ox.QueryTriples):
        return set(found)
    return [v.value for v in found.variables], Counter(str(row) for row in found)


def variables(store: ox.Store, text: str) -> list[str]:
    found = store.query(text)
    return [v.value for v in found.variables] if isinstance(found, ox.QuerySolutions) else []


@pytest.mark.parametrize("query", QUERIES)
@settings(deadline=None, max_examples=25)
@given(facts=st.sets(FACTS, max_size=14), guesses=GUESSES, on_disk=st.booleans())
def test_the_order_changes_no_answer_whatever_the_counts(
    query: str, facts: set[ox.Triple], guesses: Statistics, on_disk: bool
) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*fact) for fact in facts)
    text = PREFIX + query
    expected = result(store.query(text))
    for statistics in (guesses, measure(store)):
        new = planned(text, statistics, lambda: variables(store, text), on_disk=on_disk)
        assert result(store.query(new)) == expected


SORTED = (
    "SELECT ?s ?o { ?s :p ?o } ORDER BY ?s ?o",
    "SELECT ?s ?o { ?s :p ?o ; a ?c } ORDER BY DESC(?s) asc ( ?o ) LIMIT 3",
    "SELECT DISTINCT ?s { ?s :p ?o ; a ?c } ORDER BY ?s OFFSET 1",
    "SELECT ?s ?o ?z { ?s :p ?o OPTIONAL { ?o :q ?z } } ORDER BY ?o desc(?s) ?z # )",
    "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY STR(?o) (STRLEN(STR(?p))) ?s ?p ?o VALUES ?p { :p :q }",
    "SELECT ?s ?n { ?s :p ?o BIND(STR(?o) AS ?n) FILTER(?o != :a) } ORDER BY ?s ?n",
)


@pytest.mark.parametrize("query", SORTED)
@settings(deadline=None, max_examples=15)
@given(facts=st.sets(FACTS, max_size=14), others=st.sets(OTHERS, max_size=6), guesses=GUESSES)
def test_what_is_sorted_by_keys_comes_in_the_same_order(
    query: str, facts: set[ox.Triple], others: set[ox.Triple], guesses: Statistics
) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*fact) for fact in facts | others)
    text = planned(PREFIX + query, guesses, list, on_disk=True)
    assert "CONCAT(STR(?s)" in text
    assert list(map(str, store.query(text))) == list(map(str, store.query(PREFIX + query)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s :p ?o } ORDER BY ?s",  # it would select the key, too
        "SELECT ?o { ?s :p ?o } ORDER BY ?o",  # a text sorts otherwise
        "SELECT ?s { ?s :p* ?o } ORDER BY ?s",  # of no length: of a text, too
        "SELECT ?s { OPTIONAL { ?s :p ?o } } ORDER BY ?s",
        "SELECT ?s (COUNT(?o) AS ?n) { ?s :p ?o } GROUP BY ?s ORDER BY ?s",
        "SELECT ?s { ?s :p ?o } ORDER BY LCASE(STR(?s))",
        "SELECT ?s { GRAPH ?g { ?s :p ?o ; a ?c } } ORDER BY ?s",
    ],
)
def test_what_has_no_key_is_sorted_as_it_is(query: str) -> None:
    assert "CONCAT" not in planned(PREFIX + query, MANY, list, on_disk=True)


def check_the_same_answer(store: ox.Store, text: str, guesses: Statistics, on_disk: bool) -> None:
    """Check that a query answers alike as written and in the order that is chosen for it."""
    assume(len(text) < 1000)
    try:
        found = store.query(text)
    except SyntaxError:
        return
    assert isinstance(found, ox.QuerySolutions)
    rows = [str(row) for row in islice(found, MOST)]
    assume(len(rows) < MOST)
    names = [v.value for v in found.variables]
    assert result(store.query(planned(text, guesses, lambda: names, on_disk=on_disk))) == (names, Counter(rows))


@settings(deadline=None, max_examples=150)
@given(seed=st.integers(min_value=0), facts=st.sets(FACTS, max_size=10), guesses=GUESSES, on_disk=st.booleans())
def test_the_order_changes_no_answer_of_a_random_query(
    seed: int, facts: set[ox.Triple], guesses: Statistics, on_disk: bool
) -> None:
    text = PREFIX + QueryMaker(seed).query()
    store = ox.Store()
    store.extend(ox.Quad(*fact) for fact in facts)
    check_the_same_answer(store, text, guesses, on_disk)


@settings(deadline=None, max_examples=150)
@given(
    seed=st.integers(min_value=0),
    name=st.sampled_from(("?graph", ":g", ":nowhere")),
    facts=st.sets(st.tuples(FACTS, st.sampled_from(("urn:x#g", "urn:x#h"))), max_size=14),
    guesses=GUESSES,
    on_disk=st.booleans(),
)
def test_the_order_changes_no_answer_of_a_random_query_on_each_graph(
    seed: int, name: str, facts: set[tuple[ox.Triple, str]], guesses: Statistics, on_disk: bool
) -> None:
    text = PREFIX + QueryMaker(seed).query().replace("{", f"{{ GRAPH {name} {{", 1) + " }"
    store = ox.Store()
    store.extend(ox.Quad(*fact, ox.NamedNode(graph)) for fact, graph in facts)
    check_the_same_answer(store, text, guesses, on_disk)


@pytest.fixture(scope="module")
def merged() -> ox.Store:
    project = Project(ROOT)
    return merged_alone(load([project.ttl, project.ontology]).store)


@pytest.fixture(scope="module")
def counted(merged: ox.Store) -> Statistics:
    return measure(merged)


def many_times(statistics: Statistics, times: int) -> Statistics:
    return Statistics(
        statistics.triples * times,
        {
            iri: Counts(
                c.triples * times, c.subjects * times, c.objects, {o: n * times for o, n in c.by_object.items()}
            )
            for iri, c in statistics.predicates.items()
        },
    )


@pytest.mark.parametrize("file", sorted((ROOT / "queries").glob("*.rq")), ids=lambda file: file.stem)
def test_a_question_of_the_project_has_the_same_answer_in_the_order_for_much_data(
    merged: ox.Store, counted: Statistics, file: Path
) -> None:
    query = file.read_text(encoding="utf-8")
    expected = result(merged.query(query))
    for times, on_disk in ((1, True), (200, False)):
        text = planned(query, many_times(counted, times), list, on_disk=on_disk)
        assert result(merged.query(text)) == expected


def test_what_stands_in_a_comment_joins_nothing() -> None:
    def variables() -> list[str]:
        raise AssertionError("it was read, which takes longer than to answer it")

    query = "SELECT * { <urn:x> ?p ?o } # 1.2; a/b { {"
    assert planned(query, measure(ox.Store()), variables) == query


def test_what_is_counted_is_what_stands_in_the_store() -> None:
    store = ox.Store()
    store.load(
        b"@prefix : <urn:x#> . :a a :A ; :p :b , :c . :b a :A , :B ; :p :c .", format=ox.RdfFormat.TURTLE
    )  # fmt: skip
    found = measure(store)
    assert found.triples == 6
    assert found.predicates["urn:x#p"] == Counts(3, 2, 2, {"<urn:x#b>": 1, "<urn:x#c>": 2})
    assert found.predicates[PREDICATES[2].value] == Counts(3, 2, 2, {"<urn:x#A>": 2, "<urn:x#B>": 1})
    assert Statistics.of_json(found.to_json()) == found


MANY = Statistics(
    10_000_000,
    {
        PREDICATES[2].value: Counts(3_000_000, 3_000_000, 50, {"<urn:x#Many>": 1_600_000, "<urn:x#Few>": 10}),
        "urn:x#p": Counts(1_000_000, 1_000_000, 400),
        "urn:x#q": Counts(1_000_000, 1_000_000, 100),
        "urn:x#r": Counts(40, 40, 10),
    },
)


def reworded(query: str) -> str:
    """Return the WHERE clause for much data, in one line."""
    text = planned(PREFIX + query, MANY, lambda: ["x"])
    return " ".join(text[text.index("{") :].split())


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("SELECT ?x { ?x a :Many ; :r ?y }", "{ ?x :r ?y LATERAL { ?x a :Many } }"),
        ("SELECT ?x { ?x :p ?y ; a :Few }", "{ ?x a :Few LATERAL { ?x :p ?y } }"),
        ("SELECT ?x { ?x :q ?v OPTIONAL { ?y :q ?v ; :r ?z } }", "{ ?x :q ?v OPTIONAL { { SELECT ?v ?y ?z"),
        ("SELECT ?x { ?x :r ?y OPTIONAL { ?z a :Many ; :p ?x } }", "{ ?x :r ?y LATERAL { OPTIONAL { ?z :p ?x LATERAL"),
        (
            "SELECT ?x { VALUES ?x { :a } { ?y a :Many ; :p ?x } UNION { ?y :r ?z . ?z a :Many } }",
            "{ VALUES ?x { :a } LATERAL { { ?y :p ?x LATERAL { ?y a :Many } } UNION",
        ),
    ],
)
def test_the_rare_is_looked_for_first(query: str, begins: str) -> None:
    assert reworded(query).startswith(begins)


def test_what_a_few_rows_exclude_is_asked_for_each_of_them() -> None:
    found = reworded("SELECT ?x { ?x :r ?y MINUS { ?z a :Many ; :p ?x } }")
    assert found == "{ { ?x :r ?y FILTER NOT EXISTS { ?z :p ?x LATERAL { ?z a :Many } } } }"


def test_two_sides_that_share_a_common_value_are_joined_by_a_table() -> None:
    found = reworded("SELECT ?a ?b { ?a :p :i ; :q ?v . ?b :p :i ; :q ?v FILTER(?a != ?b) } LIMIT 500")
    one = "{ SELECT ?a ?v { ?a :p :i LATERAL { ?a :q ?v } } }"
    two = one.replace("?a", "?b")
    assert found == f"{{ {one} {two} FILTER (?a != ?b) }} LIMIT 500"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?x { ?x :p ?y }",
        "ASK { :a :p :b }",
        "SELECT ?x { GRAPH ?g { ?x :p ?y ; a :Many } ?x :q ?z }",
        "SELECT ?x { ?x :q ?z GRAPH ?g { ?x :p ?y ; a :Many } }",
        "SELECT ?x { GRAPH ?g { ?x :p ?y ; a :Many } GRAPH ?h { ?x :p ?y } }",
        "SELECT ?x { GRAPH ?g { ?x :p ?g ; a :Many } }",
        "SELECT ?x { GRAPH ?g { ?x a :Many ; :r ?y { SELECT ?y { ?y a :Many ; :r ?z } LIMIT 1 } } }",
        "SELECT ?x { SERVICE <urn:x> { ?x :p ?y ; a :Many } }",
        "SELECT ?x { ?x a :Many LATERAL { ?x :r ?y } }",
        "SELECT ?x { { SELECT * { ?x a :Many ; :r ?y } } }",
        "SELECT (EXISTS { ?x a :Many ; :r ?y } AS ?z) { ?x a :Many ; :r ?y }",
        r"SELECT ?x { ?x a :M\u0061ny ; :r ?y }",
        "CONSTRUCT WHERE { ?x a :Many ; :r ?y }",
        "DESCRIBE * { ?x a :Many ; :r ?y }",
        "SELECT ?x { << ?x a :Many >> :p ?y . ?x :r ?y }",
    ],
)
def test_what_is_not_understood_or_needs_no_order_stays_as_it_is(query: str) -> None:
    assert planned(PREFIX + query, MANY, list) == PREFIX + query


@pytest.mark.parametrize(
    "query",
    ["", "SELECT", "SELECT * {", "{ {", "SELECT ?s { ?s :p ; a", "ASK { ?s a ?c ; FILTER( }", "SELECT ?s { { ?s a ;",
     "SELECT ?s { BIND() ?s a :b ; :p ?c }", "SELECT ?s { ?s a :b ; :p ?c } } }", "SELECT ?s { ?s a ; ; :p }",
     "SELECT ?s { VALUES ?s ?s a :b ; :p :c }", "SELECT ?s { OPTIONAL ?s a :b ; :p :c }"],
)  # fmt: skip
def test_what_breaks_off_is_left_to_the_engine(query: str) -> None:
    text = planned(query, MANY, list)
    with pytest.raises(SyntaxError):
        ox.Store().query(text)


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {'{' * 3000} ?s a ?c ; <urn:p> ?d {'}' * 3000}",
        f"ASK {{ ?s {'(' * 3000}a{')*' * 3000} ?c ; <urn:p> ?d }}",
        f"ASK {{ ?s {'^' * 3000}a ?c ; <urn:p> ?d }}",
        f"ASK {{ ?s a ?c ; <urn:p> {'[ a ' * 3000} ?d {']' * 3000} }}",
        f"ASK {{ ?s a ?c {'; <urn:p> ?d ' * 1000} }}",
    ],
    ids=["groups", "paths", "inverses", "brackets", "patterns"],
)
def test_what_is_too_deep_or_too_much_is_left_to_the_engine(text: str) -> None:
    assert planned(text, MANY, list) == text


@given(
    seed=st.integers(min_value=0), cut=st.integers(min_value=0), more=st.sampled_from(["", "{", "}", "(", "?x", "."])
)
def test_whatever_is_cut_out_of_a_query_nothing_fails(seed: int, cut: int, more: str) -> None:
    tokens = QueryMaker(seed).query().split(" ")
    tokens[cut % len(tokens)] = more
    planned(PREFIX + " ".join(tokens), MANY, lambda: ["x"])
