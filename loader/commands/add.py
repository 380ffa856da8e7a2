"""``langnghe add``: one more document into a built graph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from loader.build import add as add_documents
from loader.commands.build import report
from loader.processes import look_for_garbage_seldom
from loader.project import Project

_EPILOG = """\b
Example:
  langnghe add plan.docx --origin https://example.org/plan.docx
"""


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--origin", default="added by a user; origin not stated", help="Where the documents came from.")
@click.option("--force", is_flag=True, help="Take also what has not the marks of an official document.")
def add(files: tuple[Path, ...], origin: str, force: bool) -> None:
    """Thêm văn bản vào đồ thị. Add documents to the graph.

    The files are copied into data/sources, entered into the manifest, and built; the other documents are not built
    again. All that takes place together in the end: whatever breaks it off leaves everything as it was. A file that
    cannot be read, or that has not the marks of an official document, is refused before anything is copied; a file taken
    with --force is remembered as such.
    """
    look_for_garbage_seldom()
    report(add_documents(Project.find_writable(), files, origin, date.today(), force=force))
