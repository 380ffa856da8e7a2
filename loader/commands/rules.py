"""``langnghe rules``: the rules that reading works with, what one matches in a file, whether their examples hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rich.table import Table as Shown
from rich.text import Text

from loader.commands.output import console
from loader.commands.rules_measure import cover_rules, measure_rules
from loader.errors import InputError
from loader.readers import read_file
from loader.rules import Book, Matcher, Rule, book
from loader.rules.examples import failures, survivors
from loader.structure.outline import outline
from loader.structure.scopes import scoped_texts

_EPILOG = """\b
Examples:
  langnghe rules                                     every table and its rules
  langnghe rules list heading                        the rules of one table, with patterns
  langnghe rules show vi.heading.funding             one rule with its examples
  langnghe rules test vi.heading.funding plan.docx   what it matches in a file
  langnghe rules check                               whether all examples hold, and what they would not notice
  langnghe rules measure                             how often each reading rule is right on annotated documents
  langnghe rules measure --check                     whether those numbers are of these rules and annotations
  langnghe rules cover                               which rules annotated documents and sources make fire
  langnghe rules cover plan.docx --parts             which rules a file makes fire, and which parts it does not need
"""


@click.group("rules", epilog=_EPILOG, invoke_without_command=True)
@click.pass_context
def rules(context: click.Context) -> None:
    """Xem, thử quy tắc đọc. See and try the rules of reading."""
    if context.invoked_subcommand is None:
        _list(book().names())


rules.add_command(measure_rules)
rules.add_command(cover_rules)


@rules.command("list")
@click.argument("tables", nargs=-1)
def list_rules(tables: tuple[str, ...]) -> None:
    """Liệt kê quy tắc của các bảng. List the rules of TABLES, all without any."""
    _list(tables or book().names(), patterns=bool(tables))


def _list(names: Iterable[str], *, patterns: bool = False) -> None:
    for name in names:
        table = book().table(name)
        shown = Shown(title=f"{name}: {table.vi} · {table.en}", title_justify="left")
        for column in ("id", "vi · en", "gives", *(("pattern",) if patterns else ())):
            shown.add_column(column, overflow="fold")
        for rule in table.rules:
            cells = [rule.id, f"{rule.vi} · {rule.en}", rule.gives, *((rule.pattern,) if patterns else ())]
            shown.add_row(*(Text(cell) for cell in cells))
        console().print(shown)


@rules.command("show")
@click.argument("rule_id")
def show(rule_id: str) -> None:
    """In một quy tắc với ví dụ của nó. Print the rule RULE_ID with its examples."""
    rule = _named(rule_id).rule
    rows = [
        ("vi", rule.vi), ("en", rule.en), ("scope", rule.scope), ("pattern", rule.pattern), ("unless", rule.unless),
        ("gives", rule.gives), ("seen", rule.seen),
        *(("yes", e.text) for e in rule.yes),
        *(("no", f"{e.text}  ({e.why})" if e.why else e.text) for e in rule.no),
    ]  # fmt: skip
    click.echo(rule.id)
    for name, value in rows:
        if value:
            click.echo(f"  {name:8}{value}")


@rules.command("test")
@click.argument("rule_id")
@click.argument("file", type=click.Path(path_type=Path))
def test(rule_id: str, file: Path) -> None:
    """Thử một quy tắc trên một tệp. Show what the rule RULE_ID matches in FILE."""
    matcher = _named(rule_id)
    texts = list(scoped_texts(outline(read_file(file)), matcher.rule.scope))
    if not texts:
        click.echo(f"{file.name} has no text of the scope {matcher.rule.scope}")
        return
    hits = 0
    for scoped in texts:
        found = matcher.find(scoped.text)
        if found is None:
            continue
        hits += 1
        line = Text(f"{scoped.place or '–'}  ", style="dim")
        line.append(scoped.text[: found.start()], style="none")
        line.append(found[0], style="bold reverse")
        line.append(scoped.text[found.end() :], style="none")
        named = {name: words for name, words in found.groupdict().items() if words}
        if named:
            line.append("  " + "; ".join(f"{name} = {words}" for name, words in named.items()), style="cyan")
        if (winner := _winner(book(), matcher, scoped.text)) is not None:
            line.append(f"  (an earlier rule wins: {winner.id})", style="yellow")
        console().print(line)
    click.echo(f"{matcher.rule.id}: {hits} of {len(texts)} texts ({matcher.rule.scope})")


def _winner(rulebook: Book, matcher: Matcher, text: str) -> Rule | None:
    """Return the rule of the same table that is asked first and matches too; None where this one wins."""
    for other in rulebook.matchers(matcher.rule.table):
        if other.rule.id == matcher.rule.id:
            return None
        if other.gives and other.holds(text):
            return other.rule
    return None


@rules.command("check")
@click.argument("tables", nargs=-1)
def check(tables: tuple[str, ...]) -> None:
    """Kiểm tra ví dụ của quy tắc. Check the examples of the rules of TABLES, all without any.

    An example that does not hold is an error; an alternative whose loss no example would notice is listed.
    """
    wrong = 0
    for rule in _rules(tables or book().names()):
        pieces = book().pieces()
        for failure in failures(rule, pieces):
            wrong += 1
            click.echo(failure)
        if not rule.yes or not rule.no:
            wrong += 1
            click.echo(f"{rule.id}: a rule has an example that it must match and one that it must not")
        for mutant in survivors(rule, pieces):
            click.echo(f"{rule.id}: no example needs: {mutant.lost}")
    if wrong:
        raise InputError(f"{wrong} examples do not hold", advice="mend the pattern or the example")


def _rules(tables: Iterable[str]) -> Iterator[Rule]:
    for name in tables:
        yield from book().table(name).rules


def _named(rule_id: str) -> Matcher:
    language, _, name = rule_id.partition(".")
    return book().rule(name if language == "vi" else rule_id)
