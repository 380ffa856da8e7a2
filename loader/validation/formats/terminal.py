"""The report on one screen of a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from loader.validation.findings import Bilingual, DocumentSummary, Language, Report, Severity

if TYPE_CHECKING:
    from loader.validation.baseline import Changes

_STYLES = ((Severity.VIOLATION, "bold red"), (Severity.WARNING, "yellow"), (Severity.INFO, "cyan"))
_NAMES = (
    (Severity.VIOLATION, Bilingual("vi phạm", "violations")),
    (Severity.WARNING, Bilingual("cảnh báo", "warnings")),
    (Severity.INFO, Bilingual("lưu ý", "notes")),
)
_MOST_DOCUMENTS = 8
_MOST_RULES = 8


def print_summary(
    report: Report, console: Console, language: Language = Language.VI, changes: Changes | None = None
) -> None:
    """Print counts, the worst documents, the most frequent rules and what was not tested."""
    vi = language is Language.VI
    console.print(_headline(report, language))
    console.print(_documents(report, vi))
    console.print(_rules(report, language))
    untested = report.not_tested
    if untested:
        codes = ", ".join(rule.code for rule in untested[:12]) + (" …" if len(untested) > 12 else "")
        text = f"{len(untested)} quy tắc chưa được kiểm tra" if vi else f"{len(untested)} rules not tested"
        console.print(Text(f"{text}: {codes}", style="dim"))
    for note in report.notes:
        console.print(Text(f"{'Lưu ý' if vi else 'Note'}: {note.get(language)}", style="yellow"))
    if changes is not None:
        words = ("mới", "đã biết", "được chấp nhận", "đã hết") if vi else ("new", "known", "accepted", "solved")
        sizes = (len(changes.new), len(changes.known), len(changes.accepted), len(changes.solved))
        console.print(", ".join(f"{size} {word}" for size, word in zip(sizes, words, strict=True)))


def _headline(report: Report, language: Language) -> Text:
    line = Text()
    for (severity, style), (_, name) in zip(_STYLES, _NAMES, strict=True):
        if line:
            line.append(", ")
        count = report.count(severity)
        line.append(f"{count} {name.get(language)}", style=style if count else "dim")
    failed = sum(1 for o in report.outcomes if o.verdict == "failed")
    passed = sum(1 for o in report.outcomes if o.verdict == "passed")
    words = ("quy tắc đạt", "có phát hiện") if language is Language.VI else ("rules passed", "with findings")
    line.append(f"  ({passed} {words[0]}, {failed} {words[1]})")
    return line


def _documents(report: Report, vi: bool) -> Table:
    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column("Văn bản" if vi else "Document", overflow="ellipsis", no_wrap=True, ratio=1)
    for name in ("Vi phạm", "Cảnh báo", "Lưu ý", "Điểm") if vi else ("Violations", "Warnings", "Notes", "Score"):
        table.add_column(name, justify="right", no_wrap=True, min_width=len(name))

    def worst_first(document: DocumentSummary) -> tuple[int, int, int, str]:
        return (-document.violations, -document.warnings, -document.infos, document.iri)

    shown = [d for d in sorted(report.documents, key=worst_first) if d.violations or d.warnings or d.infos]
    for d in shown[:_MOST_DOCUMENTS]:
        table.add_row(d.label, str(d.violations), str(d.warnings), str(d.infos), str(d.score))
    if len(shown) > _MOST_DOCUMENTS:
        table.add_row(f"… +{len(shown) - _MOST_DOCUMENTS}", "", "", "", "")
    return table


def _rules(report: Report, language: Language) -> Table:
    vi = language is Language.VI
    table = Table(box=None, pad_edge=False)
    table.add_column("Mã" if vi else "Code")
    table.add_column("Số" if vi else "Count", justify="right")
    table.add_column("Nội dung" if vi else "Rule", overflow="ellipsis", no_wrap=True, max_width=76)
    counts: Counter[str] = Counter(f.rule for f in report.findings)
    severities = {f.rule: f.severity for f in report.findings}
    rules = {o.rule.code: o.rule for o in report.outcomes}
    ranked = sorted(counts, key=lambda code: (severities[code].rank, -counts[code], code))
    for code in ranked[:_MOST_RULES]:
        title = rules[code].title.get(language) if code in rules else code
        table.add_row(Text(code, style=dict(_STYLES)[severities[code]]), str(counts[code]), title)
    if len(ranked) > _MOST_RULES:
        table.add_row("…", str(sum(counts[c] for c in ranked[_MOST_RULES:])), "")
    return table
