"""``langnghe trace``: from a document, target, task or agency up to the national programme and down to the sentence."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.text import Text
from rich.tree import Tree

from loader.commands.output import console
from loader.graph.lookup import Lookup, load_store
from loader.project import Project
from loader.trace import FINDABLE, Branch
from loader.trace import trace as trace_subject

_EPILOG = """\b
Examples:
  langnghe trace 11/KH-UBND
  langnghe trace vn/ttg/2022/07/07/qd/801/chuong-trinh/muc-tieu-2025/target-1
  langnghe trace "Sở Công Thương tỉnh Lạng Sơn" --json
"""


@click.command("trace", epilog=_EPILOG)
@click.argument("subject")
@click.option(
    "--data", multiple=True, type=click.Path(path_type=Path), help="RDF files or folders instead of the project's."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def trace(subject: str, data: tuple[Path, ...], as_json: bool) -> None:
    """Lần theo mối nối. Follow the thread of SUBJECT up to the national programme and down to the sentence.

    SUBJECT is an IRI (or its end), a document number or a label.
    """
    project = Project.find()
    lookup = Lookup(load_store([*data, project.ontology] if data else project.graph))
    tree = trace_subject(lookup, lookup.find(subject, FINDABLE))
    if as_json:
        click.echo(json.dumps(asdict(tree), ensure_ascii=False, indent=1))
    else:
        console().print(_tree(tree))


def _tree(branch: Branch) -> Tree:
    tree = Tree(_line(branch))
    for child in branch.children:
        tree.add(_tree(child))
    return tree


def _line(branch: Branch) -> Text:
    line = Text()
    if branch.relation:
        line.append(f"{branch.relation}: ", style="dim")
    if branch.kind == "quote":
        line.append(f"“{branch.label}”", style="italic")
    else:
        line.append(branch.label, style="bold")
    if branch.details:
        line.append(f"  [{' · '.join(branch.details)}]", style="cyan")
    if branch.kind != "quote" and not branch.relation:
        line.append(f"  <{branch.iri}>", style="dim")
    return line
