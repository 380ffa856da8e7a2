"""``langnghe query``: run one query, stored or from a file, and show the answer."""

from __future__ import annotations

import csv
import io
import json
import signal
import sys
from datetime import datetime
from pathlib import Path

import click
import pyoxigraph as ox
from rich import box
from rich.console import Console
from rich.table import Table

from loader.errors import ConfigurationError, FormatError, InputError
from loader.parameters import parameters_beside
from loader.sources import write_atomically
from loader.sparql_tokens import scan
from query_api.asking.asked import ask_with
from query_api.client import Client, connect
from query_api.commands.defaults import default_paths, project_folder, queries_folder
from query_api.engine.base import Caption
from query_api.engine.results import Rows, Term, without_labels
from query_api.engine.unwritable import UnwritableError
from query_api.served.examples import Example, find_example, load_examples, pack_folders, parse_example
from query_api.served.prefixes import shorten

_EPILOG = """\b
Examples:
  langnghe query 3                                    a question of queries/ by its number, as a table
  langnghe query reports-by-month --format csv        … by its name, as CSV
  langnghe query 3 --output ai-lam-gi.xlsx            … as an Excel workbook
  langnghe query 4 -p place=long-an                   … with another value (IRI, end of one, or label)
  langnghe query my.rq data/ttl --param year=2025     a file, on these data, with ?year bound
  langnghe query my.rq https://example.org/sparql     … on a remote endpoint
"""


@click.command(epilog=_EPILOG)
@click.argument("name", metavar="FILE|NAME")
@click.argument("paths", nargs=-1, metavar="[PATHS]...")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json", "xlsx"]),
              help="How to show the answer; by default as a table, or as the ending of --output says.")  # fmt: skip
@click.option("--output", "file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="Write the answer into this file; a workbook (xlsx) needs one.")  # fmt: skip
@click.option("-p", "--param", "params", multiple=True, metavar="NAME=VALUE",
              help="Another value for a parameter of the question, or for a variable of the file.")  # fmt: skip
def query(name: str, paths: tuple[str, ...], form: str | None, file: Path | None, params: tuple[str, ...]) -> None:
    """Chạy một truy vấn. Run a query.

    It is a file, or the number or name of a question in queries/. PATHS are RDF files or folders, or the URL of an
    endpoint; without them, the project's graph is asked.
    """
    example = read_query(name)
    given = [split_parameter(p) for p in params]
    source = paths[0] if len(paths) == 1 else [Path(p) for p in paths] or list(default_paths())
    # The engine does not look at signals while it works: let Ctrl-C end the process.
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        client = connect(source)
        text = ask_with(client.select, example, given).query
        if file is None:
            answer(client, text, form or "table")
        else:
            save(client, text, form or file.suffix.removeprefix(".").lower(), file, name)
    finally:
        signal.signal(signal.SIGINT, before)


def answer(client: Client, text: str, output: str) -> None:
    """Ask a query and write its answer to stdout.

    Raises:
        ConfigurationError: a graph is wanted as CSV or JSON, or a workbook without a file.
    """
    if output == "xlsx":
        raise ConfigurationError("a workbook needs a file", advice="add --output FILE.xlsx")
    form = scan(text).form
    if form in ("CONSTRUCT", "DESCRIBE"):
        if output != "table":
            raise ConfigurationError(f"a graph cannot be shown as {output}", advice="leave --format away: it is Turtle")
        click.echo(client.construct(text).serialize(format="turtle"), nl=False)
    elif form == "ASK":
        click.echo(str(client.ask(text)).lower())
    else:
        show(client, client.select(text), output)


def save(client: Client, text: str, form: str, file: Path, name: str) -> None:
    """Ask a SELECT and write its rows into a file.

    Args:
        client: whom to ask.
        text: the query.
        form: "csv", "json" or "xlsx".
        file: the file.
        name: what the query was asked for by.

    Raises:
        ConfigurationError: another form, or a query that gives no rows.
        FormatError: the rows do not fit into a workbook.
    """
    if form not in ("csv", "json", "xlsx"):
        raise ConfigurationError(f"a file cannot be written as “{form}”", advice="add --format csv, json or xlsx")
    if scan(text).form != "SELECT":
        raise ConfigurationError("only a SELECT has rows for a file", advice="leave --output away and use “> FILE”")
    rows = client.select(text)
    if form == "xlsx":
        data = workbook(rows, text, name)
    else:
        data = (csv_text(rows) if form == "csv" else json_text(rows)).encode()
    write_atomically(file, data)
    click.echo(f"{len(rows.rows)} dòng · rows → {file}")


def workbook(rows: Rows, text: str, name: str) -> bytes:
    """Return rows as an Excel workbook.

    Raises:
        FormatError: there are more than a sheet holds.
    """
    from query_api.engine.spreadsheets import write_workbook  # its library takes a while to import

    made = datetime.now().astimezone().isoformat(timespec="seconds")
    out = io.BytesIO()
    try:
        write_workbook(rows, out, Caption(name, (("Lúc · Made at", made), ("Truy vấn · Query", text))))
    except UnwritableError as error:
        raise FormatError(error.message, advice=error.advice) from None
    return out.getvalue()


def read_query(name: str) -> Example:
    """Return a query file, with the parameters declared beside it, or a stored query by number or name.

    Raises:
        InputError: the file is not UTF-8.
        ConfigurationError: there is no such file or query.
    """
    path = Path(name)
    if path.is_file():
        try:
            return parse_example(path.stem, path.read_text(encoding="utf-8"), parameters_beside(path))
        except UnicodeDecodeError:
            raise InputError("the query file is not UTF-8 text", where=name) from None
    return find_example(load_examples(queries_folder(), *pack_folders(project_folder())), name)


def split_parameter(text: str) -> tuple[str, str]:
    """Return name and value of ``name=value``.

    Raises:
        ConfigurationError: there is no "=".
    """
    name, sign, value = text.partition("=")
    if not sign:
        raise ConfigurationError(f"--param {text}: write NAME=VALUE")
    return name.strip().lstrip("?"), value


def show(client: Client, rows: Rows, output: str) -> None:
    """Write rows to stdout."""
    if output == "table":
        show_table(client, rows)
        return
    sys.stdout.write(csv_text(rows) if output == "csv" else json_text(rows))


def show_table(client: Client, rows: Rows) -> None:
    """Draw rows as a table, IRIs by their labels."""
    iris = [t.value for row in rows.rows for t in row if isinstance(t, ox.NamedNode)]
    labels = client.labels(iris) if iris else {}
    rows = without_labels(rows, labels)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for index, name in enumerate(rows.variables):
        numeric = bool(rows.rows) and all(_is_number(row[index]) for row in rows.rows)
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for row in rows.rows:
        table.add_row(*(_cell(t, labels) for t in row))
    console = Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else 160)
    console.print(table)
    console.print(f"{len(rows.rows)} dòng · rows")


def csv_text(rows: Rows) -> str:
    """Return rows as CSV (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(rows.variables)
    writer.writerows([_plain(t) for t in row] for row in rows.rows)
    return out.getvalue()


def json_text(rows: Rows) -> str:
    """Return rows in the SPARQL results JSON format."""
    bindings = [
        {name: _binding(term) for name, term in zip(rows.variables, row, strict=True) if term is not None}
        for row in rows.rows
    ]
    document = {"head": {"vars": list(rows.variables)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _binding(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.Literal):
        entry = {"type": "literal", "value": term.value}
        if term.language:
            return {**entry, "xml:lang": term.language}
        plain = term.datatype.value.endswith("#string")
        return entry if plain else {**entry, "datatype": term.datatype.value}
    return {"type": "bnode", "value": str(term).removeprefix("_:")}


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def _cell(term: Term | None, labels: dict[str, str]) -> str:
    return labels.get(term.value, shorten(term.value)) if isinstance(term, ox.NamedNode) else _plain(term)


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value.rpartition("#")[2] in ("integer", "decimal", "double")
