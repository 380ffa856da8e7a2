"""``langnghe findings``: whether what the rules report is true, measured against judgements by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from rich.table import Table

from loader.commands.output import console
from loader.errors import InputError
from loader.project import Project
from loader.sources import write_atomically
from loader.validation.data import load_data
from loader.validation.findings import Severity
from loader.validation.judged import Judged, Measured, Tally, measure, read_judged
from loader.validation.judged_page import judged_page
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate

_GOLD = Path("tests", "gold", "findings")
_EPILOG = """\b
Examples:
  langnghe findings measure                            how many of the findings are true, by rule and overall
  langnghe findings measure my-judgements --missed     and which of the flaws listed by hand no rule reports
  langnghe findings measure --output docs/findings.md  write the page
"""


@click.group("findings", epilog=_EPILOG)
def findings() -> None:
    """Phát hiện đúng đến đâu. How true the findings are."""


@findings.command("measure", epilog=_EPILOG)
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), default="2026-01-01", show_default=True, help="Day.")
@click.option("--missed", is_flag=True, help="Also list the flaws that no rule reports.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write a page (Markdown).")
def measure_findings(folder: Path | None, as_of: datetime, missed: bool, output: Path | None) -> None:
    """Đo phát hiện đúng đến đâu. Measure findings against judgements by hand in FOLDER (TOML, one per document)."""
    project = Project.find()
    gold = folder or project.root / _GOLD
    if not gold.is_dir():
        raise InputError("there are no judged findings here", where=str(gold), advice="name a folder: FOLDER")
    judged = read_judged(gold, project.sources)
    shapes = load_shapes(project.shape_folders)
    report = validate(load_data(project), shapes, as_of=as_of.date(), sources=project.sources)
    measured = measure(report, judged)
    _show(measured, judged)
    if missed:
        for flaw in measured.missed:
            click.echo(f"{flaw.document}: {flaw.kind}: {flaw.note}")
    if output:
        write_atomically(output, judged_page(measured, judged).encode())
        click.echo(f"written: {output}")


def _show(measured: Measured, judged: Judged) -> None:
    table = Table(box=None, pad_edge=False)
    for name in ("rule", "true", "noise", "false", "unjudged", "false %", "useful %"):
        table.add_column(name, justify="left" if name == "rule" else "right")
    for rule, tally in measured.rules.items():
        _row(table, rule, tally)
    for severity in Severity:
        _row(table, f"{severity.value}: findings", measured.severities[severity])
        _row(table, f"{severity.value}: flaws", measured.grouped[severity])
    console().print(table)
    plans = ", ".join(str(count) for count in measured.plans.values())
    same, twice = judged.agreement
    click.echo(f"flaws with their places, by plan: {plans}")
    click.echo(f"listed by hand: {len(judged.flaws)}, reported: {len(measured.found)}")
    click.echo(f"judged twice: {twice}, alike: {same}")


def _row(table: Table, name: str, tally: Tally) -> None:
    rates = (f"{100 * tally.false_rate:.1f}", f"{100 * tally.useful_rate:.1f}") if tally.judged else ("–", "–")
    table.add_row(name, *(str(n) for n in (tally.true, tally.noise, tally.false, tally.unjudged)), *rates)
