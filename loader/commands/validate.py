"""``langnghe validate``: the graph against the rules, and the report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from loader.errors import ConfigurationError, FindingsError
from loader.graph.dataset import rdf_files
from loader.processes import look_for_garbage_seldom
from loader.project import Project
from loader.validation.data import load_data
from loader.validation.findings import Finding, Language, Report, Severity
from loader.validation.kept import Kept
from loader.validation.shacl_engines import ENGINES, EngineName, fastest
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate as check
from loader.validation.validator import validate_again

if TYPE_CHECKING:
    from loader.validation.baseline import Changes

_EPILOG = """\b
Examples:
  langnghe validate                                    check data/ttl, print a summary
  langnghe validate --output report --lang en          and write report.html, .ttl, .csv, .json, .sarif, badge.svg
  langnghe validate plan.ttl --shapes mine             one file, with rules of your own added
  langnghe validate plan.docx --lang en                a plan that was not built; it is read, nothing of it is kept
  langnghe validate --baseline accepted.toml --fail-on warning
  langnghe validate --memory .validation.json          again, only what can have changed since the last time
"""
_NEVER = "never"
_FASTEST = "auto"


@click.command(epilog=_EPILOG)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Folder to write the report into.")
@click.option("--lang", type=click.Choice([x.value for x in Language]), default="vi", show_default=True)
@click.option(
    "--fail-on",
    type=click.Choice([*(s.value for s in Severity), _NEVER]),
    default=Severity.VIOLATION.value,
    show_default=True,
    help="Lowest severity that makes the command fail.",
)
@click.option(
    "--engine",
    type=click.Choice([*ENGINES, _FASTEST]),
    default=ENGINES[0],
    show_default=True,
    help=f"SHACL engine: the reference, the fast one (extra 'fast'), or {_FASTEST}, the fast one if it is installed.",
)
@click.option(
    "--shapes", multiple=True, type=click.Path(path_type=Path), help="File or folder of your own rules, added to ours."
)
@click.option(
    "--baseline", type=click.Path(path_type=Path, dir_okay=False), help="Accepted findings, or a report.json."
)
@click.option(
    "--memory",
    type=click.Path(path_type=Path, dir_okay=False),
    help="File that keeps results: only what can have changed since the run that wrote it is validated again.",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Day that the rules of currency look at; today.")
@click.option("--force", is_flag=True, help="Read also documents without the marks of an official one.")
def validate(
    paths: tuple[Path, ...],
    output: Path | None,
    lang: str,
    fail_on: str,
    engine: str,
    shapes: tuple[Path, ...],
    baseline: Path | None,
    memory: Path | None,
    as_of: datetime | None,
    force: bool,
) -> None:
    """Kiểm tra đồ thị theo bộ quy tắc. Check the graph against the rules.

    Without PATHS, the graph of data/ttl is checked. With PATHS (RDF files, folders of them, or plan documents), these
    are checked together with the project's reference data and what follows from both.
    """
    look_for_garbage_seldom()
    project = Project.find()
    language = Language(lang)
    known = _known(baseline) if baseline else None
    with ThreadPoolExecutor(max_workers=1) as beside:
        before = Kept.read(memory) if memory else Kept()
        loading = beside.submit(load_data, project, paths or None, force=force, kept=before)
        rules = load_shapes(_shapes(project, shapes))
        from rich.console import Console  # while the data are read

        from loader.validation.formats.terminal import print_summary

        data = loading.result()
    day = as_of.date() if as_of else date.today()
    sources = project.sources if project.sources.is_dir() else None
    name = fastest() if engine == _FASTEST else cast(EngineName, engine)
    if memory is None:
        report = check(data, rules, engine=name, as_of=day, sources=sources)
    else:
        again = validate_again(data, rules, before, engine=name, as_of=day, sources=sources)
        again.kept.write(memory)
        report = again.report
    changed = known(report) if known else None
    if output:
        from loader.validation.report import write_report  # brings in what renders pages

        write_report(report, output, language=language, changes=changed)
    console = Console(highlight=False, emoji=False)
    print_summary(report, console, language, changed)
    if output:
        console.print(f"{'Báo cáo' if language is Language.VI else 'Report'}: {output / 'report.html'}")
    _fail(report, fail_on, () if changed is None else changed.accepted)


def _known(file: Path) -> Callable[[Report], Changes]:
    """Return what compares a report with a baseline.

    Raises:
        ConfigurationError: the baseline cannot be read.

    """
    from loader.validation.baseline import changes, read_baseline

    known = read_baseline(file)
    return lambda report: changes(report, known)


def _shapes(project: Project, own: Sequence[Path]) -> list[Path]:
    if not project.shapes.is_dir():
        raise ConfigurationError("the project has no shapes", where=str(project.shapes))
    rdf_files(own)
    return [*project.shape_folders, *own]


def _fail(report: Report, fail_on: str, accepted: Sequence[Finding]) -> None:
    """Raise when findings that nobody accepted reach a severity.

    Raises:
        FindingsError: there are such findings.

    """
    if fail_on == _NEVER:
        return
    excused = {finding.key for finding in accepted}
    limit = Severity(fail_on).rank
    grave = [f for f in report.findings if f.severity.rank <= limit and f.key not in excused]
    if grave:
        raise FindingsError(
            f"{len(grave)} finding{'s' if len(grave) != 1 else ''} of severity {fail_on} or graver",
            advice="--fail-on, --baseline",
        )
