"""``langnghe build``: documents → Turtle files → inferred statements."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from loader.build import BuildResult, Failure, NothingBuiltError
from loader.build import build as build_all
from loader.errors import FindingsError, InputError
from loader.inference.closure import Reasoner
from loader.processes import look_for_garbage_seldom
from loader.project import Project
from loader.sources import one_line

_OUT = Path("out")  # where files are built to outside of any workspace, unless somebody says where
_EPILOG = """\b
Examples:
  langnghe build                                  rebuild data/ttl from data/sources
  langnghe build plan.docx scan.pdf --output out  build two files into the folder out
  langnghe build --workers 2                      read documents in two processes
  langnghe build --scheduler tcp://head:8786      read them on the workers of a Dask cluster
  langnghe build --check                          only say whether data/ttl is up to date
"""


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), help="Folder to write into.")
@click.option(
    "--reasoner",
    type=click.Choice([r.value for r in Reasoner]),
    default=Reasoner.RULES.value,
    show_default=True,
    help="What infers: rules compiled from the ontology, or owlrl (slow, the reference).",
)
@click.option("--check", is_flag=True, help="Write nothing; fail if a file would change.")
@click.option("--fresh", is_flag=True, help="Build also what has not changed since the last build.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day by which tasks are overdue; the day the last document was received.",
)
@click.option("--force", is_flag=True, help="Build also what has not the marks of an official document.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that read documents; one for each processor.")
@click.option("--scheduler", metavar="URL", help="Scheduler of a Dask cluster that reads documents (extra 'cluster').")
def build(
    files: tuple[Path, ...],
    output: Path | None,
    reasoner: str,
    check: bool,
    fresh: bool,
    as_of: datetime | None,
    force: bool,
    workers: int | None,
    scheduler: str | None,
) -> None:
    """Dựng đồ thị từ văn bản. Build the graph from documents.

    Without FILES, all documents of data/sources are built into data/ttl. With FILES (or folders), only these are built,
    in any readable form, into the folder given by --output (outside of a workspace: the folder out).
    """
    look_for_garbage_seldom()
    writes_graph = not files and output is None and not check
    project = Project.find_writable() if writes_graph else Project.find()
    if files and output is None and Project.around() is None:
        output = _OUT
    console = Console(stderr=True)
    with Progress(
        TextColumn("[progress.description]{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task("build", total=None)

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, description=name)

        try:
            result = build_all(
                project,
                list(files) or None,
                output,
                reasoner=Reasoner(reasoner),
                check=check,
                fresh=fresh,
                progress=advance,
                as_of=as_of.date() if as_of else None,
                force=force,
                workers=workers,
                scheduler=scheduler,
            )
        except NothingBuiltError as error:
            raise _told(error.failures, error.message) from error
    report(result, check)
    if output is not None and not check:
        click.echo(f"→ {output}")


def report(result: BuildResult, check: bool = False) -> None:
    """Print what a build did.

    Raises:
        LangngheError: a document could not be built, or a check found files that would change.
    """
    built = len(result.documents)
    click.echo(
        f"{built} document{'s' if built != 1 else ''}, {result.inferences} inferred statements, "
        f"{len(result.changed)} file{'s' if len(result.changed) != 1 else ''} "
        f"{'would change' if check else 'changed'}, {result.seconds:.1f} s"
    )
    if len(result.failures) == 1:
        raise result.failures[0].error
    if result.failures:
        raise _told(result.failures, f"{len(result.failures)} documents could not be built")
    if check and result.changed:
        names = ", ".join(path.name for path in result.changed[:5])
        raise FindingsError(f"files differ from what a build writes: {names}", advice="run 'langnghe build'")


def _told(failures: Sequence[Failure], message: str) -> InputError:
    """Print why each document could not be built; return what to raise."""
    for failure in failures:
        click.echo(f"not built: {_line(failure)}", err=True)
    return InputError(message, advice="see the lines above")


def _line(failure: Failure) -> str:
    text, name = str(failure.error), one_line(failure.file.name)
    return text if name in text else f"{one_line(str(failure.file))}: {text}"
