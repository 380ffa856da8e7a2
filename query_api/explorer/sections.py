"""Parts of a page about a named thing, as packs declare them (``query_api.served.thing_pages``): their rows, and rows as data."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from query_api.engine.results import Rows, text_of
from query_api.rendering.names import Names, names_of
from query_api.rendering.twins import Cell, Column, Table
from query_api.rendering.words import GRADES, word
from query_api.served.thing_pages import Section, Show, TableColumn
from query_api.shared.services import Services

Row = Mapping[str, str]
"""A row of a query: text by variable, "" for what is not bound."""


def rows_of(answer: Rows) -> tuple[Row, ...]:
    """Return the rows of an answer by variable."""
    return tuple(dict(zip(answer.variables, map(text_of, row), strict=True)) for row in answer.rows)


@dataclass(frozen=True, slots=True)
class Shown:
    """Rows that a template shows.

    Attributes:
        rows: the rows.
        names: names of all things in them.
        language: of the reader.
    """

    rows: Sequence[Row]
    names: Names
    language: str

    @property
    def first(self) -> Row:
        """The first row; an empty one where there is none."""
        return self.rows[0] if self.rows else {}

    def every(self, variable: str) -> list[str]:
        """Return all values of a variable, each once."""
        return list(dict.fromkeys(value for row in self.rows if (value := row.get(variable, ""))))

    def grade(self, value: str) -> str:
        """Return the words of a grade."""
        return word(GRADES, value.rpartition("/")[2], self.language)


@dataclass(frozen=True, slots=True)
class ShownSection(Shown):
    """A section with its rows.

    Attributes:
        section: the section.
        line: the line above its list.
    """

    section: Section
    line: ShownSection | None = None

    @property
    def differs(self) -> bool:
        """Whether the rows have several values where readers must be told so."""
        return bool(self.section.differing) and len(self.every(self.section.differing)) > 1

    @property
    def open(self) -> Sequence[Row]:
        """The rows that stand open."""
        return self.rows[: self.section.most or None]

    @property
    def folded(self) -> Sequence[Row]:
        """The rest."""
        return self.rows[self.section.most :] if self.section.most else ()


def iris_in(rows: Sequence[Row]) -> list[str]:
    """Return the values of rows that may be things."""
    return [value for row in rows for value in row.values() if value.startswith("http")]


def table_of(name: str, columns: Sequence[TableColumn], rows: Sequence[Row], names: Names, where: str) -> Table:
    """Return rows as a table.

    Args:
        name: its lasting name.
        columns: its columns.
        rows: the rows.
        names: the names of things.
        where: the address of the server, for addresses of sentences.
    """
    heads = tuple(Column(c.key, c.words.vi, c.words.en) for c in columns)
    return Table(name, heads, tuple(tuple(_cell(c, row, names, where) for c in columns) for row in rows))


def _cell(column: TableColumn, row: Row, names: Names, where: str) -> Cell:
    value = row.get(column.variable, "")
    if column.show is Show.NAME:
        return names.text(value)
    if column.show is Show.NUMBER:
        return int(value or 0)
    if column.show is Show.SENTENCE:
        document = row.get(column.document, "")
        return where + names.sentence(row.get(column.element, ""), document) if document else row.get(column.other, "")
    return value


async def of_place(services: Services, place: ox.NamedNode, language: str) -> list[ShownSection]:
    """Return the sections that packs bring to the page of a place."""
    sections = services.thing_pages.of_places
    asked = [one for section in sections for one in (section, section.line) if one is not None]
    answers = await asyncio.gather(*(services.queries.rows(one.query, place=place) for one in asked))
    found = {one.key: rows_of(rows) for one, rows in zip(asked, answers, strict=True)}
    names = await names_of(services, [iri for rows in found.values() for iri in iris_in(rows)], language)

    def shown(section: Section) -> ShownSection:
        line = shown(section.line) if section.line else None
        return ShownSection(found[section.key], names, language, section, line)

    return [shown(section) for section in sections]
