"""ORDER BY of things, for a store on disk: sorted by keys that are made once, not looked up for each comparison.

The engine keeps a number in the place of each IRI and reads its text from disk at each comparison, which takes many
times as long as to compare. A text that the query itself makes is kept in memory: so that of the IRI with a space behind
it, which sorts as the IRI does (SPARQL 1.1 Query, 15.1), for all characters of IRIs come after a space.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loader.sparql_tokens import Scan, Token
from query_api.engine.planning.patterns import Edge, Group, Names, variable
from query_api.engine.planning.reading import Query
from query_api.engine.triples import Path

_AGGREGATES = ("COUNT", "SUM", "AVG", "MIN", "MAX", "SAMPLE", "GROUP_CONCAT")
_KEY = "sorted"


@dataclass(frozen=True, slots=True)
class _Condition:
    """A condition of ORDER BY that is a variable.

    Attributes:
        start: offset of its first character.
        end: offset behind its last.
        direction: ASC, DESC or "".
        name: the variable's.
    """

    start: int
    end: int
    direction: str
    name: str

    def by(self, key: str) -> str:
        """Return the condition with a key in front: only what has none, nodes without a name, is compared itself."""
        if not self.direction:
            return f"?{key} ?{self.name}"
        return f"{self.direction}(?{key}) {self.direction}(?{self.name})"


def with_keys(found: Query, scanned: Scan) -> tuple[str, str]:
    """Return what is to stand at the end of the WHERE clause and what follows its brace; "" and that as it is for no key.

    Args:
        found: a query.
        scanned: its tokens.
    """
    text = scanned.query
    begun = len(text) - len(found.tail)
    tail = [token for token in scanned.tokens if token.start >= begun]
    conditions = list(_conditions(tail))
    if not conditions or found.named or _is_other_than_selected(scanned, tail):
        return "", found.tail
    things = _things(found.group)
    keys: dict[str, str] = {}
    parts, done = [], begun
    for condition in conditions:
        if condition.name in things:
            key = keys.setdefault(condition.name, f"{_KEY}{len(keys)}")
            parts += [text[done : condition.start], condition.by(key)]
            done = condition.end
    made = "".join(f' BIND(CONCAT(STR(?{name}), " ") AS ?{key})' for name, key in keys.items())
    return made, "".join([*parts, text[done:]])


def _is_other_than_selected(scanned: Scan, tail: Sequence[Token]) -> bool:
    """Say whether rows are not those of the WHERE clause, all that this binds is selected, or a name is taken."""
    where = scanned.where()
    head = [token for token in scanned.tokens if where is not None and token.start < where.start]
    return (
        scanned.form != "SELECT"
        or any(before.is_word("SELECT", "DISTINCT", "REDUCED") and mark.is_mark("*") for before, mark in pairwise(head))
        or any(token.is_word(*_AGGREGATES) for token in head)
        or any(token.is_word("GROUP", "HAVING") for token in tail)
        or any(name.startswith(_KEY) for name in scanned.variables())
    )


def _things(group: Group) -> Names:
    """Return the variables that a subject stands for in each solution: an IRI or a node without a name."""
    edges = [element.triple for element in group.elements if isinstance(element, Edge)]
    # A path may be of no length, and then begin at a text, too.
    plain = [edge for edge in edges if not isinstance(edge.predicate, Path) or edge.predicate.kind == "iri"]
    return frozenset(name for edge in plain if (name := variable(edge.subject)))


def _conditions(tail: Sequence[Token]) -> Iterator[_Condition]:
    """Yield the conditions of an ORDER BY that are variables."""
    at = next((n + 2 for n, token in enumerate(tail) if token.is_word("ORDER")), len(tail))
    while at < len(tail) and not tail[at].is_word("LIMIT", "OFFSET", "VALUES"):
        token = tail[at]
        four = tail[at : at + 4]
        if token.kind == "variable":
            yield _Condition(token.start, token.start + len(token.text), "", token.text[1:])
        elif token.is_word("ASC", "DESC") and len(four) == 4 and four[2].kind == "variable" and four[3].is_mark(")"):
            yield _Condition(token.start, four[3].start + 1, token.text, four[2].text[1:])
            at += 3
        elif token.is_mark("("):
            at = _behind(tail, at)
            continue
        at += 1


def _behind(tokens: Sequence[Token], at: int) -> int:
    """Return what follows the bracket that is opened at a place."""
    depth = 0
    while at < len(tokens):
        depth += tokens[at].is_mark("(") - tokens[at].is_mark(")")
        at += 1
        if depth == 0:
            break
    return at
