"""``langnghe add``: one more document into a built graph."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from loader.build import add as add_documents
from loader.commands.build import report
from loader.project import Project

_EPILOG = """\b
Example:
  langnghe add plan.docx --origin https://example.org/plan.docx
"""


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--origin", default="added by a user; origin not stated", help="Where the documents came from.")
def add(files: tuple[Path, ...], origin: str) -> None:
    """Thêm văn bản vào đồ thị. Add documents to the graph.

    The files are copied into data/sources, entered into the manifest, and built; the other documents are not built
    again. All that takes place together in the end: whatever breaks it off leaves everything as it was.
    """
    report(add_documents(Project.find(), files, origin, date.today()))
