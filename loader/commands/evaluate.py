"""``langnghe eval``: extraction scores against gold annotations."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click
from rich.table import Table

from loader.commands.output import console
from loader.errors import InputError
from loader.evaluation import evaluate as evaluate_graph
from loader.evaluation import read_gold
from loader.graph.dataset import parse_file
from loader.graph.turtle import to_rdflib
from loader.project import Project
from loader.scoring import Evaluation

_EPILOG = """\b
Examples:
  langnghe eval gold/lang-son.json
  langnghe eval gold/*.json --documents out/documents --details
"""


@click.command("eval", epilog=_EPILOG)
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--documents", type=click.Path(path_type=Path), help="Folder of the documents' Turtle files.")
@click.option("--details", is_flag=True, help="List what was missed, superfluous or wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(gold: tuple[Path, ...], documents: Path | None, details: bool, as_json: bool) -> None:
    """Đo chất lượng trích xuất. Score the extraction against gold annotations.

    GOLD names annotations (JSON); each says which source file it is about.
    """
    folder = documents or Project.find().documents
    results = [_evaluate(path, folder) for path in gold]
    if as_json:
        click.echo(json.dumps([asdict(r) | {"mean_f1": r.mean_f1} for r in results], ensure_ascii=False, indent=1))
        return
    for result in results:
        _show(result, details)
    if len(results) > 1:
        click.echo(f"MEAN-F1 over {len(results)} documents: {sum(r.mean_f1 for r in results) / len(results):.3f}")


def _evaluate(path: Path, folder: Path) -> Evaluation:
    gold = read_gold(path)
    turtle = folder / f"{Path(str(gold['file'])).stem}.ttl"
    if not turtle.is_file():
        raise InputError("the annotated document is not built", where=str(turtle), advice="run 'langnghe build'")
    return evaluate_graph(gold, to_rdflib(quad.triple for quad in parse_file(turtle)))


def _show(result: Evaluation, details: bool) -> None:
    table = Table(title=result.name, title_justify="left")
    for name in ("category", "P", "R", "F1", "hits / gold / found", "fields"):
        table.add_column(name)
    for score in result.scores:
        fields = "  ".join(f"{f.name} {f.right:g}/{f.of}" for f in score.fields)
        counts = f"{score.hits} / {score.gold} / {score.found}"
        table.add_row(
            score.category, f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}", counts, fields
        )
    console().print(table)
    if details:
        for score in result.scores:
            for miss in score.misses:
                click.echo(f"  {score.category}: {miss}")
    click.echo(f"MEAN-F1 {result.mean_f1:.3f}")
