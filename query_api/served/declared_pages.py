"""Pages about named things from ``pages.toml`` of packs: what is wrong in it is named with its place."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from loader.errors import ConfigurationError, is_exhausted
from loader.programmes import read_packs
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

_Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
_Variable = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
_Address = Annotated[str, StringConstraints(pattern=r"^/[a-z][a-z0-9-]*$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class _Words(_Strict):
    vi: _Text
    en: _Text


class _Part(_Strict):
    show: Show
    variable: _Variable = Field(alias="in")
    words: _Words | None = None
    before: _Words | None = None
    element: str = ""
    document: str = ""
    every: bool = False


class _Crumb(_Strict):
    address: _Address | None = None
    words: _Words | None = None
    variable: str = Field("", alias="in")


class _Column(_Strict):
    key: _Variable
    vi: _Text
    en: _Text
    variable: str = Field("", alias="in")
    show: Show = Show.TEXT
    element: str = ""
    document: str = ""
    other: str = ""


class _Section(_Strict):
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


class _Listing(_Strict):
    address: _Address
    query: _Name
    title: _Words
    label: _Words
    lead: _Words | None = None
    ungrouped: _Words
    parts: tuple[_Part, ...] = ()
    columns: tuple[_Column, ...] = ()


class _Page(_Strict):
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


class _File(_Strict):
    facts: _Facts | None = None
    tags: dict[str, _Words] = {}
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
    if not file.is_file():
        return _File()
    try:
        return _File.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"not valid TOML: {error}", where=str(file)) from error
    except (OSError, UnicodeDecodeError) as error:
        if is_exhausted(error):
            raise
        raise ConfigurationError(f"cannot be read: {error}", where=str(file)) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        raise ConfigurationError(f"{place}: {first['msg'].lower()}", where=str(file)) from error


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
