"""``langnghe init``: a workspace for somebody's own plans."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from loader.workspace import make_workspace

_EPILOG = """\b
Example:
  langnghe init ke-hoach-cua-toi
"""


@click.command(epilog=_EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Tạo thư mục làm việc. Make a workspace in DIR.

    It holds the documents as received, their manifest, corrections and the graph built from them; ontology, rules,
    questions and reference data come with the program. README.md in it says what is where.
    """
    project = make_workspace(folder)
    click.echo(f"thư mục làm việc · workspace: {project.root}")
    there = "" if project.root == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    click.echo(f"tiếp theo · next: {there}langnghe add FILE")
