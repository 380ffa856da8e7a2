"""``langnghe eval``: extraction scores against gold annotations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path, PurePath

import click
from rich.table import Table

from loader.commands.output import console
from loader.errors import InputError
from loader.evaluation import evaluate as evaluate_graph
from loader.evaluation import read_gold
from loader.extraction import extract
from loader.graph.dataset import parse, rdf_snapshot
from loader.graph.iris import Iris
from loader.graph.writing import document_triples
from loader.project import Project
from loader.readers import read_file
from loader.score_table import score_table
from loader.scoring import Evaluation

_EPILOG = """\b
Examples:
  langnghe eval gold/lang-son.json --details
  langnghe eval gold/*.json --documents out/documents
  langnghe eval tests/gold/plans tests/gold/blind1 --markdown
"""


@click.command("eval", epilog=_EPILOG)
@click.argument("gold", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--documents", type=click.Path(path_type=Path), help="Folder of the documents' Turtle files.")
@click.option("--details", is_flag=True, help="List what was missed, superfluous or wrong.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--markdown", is_flag=True, help="Print a table in Markdown, one for each folder of annotations.")
def evaluate(gold: tuple[Path, ...], documents: Path | None, details: bool, as_json: bool, markdown: bool) -> None:
    """Đo chất lượng trích xuất. Score the extraction against gold annotations.

    GOLD names annotations (JSON) or folders of them. Each says which document it is about: a file that stands beside it
    is read; else the document is looked for among those that are built.
    """
    if as_json and markdown:
        raise InputError("--json and --markdown exclude each other")
    paths = annotation_files(gold)
    scored = {path: _evaluate(path, documents) for path in paths}
    results = list(scored.values())
    if markdown:
        click.echo("\n".join(_tables(scored)), nl=False)
        if details:
            click.echo("".join(f"\n{path.stem}\n\n{_list(result)}" for path, result in scored.items()), nl=False)
        return
    if as_json:
        click.echo(json.dumps([asdict(r) | {"mean_f1": r.mean_f1} for r in results], ensure_ascii=False, indent=1))
        return
    for result in results:
        _show(result, details)
    if len(results) > 1:
        click.echo(f"MEAN-F1 over {len(results)} documents: {sum(r.mean_f1 for r in results) / len(results):.3f}")


def annotation_files(gold: Iterable[Path]) -> list[Path]:
    """Return the annotations that paths name, those of a folder by name; each once.

    Raises:
        InputError: a folder holds none.
    """
    found: list[Path] = []
    for path in gold:
        inside = sorted(path.glob("*.json")) if path.is_dir() else [path]
        if not inside:
            raise InputError("the folder holds no annotation (*.json)", where=str(path))
        found += inside
    return list(dict.fromkeys(found))


def _list(result: Evaluation) -> str:
    lines = [f"{score.category}: {miss}" for score in result.scores for miss in score.misses] or ["–"]
    return "".join(f"* {line}\n" for line in lines)


def _tables(scored: Mapping[Path, Evaluation]) -> Iterator[str]:
    """Yield a table for each folder of annotations, in the order of their first one."""
    for folder in dict.fromkeys(path.parent for path in scored):
        yield score_table({path.stem: result for path, result in scored.items() if path.parent == folder})


def _evaluate(path: Path, documents: Path | None) -> Evaluation:
    gold = read_gold(path)
    name = PurePath(str(gold["file"])).name
    beside = path.parent / name
    if documents is None and beside.is_file():
        return evaluate_graph(gold, document_triples(extract(read_file(beside), force=True), Iris()))
    turtle = (documents or Project.find().documents) / f"{PurePath(name).stem}.ttl"
    if not turtle.is_file():
        advice = "run 'langnghe build', or put the document beside its annotation"
        raise InputError("the annotated document is not built", where=str(turtle), advice=advice)
    with rdf_snapshot([turtle]) as opened:
        return evaluate_graph(gold, (quad.triple for file in opened.files for quad in parse(file)))


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
