"""What the WHERE clause of a query is made of, as immutable values, and which variables each part binds (SPARQL 18.2).

A variable is *possible* in a part whose solutions may bind it, *certain* if all of them do, and *mentioned* if it stands
in it anywhere, also in a filter or behind a projection.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from query_api.engine.triples import Path, Triple

Names = frozenset[str]
NONE: Names = frozenset()


@dataclass(frozen=True)
class Edge:
    """A triple pattern; sequences of a path are edges of their own.

    Attributes:
        triple: as it is written.
    """

    triple: Triple

    @cached_property
    def text(self) -> str:
        """The pattern as SPARQL."""
        path = self.triple.predicate
        return f"{self.triple.subject} {path.text if isinstance(path, Path) else path} {self.triple.object}"

    @cached_property
    def certain(self) -> Names:
        """Its variables."""
        terms = (self.triple.subject, self.triple.predicate, self.triple.object)
        return frozenset(name for term in terms if isinstance(term, str) and (name := variable(term)))

    @property
    def possible(self) -> Names:
        """Its variables."""
        return self.certain

    @property
    def mentioned(self) -> Names:
        """Its variables."""
        return self.certain


@dataclass(frozen=True)
class Expression:
    """The words of a constraint, groups of EXISTS between them.

    Attributes:
        parts: text and groups in turn.
        mentioned: all variables.
    """

    parts: tuple[str | Group, ...]
    mentioned: Names

    @property
    def exists(self) -> bool:
        """It holds EXISTS."""
        return len(self.parts) > 1


@dataclass(frozen=True)
class Filter:
    """FILTER with its constraint."""

    expression: Expression


@dataclass(frozen=True)
class Bind:
    """BIND; ``expression`` is all between the brackets."""

    expression: Expression
    variable: str


@dataclass(frozen=True)
class Values:
    """VALUES as written.

    Attributes:
        text: from the keyword on.
        possible: its variables.
        certain: those that each row binds.
        rows: how many rows it has.
    """

    text: str
    possible: Names
    certain: Names
    rows: int

    @property
    def mentioned(self) -> Names:
        """Its variables."""
        return self.possible


@dataclass(frozen=True)
class Union:
    """Groups beside each other; one alone is a group within a group."""

    groups: tuple[Group, ...]

    @cached_property
    def certain(self) -> Names:
        """What each of them binds."""
        return frozenset.intersection(*(group.certain for group in self.groups))

    @cached_property
    def possible(self) -> Names:
        """What any of them may bind."""
        return frozenset().union(*(group.possible for group in self.groups))

    @cached_property
    def mentioned(self) -> Names:
        """What stands in any of them."""
        return frozenset().union(*(group.mentioned for group in self.groups))


@dataclass(frozen=True)
class Optional:
    """OPTIONAL; filters that stand directly in its group see the variables of both sides (18.2.2.6)."""

    group: Group


@dataclass(frozen=True)
class Minus:
    """MINUS."""

    group: Group


@dataclass(frozen=True)
class Subquery:
    """A query within a group.

    Attributes:
        head: from SELECT to the brace.
        group: what it asks.
        tail: what follows: GROUP BY, LIMIT …
        possible: what it projects.
        plain: those of it that are variables of its group.
        words: all variables of head and tail.
    """

    head: str
    group: Group
    tail: str
    possible: Names
    plain: Names
    words: Names

    @cached_property
    def certain(self) -> Names:
        """What each solution binds, as far as is told here."""
        return self.plain & self.group.certain

    @cached_property
    def mentioned(self) -> Names:
        """Its variables, inside and outside."""
        return self.words | self.group.mentioned


Joined = Edge | Values | Union | Subquery
"""What is joined with what stands before it: in any order."""
Element = Joined | Optional | Minus | Bind | Filter


@dataclass(frozen=True)
class Group:
    """What stands between braces."""

    elements: tuple[Element, ...]

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """Its filters, which hold for all of it wherever they stand (18.2.2.2)."""
        return tuple(element for element in self.elements if isinstance(element, Filter))

    @cached_property
    def without_filters(self) -> Group:
        """All of it but its own filters."""
        return Group(tuple(e for e in self.elements if not isinstance(e, Filter))) if self.filters else self

    @cached_property
    def certain(self) -> Names:
        """What each solution binds."""
        return certain(self.elements)

    @cached_property
    def possible(self) -> Names:
        """What a solution may bind."""
        names: set[str] = set()
        for element in self.elements:
            if isinstance(element, Optional):
                names |= element.group.possible
            elif isinstance(element, Bind):
                names.add(element.variable)
            elif not isinstance(element, Minus | Filter):
                names |= element.possible
        return frozenset(names)

    @cached_property
    def defined(self) -> Names:
        """What VALUES, BIND and queries within it give values: LATERAL refuses it if it is bound before, even in MINUS."""
        return NONE.union(*(_defined(element) for element in self.elements))

    @cached_property
    def mentioned(self) -> Names:
        """What stands in it anywhere."""
        names: set[str] = set()
        for element in self.elements:
            if isinstance(element, Optional | Minus):
                names |= element.group.mentioned
            elif isinstance(element, Filter):
                names |= element.expression.mentioned
            elif isinstance(element, Bind):
                names |= element.expression.mentioned | {element.variable}
            else:
                names |= element.mentioned
        return frozenset(names)


def _defined(element: Element) -> Names:
    if isinstance(element, Values):
        return element.possible
    if isinstance(element, Bind):
        return frozenset((element.variable,))
    if isinstance(element, Optional | Minus):
        return element.group.defined
    if isinstance(element, Union):
        return NONE.union(*(group.defined for group in element.groups))
    return element.possible if isinstance(element, Subquery) else NONE


def certain(elements: Iterable[Element]) -> Names:
    """Return what each solution of elements binds, one joined after the other."""
    names: set[str] = set()
    for element in elements:
        if not isinstance(element, Optional | Minus | Bind | Filter):
            names |= element.certain
    return frozenset(names)


def variable(term: str) -> str:
    """Return the name of a variable as it is written; "" for another term."""
    return term[1:] if term[0] in "?$" else ""


def takes_bindings(group: Group, given: Names, *, filters: bool = True) -> bool:
    """Say whether a group gives the same when variables are bound before as when its solutions are joined afterwards.

    That is so where nothing in it looks at one of these variables before it has bound it itself: the condition of
    well-designed patterns (Pérez, Arenas, Gutierrez, Semantics and Complexity of SPARQL, TODS 2009).

    Args:
        group: the group.
        given: variables that may be bound before.
        filters: its own filters count, too: they do not where they see both sides, as in OPTIONAL.
    """
    own: set[str] = set()
    for element in group.elements:
        if isinstance(element, Optional):
            if not (element.group.mentioned & given <= own and takes_bindings(element.group, given, filters=False)):
                return False
        elif isinstance(element, Minus):
            inner = element.group
            if inner.defined & given or not (inner.mentioned & given <= own and inner.certain & own):
                return False
        elif isinstance(element, Bind):
            if element.variable in given or not element.expression.mentioned & given <= own:
                return False
        elif isinstance(element, Filter):
            if filters and not element.expression.mentioned & given <= group.certain:
                return False
        elif not joins_bindings(element, given):
            return False
        else:
            own |= element.certain
    return True


def joins_bindings(element: Joined, given: Names) -> bool:
    """Say the same of something that is joined."""
    if isinstance(element, Union):
        return all(takes_bindings(group, given) for group in element.groups)
    return isinstance(element, Edge) or not element.mentioned & given
