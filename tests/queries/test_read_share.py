"""How question files are read: what is asked of them, and what is said when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.errors import ConfigurationError, InputError
from loader.questions import cell_matches, page, read_question, read_questions

QUERY = """# title@vi: Tên
# title@en: Title
# question@vi: Câu hỏi?
# question@en: Question?
# tags: one, two
PREFIX ln: <https://w3id.org/langnghe/ontology#>
SELECT ?plan WHERE { ?plan a ln:Plan } ORDER BY ?plan
"""
ANSWER = """use_case: {vi: Để làm gì, en: What for}
expect:
  columns: [plan]
  rows: [{plan: a | b}]
"""
TEXTS = st.text(min_size=1).filter(lambda text: "…" not in text)


def written(folder: Path, query: str = QUERY, answer: str = ANSWER, name: str = "01-plans") -> Path:
    path = folder / f"{name}.rq"
    path.write_text(query, encoding="utf-8")
    path.with_suffix(".yaml").write_text(answer, encoding="utf-8")
    return path


def test_a_question_is_its_header_its_query_and_its_answer(tmp_path: Path) -> None:
    question = read_question(written(tmp_path))
    assert (question.number, question.title_vi, question.question_en) == (1, "Tên", "Question?")
    assert question.tags == ("one", "two")
    assert question.query.startswith("PREFIX ln:")
    assert question.use_case_en == "What for"
    assert question.expectation.exactly
    assert question.expectation.rows == ((("plan", "a | b"),),)


def test_the_page_shows_query_and_answer_and_keeps_bars_out_of_tables(tmp_path: Path) -> None:
    text = page((read_question(written(tmp_path)),))
    assert "| a \\| b |" in text
    assert "SELECT ?plan" in text
    assert '<a id="01-plans"></a>' in text


@pytest.mark.parametrize(
    ("query", "answer", "complaint"),
    [
        (QUERY.replace("# title@en: Title\n", ""), ANSWER, "title@en"),
        (QUERY.replace("# tags: one, two\n", ""), ANSWER, "tags"),
        (QUERY, ANSWER.replace("{plan: a | b}", "{decision: a}"), "decision"),
        (QUERY, ANSWER.replace("  rows:", "  row:"), "either rows"),
        (QUERY, ANSWER + "  contains: []\n", "either rows"),
        (QUERY, ANSWER + "  least: many\n", "number of rows"),
        (QUERY, ANSWER.replace("a | b", "2024-01-09"), "quote dates"),
        (QUERY, ANSWER.replace("[plan]", "[]"), "expect.columns"),
        (QUERY, "use_case: [", "not valid YAML"),
        (QUERY, ANSWER.replace("vi: Để làm gì, ", ""), "use_case.vi"),
    ],
)
def test_a_malformed_question_is_refused_with_the_place_of_the_fault(
    tmp_path: Path, query: str, answer: str, complaint: str
) -> None:
    path = written(tmp_path, query, answer)
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        read_question(path)
    assert caught.value.where in {str(path), str(path.with_suffix(".yaml"))}


def test_a_query_without_its_answer_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path)
    path.with_suffix(".yaml").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        read_question(path)


@pytest.mark.parametrize("name", ["plans", "1-plans", "01-Plans", "01-kế-hoạch"])
def test_a_file_name_that_is_no_number_and_words_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigurationError, match="NN-words"):
        read_question(written(tmp_path, name=name))


def test_a_number_used_twice_is_refused(tmp_path: Path) -> None:
    written(tmp_path, name="01-plans")
    written(tmp_path, name="01-towns")
    with pytest.raises(ConfigurationError, match="01 is used twice"):
        read_questions(tmp_path)


class TestCells:
    @given(TEXTS)
    def test_a_text_matches_itself(self, text: str) -> None:
        assert cell_matches(text, text)

    @given(TEXTS, st.text(), st.text())
    def test_an_ellipsis_stands_for_anything_before_or_behind(self, text: str, before: str, behind: str) -> None:
        assert cell_matches(f"…{text}", before + text)
        assert cell_matches(f"{text}…", text + behind)
        assert cell_matches(f"…{text}…", before + text + behind)

    @given(st.integers(-10_000, 10_000))
    def test_a_number_matches_however_it_is_written(self, number: int) -> None:
        assert cell_matches(str(number), f"{number}.0")
        assert not cell_matches(str(number), str(number + 1))

    def test_null_matches_only_an_unbound_variable(self) -> None:
        assert cell_matches(None, None)
        assert not cell_matches(None, "")
        assert not cell_matches("", None)
