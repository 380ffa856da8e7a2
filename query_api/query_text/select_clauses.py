"""The SELECT clauses of a query, each with its pattern and what stands behind that, from the tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loader.sparql_tokens import Token

PAIRS = {"(": ")", "[": "]", "{": "}"}
"""Opening bracket → closing bracket."""
_ENDS = frozenset({"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"})


@dataclass(frozen=True, slots=True)
class Select:
    """A SELECT: what it projects, its pattern, and what stands behind that."""

    projection: Sequence[Token]
    pattern: Sequence[Token]
    modifiers: Sequence[Token]

    @property
    def groups(self) -> list[Token]:
        """The tokens of GROUP BY."""
        found: list[Token] = []
        inside = False
        for token in self.modifiers:
            word = token.text.upper() if token.kind == "word" else ""
            if word == "GROUP":
                inside = True
            elif word in _ENDS:
                inside = False
            elif inside and word != "BY":
                found.append(token)
        return found


def selects(tokens: Sequence[Token]) -> Iterator[Select]:
    """Yield the SELECT clauses, subqueries included."""
    for i, token in enumerate(tokens):
        if token.kind != "word" or token.text.upper() != "SELECT":
            continue
        start = i + 1
        while start < len(tokens) and not (
            tokens[start].text == "{" or tokens[start].text.upper() in ("WHERE", "FROM")
        ):
            start += 1
        brace = start
        while brace < len(tokens) and tokens[brace].text != "{":
            brace += 1
        end = closing(tokens, brace)
        last, depth = end + 1, 0
        while last < len(tokens) and depth >= 0:
            depth += (tokens[last].text == "{") - (tokens[last].text == "}")
            last += 1
        yield Select(tokens[i + 1 : start], tokens[brace : end + 1], tokens[end + 1 : last])


def closing(tokens: Sequence[Token], at: int) -> int:
    """Return where the bracket that opens at a place closes; the last place if it does not."""
    if at >= len(tokens) or tokens[at].text not in PAIRS:
        return at
    opening, depth = tokens[at].text, 0
    for i in range(at, len(tokens)):
        if tokens[i].kind == "mark":
            depth += (tokens[i].text == opening) - (tokens[i].text == PAIRS[opening])
            if depth == 0:
                return i
    return len(tokens) - 1
