"""``langnghe diff``: what changed from one report to another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from loader.errors import FindingsError
from loader.validation.comparison import Difference, Told, compare, difference_json, read_report
from loader.validation.findings import Bilingual, Language, Severity

_EPILOG = """\b
Examples:
  langnghe diff monday/report.json friday/report.json
  langnghe diff before/report.json after/report.json --format json > changes.json
  langnghe diff main/report.json branch/report.json --fail-on warning
"""
_NEVER = "never"
_TITLES = (
    ("new", Bilingual("Mới", "New"), "red"),
    ("solved", Bilingual("Đã hết", "Solved"), "green"),
)
_SEVERITIES = (
    (Severity.VIOLATION, Bilingual("vi phạm", "violation")),
    (Severity.WARNING, Bilingual("cảnh báo", "warning")),
    (Severity.INFO, Bilingual("lưu ý", "note")),
)


@click.command("diff", epilog=_EPILOG)
@click.argument("old", type=click.Path(path_type=Path, dir_okay=False))
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option("--lang", type=click.Choice([x.value for x in Language]), default="vi", show_default=True)
@click.option("--same", is_flag=True, help="List in the table also what did not change.")
@click.option(
    "--fail-on",
    type=click.Choice([*(s.value for s in Severity), _NEVER]),
    default=_NEVER,
    show_default=True,
    help="Lowest severity of a new finding that makes the command fail.",
)
def diff(old: Path, new: Path, form: str, lang: str, same: bool, fail_on: str) -> None:
    """So sánh hai báo cáo. Compare two reports: findings that are new, solved, the same.

    OLD and NEW are files report.json that 'langnghe validate --output' wrote.
    """
    found = compare(read_report(old), read_report(new))
    if form == "json":
        click.echo(difference_json(found).decode(), nl=False)
    else:
        _print(found, Language(lang), same)
    if fail_on != _NEVER:
        limit = Severity(fail_on).rank
        grave = sum(1 for finding in found.new if finding.severity.rank <= limit)
        if grave:
            raise FindingsError(f"{grave} new of severity {fail_on} or graver", advice="--fail-on")


def _print(found: Difference, language: Language, same: bool) -> None:
    console = Console(highlight=False)
    words = ("mới", "đã hết", "như cũ") if language is Language.VI else ("new", "solved", "the same")
    sizes = (len(found.new), len(found.solved), len(found.same))
    console.print(", ".join(f"{size} {word}" for size, word in zip(sizes, words, strict=True)))
    for (_, title, style), findings in zip(_TITLES, (found.new, found.solved), strict=True):
        if findings:
            console.print(_table(findings, title.get(language), style, language))
    if same and found.same:
        console.print(_table(found.same, Bilingual("Như cũ", "The same").get(language), "dim", language))


def _table(findings: Sequence[Told], title: str, style: str, language: Language) -> Table:
    vi = language is Language.VI
    names = dict(_SEVERITIES)
    table = Table(title=f"{title} ({len(findings)})", title_style=style, title_justify="left", box=None, pad_edge=False)
    table.add_column("Mã" if vi else "Code", no_wrap=True)
    table.add_column("Mức độ" if vi else "Severity", no_wrap=True)
    table.add_column("Văn bản" if vi else "Document", max_width=28)
    table.add_column("Nội dung" if vi else "Message", overflow="fold", ratio=1)
    for finding in findings:
        severity = names[finding.severity].get(language)
        table.add_row(finding.rule, severity, finding.document, finding.message.get(language), style=style)
    return table
