"""What may not be asked, and help for what was meant: refusals before evaluation, hints after a failure."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping

from loader.errors import QueryError
from loader.sparql_tokens import Scan
from query_api.problems import RequestError

_MOST_HINTS = 5  # finding the nearest term takes a millisecond
_LONGEST_TERM = 60


def check(scanned: Scan, allowed_services: Collection[str] = ()) -> None:
    """Refuse updates, and queries that would make the engine open a connection.

    Args:
        scanned: the query.
        allowed_services: exact IRIs of the endpoints that SERVICE may name.

    Raises:
        RequestError: with the kind "read-only" or "service-denied".
    """
    if scanned.is_update:
        raise RequestError(
            "read-only",
            "this endpoint is read-only: updates are refused",
            message_vi="điểm truy vấn này chỉ đọc, không nhận lệnh cập nhật",
        )
    outbound = scanned.outbound
    if outbound is not None and not _is_allowed(scanned, allowed_services):
        line, column = scanned.place(outbound)
        keyword = "LOAD" if outbound.text.upper().startswith("LOAD") else "SERVICE"
        raise RequestError(
            "service-denied",
            f"{keyword} is not allowed here (line {line}, column {column})",
            message_vi=f"ở đây không dùng được {keyword} (dòng {line}, cột {column})",
        )


def _is_allowed(scanned: Scan, allowed: Collection[str]) -> bool:
    """Say whether every outbound keyword is SERVICE followed by the IRI of an allowed endpoint."""
    tokens = scanned.tokens
    for i, token in enumerate(tokens):
        if not scanned.is_outbound(token):
            continue
        following = [t for t in tokens[i + 1 : i + 3] if t.text.upper() != "SILENT"]
        endpoint = following[0].text[1:-1] if following and following[0].kind == "iri" else None
        if token.text.upper() != "SERVICE" or endpoint not in allowed:
            return False
    return True


def explain(error: QueryError, scanned: Scan, known: Mapping[str, str]) -> QueryError:
    """Return the error with what a person can do about it: the prefix line that is missing.

    Args:
        error: the engine's error.
        scanned: the query.
        known: well-known prefixes with their namespaces.
    """
    missing = scanned.undeclared()
    if not missing or error.line is None:
        return error
    token = missing[0]
    prefix = token.text.partition(":")[0]
    line, column = scanned.place(token)
    lines = [f"PREFIX {p}: <{known[p]}>" for p in (t.text.partition(":")[0] for t in missing) if p in known]
    advice = "add " + " ".join(lines) if lines else "declare it with PREFIX"
    return QueryError(f"the prefix “{prefix}:” is not declared", line=line, column=column, advice=advice)


def misspelt(scanned: Scan, namespace: str, terms: Collection[str]) -> list[tuple[str, str | None]]:
    """Return the first names under our namespace that no term has, each with the nearest term.

    Args:
        scanned: the query.
        namespace: namespace of the ontology.
        terms: local names of its terms.
    """
    found: dict[str, str | None] = {}
    for _, iri in scanned.names():
        local = iri.removeprefix(namespace)
        if local != iri and local not in terms and local not in found:
            found[local] = nearest(local, terms) if len(local) <= _LONGEST_TERM else None
            if len(found) == _MOST_HINTS:
                break
    return list(found.items())


def nearest(word: str, terms: Collection[str]) -> str | None:
    """Return the term most like a word, case aside; None if none is near."""
    folded = {t.lower(): t for t in terms}
    close = difflib.get_close_matches(word.lower(), folded, n=1, cutoff=0.7)
    return folded[close[0]] if close else None
