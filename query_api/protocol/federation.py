"""SERVICE in a query: its block is asked of the endpoint named, and its rows take the block's place."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace

from loader.errors import LangngheError
from loader.sparql_tokens import Scan, Token, scan
from query_api.engine.base import QueryRequest
from query_api.engine.federation import NO_BINDINGS, Federation, left
from query_api.problems import RequestError
from query_api.shared.aside import LONG

_MOST_BLOCKS = 5


@dataclass(frozen=True, slots=True)
class Block:
    """A SERVICE clause.

    Attributes:
        start: offset of the keyword.
        end: offset behind the closing brace.
        endpoint: IRI of the endpoint.
        silent: a failure counts as one solution without bindings.
        pattern: the text from the opening to the closing brace.
    """

    start: int
    end: int
    endpoint: str
    silent: bool
    pattern: str


async def expand(federation: Federation, request: QueryRequest) -> QueryRequest:
    """Return the request with every SERVICE clause replaced by the rows that its endpoint gives.

    Endpoints and the keyword's form have been checked (``guard.check``).

    Raises:
        RequestError: there are too many clauses, or one is malformed.
        QueryError, EngineError: an endpoint refuses its part or does not answer, and the clause is not SILENT.
    """
    if "SERVICE" not in request.text.upper():
        return request
    scanned = scan(request.text)
    # Beside the event loop where the text is long; few may ask so, for few servers name endpoints.
    found = await asyncio.to_thread(blocks, scanned) if len(request.text) > LONG else blocks(scanned)
    if len(found) > _MOST_BLOCKS:
        raise RequestError(
            "service-denied",
            f"a query may have at most {_MOST_BLOCKS} SERVICE clauses",
            message_vi=f"một truy vấn có nhiều nhất {_MOST_BLOCKS} mệnh đề SERVICE",
        )
    ends = time.monotonic() + request.deadline
    text, head = request.text, _prologue(scanned, request.base_iri)
    for block in reversed(found):
        try:
            rows = await federation.fetch(block.endpoint, f"{head}SELECT * WHERE {block.pattern}", left(ends))
        except LangngheError:
            if not block.silent:
                raise
            rows = NO_BINDINGS
        # In braces: a group of its own, as the clause was.
        text = f"{text[: block.start]}{{ {rows} }}{text[block.end :]}"
    return replace(request, text=text, deadline=left(ends))


def blocks(scanned: Scan) -> list[Block]:
    """Return the SERVICE clauses of a query, those inside another left to its endpoint.

    Raises:
        RequestError: a clause names no endpoint, or its braces do not match.
    """
    tokens = scanned.tokens
    found: list[Block] = []
    for i, token in enumerate(tokens):
        if not scanned.is_outbound(token) or (found and token.start < found[-1].end):
            continue
        rest = list(tokens[i + 1 : i + 4])
        silent = bool(rest) and rest[0].text.upper() == "SILENT"
        target, opening = (rest[1:] if silent else rest)[:2] if len(rest) > silent + 1 else (None, None)
        closing = _closing(tokens, opening) if opening is not None and opening.text == "{" else None
        if target is None or opening is None or closing is None or target.kind != "iri":
            line, column = scanned.place(token)
            raise RequestError(
                "malformed-query", f"SERVICE is not followed by <endpoint> {{ … }} (line {line}, column {column})"
            )
        end = closing.start + 1
        found.append(Block(token.start, end, target.text[1:-1], silent, scanned.query[opening.start : end]))
    return found


def _closing(tokens: tuple[Token, ...], opening: Token) -> Token | None:
    depth = 0
    for token in tokens[tokens.index(opening) :]:
        if token.kind == "mark" and token.text in "{}":
            depth += 1 if token.text == "{" else -1
            if depth == 0:
                return token
    return None


def _prologue(scanned: Scan, base: str | None) -> str:
    """Return the declarations of a query, for the part of it that goes elsewhere."""
    start = next((t.start for t in scanned.tokens if t.kind == "word" and t.text.upper() == scanned.form), 0)
    return (f"BASE <{base}> " if base else "") + scanned.query[:start] + " "
