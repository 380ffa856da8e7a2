"""``langnghe read``: what is read from a plan, as JSON; nothing is kept."""

from __future__ import annotations

import json
from pathlib import Path

import click

from loader.documents import read_document
from loader.errors import InputError
from loader.facts_json import json_of, schema
from loader.processes import look_for_garbage_seldom
from loader.programmes import read_packs
from loader.project import Project

_EPILOG = """\b
Examples:
  langnghe read plan.docx > plan.json
  langnghe read --schema
"""


@click.command("read", epilog=_EPILOG)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--schema", "only_schema", is_flag=True, help="Print the JSON Schema of what is printed for a plan.")
@click.option("--force", is_flag=True, help="Read also what has not the marks of an official document.")
def read(file: Path | None, only_schema: bool, force: bool) -> None:
    """Đọc một kế hoạch, in dữ kiện dạng JSON. Read a plan and print its facts as JSON.

    Each fact comes with its sentence, where that stands, the rule that read it and how sure that rule is. Curated
    corrections are not applied; nothing is kept.
    """
    if only_schema:
        click.echo(json.dumps(schema(), ensure_ascii=False, indent=1))
        return
    if file is None:
        raise InputError("no file was named", advice="langnghe read FILE, or langnghe read --schema")
    look_for_garbage_seldom()
    click.echo(json_of(read_document(file, force=force, programmes=read_packs(Project.find().packs))))
