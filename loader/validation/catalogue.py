"""The pages of the rule catalogue: ``python -m loader.validation.catalogue`` writes ``docs/rules``."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from loader.project import Project
from loader.sources import write_atomically
from loader.validation.findings import Rule, Severity
from loader.validation.rules import Catalogue
from loader.validation.shapes import load_shapes

_SEVERITIES = ((Severity.VIOLATION, "Vi phạm"), (Severity.WARNING, "Cảnh báo"), (Severity.INFO, "Lưu ý"))
_INDEX = "README.md"


def pages(catalogue: Catalogue, examples: Path | None = None) -> Mapping[str, str]:
    """Return the Markdown pages by file name: an index and one page per rule.

    Args:
        catalogue: the rules.
        examples: folder with ``<CODE>/fail.ttl`` and ``pass.ttl``, to be shown on the pages.

    """
    made = {_INDEX: _index(catalogue)}
    for rule in catalogue.rules:
        made[f"{rule.code}.md"] = _page(rule, examples)
    return made


def _index(catalogue: Catalogue) -> str:
    lines = [
        "# Bộ quy tắc · Rule catalogue",
        "",
        f"{len(catalogue.rules)} quy tắc mà `langnghe validate` kiểm tra. Mỗi quy tắc là một shape SHACL có tên trong "
        "`shapes/`.",
        "",
        f"The {len(catalogue.rules)} rules that `langnghe validate` checks. Each is a named SHACL shape in `shapes/`.",
        "",
        "Trang này được tạo từ các shape: `python -m loader.validation.catalogue`. "
        "This page is made from the shapes by that command.",
    ]
    for group, rules in groupby(catalogue.rules, key=lambda r: r.group):
        lines += ["", f"## {group.title.vi} · {group.title.en}", ""]
        lines += ["| Mã · Code | Mức độ · Severity | Quy tắc | Rule |", "|---|---|---|---|"]
        for rule in rules:
            titles = f"{_cell(rule.title.vi)} | {_cell(rule.title.en)}"
            lines.append(f"| [{rule.code}]({rule.code}.md) | {_severity(rule)} | {titles} |")
    return "\n".join(lines) + "\n"


def _place_of(file: str) -> str:
    """Return where a file of shapes lies in the project: with the rules of all programmes, or in a pack."""
    project = Project.bundle()
    folder = next((f for f in project.shape_folders if (f / file).is_file()), project.shapes)
    return f"{folder.relative_to(project.root).as_posix()}/{file}"


def _page(rule: Rule, examples: Path | None) -> str:
    how = "mã chương trình · code" if rule.check else "SHACL"
    lines = [
        f"# {rule.code} · {rule.title.vi}",
        "",
        f"*{rule.title.en}*",
        "",
        f"- Mức độ · severity: **{_severity(rule)}**",
        f"- Nhóm · group: {rule.group.title.vi} · {rule.group.title.en}",
        f"- IRI: <{rule.iri}> (`{_place_of(rule.file)}`), {how}",
        "",
        "| | Tiếng Việt | English |",
        "|---|---|---|",
    ]
    for name, text in (
        ("Lý do · why", rule.rationale),
        ("Thông điệp · message", rule.message),
        ("Khắc phục · remedy", rule.remedy),
        ("Ai khắc phục · by whom", rule.mender),
        ("Khi có nhiều chỗ · several places", rule.summary),
        ("Cơ sở · source", rule.source),
    ):
        if text.vi or text.en:
            lines.append(f"| {name} | {_cell(text.vi)} | {_cell(text.en)} |")
    if examples is not None:
        for file, title in (("fail.ttl", "Không đạt · fails"), ("pass.ttl", "Đạt · passes")):
            path = examples / rule.code / file
            if path.is_file():
                lines += [
                    "",
                    f"## {title}",
                    "",
                    "```turtle",
                    _without_prefixes(path.read_text(encoding="utf-8")),
                    "```",
                ]
    return "\n".join(lines) + "\n"


def _severity(rule: Rule) -> str:
    return f"{dict(_SEVERITIES)[rule.severity]} · {rule.severity.value}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _without_prefixes(turtle: str) -> str:
    return "\n".join(line for line in turtle.splitlines() if not line.startswith("@prefix")).strip()


def main() -> None:
    """Write the pages into ``docs/rules`` and remove those of rules that no longer exist."""
    project = Project.find()
    folder = project.root / "docs" / "rules"
    made = pages(Catalogue.of(load_shapes(project.shape_folders)), project.root / "tests" / "validation" / "examples")
    for name, text in made.items():
        write_atomically(folder / name, text.encode())
    for path in folder.glob("*.md"):
        if path.name not in made:
            path.unlink()


if __name__ == "__main__":
    main()
