"""The engine's own words about a bad query → an error with line, column and what a person can do."""

from __future__ import annotations

import re

from loader.errors import EngineError, FormatError, LangngheError, QueryError
from query_api.engine.wire import Failure

_PLACE = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)


def query_error(failure: Failure, text: str) -> LangngheError:
    """Return the error for a worker's failure to evaluate ``text``."""
    if failure.kind == "engine":
        return EngineError(failure.message)
    if failure.kind == "unwritable":
        return FormatError(failure.message, advice=failure.advice)
    match = _PLACE.search(failure.message)
    if match is None:
        return QueryError(failure.message)
    line, column, reason = int(match.group(1)), int(match.group(2)), match.group(3)
    lines = text.splitlines() or [""]
    shown = lines[line - 1][max(0, column - 1) : column + 29].strip() if line <= len(lines) else ""
    near = f" near “{shown}”" if shown else " at the end of the query"
    return QueryError(f"syntax error{near}: {reason}", line=line, column=column)
