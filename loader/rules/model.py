"""What a rule is: an entry that anybody can read, with what it is for and examples that must and must not match."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """Where in a text the words of a rule may stand."""

    ANYWHERE = "anywhere"
    START = "start"
    WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule must match, or must leave alone.

    Attributes:
        text: the words.
        gives: what the named parts of the pattern must hold, as (name, words); "match" is the whole match.
        why: why the rule must leave the text alone, "" for one that it must match.
    """

    text: str
    gives: tuple[tuple[str, str], ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that recognises something in a text.

    Attributes:
        id: its name, which never changes ("vi.heading.funding"): pack or language, table, name.
        vi: what it is for, in Vietnamese.
        en: the same in English.
        scope: the kind of text it is tried on ("heading", "cell", "clause", "line", "text").
        pattern: the words, in the language of ``loader.rules.pattern``.
        unless: a pattern that must not be found in the same text, "" for none.
        gives: what a match means ("funding", "percent"), "" where a match is all.
        case: whether capitals and small letters differ.
        where: where in the text the words may stand.
        yes: texts that it must match.
        no: texts that it must leave alone.
        beats: ids of rules of its table that it wins against although they stand before it.
        seen: where its wording was met, when no annotated document has it ("examples": nowhere but in its examples).
        file: the file that holds it, for messages.
    """

    id: str
    vi: str
    en: str
    scope: str
    pattern: str
    unless: str
    gives: str
    case: bool
    where: Where
    yes: tuple[Example, ...]
    no: tuple[Example, ...]
    beats: tuple[str, ...]
    seen: str
    file: str

    @property
    def table(self) -> str:
        """The table it belongs to: rules of one kind, of which the first that matches wins."""
        return self.id.split(".")[1]


@dataclass(frozen=True, slots=True)
class Table:
    """Rules of one kind in the order in which they are tried.

    Attributes:
        name: its name ("heading").
        vi: what its rules tell, in Vietnamese.
        en: the same in English.
        rules: the rules.
    """

    name: str
    vi: str
    en: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact that reading rules yield.

    Attributes:
        key: its name ("task").
        vi: what it is called in Vietnamese.
        en: the same in English.
    """

    key: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """A way of reading facts, which every fact names in ``ln:extractedBy``; it works with rules of tables.

    Attributes:
        id: its name, which never changes ("tasks.under-heading").
        kind: the kind of fact that it yields.
        vi: what it reads, in Vietnamese.
        en: the same in English.
        tables: names of the tables of rules that it works with.
        certain: nothing to measure, for the reader itself or a person says what it says.
    """

    id: str
    kind: FactKind
    vi: str
    en: str
    tables: tuple[str, ...] = ()
    certain: bool = False
