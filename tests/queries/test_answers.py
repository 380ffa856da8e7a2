"""Every competency question gives the answer that the documents give."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from loader.project import Project
from loader.questions import Cells, Expectation, Question, cell_matches, page, read_questions
from query_api.client import Client
from query_api.engine.results import Rows
from query_api.served.examples import parse_example

PROJECT = Project.find(Path(__file__).parent)
BASE = "https://w3id.org/langnghe/"
QUESTIONS = read_questions(PROJECT.root / "queries")
MOST_PATTERNS = 14


def shown(term: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None) -> str | None:
    if term is None:
        return None
    return term.value.removeprefix(BASE) if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def cells(rows: Rows) -> list[dict[str, str | None]]:
    return [dict(zip(rows.variables, map(shown, row), strict=True)) for row in rows.rows]


def fits(expected: Cells, row: dict[str, str | None]) -> bool:
    return all(cell_matches(value, row[name]) for name, value in expected)


def faults(expectation: Expectation, found: list[dict[str, str | None]]) -> list[str]:
    """What is wrong with an answer, one line each."""
    lines = [f"missing: {dict(row)}" for row in expectation.rows if not any(fits(row, f) for f in found)]
    lines += [f"must not be there: {f}" for row in expectation.absent for f in found if fits(row, f)]
    if expectation.exactly:
        lines += [f"not expected: {f}" for f in found if not any(fits(row, f) for row in expectation.rows)]
        if not lines and len(found) != len(expectation.rows):
            lines.append(f"{len(found)} rows, not {len(expectation.rows)}")
        if not lines and not all(fits(row, f) for row, f in zip(expectation.rows, found, strict=True)):
            lines.append(f"in another order: {found}")
    if expectation.least is not None and len(found) < expectation.least:
        lines.append(f"only {len(found)} rows")
    if expectation.most is not None and len(found) > expectation.most:
        lines.append(f"{len(found)} rows, too many")
    return lines


def patterns(node: object) -> int:
    """How many triple patterns a query has; a property path counts as one."""
    if isinstance(node, CompValue):
        own = len(node.triples) if node.name in ("BGP", "TriplesBlock") else 0
        return own + sum(patterns(value) for key, value in node.items() if key not in ("triples", "_vars"))
    if isinstance(node, list | tuple):
        return sum(patterns(part) for part in node)
    return 0


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
class TestEachQuestion:
    def test_has_the_answer_that_the_documents_give(self, question: Question, graph: Client) -> None:
        rows = graph.select(question.query)
        assert rows.variables == question.expectation.columns
        wrong = faults(question.expectation, cells(rows))
        assert not wrong, "\n".join(wrong)

    def test_asks_with_at_most_fourteen_triple_patterns(self, question: Question) -> None:
        count = patterns(prepareQuery(question.query).algebra)
        assert 0 < count <= MOST_PATTERNS

    def test_leaves_no_two_rows_unordered(self, question: Question, graph: Client) -> None:
        order = re.findall(r"\?(\w+)", question.query.rpartition("ORDER BY")[2])
        assert order
        rows = graph.select(question.query)
        if set(order) <= set(rows.variables):
            keys = [tuple(row[name] for name in order) for row in cells(rows)]
            tied = {key for key in keys if keys.count(key) > 1}
            assert not tied, "rows of the same place in the order"

    def test_declares_its_prefixes_and_no_others(self, question: Question) -> None:
        body = re.sub(r'<[^>]*>|"[^"]*"', "", question.query)
        declared = set(re.findall(r"PREFIX (\w+):", body))
        used = set(re.findall(r"\b(\w+):\w", re.sub(r"PREFIX.*", "", body)))
        assert declared == used

    def test_reads_the_same_to_the_web_pages(self, question: Question) -> None:
        text = (PROJECT.root / "queries" / f"{question.name}.rq").read_text(encoding="utf-8")
        example = parse_example(question.name, text)
        assert (example.title_vi, example.title_en) == (question.title_vi, question.title_en)
        assert (example.question_vi, example.question_en) == (question.question_vi, question.question_en)
        assert (example.tags, example.body) == (question.tags, question.query)


def test_there_are_at_least_thirty_questions_numbered_without_a_gap() -> None:
    assert [q.number for q in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    assert len(QUESTIONS) >= 30


def test_every_yaml_file_belongs_to_a_query() -> None:
    names = {path.stem for path in (PROJECT.root / "queries").glob("*.yaml")}
    assert names == {q.name for q in QUESTIONS}


def test_the_page_of_questions_is_current() -> None:
    written = (PROJECT.root / "docs" / "questions.md").read_text(encoding="utf-8")
    assert written == page(QUESTIONS), "run: python -m loader.questions"
