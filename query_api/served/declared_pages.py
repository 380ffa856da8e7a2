"""Pages about named things from ``pages.toml`` of packs: what is wrong in it is named with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from loader.errors import ConfigurationError
from loader.programmes import Strict, Text, read_declared, read_packs
from loader.project import Project
from loader.things import Things, Words
from query_api.served.thing_pages import (
    Crumb,
    FactsList,
    Listing,
    Part,
    Section,
    Show,
    TableColumn,
    ThingPage,
    ThingPages,
    plain_page,
)

PAGES_FILE = "pages.toml"
"""The file of a pack that declares pages; a pack needs none."""
QUERIES_FOLDER = "pages"
"""The folder of a pack that holds the named queries of its pages."""

_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
_Variable = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
_Address = Annotated[str, StringConstraints(pattern=r"^/[a-z][a-z0-9-]*$")]


class _Words(Strict):
    vi: Text
    en: Text


class _Part(Strict):
    show: Show
    variable: _Variable = Field(alias="in")
    words: _Words | None = None
    before: _Words | None = None
    element: str = ""
    document: str = ""
    every: bool = False


class _Crumb(Strict):
    address: _Address | None = None
    words: _Words | None = None
    variable: str = Field("", alias="in")


class _Column(Strict):
    key: _Variable
    vi: Text
    en: Text
    variable: str = Field("", alias="in")
    show: Show = Show.TEXT
    element: str = ""
    document: str = ""
    other: str = ""


class _Section(Strict):
    key: _Name
    query: _Name
    title: _Words | None = None
    none: _Words | None = None
    parts: tuple[_Part, ...] = ()
    hint: _Words | None = None
    differing: str = ""
    most: int = Field(0, ge=0)
    more: _Words | None = None
    columns: tuple[_Column, ...] = ()
    things: tuple[_Variable, ...] = ()
    line: _Section | None = None


class _Listing(Strict):
    address: _Address
    query: _Name
    title: _Words
    label: _Words
    lead: _Words | None = None
    ungrouped: _Words
    parts: tuple[_Part, ...] = ()
    columns: tuple[_Column, ...] = ()


class _Page(Strict):
    kind: str
    home: _Address
    about: _Name
    crumbs: tuple[_Crumb, ...] = ()
    lead: tuple[_Part, ...] = ()
    lines: tuple[tuple[_Part, ...], ...] = ()
    missing: _Words
    advice: _Words
    section: tuple[_Section, ...] = ()
    listing: _Listing | None = None


class _Facts(_Words):
    key: _Name


class _File(Strict):
    facts: _Facts | None = None
    tags: dict[str, _Words] = Field(default_factory=dict)
    page: tuple[_Page, ...] = ()
    place: tuple[_Section, ...] = ()


def packs_served(project: Path | None) -> tuple[Path, ...]:
    """Return the folders of the packs whose things a server shows: those of its project, else those that come along.

    Raises:
        ConfigurationError: the package has been installed without its data.
    """
    return Project.find(project).packs if project is not None else Project.bundle().packs


def thing_pages(packs: Iterable[Path]) -> ThingPages:
    """Return the pages about named things that packs declare, and plain ones for the kinds that have none.

    Args:
        packs: the folders of the packs.

    Raises:
        ConfigurationError: a pack cannot be read, a field of ``pages.toml`` is missing, unknown or of the wrong kind, or a
            kind or query is named that there is not.
    """
    pages: list[ThingPage] = []
    of_places: list[Section] = []
    lists: list[FactsList] = []
    tags: dict[str, tuple[str, str]] = {}
    queries: dict[str, Path] = {}
    for programme in read_packs(packs):
        things = programme.things
        if not things.kinds:
            continue
        file = programme.folder / PAGES_FILE
        declared = _read(file)
        maker = _Maker(programme.key, programme.folder / QUERIES_FOLDER, str(file))
        if maker.folder.is_dir():
            queries[programme.key] = maker.folder
        own = {page.kind: maker.page(page, things) for page in declared.page}
        pages += [own.get(kind.key) or plain_page(kind) for kind in things.kinds]
        of_places += [maker.section(one) for one in declared.place]
        tags |= {key: (words.vi, words.en) for key, words in declared.tags.items()}
        first = things.kinds[0]
        words = Words(declared.facts.vi, declared.facts.en) if declared.facts else first.several
        lists.append(FactsList(declared.facts.key if declared.facts else first.key, words, things.kinds))
    return ThingPages(tuple(pages), tuple(of_places), tuple(lists), tags, queries)


def _read(file: Path) -> _File:
    return read_declared(file, _File) if file.is_file() else _File()


@dataclass(frozen=True, slots=True)
class _Maker:
    """Makes the values of a pack's file.

    Attributes:
        pack: the name that its queries go by.
        folder: the folder of its queries.
        where: the file, for complaints.
    """

    pack: str
    folder: Path
    where: str

    def page(self, entry: _Page, things: Things) -> ThingPage:
        kind = things.kind(entry.kind)
        if kind is None:
            raise ConfigurationError(f"the pack declares no kind of things {entry.kind}", where=self.where)
        its = entry.listing
        listing = None if its is None else Listing(
            its.address, self.query(its.query), _words(its.title), _words(its.label), _maybe(its.lead),
            _words(its.ungrouped), _parts(its.parts), _columns(its.columns),
        )  # fmt: skip
        return ThingPage(
            kind, f"{entry.home}/", self.query(entry.about),
            tuple(Crumb(c.address or "", _maybe(c.words), c.variable) for c in entry.crumbs),
            _parts(entry.lead), tuple(map(_parts, entry.lines)), _words(entry.missing), _words(entry.advice),
            tuple(self.section(one) for one in entry.section), listing,
        )  # fmt: skip

    def section(self, entry: _Section) -> Section:
        return Section(
            entry.key, self.query(entry.query), _maybe(entry.title), _maybe(entry.none),
            _parts(entry.parts), _maybe(entry.hint), entry.differing, entry.most,
            _maybe(entry.more), _columns(entry.columns), entry.things,
            self.section(entry.line) if entry.line else None,
        )  # fmt: skip

    def query(self, name: str) -> str:
        if not (self.folder / f"{name}.rq").is_file():
            raise ConfigurationError(f"the pack has no query {QUERIES_FOLDER}/{name}.rq", where=self.where)
        return f"{self.pack}/{name}"


def _words(entry: _Words) -> Words:
    return Words(entry.vi, entry.en)


def _maybe(entry: _Words | None) -> Words | None:
    return None if entry is None else _words(entry)


def _parts(entries: Sequence[_Part]) -> tuple[Part, ...]:
    return tuple(
        Part(
            e.show,
            e.variable,
            _maybe(e.words),
            _maybe(e.before),
            e.element,
            e.document,
            e.every,
        )
        for e in entries
    )


def _columns(entries: Sequence[_Column]) -> tuple[TableColumn, ...]:
    return tuple(
        TableColumn(e.key, Words(e.vi, e.en), e.variable, e.show, e.element, e.document, e.other) for e in entries
    )
