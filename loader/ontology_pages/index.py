"""The index of the ontology's terms in Markdown, for those who read the repository on the web."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from loader.ontology_pages.terms import Kind, Term, read_terms
from loader.ontology_pages.usage import statements_by_term
from loader.project import Project

_UNUSED = "**Chưa có bộ ba nào trong dữ liệu** · *no triple in the data yet*"


def ontology_index(project: Project) -> str:
    """Return a table of all terms by section, with labels and definitions; a term that no triple uses says so.

    Raises:
        GraphError: the ontology or the data do not parse.
    """
    return "\n".join(_lines(read_terms(project), frozenset(statements_by_term(project))))


def _lines(terms: list[Term], used: frozenset[str]) -> Iterator[str]:
    yield "# Thuật ngữ của bản thể luận · Terms of the ontology"
    yield ""
    yield (
        "Trang này và [`index.html`](index.html) (đủ tiên đề, quy tắc, ví dụ, câu hỏi; mở được khi không có mạng) do "
        "`python -m loader.ontology_pages` viết ra từ `ontology/`, `shapes/`, `queries/` và `data/ttl/`."
    )
    yield ""
    yield (
        "*This page and [`index.html`](index.html) (with axioms, rules, examples and questions; readable offline) are "
        "written by `python -m loader.ontology_pages` from `ontology/`, `shapes/`, `queries/` and `data/ttl/`.*"
    )
    for (section, is_class), some in groupby(terms, key=lambda t: (t.section, t.kind is Kind.CLASS)):
        kind = "Lớp · classes" if is_class else "Thuộc tính · properties"
        yield ""
        yield f"## {section.vi} · {section.en} ({kind})"
        yield ""
        yield "| | Nhãn · label | Định nghĩa · definition |"
        yield "|---|---|---|"
        for term in some:
            words = f"{term.definition.vi} *{term.definition.en}*".replace("|", "\\|")
            if term.name not in used:
                words += f" {_UNUSED}"
            yield f"| [`ln:{term.name}`](index.html#{term.name}) | {term.label.vi} · {term.label.en} | {words} |"
    yield ""
