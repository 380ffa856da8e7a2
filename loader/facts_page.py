"""The page of the kinds of facts: ``python -m loader.facts_page`` writes docs/facts.md from their declarations."""

from __future__ import annotations

from loader.declarations import Field, Kind, fields, kinds_with
from loader.graph.lookup import Lookup, load_store
from loader.graph.vocabulary import term
from loader.programmes import axiom_files, things_of
from loader.project import Project
from loader.resolution.entries import correctable
from loader.said import OUTSIDE, Form
from loader.things import ThingKind

_HEAD = """# Các loại dữ kiện · Kinds of facts

Viết lại trang này bằng `python -m loader.facts_page`: nó được làm từ chính các khai báo (`loader/facts.py`, `loader/declarations.py`)
mà việc ghi đồ thị, biên tập, chấm điểm dùng. · *This page is written by `python -m loader.facts_page` from the declarations that
writing, curation and scoring use.*

Người biên tập sửa, bác bỏ hay thêm dữ kiện loại nào cũng được, bằng một tệp trong `data/ttl/reference/curation/`; tên loại và tên trường
là những tên dưới đây. · *A curator corrects, rejects or adds facts of every kind, by a file in `data/ttl/reference/curation/`, with these
names of kinds and fields.*

```toml
[[correction]]
action = "add"                       # "correct", "reject"
fact = "task"
quote = "Sở Y tế mở ba lớp"          # lời trong văn bản · words of the text
fields = { leads = "Sở Y tế; Ủy ban nhân dân các xã", start_year = "2026", end_year = "2027" }
who = "Nguyễn Văn A"
when = "2026-11-26"
why = "Câu này giao việc. · The sentence assigns work."
```

Dạng JSON của mọi dữ kiện đọc từ một tệp, và lược đồ (JSON Schema) của dạng ấy, cũng từ các khai báo này; không giữ lại gì. · *All facts of
a file as JSON, and the JSON Schema of that form, come from these declarations, too; nothing is kept.*

```sh
langnghe read ke-hoach.docx
langnghe read --schema
```

Trong tệp biên tập: trường có nhiều giá trị thì ngăn bằng dấu chấm phẩy. Ngày trong năm: 15/12. · *In a curated file: several values stand between semicolons. Days of the year: 15/12.*
"""
_COLUMNS = (
    "| Trường · field | Thuộc tính · property | Giá trị · values | Chú giải · annotation | Biên tập · curator |"
    "\n|---|---|---|---|---|\n"
)


def page(project: Project) -> str:
    """Return the page."""
    ontology = Lookup(load_store(axiom_files(project)))
    return "\n".join([_HEAD, *(_kind(kind, ontology) for kind in kinds_with(_as_listed(project)))])


def _as_listed(project: Project) -> list[ThingKind]:
    """Return the kinds of named things, shared ones first."""
    return sorted(things_of(project.packs).kinds, key=lambda kind: kind.placed)


def _kind(kind: Kind, ontology: Lookup) -> str:
    named = term(kind.term)
    vi, en = ontology.label(named, "vi"), ontology.label(named, "en")
    allowed = correctable(kind)
    rows = "".join(_row(kind, field, field in allowed) for field in fields(kind.fact))
    listed = f"; chú giải · annotations: `{kind.gold}`" if kind.gold else ""
    head = f"## {kind.name}: {vi} · {en}\n\n`ln:{kind.term}`, `ln:{kind.link}`{listed}\n\n"
    return head + (_COLUMNS + rows if rows else "Chỉ có lời văn của nó. · *Nothing but its words.*\n")


def _row(kind: Kind, field: Field, allowed: bool) -> str:
    said = field.said
    stated = OUTSIDE.get(said.property, f"ln:{said.property}")
    if field.name == "having" and kind.having is not None:
        stated = f"ln:{kind.having.property}"
    values = f"{said.scheme}/…" if said.form is Form.CONCEPT else "" if said.form is Form.THING else said.form.value
    cells = [
        f"`{kind.called(field.name)}`",
        f"`{stated}`",
        values,
        f"`{said.gold}`" if said.gold else "",
        "✓" if allowed else "",
    ]
    return f"| {' | '.join(cells)} |\n"


if __name__ == "__main__":
    project_ = Project.find()
    (project_.root / "docs" / "facts.md").write_text(page(project_), encoding="utf-8")
