"""The pages of the rules of reading: ``python -m loader.reading_pages`` writes ``docs/reading``.

One page for each table of rules, one for each reading rule that facts name in ``ln:extractedBy``, and an index.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from loader.project import Project
from loader.rules import Book, Example, ReadingRule, Rule, Table, Where, book
from loader.rules.tallies import Measured
from loader.sources import write_atomically

INDEX = "README.md"
_WHERE = {Where.START: "ở đầu · at the start", Where.WHOLE: "cả lời · the whole text"}


def pages(rulebook: Book) -> Mapping[str, str]:
    """Return the Markdown pages by file name."""
    known = rulebook.measured()
    tables = [rulebook.table(name) for name in rulebook.names()]
    readings = list(rulebook.readings().values())
    made = {INDEX: _text(_index(tables, readings, rulebook))}
    for table in tables:
        users = [r for r in readings if table.name in r.tables]
        made[f"{table.name}.md"] = _text(_table_page(table, users, known))
    for reading in readings:
        made[f"{reading.id}.md"] = _text(_reading_page(reading, rulebook))
    return made


def _text(lines: Iterator[str]) -> str:
    return "\n".join(lines) + "\n"


def _index(tables: list[Table], readings: list[ReadingRule], rulebook: Book) -> Iterator[str]:
    count = sum(len(table.rules) for table in tables)
    yield from (
        "# Máy đọc theo những quy tắc nào · The rules of reading",
        "",
        f"{len(readings)} quy tắc đọc (tên ghi ở `ln:extractedBy` của mỗi dữ kiện) dùng {count} quy tắc nhận dạng trong {len(tables)} bảng. "
        "Độ tin là tỷ lệ đúng đo trên các văn bản có chú giải, làm trơn về tỷ lệ của loại dữ kiện; *ít* nghĩa là gặp dưới 20 lần hoặc dưới 3 văn bản.",
        "",
        f"*{len(readings)} reading rules (named by `ln:extractedBy` of every fact) work with {count} rules in {len(tables)} tables. "
        "The confidence is the share that was right in annotated documents, smoothed towards that of the kind of fact; "
        "“few” means fewer than 20 facts or 3 documents.*",
        "",
        "Trang này làm từ `loader/language/vi` bằng `python -m loader.reading_pages`; số đo bằng `langnghe rules measure`. "
        "Thêm một cách nói: [quy tắc đọc](../reading-rules.md). · *Made from the entries; adding a wording: see there.*",
        "",
        "## Quy tắc đọc · Reading rules",
        "",
        "| Tên · name | Loại · kind | Đọc gì · what it reads | Đúng · right | Độ tin · confidence |",
        "|---|---|---|---:|---:|",
    )
    for reading in readings:
        tally = rulebook.measured().readings.get(reading.id)
        right = "–" if tally is None else f"{tally.right}/{tally.found}{' (ít · few)' if tally.thin else ''}"
        yield (
            f"| [{reading.id}]({reading.id}.md) | {reading.kind.vi} *{reading.kind.en}* | {_cell(reading.vi)} *{_cell(reading.en)}* "
            f"| {right} | {rulebook.confidence(reading.id)} |"
        )
    yield from ("", "## Bảng · Tables", "", "| Bảng · table | Quy tắc · rules | |", "|---|---:|---|")
    for table in tables:
        yield f"| [{table.name}]({table.name}.md) | {len(table.rules)} | {_cell(table.vi)} *{_cell(table.en)}* |"


def _table_page(table: Table, users: list[ReadingRule], known: Measured) -> Iterator[str]:
    yield from (f"# {table.name}", "", table.vi, "", f"*{table.en}*", "")
    if users:
        yield f"Dùng bởi · used by: {', '.join(f'[{r.id}]({r.id}.md)' for r in users)}."
        yield ""
    yield f"`loader/language/vi/rules/{table.name}.toml`"
    for rule in table.rules:
        yield from _rule(rule, known)


def _rule(rule: Rule, known: Measured) -> Iterator[str]:
    yield from ("", f'<a id="{rule.id}"></a>', "", f"## {rule.id}", "", f"{rule.vi} · *{rule.en}*", "")
    yield from ("```text", rule.pattern.strip(), "```", "")
    if rule.unless:
        yield f"- trừ khi có · unless: `{_code(rule.unless)}`"
    if rule.gives:
        yield f"- nghĩa là · means: `{rule.gives}`"
    if rule.where in _WHERE:
        yield f"- chỗ · place: {_WHERE[rule.where]}"
    yield f"- thử trên · tried on: {rule.scope}"
    fired = known.fired.get(rule.id, 0)
    if fired:
        yield f"- khớp trong {fired} văn bản đã đo · matches in {fired} of the measured documents"
    else:
        yield "- chưa văn bản đã đo nào có · in none of the measured documents"
    if rule.seen and rule.seen != "examples":
        yield f"- gặp ở · seen in: {rule.seen}"
    yield ""
    for example in rule.yes:
        yield f"- ✓ {_example(example)}"
    for example in rule.no:
        yield f"- ✗ {_example(example)}"


def _example(example: Example) -> str:
    named = "; ".join(f"{name} = “{words}”" for name, words in example.gives)
    said = f" → {named}" if named else ""
    return f"`{_code(example.text)}`{said}{f' ({example.why})' if example.why else ''}"


def _reading_page(reading: ReadingRule, rulebook: Book) -> Iterator[str]:
    known = rulebook.measured()
    yield from (f"# {reading.id}", "", reading.vi, "", f"*{reading.en}*", "")
    yield f"- loại dữ kiện · kind of fact: {reading.kind.vi} · {reading.kind.en}"
    if reading.tables:
        yield f"- bảng quy tắc · tables of rules: {', '.join(f'[{t}]({t}.md)' for t in reading.tables)}"
    yield f"- độ tin · confidence: **{rulebook.confidence(reading.id)}**"
    tally = known.readings.get(reading.id)
    if tally is None:
        yield "- không đo: máy đọc hay người biên tập tự nói ra · not measured: the reader itself, or a person, says it"
        return
    yield (
        f"- đúng {tally.right} trong {tally.found} lần, {tally.documents} văn bản có chú giải · "
        f"right {tally.right} of {tally.found} times, in {tally.documents} annotated documents"
    )
    yield f"- cận dưới 5 % · lower 5 % bound (Wilson): {tally.lower:.2f}"
    yield f"- cả loại dữ kiện · all of its kind: {known.kinds[reading.kind.key]}"
    if tally.thin:
        yield "- ít gặp: độ tin chủ yếu là của loại dữ kiện · met rarely: the confidence is mostly that of the kind of fact"
    words = known.examples.get(reading.id, ())
    if words:
        yield from ("", "## Ví dụ đọc đúng · Read rightly", "")
        yield from (f"- {_cell(text)}" for text in words)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "\\<").replace("\n", " ")


def _code(text: str) -> str:
    return " ".join(text.split("\n")).replace("`", "'")


def main() -> None:
    """Write the pages into ``docs/reading`` and remove those of rules that no longer exist."""
    folder = Project.find().root / "docs" / "reading"
    made = pages(book())
    for name, text in made.items():
        write_atomically(folder / name, text.encode())
    for path in folder.glob("*.md"):
        if path.name not in made:
            Path.unlink(path)


if __name__ == "__main__":
    main()
