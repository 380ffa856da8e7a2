"""``langnghe programme``: the programmes that are known, and a new one proposed from its decision."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table as Shown

from loader.commands.output import console
from loader.errors import ConfigurationError, not_a_file
from loader.programmes import PACK_FILE, Programme, read_pack, read_packs
from loader.project import Project

_EPILOG = """\b
Examples:
  langnghe programme list                             the programmes that are known
  langnghe programme show 801-lang-nghe               one of them: roots, period, indicators
  langnghe programme new QD-1719.docx                 a pack proposed from a decision, to be edited
  langnghe programme new NQ-03.docx QD-1131.docx      from a resolution and the decision that carries it out
  langnghe programme check                            whether all packs can be read, and what is left to do in them
"""


@click.group("programme", epilog=_EPILOG)
def programme() -> None:
    """Xem, thêm chương trình. See the programmes that are known, add one."""


@programme.command("list", epilog="\b\nExample:\n  langnghe programme list\n")
def list_programmes() -> None:
    """Liệt kê chương trình. List the programmes."""
    shown = Shown()
    for column in ("", "tên · title", "văn bản gốc · roots", "thời kỳ · period", "chỉ số · indicators"):
        shown.add_column(column, overflow="fold")
    for it in read_packs(Project.find().packs):
        shown.add_row(it.key, it.vi, ", ".join(it.numbers), _period(it), str(len(it.indicators)))
    console().print(shown)


def _period(it: Programme) -> str:
    return f"{it.start or '…'}-{it.end}" if it.end is not None else ""


@programme.command("show", epilog="\b\nExample:\n  langnghe programme show 801-lang-nghe\n")
@click.argument("key")
def show_programme(key: str) -> None:
    """Xem một chương trình. Show one programme."""
    it = _find(key)
    out = console()
    out.print(f"{it.vi}" + (f" · {it.en}" if it.en else ""), markup=False)
    out.print(f"văn bản gốc · roots: {', '.join(it.numbers)}; {_period(it)}", markup=False)
    out.print(f"tệp · file: {it.folder / PACK_FILE}", markup=False)
    shown = Shown()
    for column in ("chỉ số · indicator", "đơn vị · unit", "loại · type", "tốt hơn khi · better", "chỉ tiêu · targets"):
        shown.add_column(column, overflow="fold")
    for indicator in it.indicators:
        targets = ", ".join(f"{t.horizon or '?'}: {t.value}" for t in indicator.targets)
        shown.add_row(indicator.vi, ", ".join(indicator.units), indicator.type, indicator.direction, targets)
    out.print(shown)


def _find(key: str) -> Programme:
    packs = {it.key: it for it in read_packs(Project.find().packs)}
    if key not in packs:
        known = ", ".join(packs) or "none"
        raise ConfigurationError(f"no programme is called {key}", advice=f"known are: {known}")
    return packs[key]


@programme.command("new", epilog="\b\nExample:\n  langnghe programme new QD-1719.docx --name 1719-dan-toc\n")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--name", help="Name of the pack's folder; made from number, year and title when not given.")
@click.option(
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for packs; the workspace's when not given.",
)
def new_programme(files: tuple[Path, ...], name: str | None, output: Path | None) -> None:
    """Đề xuất một chương trình từ văn bản gốc. Propose a programme from its root documents.

    FILES are the decision, or the resolution and the decision that carries it out. Targets become indicators named by their own
    words, headings of tasks and solutions become solutions; the file programme.toml is then for a person to correct. Nothing is
    overwritten.
    """
    from loader.graph.iris import Iris
    from loader.proposing import propose
    from loader.validation.documents import read_reference

    for file in files:
        if not file.is_file():
            raise not_a_file(file)
    project = Project.find() if output else Project.find_writable()
    proposal = propose(files, read_reference(project), Iris(), name=name)
    folder = (output or project.own_packs) / proposal.key
    written = write_pack(folder, proposal.text, proposal.reference)
    read_pack(folder)
    named = proposal.targets - len(proposal.unnamed)
    click.echo(f"{written}")
    click.echo(
        f"{proposal.targets} chỉ tiêu, {named} có lời gọi tên, thành {len(proposal.indicators)} chỉ số · "
        f"{proposal.targets} targets, {named} of them named, in {len(proposal.indicators)} indicators"
    )
    click.echo(
        f"{len(proposal.solutions)} giải pháp, {proposal.tasks} nhiệm vụ được giao, {proposal.duties} báo cáo · "
        f"{len(proposal.solutions)} solutions, {proposal.tasks} assigned tasks, {proposal.duties} reports"
    )
    for sentence in proposal.unnamed:
        click.echo(f"không rõ đo gì · names nothing measured: {' '.join(sentence.split())}")
    click.echo(f"tiếp theo · next: langnghe programme check; langnghe add {' '.join(map(str, files))} KE-HOACH…")


def write_pack(folder: Path, text: str, reference: dict[str, bytes]) -> Path:
    """Write a pack beside its place, then give it its name; return its ``programme.toml``.

    Raises:
        ConfigurationError: the folder is there already, or cannot be written.
    """
    import os
    import shutil
    import tempfile

    if folder.exists():
        raise ConfigurationError("is there already", where=str(folder), advice="--name gives the new pack another name")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(prefix=".new-", dir=folder.parent))
        try:
            (beside / PACK_FILE).write_text(text, encoding="utf-8")
            (beside / "reference").mkdir()
            for file, data in reference.items():
                (beside / "reference" / file).write_bytes(data)
            beside.chmod(0o755)
            os.replace(beside, folder)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise
    except OSError as error:
        raise ConfigurationError(f"cannot be written: {error.strerror or error}", where=str(folder)) from error
    return folder / PACK_FILE


@programme.command("check", epilog="\b\nExample:\n  langnghe programme check 801-lang-nghe\n")
@click.argument("keys", nargs=-1)
def check_programmes(keys: tuple[str, ...]) -> None:
    """Kiểm tra chương trình. Check packs: whether they can be read, and what is left for a person to do."""
    from loader.lexicon.thesaurus import Vocabularies

    project = Project.find()
    packs = read_packs(project.packs)
    Vocabularies.of_packs(project.packs)  # all tables of words can be read, and go together
    for it in [_find(key) for key in keys] if keys else packs:
        left = list(open_points(it))
        click.echo(f"{it.key}: {len(it.indicators)} chỉ số · indicators; " + ("xong · done" if not left else ""))
        for point in left:
            click.echo(f"  {point}")


def _unread_things(it: Programme) -> list[str]:
    """Return what the readers of named things ask for and the pack does not have: rules, and names of ways of reading."""
    from loader.rules import of_packs

    if it.things.readers and not it.language.is_dir():
        return ["things.toml: không có quy tắc đọc · there are no rules of reading (language/vi)"]
    book = of_packs((it.language,) if it.language.is_dir() else ())
    points: list[str] = []
    for reader in it.things.readers:
        for name in reader.rules:
            try:
                book.rule(name)
            except ConfigurationError:
                points.append(f"things.toml: không có quy tắc · there is no rule {name}")
        given = (reader.readings.shared, reader.readings.placed, reader.readings.count, reader.readings.row)
        for way in given:
            if way and way not in book.readings():
                points.append(f"things.toml: readings.toml không có · has no {way}")
    return points


def open_points(it: Programme) -> list[str]:
    """Return what is left to do in a pack: translations, titles, indicators that plans below cannot find, or that are not there."""
    from loader.lexicon.vocabulary import THEMES_FILE, read_tables, vocabulary_of

    points: list[str] = []
    if not it.en:
        points.append("chưa có tên tiếng Anh · no English title (en)")
    if not it.titles:
        points.append("chưa có lời nhận ra trong tên kế hoạch · no words of titles (titles)")
    untranslated = sum(not i.en for i in it.indicators)
    if untranslated:
        points.append(f"{untranslated} chỉ số chưa có tên tiếng Anh · indicators without English name (en)")
    rules = it.language / "rules" / "indicator.toml"
    for indicator in it.indicators:
        if not indicator.words and not rules.is_file():
            points.append(f"{indicator.key}: không có lời gọi tên · no words (words), no reading rules")
    points += _unread_things(it)
    words = vocabulary_of((read_tables(it.folder),))
    known = {indicator.key for indicator in it.indicators}
    for key in dict.fromkeys((*(t.indicator for t in words.themes), *(f.indicator for f in words.figures))):
        if key not in known:
            points.append(f"{THEMES_FILE}: không có chỉ số · there is no indicator {key}")
    for solution in words.solutions:
        if not solution.measure.startswith(it.roots):
            points.append(f"{THEMES_FILE}: không thuộc văn bản gốc · no measure of a root: {solution.measure}")
    return points
