"""``langnghe rules measure`` and ``cover``: how often reading rules are right, and which rules documents make fire."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table as Shown
from rich.text import Text

from loader.commands.output import console
from loader.errors import FindingsError, InputError
from loader.measuring import Annotated, annotated, measure, revision, unannotated
from loader.project import Project
from loader.rules import Book, Matcher, Rule, book
from loader.rules.book import MEASURED
from loader.rules.coverage import Recording
from loader.rules.tallies import Measured, written
from loader.sources import write_atomically

_GOLD = Path("tests", "gold")
_AGAIN = "run 'langnghe rules measure', then 'langnghe build'"
_ONLY_EXAMPLES = "examples"


@click.command("measure")
@click.argument("gold", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--check", is_flag=True, help="Only tell whether the numbers are those of these rules and annotations.")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the numbers to this file.")
def measure_rules(gold: tuple[Path, ...], check: bool, output: Path | None) -> None:
    """Đo độ đúng của quy tắc đọc. Measure how often each reading rule is right.

    GOLD names annotations (JSON) or folders of them. Without any, all annotations of the project are taken and the
    numbers are written beside the rules, where reading takes its confidence from.
    """
    rulebook = book()
    documents = _documents(gold)
    if check:
        _require_fresh(rulebook, documents)
        click.echo("the numbers are those of these rules and annotations")
        return
    result, _ = measure(rulebook, documents)
    _show(result, rulebook)
    target = output or (None if gold else Path(str(rulebook.folder)) / MEASURED)
    if target is not None:
        write_atomically(target, written(result).encode())
        click.echo(f"written: {target}")


def _documents(gold: Sequence[Path]) -> list[Annotated]:
    project = Project.find()
    if gold:
        return annotated(gold, project.sources)
    if not (project.root / _GOLD).is_dir():
        raise InputError("there are no annotations here", where=str(project.root / _GOLD), advice="name some: GOLD")
    found = annotated([project.root / _GOLD], project.sources)
    return found + unannotated(project.sources, found)


def _require_fresh(rulebook: Book, documents: Sequence[Annotated]) -> None:
    known = rulebook.measured()
    stale = [
        what
        for what, then, now in (
            ("the rules", known.rules, rulebook.fingerprint()),
            ("the annotated documents", known.gold, revision(documents)),
        )
        if then != now
    ]
    if stale:
        raise FindingsError(f"{' and '.join(stale)} changed since they were measured", where=MEASURED, advice=_AGAIN)


def _show(result: Measured, rulebook: Book) -> None:
    shown = Shown(title="đúng / đọc được · right / found", title_justify="left")
    for column in ("id", "right", "found", "documents", "confidence", "lower 5 %", ""):
        shown.add_column(column, overflow="fold")
    for reading in rulebook.readings():
        tally = result.readings.get(reading)
        if tally is not None:
            figures = (tally.right, tally.found, tally.documents, result.confidences[reading], f"{tally.lower:.2f}")
            shown.add_row(Text(reading), *map(str, figures), "thin" if tally.thin else "")
    console().print(shown)


@click.command("cover")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--parts", is_flag=True, help="List the parts of each pattern that no text here needs.")
@click.option("--mark", is_flag=True, help='Write seen = "examples" into rules that only their examples fire.')
def cover_rules(files: tuple[Path, ...], parts: bool, mark: bool) -> None:
    """Xem quy tắc nào được dùng tới. See which rules FILES make fire; without FILES, annotated documents and sources.

    A rule that nothing but its own examples fires says with ``seen`` where its wording was met.
    """
    if mark and files:
        raise InputError("--mark goes by the annotated documents: name no files")
    rulebook = book()
    documents = [Annotated(f.stem, f) for f in files] or _documents(())
    result, recording = measure(rulebook, documents)
    rules = [rule for name in rulebook.names() for rule in rulebook.table(name).rules]
    _show_cover(rules, rulebook, documents, recording, parts=parts)
    idle = [rule for rule in rules if rule.id not in result.fired]
    click.echo(f"{len(rules) - len(idle)} of {len(rules)} rules fire in {len(documents)} documents")
    if files:
        return
    unmarked = [rule for rule in idle if not rule.seen]
    if mark:
        for rule in unmarked:
            _mark(_file_of(rule, rulebook), rule)
        click.echo(f"marked: {len(unmarked)}")
        return
    for rule in rules:
        if rule.seen == _ONLY_EXAMPLES and rule.id in result.fired:
            click.echo(f"{rule.id}: documents fire it: the mark {_ONLY_EXAMPLES} can go")
    if unmarked:
        raise FindingsError(
            f"only their examples fire {', '.join(rule.id for rule in unmarked)}",
            advice="say with seen where the wording was met, annotate a document that has it, or remove the rule",
        )


def _show_cover(
    rules: Sequence[Rule], rulebook: Book, documents: Sequence[Annotated], recording: Recording, *, parts: bool
) -> None:
    said = {d.name for d in documents if d.gold is not None}
    shown = Shown(title="quy tắc · rules", title_justify="left")
    for column in (
        "id",
        "examples",
        "annotated",
        "others",
        "seen",
        *(("parts that no text here needs",) if parts else ()),
    ):
        shown.add_column(column, overflow="fold")
    for rule in rules:
        matched = recording.documents(rule)
        held = sum(Matcher(rule, rulebook.pieces()).holds(example.text) for example in rule.yes)
        cells = [rule.id, f"{held}/{len(rule.yes)}", str(len(matched & said)), str(len(matched - said)), rule.seen]
        if parts:
            cells.append("; ".join(recording.unused_parts(rule, rulebook.pieces())) if matched else "")
        shown.add_row(*(Text(cell) for cell in cells))
    console().print(shown)


def _file_of(rule: Rule, rulebook: Book) -> Path:
    """Return the file that holds a rule: that of the language, or of a pack."""
    folders = (rulebook.folder, *rulebook.packs)
    files = [Path(str(folder)) / "rules" / rule.file for folder in folders]
    entry = f'id = "{rule.id}"'
    return next(f for f in files if f.is_file() and entry in f.read_text(encoding="utf-8").split("\n"))


def _mark(file: Path, rule: Rule) -> None:
    """Put the mark behind the id of a rule, nothing else changed."""
    lines = file.read_text(encoding="utf-8").split("\n")
    at = lines.index(f'id = "{rule.id}"')
    lines.insert(at + 1, f'seen = "{_ONLY_EXAMPLES}"')
    write_atomically(file, "\n".join(lines).encode())
