"""The row limit: a SELECT that may yield more rows gets the limit written into it, and a link to the next page."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from loader.sparql_tokens import Scan, Token

_DIGITS = 18  # of a number that is read; no store has as many rows


@dataclass(frozen=True, slots=True)
class Page:
    """A query cut to one page.

    Attributes:
        text: the query with its LIMIT and OFFSET.
        probe: the query for the one row behind this page; None where the query's own LIMIT ends with the page.
    """

    text: str
    probe: str | None


def cut(scanned: Scan, most: int, number: int) -> Page | None:
    """Return one page of a SELECT; None when the query is no SELECT or fits into one page anyway.

    Args:
        scanned: the query.
        most: rows of a page.
        number: page, from 1.
    """
    if scanned.form != "SELECT":
        return None
    tail = _tail(scanned)
    limit, offset = _number_after(tail, "LIMIT"), _number_after(tail, "OFFSET") or 0
    skipped = (number - 1) * most
    left = None if limit is None else max(limit - skipped, 0)
    if number == 1 and left is not None and left <= most:
        return None
    take = most if left is None else min(most, left)
    kept = _without_modifiers(scanned, tail)
    start = offset + skipped
    ends_here = left is not None and left <= take
    probe = None if ends_here else f"{kept[0]} LIMIT 1 OFFSET {start + take} {kept[1]}"
    return Page(f"{kept[0]} LIMIT {take} OFFSET {start} {kept[1]}", probe)


def _tail(scanned: Scan) -> list[Token]:
    """Return the tokens behind the WHERE clause that stand at the top level: its modifiers, and VALUES."""
    where = scanned.where()
    found: list[Token] = []
    depth = 0
    for token in scanned.tokens:
        if where is None or token.start < where.start:
            continue
        if token.text in ("{", "(") and token.kind == "mark":
            depth += 1
        elif token.text in ("}", ")") and token.kind == "mark":
            depth -= 1
        elif depth == 0:
            found.append(token)
    return found


def _number_after(tail: list[Token], word: str) -> int | None:
    for token, following in pairwise(tail):
        if token.kind == "word" and token.text.upper() == word and following.text.isdecimal():
            return int(following.text[:_DIGITS])
    return None


def _without_modifiers(scanned: Scan, tail: list[Token]) -> tuple[str, str]:
    """Return the query up to where LIMIT belongs, and what stands behind it (VALUES), both without LIMIT and OFFSET."""
    spans: list[tuple[int, int]] = []
    for token, following in pairwise(tail):
        if token.kind == "word" and token.text.upper() in ("LIMIT", "OFFSET") and following.text.isdecimal():
            spans.append((token.start, following.start + len(following.text)))
    values = next((t.start for t in tail if t.kind == "word" and t.text.upper() == "VALUES"), None)
    last = scanned.tokens[-1]
    end = last.start + len(last.text)
    head_end = values if values is not None else end
    text = list(scanned.query[:end])
    for start, stop in spans:
        text[start:stop] = " " * (stop - start)
    # A comment at the end of a line would swallow what follows it.
    return "".join(text[:head_end]) + "\n", "".join(text[head_end:])
