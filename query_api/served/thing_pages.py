"""Pages about named things as packs declare them in ``pages.toml``: what stands where, with which named query behind it.

A kind of things whose pack declares no page has a plain one: where the thing lies, and what documents say of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from loader.things import ThingKind, Words


class Show(StrEnum):
    """How the value of a variable is shown."""

    THING = "thing"
    """A link to the page about it."""
    DOCUMENT = "document"
    """A link to a document's page."""
    NAME = "name"
    """The label of a thing, or the text itself."""
    CHIP = "chip"
    """The label as a mark."""
    FLAG = "flag"
    """The words of the part as a mark, unless the value is 0 or absent."""
    NUMBER = "number"
    """A figure with the words of the part behind it, unless it is 0 or absent."""
    TEXT = "text"
    """A text in Vietnamese."""
    BOTH = "both"
    """A text in the reader's language: of the variables that end in ``_vi`` and ``_en``."""
    DAY = "day"
    """A day."""
    GRADE = "grade"
    """How sure something is."""
    SENTENCE = "sentence"
    """The words of a document, a link to their place: of the variables ``element`` and ``document`` of the part."""
    SECTION = "section"
    """The number of a section."""
    SOURCES = "sources"
    """Addresses elsewhere, separated by spaces."""


@dataclass(frozen=True, slots=True)
class Part:
    """A value of a row as a page shows it; nothing where the variable is not bound.

    Attributes:
        show: how.
        variable: which.
        words: what stands behind it or in its place.
        before: what stands in front of it.
        element: variable of the element that a sentence was read from.
        document: variable of its document.
        every: the values of all rows, each once.
    """

    show: Show
    variable: str
    words: Words | None = None
    before: Words | None = None
    element: str = ""
    document: str = ""
    every: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step above a page: an address with words, or the thing of a variable."""

    address: str = ""
    words: Words | None = None
    variable: str = ""


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the table that a section or list is as data.

    Attributes:
        key: its lasting English name.
        words: its heading.
        variable: whose value it holds; "" for nothing.
        show: ``NAME`` for a label, ``NUMBER`` for a figure, ``SENTENCE`` for the address of a sentence, else the text.
        element: variable of the element, for the address of a sentence.
        document: variable of its document.
        other: variable of the address elsewhere where there is no document.
    """

    key: str
    words: Words
    variable: str = ""
    show: Show = Show.TEXT
    element: str = ""
    document: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page: the rows of a named query.

    Attributes:
        key: its anchor, and the name of its table.
        query: name of the query.
        title: its heading; None for a line without one.
        none: what stands there without rows; None: the section is left out then.
        parts: how a row is shown.
        hint: what stands below the heading where rows have several values of ``differing``.
        differing: the variable.
        most: how many rows stand open; the rest is folded. 0 for all.
        more: words behind the number of those that are folded.
        columns: the table; none where the section is not to be had as data.
        things: variables of the things that Turtle holds.
        line: a line above the list, of another query.
    """

    key: str
    query: str
    title: Words | None
    none: Words | None
    parts: tuple[Part, ...]
    hint: Words | None = None
    differing: str = ""
    most: int = 0
    more: Words | None = None
    columns: tuple[TableColumn, ...] = ()
    things: tuple[str, ...] = ()
    line: Section | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """The page that lists all things of a kind by group.

    Attributes:
        address: its address ("/schools").
        query: the query, with the variables "thing" and "group".
        title: its heading.
        label: what leads to it.
        lead: what stands below the heading.
        ungrouped: heading of the things without a group.
        parts: what stands behind each thing.
        columns: the table.
    """

    address: str
    query: str
    title: Words
    label: Words
    lead: Words | None
    ungrouped: Words
    parts: tuple[Part, ...]
    columns: tuple[TableColumn, ...]


@dataclass(frozen=True, slots=True)
class ThingPage:
    """The page about a thing of a kind.

    Attributes:
        kind: the kind.
        home: beginning of the addresses.
        about: the query for the head of the page; without rows there is no such thing.
        crumbs: the steps above it.
        lead: what stands below the heading.
        lines: further lines there.
        missing: what is said where there is no such thing; "{}" stands for its name.
        advice: what to do then.
        sections: the parts of the page.
        listing: the list of all of them.
    """

    kind: ThingKind
    home: str
    about: str
    crumbs: tuple[Crumb, ...]
    lead: tuple[Part, ...]
    lines: tuple[tuple[Part, ...], ...]
    missing: Words
    advice: Words
    sections: tuple[Section, ...]
    listing: Listing | None


@dataclass(frozen=True, slots=True)
class FactsList:
    """The facts about named things of a pack, which stand in one list on a plan's page.

    Attributes:
        key: the name of the list in addresses.
        words: what it is called.
        kinds: the kinds of named things.
    """

    key: str
    words: Words
    kinds: tuple[ThingKind, ...]


@dataclass(frozen=True, slots=True)
class ThingPages:
    """All that packs bring for pages.

    Attributes:
        pages: the pages about things.
        of_places: sections of the page of a place.
        lists: lists of facts about named things.
        tags: words of tags of stored questions, in Vietnamese and English.
        queries: the folders of named queries, by the name that stands in front of theirs.
    """

    pages: tuple[ThingPage, ...] = ()
    of_places: tuple[Section, ...] = ()
    lists: tuple[FactsList, ...] = ()
    tags: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    queries: Mapping[str, Path] = field(default_factory=dict)

    @property
    def homes(self) -> Mapping[str, str]:
        """Beginning of the path of a thing → of the address of the page about it."""
        return {f"{page.kind.key}/": page.home for page in self.pages}


def plain_page(kind: ThingKind) -> ThingPage:
    """Return the page about things of a kind whose pack declares none."""
    address = f"/things/{kind.key}"
    plan = Words("Kế hoạch", "Plan")
    said = Section(
        "said", "thing-said", Words("Văn bản nói gì", "What documents say"), Words("Không có.", "Nothing."),
        (
            Part(Show.CHIP, "condition"),
            Part(Show.SENTENCE, "quote", element="element", document="document"),
            Part(Show.DOCUMENT, "document"),
            Part(Show.SECTION, "section"),
        ),
        columns=(
            TableColumn("sentence", Words("Câu gốc", "Sentence"), "quote"),
            TableColumn("section", Words("Mục", "Section"), "section"),
            TableColumn("plan", plan, "document", Show.NAME),
            TableColumn("iri", Words("IRI", "IRI"), "element"),
            TableColumn(
                "sentence_address", Words("Địa chỉ câu gốc", "Address of the sentence"), "quote", Show.SENTENCE, "element",
                "document",
            ),
        ),
        things=("element",),
    )  # fmt: skip
    listing = Listing(
        address, "thing-list", kind.several, kind.several, None, Words("Không ghi nơi", "No place given"), (),
        (
            TableColumn("thing", kind.one, "thing", Show.NAME),
            TableColumn("place", Words("Địa phương", "Place"), "group", Show.NAME),
            TableColumn("iri", Words("IRI", "IRI"), "thing"),
        ),
    )  # fmt: skip
    return ThingPage(
        kind, f"{address}/", "thing-about", (Crumb(address, kind.several),),
        (Part(Show.NAME, "type"), Part(Show.THING, "place", every=True), Part(Show.THING, "has", every=True)), (),
        Words(f"không có {kind.each.vi} “{{}}”", f"there is none of the {kind.each.en} called “{{}}”"),
        Words(f"tất cả có ở {address}", f"all are listed at {address}"), (said,), listing,
    )  # fmt: skip
