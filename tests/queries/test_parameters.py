"""A question with another value answers for that value: what it says equals what a direct pattern finds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from loader.errors import ConfigurationError, QueryError
from loader.parameters import read_parameters
from loader.project import Project
from loader.questions import Question, read_questions
from loader.sparql_tokens import scan
from query_api.asking.asked import ask_with, defaults_of
from query_api.asking.binding import bind, values_of
from query_api.asking.choices import ParameterError, choices_of, names_query, offered_query
from query_api.client import Client
from query_api.engine.results import text_of
from query_api.served.examples import Example, find_example, load_examples

PROJECT = Project.find(Path(__file__).parent)
FOLDER = PROJECT.root / "queries"
QUESTIONS = read_questions(FOLDER)
EXAMPLES = load_examples(FOLDER)
SITE = "https://w3id.org/langnghe/"
PROGRAMME = f"{SITE}vn/ttg/2022/07/07/qd/801/chuong-trinh"
# Values that say what a question is about, and are not for the asker to choose.
STRUCTURE = {
    ("03", "level/national"), ("29", "level/national"), ("15", "recurrence/annual"),
    ("15", "recurrence/continuous"), ("18", "status/draft"), ("34", "indicator/other"),
    ("44", "counted/recognised"), ("45", "level/district"), ("46", "achievement/done"),
}  # fmt: skip


_OF_THE_ONLY_PROGRAMME = (12, 27, 29)


@dataclass(frozen=True)
class Case:
    """A question with values, the column compared, and a pattern that finds its values without the question."""

    number: int
    values: dict[str, str]
    column: str
    direct: str


def place(name: str) -> str:
    return f"<{SITE}place/{name}>"


CASES = [
    Case(1, {"plan": "vn/ubnd-lang-son/2024/10/30/kh/244"}, "document",
         f"<{SITE}vn/ubnd-lang-son/2024/10/30/kh/244> ln:implements* ?x"),
    Case(2, {"programme": "vn/ubnd-hung-yen/2023/12/28/kh/195"}, "plan",
         f"?x a ln:Plan ; ln:tracesTo <{SITE}vn/ubnd-hung-yen/2023/12/28/kh/195>"),
    Case(3, {"indicator": "ocop_pct"}, "target",
         f"?x ln:derivesFrom ?n . ?n ln:ofIndicator <{SITE}indicator/ocop_pct>"),
    Case(4, {"place": "long-an"}, "task", f"?x a ln:Task ; ln:inDocument ?d . ?d ln:area {place('long-an')}"),
    Case(5, {"place": "long-an", "horizon": "2025"}, "target",
         f'?x ln:horizon "2025"^^xsd:gYear ; a ln:Target ; ln:inDocument ?d . ?d ln:area {place("long-an")}'),
    Case(6, {"level": "district"}, "rate",
         f"<{PROGRAMME}> ln:hasElement ?e . ?e ln:ofIndicator ?x . ?x ln:isRate true "
         f"FILTER NOT EXISTS {{ ?t ln:ofIndicator ?x ; ln:inDocument ?d . ?d ln:area {place('khoai-chau')} }}"),
    Case(7, {"month": "06"}, "duty", '?x ln:dueDay ?d FILTER(STRSTARTS(STR(?d), "--06-"))'),
    Case(7, {"month": "tháng 12", "place": "thanh-hoa"}, "duty",
         f'?x ln:dueDay ?d ; ln:inDocument ?p . ?p ln:area {place("thanh-hoa")} FILTER(STRSTARTS(STR(?d), "--12-"))'),
    Case(8, {"instrument": "vn/ttg/2022/07/07/qd/801"}, "document", f"?x ln:refersTo <{SITE}vn/ttg/2022/07/07/qd/801>"),
    Case(9, {"condition": "thriving"}, "status", f"?x a ln:CraftStatus ; ln:condition <{SITE}condition/thriving>"),
    Case(10, {"place": "lang-son"}, "task",
         f"?x a ln:Task ; ln:inDocument ?d . ?d ln:area {place('lang-son')} FILTER NOT EXISTS {{ ?x ln:deliverable ?y }}"),
    # The project has one programme; tests/programmes asks about another.
    Case(12, {"programme": "801-lang-nghe"}, "target",
         "?c ln:lowerTarget ?x ; ln:higherTarget ?n . ?x a ln:RateTarget ; ln:value ?v . ?n ln:value ?w FILTER(?v < ?w)"),
    Case(27, {"programme": "801-lang-nghe"}, "plan",
         "?t a ln:Target ; ln:ofIndicator ?i ; ln:inDocument ?x . ?i ln:indicatorOf ?p . ?x ln:hasTask ?k "
         "FILTER NOT EXISTS { ?t ln:ofIndicator|ln:alsoOfIndicator ?s . ?x ln:hasTask/ln:supports ?s }"),
    Case(29, {"programme": "801-lang-nghe"}, "indicator",
         f"?n ln:inDocument <{PROGRAMME}> ; ln:ofIndicator ?x . ?x ln:isRate false"),
    Case(13, {"agency": "thanh-hoa/so-cong-thuong"}, "task",
         f"?x a ln:Task ; ln:leadAgency <{SITE}agency/thanh-hoa/so-cong-thuong>"),
    Case(15, {"agency": "thanh-hoa/so-nong-nghiep-va-phat-trien-nong-thon", "month": "12"}, "item",
         f"?x ln:reporter|ln:recipient <{SITE}agency/thanh-hoa/so-nong-nghiep-va-phat-trien-nong-thon> ; ln:dueDay ?d "
         'FILTER(STRSTARTS(STR(?d), "--12-"))'),
    Case(16, {"solution": "vn/ttg/2022/07/07/qd/801/chuong-trinh/giai-phap/measure-5"}, "measure",
         f"?j ln:judgedObject <{PROGRAMME}/giai-phap/measure-5> ; ln:judgedSubject ?x"),
    Case(19, {"place": "long-an"}, "partner",
         f"?t a ln:Task ; ln:coordinatingAgency ?x ; ln:inDocument ?d . ?d ln:area {place('long-an')}"),
    Case(22, {"fading": "priority", "favoured": "at-risk"}, "craft",
         f"?a ln:ofCraft ?x ; ln:condition <{SITE}condition/priority> . ?b ln:ofCraft ?x ; ln:condition <{SITE}condition/at-risk>"),
    Case(25, {"place": "long-an"}, "measure", f"?x a ln:OrphanMeasure ; ln:inDocument ?d . ?d ln:area {place('long-an')}"),
    Case(26, {"indicator": "ocop_pct"}, "task", f"?x a ln:Task ; ln:supports <{SITE}indicator/ocop_pct>"),
    Case(32, {"until": "2025"}, "task", '?x a ln:Task ; ln:endYear "2025"^^xsd:gYear'),
    Case(33, {"national": "vn/ttg/2022/07/07/qd/801/chuong-trinh/muc-tieu-2030/target-7"}, "target",
         f"?x ln:derivesFrom <{PROGRAMME}/muc-tieu-2030/target-7>"),
    Case(34, {"place": "long-an"}, "target", f"?x a ln:Target ; ln:inDocument ?d . ?d ln:area {place('long-an')}"),
    Case(35, {"place": "long-an"}, "note", f"?x a ln:ReadingNote ; ln:inDocument ?d . ?d ln:area {place('long-an')}"),
    Case(36, {"grade": "probable"}, "task",
         f"?j ln:grade <{SITE}grade/probable> ; ln:judgedProperty ln:carriesOut ; ln:judgedSubject ?x"),
    Case(39, {"least": "0.95"}, "one",
         "?j ln:judgedProperty ln:sharesTextWith ; ln:similarity ?s ; ln:judgedSubject ?x FILTER(?s >= 0.95)"),
    Case(43, {"condition": "thriving"}, "fading",
         f"?s ln:condition <{SITE}condition/thriving> ; ln:ofCraft ?x ; ln:locatedIn ?p . ?craft skos:broader* ?x . "
         "?v a ln:Village ; ln:practises ?craft ; ln:locatedIn+ ?p"),
    Case(45, {"province": "long-an"}, "village",
         f"?x a ln:Village ; ln:locatedIn ?u . ?u ln:locatedIn? ?d . ?d a ln:FormerUnit ; ln:level <{SITE}level/district> ; "
         f"ln:locatedIn {place('long-an')}"),
    Case(48, {"place": "lang-son"}, "who",
         f"?t a ln:Task ; ln:coordinatingAgency|ln:leadAgency ?a ; ln:inDocument ?d . ?d ln:area {place('lang-son')} . "
         "OPTIONAL { ?a a ln:AgencyGroup ; ln:agencyKind ?k } BIND(COALESCE(?k, ?a) AS ?x)"),
]  # fmt: skip


def column(client: Client, query: str, name: str) -> set[str]:
    return {text_of(term) for term in client.select(query).column(name) if term is not None}


def asked(client: Client, number: int, values: Iterable[tuple[str, str]]) -> str:
    return ask_with(client.select, find_example(EXAMPLES, str(number)), values).query


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.number:02}-{'-'.join(c.values)}")
def test_another_value_gives_what_a_direct_pattern_finds(case: Case, graph: Client) -> None:
    query = asked(graph, case.number, case.values.items())
    expected = column(graph, f"SELECT DISTINCT ?x {{ {case.direct} }}", "x")
    assert expected, "the comparison would show nothing"
    assert column(graph, query, case.column) == expected


def test_every_parameter_has_been_given_another_value() -> None:
    given = {(case.number, name) for case in CASES for name in case.values}
    declared = {(q.number, p.name) for q in QUESTIONS for p in q.parameters}
    assert declared - given == {(6, "programme")}  # only one programme sets rates


# The project has one programme: tests/programmes asks about another.
@pytest.mark.parametrize(
    "case",
    [c for c in CASES if not ("programme" in c.values and c.number in _OF_THE_ONLY_PROGRAMME)],
    ids=lambda c: f"{c.number:02}-{'-'.join(c.values)}",
)
def test_another_value_gives_another_answer(case: Case, graph: Client) -> None:
    example = find_example(EXAMPLES, str(case.number))
    assert graph.select(asked(graph, case.number, case.values.items())).rows != graph.select(example.body).rows


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
class TestEachQuestion:
    def test_has_one_values_line_for_each_parameter_whose_default_is_possible(
        self, question: Question, graph: Client
    ) -> None:
        example = find_example(EXAMPLES, question.name)
        for parameter in question.parameters:
            terms = values_of(scan(question.query), parameter.name).terms
            names, offered = names_query(parameter), offered_query(parameter)
            choices = choices_of(
                parameter,
                graph.select(names) if names else None,
                graph.select(offered) if offered else None,
                defaults_of(example, parameter.name),
            )
            for term in terms:
                if term is not None:
                    assert choices.find(choices.of_term(term).key).term == term
            if parameter.kind != "number":
                assert len(choices.offered) > 1 or parameter.name == "programme" or question.number == 6

    def test_holds_no_value_that_is_no_parameter(self, question: Question) -> None:
        number = f"{question.number:02}"
        declared = {p.name for p in question.parameters}
        rest = re.sub(r"PREFIX .*", "", question.query)
        rest = re.sub(r"VALUES \?(\w+) \{[^}]*\}", lambda m: "" if m[1] in declared else m[0], rest)
        held = {iri.removeprefix(SITE) for iri in re.findall(r"<([^>]+)>", rest)}
        assert {(number, iri) for iri in held} <= STRUCTURE

    def test_returns_a_thing_to_open_and_a_label_only_beside_its_thing(self, question: Question, graph: Client) -> None:
        rows = graph.select(question.query)
        columns = rows.variables
        kinds = {name: {type(t).__name__ for t in rows.column(name) if t is not None} for name in columns}
        assert any(kind == {"NamedNode"} for kind in kinds.values())
        for name in columns:
            if name.endswith("Label"):
                assert name.removesuffix("Label") in columns
                assert kinds[name] <= {"Literal"}
                assert kinds[name.removesuffix("Label")] <= {"NamedNode"}


@pytest.mark.parametrize(
    "value",
    [
        "long-an", "place/long-an", f"{SITE}place/long-an", f"<{SITE}place/long-an>", "Tỉnh Long An", "tinh long an",
        "TỈNH LONG AN", "Long An", "Long An Province", '"Tỉnh Long An"@vi', "  Tỉnh  Long An ",
    ],
)  # fmt: skip
def test_a_place_is_meant_by_iri_end_of_iri_or_label(value: str, graph: Client) -> None:
    assert asked(graph, 4, [("place", value)]) == asked(graph, 4, [("place", f"{SITE}place/long-an")])


def test_a_document_is_meant_by_its_number(graph: Client) -> None:
    by_number = asked(graph, 1, [("plan", "244/KH-UBND")])
    assert f"<{SITE}vn/ubnd-lang-son/2024/10/30/kh/244>" in by_number


def test_several_values_are_asked_for_together(graph: Client) -> None:
    both = column(graph, asked(graph, 4, [("place", "long-an"), ("place", "lang-son")]), "task")
    one, two = (column(graph, asked(graph, 4, [("place", p)]), "task") for p in ("long-an", "lang-son"))
    assert both == one | two


@pytest.mark.parametrize(
    ("number", "given", "said"),
    [
        (4, ("place", "atlantis"), "thanh-hoa (Tỉnh Thanh Hóa)"),
        (4, ("place", f"{SITE}agency/long-an/so-cong-thuong"), "of type place"),
        (4, ("place", "2025"), "of type place"),
        (4, ("place", '> } DROP ALL #'), "no value"),
        (4, ("plan", "x"), "possible are: place"),
        (4, ("lead", "x"), "no parameter “lead”"),
        (7, ("month", "13"), "12 (tháng 12)"),
        (7, ("month", "long-an"), "of type month"),
        (5, ("horizon", "soon"), "of type year"),
        (39, ("least", "1.5"), "0 … 1"),
        (39, ("least", "much"), "no number"),
        (11, ("place", "long-an"), "no parameters"),
        (13, ("agency", "so-cong-thuong"), "may be"),
        (13, ("agency", "Sở Công Thương"), "thanh-hoa/so-cong-thuong (Sở Công Thương tỉnh Thanh Hóa)"),
    ],
)  # fmt: skip
def test_what_is_not_possible_is_refused_with_what_is(
    number: int, given: tuple[str, str], said: str, graph: Client
) -> None:
    with pytest.raises(ParameterError) as caught:
        asked(graph, number, [given])
    assert said in str(caught.value)
    assert caught.value.message_vi
    assert len(caught.value.possible) <= 50


@pytest.mark.parametrize(
    "value", ['"', "\\", "'", "}", "<a>", "x\n}", "?plan", "urn:x> <urn:y", "${x}", "long-an } UNION { ?s ?p ?o"]
)
def test_no_value_gets_into_the_query_as_text(value: str, graph: Client) -> None:
    with pytest.raises(ParameterError):
        asked(graph, 4, [("place", value)])


def test_an_empty_value_of_a_form_is_the_default(graph: Client) -> None:
    assert asked(graph, 7, [("month", ""), ("place", "")]) == find_example(EXAMPLES, "7").body


def test_the_client_asks_a_stored_question_with_another_value(graph: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PROJECT.root)
    assert len(graph.answer(10, place="long-an").rows) > len(graph.answer("10").rows) > 0
    frame = graph.frame(graph.question("who-leads-what-until-when", place=["Long An", "lang-son"]))
    assert frame["task"].str.contains("long-an|lang-son").all()
    with pytest.raises(ConfigurationError, match="possible are"):
        graph.question(4, place="nowhere")


class TestVariablesOfAnyQuery:
    """Files that declare nothing have their variables bound."""

    QUERY = "SELECT ?s ?m (COUNT(?o) AS ?n) WHERE { ?s ?p ?o BIND(SUBSTR(STR(?o), 3, 2) AS ?m) } GROUP BY ?s ?m"

    def test_a_values_line_is_replaced_and_not_joined(self, graph: Client) -> None:
        query = f"SELECT ?p {{ VALUES ?p {{ {place('long-an')} }} }}"
        assert column(graph, bind(query, [("p", f"{SITE}place/lang-son")]), "p") == {f"{SITE}place/lang-son"}

    def test_a_computed_variable_is_compared(self, graph: Client) -> None:
        found = column(graph, bind(self.QUERY.replace("?p", "ln:dueDay"), [("m", "06")]), "m")
        assert found == {"06"}

    def test_a_pattern_variable_is_bound(self, graph: Client) -> None:
        bound = bind("SELECT ?s { ?s a ?c }", [("c", "ln:Task")])
        assert len(graph.select(bound).rows) == len(graph.select("SELECT ?s { ?s a ln:Task }").rows)

    def test_what_the_select_clause_computes_cannot_be_given(self) -> None:
        with pytest.raises(QueryError, match="computed"):
            bind(self.QUERY, [("n", "3")])

    def test_a_name_that_is_no_variable_is_refused(self) -> None:
        with pytest.raises(QueryError, match="it has: "):
            bind(self.QUERY, [("q", "3")])


@pytest.mark.parametrize(
    ("declared", "complaint"),
    [
        ({}, "list"),
        ([{"name": "x"}], "name, type, vi, en"),
        ([{"name": "x", "type": "place", "vi": "a", "en": "b", "more": 1}], "name, type, vi, en"),
        ([{"name": "format", "type": "place", "vi": "a", "en": "b"}], "cannot be the name"),
        ([{"name": "a b", "type": "place", "vi": "a", "en": "b"}], "cannot be the name"),
        ([{"name": "x", "type": "planet", "vi": "a", "en": "b"}], "known are: agency"),
        ([{"name": "x", "type": "place", "vi": "a", "en": "b"}] * 2, "twice"),
        ([{"name": "x", "type": "place", "vi": "a", "en": "b", "choices": 3}], "graph pattern"),
        ([{"name": "x", "type": "number", "vi": "a", "en": "b", "least": "low"}], "a number"),
    ],
)
def test_a_malformed_declaration_is_refused(declared: object, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match=complaint):
        read_parameters(declared, "here")


def test_the_questions_of_the_server_have_the_same_parameters() -> None:
    assert {e.name: e.parameters for e in EXAMPLES} == {q.name: q.parameters for q in QUESTIONS}
    assert isinstance(EXAMPLES[0], Example)
