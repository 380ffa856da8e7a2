"""The triple patterns and comparisons of a query: enough to say why nothing matches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from loader.graph.vocabulary import XSD
from loader.sparql_tokens import Token

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_STRING = XSD.string.value


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal in a query.

    Attributes:
        text: its characters.
        datatype: IRI of its datatype.
        language: its language tag as written, "" if none.
    """

    text: str
    datatype: str = _STRING
    language: str = ""


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI in a query."""

    value: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable or blank node; the names of blank nodes, and of those that a path passes, begin with a space."""

    name: str

    @property
    def hidden(self) -> bool:
        """It cannot be selected."""
        return self.name.startswith(" ")


Node = Literal | Iri | Variable


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; a path of several steps is several patterns.

    Attributes:
        subject: its subject.
        predicate: IRI of the property; None where it is a variable or a path that is no plain sequence.
        object: its object.
        group: number of the group ``{ … }`` that it stands in.
        token: where it stands: the token of its predicate.
        loose: the step may be passed over (``?``, ``*``), or is one of several.
    """

    subject: Node
    predicate: str | None
    object: Node
    group: int
    token: Token
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """``left operator right`` in a filter.

    Attributes:
        variable: the variable compared.
        function: function around it in upper case ("LANG", "STR", "YEAR"), "" if none.
        operator: "=", "<" …; that of a mirrored comparison is mirrored too.
        value: what it is compared with; a str is the name of a function without arguments ("NOW").
        group: number of the group.
        token: where it stands.
    """

    variable: str
    function: str
    operator: str
    value: Node | str
    group: int
    token: Token


@dataclass(frozen=True, slots=True)
class Call:
    """A function called with a variable first.

    Attributes:
        function: its name in upper case, or its IRI.
        variable: the variable.
        group: number of the group.
    """

    function: str
    variable: str
    group: int


@dataclass
class Reading:
    """What a query's tokens tell of its patterns.

    Attributes:
        patterns: in the order of the text.
        comparisons: in the order of the text.
        calls: of functions, in the order of the text.
        parents: group → the group around it; -1 for the outermost.
        negative: groups whose patterns need not match here (MINUS, NOT EXISTS, SERVICE), with those inside them.
        bound: variables that a pattern, VALUES, or an expression with AS binds, or a subquery projects.
        used: variables in filters, expressions, projections and orders, each with its first token.
        values: constants that VALUES gives variables: (variable, constant, token).
        gaps: tokens before which a "." or ";" seems to be missing.
    """

    patterns: list[Pattern] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    parents: dict[int, int] = field(default_factory=lambda: {0: -1})
    negative: set[int] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    used: dict[str, Token] = field(default_factory=dict)
    values: list[tuple[str, Node, Token]] = field(default_factory=list)
    gaps: list[Token] = field(default_factory=list)

    def line(self, group: int) -> frozenset[int]:
        """Return a group and those around it."""
        found = set()
        while group >= 0 and group not in found:
            found.add(group)
            group = self.parents.get(group, -1)
        return frozenset(found)


def variables_of(pattern: Pattern) -> Iterator[str]:
    """Yield the variables of a pattern that can be selected."""
    for node in (pattern.subject, pattern.object):
        if isinstance(node, Variable) and not node.hidden:
            yield node.name
