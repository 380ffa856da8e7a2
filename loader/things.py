"""Kinds of named things that packs bring (schools, reservoirs …): values that the core reads, writes, finds and shows them by.

A pack declares its kinds in ``things.toml``, see ``loader.programmes.things``; without a pack that does there are none, and
nothing here does anything. Terms are local names of the project's ontology and its extensions, or whole IRIs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What something is called, in Vietnamese and English."""

    vi: str
    en: str

    def of(self, language: str) -> str:
        """Return what it is called in a language ("vi", "en")."""
        return self.en if language == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Status:
    """What a plan says of a thing that all places share: a node of its own, for it holds in the plan's place only.

    Attributes:
        key: how the IRI of the node goes on.
        term: its class.
        link: property from the document to it.
        of: property from it to the thing.
    """

    key: str
    term: str
    link: str
    of: str


@dataclass(frozen=True, slots=True)
class Counted:
    """What a figure counts, told by the words it is printed with: the first entry that fits says it.

    Attributes:
        key: key of the concept.
        has: words that must stand there; "" for any.
        lacks: words that must not stand there; "" for none.
    """

    key: str
    has: str = ""
    lacks: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many things of the kind there are, as a plan states it.

    Attributes:
        key: how the IRI of the node goes on.
        term: its class.
        link: property from the document to it.
        of: property from it to what is counted; "" where nothing is told apart.
        scheme: scheme of the concepts of what is counted.
        counted: the concepts.
        day: property of the day of the figure; "" where none is stated.
    """

    key: str
    term: str
    link: str
    of: str = ""
    scheme: str = ""
    counted: tuple[Counted, ...] = ()
    day: str = ""


@dataclass(frozen=True, slots=True)
class Having:
    """What things of a kind have: things of another kind, which all places share.

    Attributes:
        property: property from the one to the other.
        kind: the other kind.
    """

    property: str
    kind: ThingKind


@dataclass(frozen=True, slots=True)
class ThingKind:
    """A kind of named things.

    Attributes:
        key: what parameters, searches and corrections call it; IRIs of its things begin with it.
        term: the class of the things.
        more: further classes that a search counts to the kind.
        hidden: classes of what only belongs to such things, which a search does not find.
        several: what they are called together ("Schools").
        one: what one is called at the head of a detail ("School").
        each: what they are called in running text ("schools").
        placed: each lies in a place; else a thing is the same wherever it is named.
        link: property from a document to the things that it names.
        before: the words that a placed thing's name begins with ("trường").
        annotated: key of their list in annotations; "" when annotations have none.
        status: what a plan says of a shared thing.
        counts: how they are counted.
        having: what they have.
    """

    key: str
    term: str
    more: tuple[str, ...]
    hidden: tuple[str, ...]
    several: Words
    one: Words
    each: Words
    placed: bool
    link: str
    before: str = ""
    annotated: str = ""
    status: Status | None = None
    counts: Counts | None = None
    having: Having | None = None

    @property
    def fact(self) -> str:
        """The class of the facts that say something of such things, which a plan's page lists."""
        return self.status.term if self.status else self.term


@dataclass(frozen=True, slots=True)
class Opening:
    """Words that announce a name.

    Attributes:
        rule: the rule that finds them.
        placed: what is named behind them is a placed thing, not only the shared one.
        word: one word is enough to name something there.
    """

    rule: str
    placed: bool = False
    word: bool = False


@dataclass(frozen=True, slots=True)
class Readings:
    """Names of ways of reading (``ln:extractedBy``), which the pack describes in its ``readings.toml``.

    Attributes:
        shared: of names of shared things.
        placed: of names of placed things.
        count: of figures.
        row: of rows of tables.
    """

    shared: str = ""
    placed: str = ""
    count: str = ""
    row: str = ""


@dataclass(frozen=True, slots=True)
class ThingReader:
    """How names are found in a text: by rules of the pack. Rules are named without their table; "" for one that there is not.

    Without openings and lists the names are found wherever the rule ``name`` matches.

    Attributes:
        table: the table of rules.
        shared: the kind of the shared things that are named; None for none.
        placed: the kind of the placed things.
        name: matches a name: its parts "name" and, if a place stands behind it, "place".
        openings: what announces a name.
        following: what stands between two names of a list.
        general: matches a name of a whole class of things, which alone names none.
        project: announces a class of things that counts as a name there.
        listing: opens a list; its part named like the placed kind says that placed things are listed.
        unlisted: what stands in front of a list of something else.
        before: what stands in front of the name of a placed thing.
        alone: finds names that nothing announces.
        alone_words: piece of the language whose words ``alone`` needs; "" where that cannot be told.
        glossed: a figure for all things in brackets, its part "all".
        counted: a figure, its parts "n" and "name".
        rows: rows of a table with names and no lead body are placed things.
        states: table of rules that tell in which state the plan sees a thing.
        readings: names of the ways of reading.
    """

    table: str
    shared: ThingKind | None
    placed: ThingKind | None
    name: str
    openings: tuple[Opening, ...]
    following: str
    general: str
    project: str
    listing: str
    unlisted: str
    before: str
    alone: str
    alone_words: str
    glossed: str
    counted: str
    rows: bool
    states: str
    readings: Readings

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of the rules that it asks for."""
        named = (
            *(self.name, *(opening.rule for opening in self.openings), self.following, self.general, self.project),
            *(self.listing, self.unlisted, self.before, self.alone, self.glossed, self.counted),
        )
        return tuple(f"{self.table}.{name}" for name in named if name)


@dataclass(frozen=True, slots=True)
class Things:
    """What packs bring of named things.

    Attributes:
        kinds: the kinds, in the order in which people meet them.
        readers: how they are read.
    """

    kinds: tuple[ThingKind, ...] = ()
    readers: tuple[ThingReader, ...] = ()

    def kind(self, key: str) -> ThingKind | None:
        """Return the kind of a key; None where there is none."""
        return next((kind for kind in self.kinds if kind.key == key), None)

    @classmethod
    def together(cls, several: Iterable[Things]) -> Things:
        """Return what several packs bring."""
        found = tuple(several)
        return cls(
            tuple(kind for it in found for kind in it.kinds), tuple(reader for it in found for reader in it.readers)
        )
