"""The competency questions: query files with a header, beside each a YAML file with use case and expected answer.

``python -m loader.questions`` writes the documentation page ``docs/questions.md`` from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import yaml

from loader.errors import ConfigurationError, InputError, is_exhausted
from loader.parameters import Parameter, read_parameters
from loader.project import Project

_NAME = re.compile(r"\d{2}-[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADER = re.compile(r"# (title@vi|title@en|question@vi|question@en|tags): (.+)")
_FIELDS = ("title@vi", "title@en", "question@vi", "question@en", "tags")
_ELLIPSIS = "…"

Cells = tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Expectation:
    """What the answer must be, as read in the documents.

    Attributes:
        columns: the variables, in order.
        rows: rows that must be in the answer, each by the cells that matter; ``None`` means unbound, and an ellipsis
            (…) at the start or end of a text stands for what is left out.
        exactly: the answer has these rows, in this order, and no others.
        absent: rows that must not be in the answer.
        least: smallest number of rows.
        most: largest number of rows.
    """

    columns: tuple[str, ...]
    rows: tuple[Cells, ...]
    exactly: bool
    absent: tuple[Cells, ...]
    least: int | None
    most: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """A competency question.

    Attributes:
        name: file name without suffix ("03-national-target-and-provinces").
        title_vi: short title in Vietnamese.
        title_en: short title in English.
        question_vi: the question in Vietnamese.
        question_en: the question in English.
        tags: themes.
        query: the SPARQL text without its header.
        use_case_vi: who asks it, and why, in Vietnamese.
        use_case_en: the same in English.
        expectation: what the answer must be.
        parameters: the values that may be others.
    """

    name: str
    title_vi: str
    title_en: str
    question_vi: str
    question_en: str
    tags: tuple[str, ...]
    query: str
    use_case_vi: str
    use_case_en: str
    expectation: Expectation
    parameters: tuple[Parameter, ...] = ()

    @property
    def number(self) -> int:
        """The number that the file name begins with."""
        return int(self.name[:2])


def read_questions(folder: Path) -> tuple[Question, ...]:
    """Read all questions of a folder, in the order of their numbers.

    Raises:
        ConfigurationError: a header or an expectation is missing or malformed, or a number is used twice.
        InputError: a file cannot be read.
    """
    questions = tuple(read_question(path) for path in sorted(folder.glob("*.rq")))
    for before, after in pairwise(questions):
        if before.number == after.number:
            raise ConfigurationError(f"the number {after.number:02} is used twice", where=str(folder))
    return questions


def read_question(path: Path) -> Question:
    """Read one question: the query file and the YAML file beside it.

    Raises:
        ConfigurationError: the header or the expectation is malformed.
        InputError: a file cannot be read.
    """
    if not _NAME.fullmatch(path.stem):
        raise ConfigurationError("a query file is named NN-words-in-ascii.rq", where=str(path))
    header, query = _split(_read(path), path)
    beside = path.with_suffix(".yaml")
    try:
        content = yaml.safe_load(_read(beside))
    except yaml.YAMLError as error:
        raise ConfigurationError(f"not valid YAML: {error}", where=str(beside)) from error
    reader = _Reader(str(beside))
    content = reader.mapping(content, "the file")
    use_case = reader.mapping(content.get("use_case"), "use_case")
    return Question(
        path.stem,
        header["title@vi"],
        header["title@en"],
        header["question@vi"],
        header["question@en"],
        tuple(tag.strip() for tag in header["tags"].split(",")),
        query,
        reader.text(use_case.get("vi"), "use_case.vi"),
        reader.text(use_case.get("en"), "use_case.en"),
        reader.expectation(reader.mapping(content.get("expect"), "expect")),
        read_parameters(content.get("parameters"), str(beside)),
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        if is_exhausted(error):
            raise
        raise InputError(f"cannot be read: {error}", where=str(path)) from error


def _split(text: str, path: Path) -> tuple[dict[str, str], str]:
    lines = text.splitlines()
    fields: dict[str, str] = {}
    for line, wanted in zip(lines, _FIELDS, strict=False):
        found = _HEADER.fullmatch(line)
        if not found or found.group(1) != wanted:
            raise ConfigurationError(f"the header line “# {wanted}: …” is missing", where=str(path))
        fields[wanted] = found.group(2).strip()
    return fields, "\n".join(lines[len(_FIELDS) :]).strip() + "\n"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes YAML values apart, and says where one is not as it must be."""

    where: str

    def wrong(self, what: str, wanted: str) -> ConfigurationError:
        return ConfigurationError(f"{what} must be {wanted}", where=self.where)

    def mapping(self, value: object, what: str) -> Mapping[str, object]:
        if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
            raise self.wrong(what, "a mapping")
        return value

    def text(self, value: object, what: str) -> str:
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(what, "a text")
        return " ".join(value.split())

    def count(self, value: object, what: str) -> int | None:
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise self.wrong(what, "a number of rows")
        return value

    def cell(self, value: object, what: str) -> str | None:
        if value is None:
            return None
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, str | int | float):
            return str(value)
        raise self.wrong(what, "a text (quote dates), a number or null")

    def rows(self, value: object, what: str, columns: Sequence[str]) -> tuple[Cells, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.wrong(what, "a list of rows")
        return tuple(self.row(row, f"{what}[{i}]", columns) for i, row in enumerate(value))

    def row(self, value: object, what: str, columns: Sequence[str]) -> Cells:
        cells = self.mapping(value, what)
        if unknown := sorted(cells.keys() - set(columns)):
            raise self.wrong(what, f"of the columns {', '.join(columns)}; not {', '.join(unknown)}")
        return tuple((name, self.cell(cell, f"{what}.{name}")) for name, cell in cells.items())

    def expectation(self, content: Mapping[str, object]) -> Expectation:
        columns = content.get("columns")
        if not isinstance(columns, list) or not columns or not all(isinstance(c, str) for c in columns):
            raise self.wrong("expect.columns", "a list of variables")
        if ("rows" in content) == ("contains" in content):
            raise self.wrong("expect", "with either rows (all of them, in order) or contains (some of them)")
        return Expectation(
            tuple(columns),
            self.rows(content.get("rows", content.get("contains")), "expect.rows", columns),
            "rows" in content,
            self.rows(content.get("absent"), "expect.absent", columns),
            self.count(content.get("least"), "expect.least"),
            self.count(content.get("most"), "expect.most"),
        )


def cell_matches(expected: str | None, found: str | None) -> bool:
    """Say whether a cell is what is expected of it: equal as text or number, or fitting around an ellipsis."""
    if expected is None or found is None:
        return expected is found
    head, tail = expected.startswith(_ELLIPSIS), expected.endswith(_ELLIPSIS)
    words = expected.strip(_ELLIPSIS)
    if head and tail:
        return words in found
    if head:
        return found.endswith(words)
    if tail:
        return found.startswith(words)
    return expected == found or (_number(expected) is not None and _number(expected) == _number(found))


def _number(text: str) -> Decimal | None:
    return Decimal(text) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None


def page(questions: Sequence[Question]) -> str:
    """Return the documentation page: every question with its use, query and expected answer, in Markdown."""
    return "\n".join([*_head(questions), *(line for question in questions for line in _section(question))])


def _head(questions: Sequence[Question]) -> Iterator[str]:
    yield "# Câu hỏi mẫu · Competency questions"
    yield ""
    yield (
        "Trang này được viết ra từ các tệp trong `queries/` bằng `python -m loader.questions`. Mỗi câu hỏi được kiểm thử: "
        "câu trả lời dưới đây đã đối chiếu với lời văn của kế hoạch. Chạy một câu: `langnghe query 3`; hỏi về giá trị khác: "
        "`langnghe query 4 -p place=long-an`, `/q/4?place=long-an`, hoặc biểu mẫu trên trang của câu hỏi. Dòng `VALUES` "
        "của truy vấn ghi giá trị mặc định; giá trị khác thay vào đó: IRI, tên ngắn (`long-an`) hay nhãn (`Tỉnh Long An`). Cột tên `…Label` là nhãn của thứ ở "
        "cột trước nó."
    )
    yield ""
    yield (
        "This page is written from the files in `queries/` by `python -m loader.questions`. Every question is a test: the "
        "answers below were checked against the text of the plans. Run one with `langnghe query 3`; ask about another value "
        "with `langnghe query 4 -p place=long-an`, `/q/4?place=long-an`, or the form on the question's page. The `VALUES` "
        "line of a query holds the default, which another value replaces: an IRI, a short name (`long-an`) or a label. "
        "Columns named `…Label` hold the label of the thing in the column before."
    )
    yield ""
    yield "| | Câu hỏi | Question | |"
    yield "|---|---|---|---|"
    for q in questions:
        link = f"[{q.title_vi}](#{q.name})"
        yield f"| {q.number:02} | {link} | {q.title_en} | {', '.join(q.tags)} |"
    yield ""


def _section(question: Question) -> Iterator[str]:
    yield f'<a id="{question.name}"></a>'
    yield ""
    yield f"## {question.number:02}. {question.title_vi} · {question.title_en}"
    yield ""
    yield f"**{question.question_vi}**  "
    yield f"{question.question_en}"
    yield ""
    yield f"*{question.use_case_vi}*  "
    yield f"*{question.use_case_en}*"
    yield ""
    yield "```sparql"
    yield question.query.rstrip()
    yield "```"
    yield ""
    if question.parameters:
        shown = ", ".join(f"`{p.name}` ({p.vi} · {p.en})" for p in question.parameters)
        yield f"Tham số · parameters: {shown}."
        yield ""
    yield from _answer(question.expectation)


def _answer(expectation: Expectation) -> Iterator[str]:
    what = (
        "Câu trả lời · The answer:"
        if expectation.exactly
        else "Có trong câu trả lời, cùng những dòng khác · In the answer, among other rows:"
    )
    if not expectation.rows:
        yield "Câu trả lời rỗng · The answer is empty."
        yield ""
        return
    shown = [c for c in expectation.columns if any(name == c for row in expectation.rows for name, _ in row)]
    yield what
    yield ""
    yield f"| {' | '.join(shown)} |"
    yield "|" + "---|" * len(shown)
    for row in expectation.rows:
        cells = {name: "" if value is None else value.replace("|", "\\|") for name, value in row}
        yield f"| {' | '.join(cells.get(c, _ELLIPSIS) for c in shown)} |"
    yield ""


def main() -> None:
    """Write ``docs/questions.md`` of the project one stands in."""
    project = Project.find()
    text = page(read_questions(project.root / "queries"))
    (project.root / "docs" / "questions.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
