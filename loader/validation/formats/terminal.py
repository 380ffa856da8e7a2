"""The report on one screen of a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from loader.validation.causes import Cause, causes
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
_MOST_FLAWS = 10


def print_summary(
    report: Report, console: Console, language: Language = Language.VI, changes: Changes | None = None
) -> None:
    """Print counts, the worst documents, the most frequent rules and what was not tested."""
    vi = language is Language.VI
    told = causes(report)
    console.print(_headline(report, language))
    console.print(_documents(report, told, vi))
    console.print(_first(report, told, language))
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


def _documents(report: Report, told: Sequence[Cause], vi: bool) -> Table:
    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column("Văn bản" if vi else "Document", overflow="ellipsis", no_wrap=True, ratio=1)
    names = ("Vi phạm", "Cảnh báo", "Lưu ý", "Lỗi gộp", "Điểm")
    for name in names if vi else ("Violations", "Warnings", "Notes", "Flaws", "Score"):
        table.add_column(name, justify="right", no_wrap=True, min_width=len(name))
    flaws = Counter(cause.document for cause in told)

    def worst_first(document: DocumentSummary) -> tuple[bool, int, int, int, str]:
        return (bool(document.became), -document.violations, -document.warnings, -document.infos, document.iri)

    shown = [d for d in sorted(report.documents, key=worst_first) if d.violations or d.warnings or d.infos]
    for d in shown[:_MOST_DOCUMENTS]:
        became = f" ({'thay bằng' if vi else 'replaced by'} {d.became})" if d.became else ""
        counts = (d.violations, d.warnings, d.infos, flaws[d.iri] or "", d.score)
        table.add_row(d.label + became, *map(str, counts))
    if len(shown) > _MOST_DOCUMENTS:
        table.add_row(f"… +{len(shown) - _MOST_DOCUMENTS}", "", "", "", "", "")
    return table


def _first(report: Report, told: Sequence[Cause], language: Language) -> Table:
    """Return what to do first: the gravest flaws, each once with the number of its places."""
    vi = language is Language.VI
    table = Table(box=None, pad_edge=False, expand=True)
    table.add_column("Mã" if vi else "Code", no_wrap=True, min_width=6)
    table.add_column("Chỗ" if vi else "Places", justify="right", no_wrap=True, min_width=6)
    table.add_column("Việc cần làm trước" if vi else "What to do first", overflow="ellipsis", no_wrap=True, ratio=1)
    labels = {document.iri: document.label for document in report.documents}
    for cause in told[:_MOST_FLAWS]:
        place = f"{labels[cause.document]}: " if cause.document in labels else ""
        code = Text(cause.findings[0].rule, style=dict(_STYLES)[cause.severity])
        table.add_row(code, str(len(cause.findings)), place + cause.message.get(language))
    if len(told) > _MOST_FLAWS:
        table.add_row("…", str(sum(len(cause.findings) for cause in told[_MOST_FLAWS:])), "")
    return table
