"""Results kept by people: spreadsheets and TOML say the same, and a wrong row is told by its place."""

from __future__ import annotations

import csv
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loader.build import build
from loader.errors import InputError
from loader.graph.dataset import parse_file
from loader.graph.iris import Iris
from loader.graph.turtle import serialise_triples
from loader.graph.vocabulary import LN
from loader.graph.writing_results import result_triples
from loader.inference.judging import Judging
from loader.project import Project
from loader.resolution.results import Achievement, Result, read_results, result_files

TASK = "vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach/phu-luc/hang-36/task-1"
ROW = {"item": TASK, "achievement": "done", "date": "2025-11-10", "outcome": "đã tổ chức 3 lớp", "evidence": "trang 4"}
EXPECTED = Result(TASK, Achievement.DONE, date(2025, 11, 10), "đã tổ chức 3 lớp", evidence="trang 4")


def written_csv(path: Path, rows: list[dict[str, str]], mark: str = ",") -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=mark)
        writer.writeheader()
        writer.writerows(rows)
    return path


def written_xlsx(path: Path, rows: list[dict[str, object]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(path)
    return path


def test_a_csv_file_an_excel_workbook_and_toml_say_the_same(tmp_path: Path) -> None:
    as_csv = written_csv(tmp_path / "a.csv", [ROW])
    semicolons = written_csv(tmp_path / "b.csv", [ROW], ";")
    as_xlsx = written_xlsx(tmp_path / "c.xlsx", [{**ROW, "date": datetime(2025, 11, 10)}])
    as_toml = tmp_path / "d.toml"
    as_toml.write_text(
        f'[[result]]\nitem = "{TASK}"\nachievement = "done"\ndate = 2025-11-10\n'
        'outcome = "đã tổ chức 3 lớp"\nevidence = "trang 4"\n',
        encoding="utf-8",
    )
    for file in (as_csv, semicolons, as_xlsx, as_toml):
        assert read_results([file]) == (EXPECTED,), file.name
    assert read_results([as_csv, semicolons, as_xlsx, as_toml]) == (EXPECTED,)


def test_columns_may_have_vietnamese_names_and_days_vietnamese_form(tmp_path: Path) -> None:
    row = {
        "Việc": TASK,
        "Mức": "xong",
        "Ngày": "10/11/2025",
        "Giá trị": "82,5",
        "Văn bản": "120/BC-SNN",
        "Người ghi": "Nguyễn Văn A",
    }
    (found,) = read_results([written_csv(tmp_path / "ket-qua.csv", [row])])
    assert found == Result(
        TASK, Achievement.DONE, date(2025, 11, 10), None, Decimal("82.5"), "120/BC-SNN", recorded_by="Nguyễn Văn A"
    )


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"date": "31/13/2025"}, "row 2, column date"),
        ({"date": ""}, "the day is missing"),
        ({"achievement": "almost"}, "row 2, column achievement"),
        ({"item": ""}, "row 2, column item"),
        ({"item": "hai từ"}, "row 2, column item"),
        ({"value": "nhiều"}, "row 2, column value"),
        ({"value": "NaN"}, "row 2, column value"),
        ({"value": "12.500"}, "row 2, column value (giá trị): '12.500' may be 12500 or 12,5"),
        ({"ghi chú": "x"}, "unknown column 'ghi chú'"),
    ],
)
def test_a_wrong_row_is_told_by_its_place(tmp_path: Path, change: dict[str, str], told: str) -> None:
    with pytest.raises(InputError) as raised:
        read_results([written_csv(tmp_path / "a.csv", [{**ROW, **change}])])
    assert told in str(raised.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"no workbook"),
        ("a.toml", b"[[result"),
        ("a.toml", b'result = "x"'),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.csv", b"item,date\n"),
    ],
)
def test_a_file_that_is_none_of_results_is_refused_with_its_name(tmp_path: Path, name: str, content: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(InputError) as raised:
        read_results([file])
    assert name in str(raised.value)


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
results = st.builds(
    Result, st.sampled_from([TASK, f"{TASK}0"]), st.sampled_from(Achievement), days, st.text("ab ,;", max_size=5)
)


@given(st.lists(results, max_size=8).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_results_changes_no_byte(orders: tuple[list[Result], list[Result]]) -> None:
    first, second = (serialise_triples(set(result_triples(some, Iris()))) for some in orders)
    assert first == second


def test_a_document_known_by_its_number_only_is_no_document_of_another_place() -> None:
    one = Result(TASK, Achievement.DONE, date(2025, 11, 10), document="120/BC-SNN")
    other = Result(f"{TASK}0", Achievement.DONE, date(2025, 11, 10), document="120/BC-SNN")
    told = [t.object for t in result_triples([one, other], Iris()) if t.predicate == LN.reportedIn]
    assert len(set(told)) == 2
    iri = Result(TASK, Achievement.DONE, date(2025, 11, 10), document="vn/snn-long-an/2025/11/10/bc/120")
    (node,) = [t.object for t in result_triples([iri], Iris()) if t.predicate == LN.reportedIn]
    assert str(node) == "<https://w3id.org/langnghe/vn/snn-long-an/2025/11/10/bc/120>"


def test_hidden_and_open_files_of_spreadsheets_are_left_alone(tmp_path: Path) -> None:
    for name in ("a.csv", ".b.csv", "~$c.xlsx", "d.txt"):
        (tmp_path / name).write_text("", encoding="utf-8")
    assert [file.name for file in result_files(tmp_path)] == ["a.csv"]
    assert result_files(tmp_path / "none") == ()


@pytest.mark.slow
def test_a_build_takes_the_results_in_and_clears_what_was_overdue(tmp_path: Path) -> None:
    """In a workspace: the result is in the graph, its task is not overdue any more; without it all is as before."""
    source = next(f for f in Project.find(Path(__file__).parent).sources.glob("000_*.txt"))
    project = Project(tmp_path)
    project.mark.write_text("", encoding="utf-8")
    project.sources.mkdir(parents=True)
    (project.sources / "ke-hoach.txt").write_bytes(source.read_bytes())
    day = date(2026, 11, 1)
    iri = f"{Judging(Iris()).iris.base}{TASK}"

    def overdue() -> set[str]:
        made = build(project, as_of=day)
        assert not made.failures
        return {q.subject.value for q in parse_file(made.inferred) if q.predicate == LN.isOverdue}  # type: ignore[union-attr]

    before = overdue()
    assert iri in before
    project.results.mkdir()
    file = written_csv(project.results / "2025.csv", [ROW])
    assert overdue() == before - {iri}
    assert any(q.predicate == LN.ofItem for q in parse_file(project.ttl / "results.ttl"))
    file.unlink()
    assert overdue() == before
    assert not (project.ttl / "results.ttl").exists()


@pytest.mark.parametrize(
    ("printed", "value"), [("1.250.000", "1250000"), ("12,5", "12.5"), ("12.5", "12.5"), ("0.125", "0.125"), ("3", "3")]
)
def test_figures_are_read_as_an_office_writes_them(tmp_path: Path, printed: str, value: str) -> None:
    (result,) = read_results([written_csv(tmp_path / "a.csv", [{**ROW, "value": printed}])])
    assert result.value == Decimal(value)


def test_a_number_of_a_toml_file_is_the_number_that_stands_there(tmp_path: Path) -> None:
    file = tmp_path / "a.toml"
    file.write_text('[[result]]\nitem = "vn/x"\nachievement = "done"\ndate = 2025-11-10\nvalue = 12.125\n')
    (result,) = read_results([file])
    assert result.value == Decimal("12.125")
