"""A silent nothing gets a word: what an answer lacks, and the hints that the server gives about it."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import unquote

import pyoxigraph as ox
import structlog

from loader.errors import LangngheError
from loader.graph.vocabulary import LN, names_of
from loader.sparql_tokens import Scan
from query_api.asking.rows import ask_rows
from query_api.engine.base import Engine
from query_api.engine.results import Rows
from query_api.query_text import guard
from query_api.query_text.advice import advise, header_text
from query_api.query_text.advisor import Hint
from query_api.query_text.pattern_reader import read_patterns
from query_api.query_text.patterns import variables_of
from query_api.query_text.profile import QUERIES, Profile, profile_of
from query_api.query_text.token_terms import expand

_LONGEST_QUERY = 20_000
_PROFILE_SECONDS = 2.0
_LOOKUP_SECONDS = 2.0
_ADVICE_SECONDS = 4.0
_LONGEST_HEADER = 1500
_SHORTEST_GRAPH = 2000
_VARIABLES = re.compile(rb'\{"head":\{"vars":\[("\w+"(?:,"\w+")*)\]\},"results":\{')  # as the engine writes it


@dataclass(frozen=True, slots=True)
class Lack:
    """What an answer lacks.

    Attributes:
        nothing: there is no row, no triple, no yes, or nothing but a count of zero.
        unbound: variables that no row binds, where there are rows.
        guessed: of a long answer nobody knows yet; these are variables that parts of the query bind which may never hold.
    """

    nothing: bool
    unbound: tuple[str, ...] = ()
    guessed: bool = False


def lack_of_rows(rows: Rows) -> Lack | None:
    """Return what rows lack; None if nothing."""
    if not rows.rows or (len(rows.rows) == 1 and all(_is_zero(term) for term in rows.rows[0])):
        return Lack(True)
    unbound = tuple(name for i, name in enumerate(rows.variables) if all(row[i] is None for row in rows.rows))
    return Lack(False, unbound) if unbound else None


def lack_of_text(scanned: Scan) -> Lack | None:
    """Return what a long answer may lack, going by the query alone.

    That are variables that are selected and never bound, and those of an OPTIONAL or UNION, which may never hold.
    """
    if len(scanned.query) > _LONGEST_QUERY or scanned.form != "SELECT":
        return None
    reading = read_patterns(scanned)
    free = [name for name in reading.used if name not in reading.bound]
    if any(token.is_word("OPTIONAL") or token.is_word("UNION") for token in scanned.tokens):
        free += [
            name for pattern in reading.patterns if reading.parents[pattern.group] > 0 for name in variables_of(pattern)
        ]
    return Lack(False, tuple(dict.fromkeys(free)), guessed=True) if free else None


def lack_of_body(body: bytes, key: str) -> Lack | None:
    """Return what a whole result lacks.

    Args:
        body: its bytes.
        key: the key of its format.
    """
    if key in ("csv", "tsv", "json", "xml"):
        try:
            return _lack_of_bindings(body, key)
        except (ValueError, SyntaxError, csv.Error):
            return None
    if len(body) > _SHORTEST_GRAPH:
        return None
    text = body.decode("utf-8", "replace")
    if key in ("ttl", "trig", "nt", "nq"):
        said = [
            line for line in text.splitlines() if line.strip() and not re.match(r"\s*@?(prefix|base)\b", line, re.I)
        ]
        return None if said else Lack(True)
    if key == "jsonld":
        return Lack(True) if text.strip() in ("", "[]", "{}", '{"@graph":[]}') else None
    return Lack(True) if key == "rdf" and not re.search(r"<rdf:Description|about=", text) else None


def _lack_of_bindings(body: bytes, key: str) -> Lack | None:
    if body.strip() in (b"true", b"false"):
        return Lack(True) if body.strip() == b"false" else None
    if key == "json":
        if _is_full(body):
            return None
        document = json.loads(body)
        if "boolean" in document:
            return None if document["boolean"] else Lack(True)
        names, rows = document["head"]["vars"], document["results"]["bindings"]
        zero = len(rows) == 1 and all(name not in rows[0] or rows[0][name]["value"] == "0" for name in names)
        if not rows or zero:
            return Lack(True)
        return _unbound(names, [[name in row for name in names] for row in rows])
    if key == "xml":
        text = body.decode("utf-8", "replace")
        if "<boolean>" in text:
            return Lack(True) if "<boolean>false" in text else None
        names = re.findall(r'<variable name="([^"]*)"', text)
        bound = re.findall(r'<binding name="([^"]*)">', text)
        if "<result>" not in text or (
            text.count("<result>") == 1 and re.findall(r">([^<>]+)</literal>", text) == ["0"] * len(bound)
        ):
            return Lack(True)
        return _unbound(names, [[name in set(bound) for name in names]])
    head, *lines = list(
        csv.reader(
            io.StringIO(body.decode("utf-8")),
            delimiter="\t" if key == "tsv" else ",",
            quoting=csv.QUOTE_NONE if key == "tsv" else csv.QUOTE_MINIMAL,
        )
    )
    if not lines or (len(lines) == 1 and all(cell in ("", "0") for cell in lines[0])):
        return Lack(True)
    return _unbound([name.lstrip("?\ufeff") for name in head], [[bool(cell) for cell in line] for line in lines])


def _is_full(body: bytes) -> bool:
    """Say whether the rows of a JSON result visibly lack nothing; much cheaper than to read it, and true of most.

    Quotes inside a value are escaped, so what looks like a binding is one; where white space stands between, it is read.
    """
    head = _VARIABLES.match(body)
    if head is None or b'"value":"0"' in body or b'"type":"triple"' in body:
        return False
    return all(b"%b:{" % name in body for name in head[1].split(b","))


def _unbound(names: Sequence[str], rows: Sequence[Sequence[bool]]) -> Lack | None:
    unbound = tuple(name for i, name in enumerate(names) if not any(i < len(row) and row[i] for row in rows))
    return Lack(False, unbound) if unbound else None


def _is_zero(term: object) -> bool:
    return term is None or (isinstance(term, ox.Literal) and term.value == "0")


class Profiles:
    """Keeps what the data look like, made once per version of the data, beside all else: it takes long where they are many."""

    def __init__(self) -> None:
        self._version: str | None = None
        self._making: asyncio.Task[Profile | None] | None = None
        self._until = 0.0

    async def of(self, engine: Engine) -> Profile | None:
        """Return the profile of an engine's data; None where it cannot be made, or is not there within two seconds."""
        loop = asyncio.get_running_loop()
        version = engine.summary.version
        if self._making is None or version != self._version:
            self._version, self._until = version, loop.time() + _PROFILE_SECONDS
            self._making = loop.create_task(_profiled(engine))
        # Whoever asks when it has been waited for long enough gets an answer without hints at once.
        with suppress(TimeoutError):
            async with asyncio.timeout_at(max(self._until, loop.time())):
                return await asyncio.shield(self._making)
        return None

    @property
    def pending(self) -> bool:
        """It is being made: an answer given now may lack hints that it has later."""
        return self._making is not None and not self._making.done()

    async def stop(self) -> None:
        """Stop making it."""
        if self._making is not None:
            self._making.cancel()
            with suppress(asyncio.CancelledError):
                await self._making


async def _profiled(engine: Engine) -> Profile | None:
    with suppress(LangngheError):
        return profile_of([await ask_rows(engine, query) for query in QUERIES])
    return None


def misspelt(scanned: Scan, terms: frozenset[str]) -> list[Hint]:
    """Return a hint for each name of our namespace that no term has."""
    hints = []
    for name, near in guard.misspelt(scanned, LN.NAMESPACE, terms):
        vi, en = f"ln:{name} không phải là thuật ngữ", f"ln:{name} is no term"
        if near:
            vi, en = f"{vi}, có phải là ln:{near}?", f"{en}, did you mean ln:{near}?"
        hints.append(Hint(vi, en))
    return hints


async def hints_about(
    engine: Engine, profiles: Profiles, scanned: Scan, lack: Lack | None, terms: frozenset[str]
) -> tuple[Hint, ...]:
    """Return the hints about a query and what its answer lacks.

    Args:
        engine: what answered.
        profiles: what its data look like.
        scanned: the query.
        lack: what the answer lacks.
        terms: local names of the ontology's terms.
    """
    if len(scanned.query) > _LONGEST_QUERY:
        return ()
    names = misspelt(scanned, terms)
    if lack is None:
        return tuple(names)
    try:
        return (*names, *await _found(engine, profiles, scanned, lack, terms))
    except (LangngheError, TimeoutError):  # no hint is worth an error, or a wait
        return tuple(names)
    except Exception as error:  # a fault of ours, which is no reason to withhold the answer
        structlog.get_logger("langnghe").error("bug", query=scanned.query[:500], exc_info=error)
        return tuple(names)


async def _found(engine: Engine, profiles: Profiles, scanned: Scan, lack: Lack, terms: frozenset[str]) -> list[Hint]:
    found: list[Hint] = []
    graphs = engine.summary.graphs
    default, named = scanned.dataset()
    for iri in dict.fromkeys([*default, *named, *_asked_graphs(scanned)]):
        if graphs is not None and iri not in graphs:
            found.append(Hint(f"không có đồ thị <{iri}>", f"there is no graph <{iri}>"))
    profile = await profiles.of(engine)
    if profile is not None:
        spoken = {f"{LN.NAMESPACE}{name}" for name, _ in guard.misspelt(scanned, LN.NAMESPACE, terms)}
        async with asyncio.timeout(_ADVICE_SECONDS):
            found += await _advice(engine, scanned, profile, lack, spoken)
    return found


def _asked_graphs(scanned: Scan) -> list[str]:
    """Return the IRIs of the graphs that GRAPH clauses name."""
    tokens = scanned.tokens
    named = [after for word, after in pairwise(tokens) if word.is_word("GRAPH")]
    return [iri for token in named if token.kind in ("iri", "name") and (iri := expand(scanned, token)) is not None]


async def _advice(engine: Engine, scanned: Scan, profile: Profile, lack: Lack, spoken: set[str]) -> list[Hint]:
    advice = advise(scanned, profile, lack.unbound, spoken, proven=lack.guessed)
    try:
        query = next(advice)
        while True:
            query = advice.send(await ask_rows(engine, query, seconds=_LOOKUP_SECONDS))
    except StopIteration as stop:
        found: list[Hint] = stop.value
        return found


def hints_in(headers: Mapping[str, str]) -> list[Hint]:
    """Return the hints that the headers of an answer carry."""
    en, vi = unquote(headers.get("Query-Hint", "")), unquote(headers.get("Query-Hint-Vi", ""))
    return [Hint(vi, en)] if en or vi else []


def ontology_terms() -> frozenset[str]:
    """Return the local names of the ontology's terms."""
    return frozenset(names_of(LN))


def header_of(hints: Sequence[Hint]) -> dict[str, str]:
    """Return the headers that carry hints: ``Query-Hint`` in English, ``Query-Hint-Vi`` in Vietnamese."""
    if not hints:
        return {}
    en, vi = "; ".join(h.en for h in hints), "; ".join(h.vi for h in hints)
    headers = {"Query-Hint": header_text(en), "Query-Hint-Vi": header_text(vi)}
    return {name: value for name, value in headers.items() if len(value) <= _LONGEST_HEADER * 2}
