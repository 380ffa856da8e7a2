"""What values a parameter of a stored question may take, and which of them a person means.

A thing is meant by its IRI, by the end of its IRI (``long-an``), by a label or number ("Tỉnh Long An", "617/QĐ-UBND"),
tones, đ and case aside, or by the last or first words of a label ("Long An"), as long as that leaves one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

import pyoxigraph as ox

from loader.errors import ConfigurationError
from loader.graph.vocabulary import DCTERMS, LN, RDFS, SITE, SKOS, XSD
from loader.parameters import Parameter
from query_api.asking.naming import compared, initials, letters, nearest
from query_api.engine.results import Rows, text_of
from query_api.served.prefixes import KNOWN, prefix_lines

_NAMES = (SKOS.prefLabel, RDFS.label, DCTERMS.title, SKOS.altLabel, LN.number)
_MOST_NAMES = 200_000
_MOST_OFFERED = 2000
_MOST_LISTED = 50
_MOST_SAID = 12
_MOST_SHOWN = 60
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(?:tháng|thang|month)?\s*0?(\d{1,2})", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_LITERAL = re.compile(r'"(?P<text>(?:[^"\\]|\\.)*)"(?:@[A-Za-z-]+|\^\^\S+)?', re.DOTALL)
_SHORTEST = 3
"""Letters of the shortest name made of first letters that is looked for."""
_NO_MONTH = "none"
_SINCE = re.compile(r"/(\d{4})-(\d{2})$")
"""The end of an IRI of a body or place that kept its name in a reorganisation."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that a parameter may take.

    Attributes:
        term: as it stands in the graph.
        key: how addresses write it ("long-an").
        vi: label in Vietnamese, else whatever it has.
        en: label in English, "" if none.
        names: all its labels and numbers.
    """

    term: ox.NamedNode | ox.Literal
    key: str = field(compare=False)
    vi: str = field(compare=False)
    en: str = field(default="", compare=False)
    names: tuple[str, ...] = field(default=(), compare=False)

    @property
    def shown(self) -> str:
        """Key and label in one line."""
        return self.key if self.vi in ("", self.key) else f"{self.key} ({self.vi})"


class ParameterError(ConfigurationError):
    """A parameter or a value that a question does not know.

    Attributes:
        possible: what is possible, each as (key, label), not all where there are many.
    """

    def __init__(self, vi: str, en: str, possible: Iterable[Choice] | Iterable[tuple[str, str]]) -> None:
        pairs = [(c.key, c.vi) if isinstance(c, Choice) else c for c in possible]
        self.possible = tuple(pairs[:_MOST_LISTED])
        said = ", ".join(key if label in ("", key) else f"{key} ({label})" for key, label in pairs[:_MOST_SAID])
        more = ", …" if len(pairs) > _MOST_SAID else ""
        super().__init__(
            en,
            message_vi=vi,
            advice=f"possible are: {said}{more}" if said else None,
            advice_vi=f"có thể là: {said}{more}" if said else None,
        )


def key_of(iri: str, kind: str) -> str:
    """Return how an address writes a thing: its IRI without base and, for most kinds, without their folder."""
    local = iri.removeprefix(SITE)
    return local.removeprefix(f"{kind}/")


def names_query(parameter: Parameter) -> str | None:
    """Return the query for all things of a parameter's kind with their names; None for literals."""
    if parameter.pattern is None:
        return None
    properties = " ".join(map(str, _NAMES))
    return (
        f"SELECT ?value ?property ?name {{ {{ SELECT DISTINCT ?value {{ {parameter.pattern} }} }} "
        f"OPTIONAL {{ VALUES ?property {{ {properties} }} ?value ?property ?name }} }} LIMIT {_MOST_NAMES}"
    )


def offered_query(parameter: Parameter) -> str | None:
    """Return the query for the values to offer; None where all that are possible are."""
    if parameter.choices is None:
        return None
    prefixes = prefix_lines("ln", "rdfs", "skos")
    return f"{prefixes} SELECT DISTINCT ?value {{ {parameter.choices} }} LIMIT {_MOST_OFFERED}"


@dataclass(frozen=True)
class Choices:
    """The values of one parameter.

    Attributes:
        parameter: whose they are.
        known: all that it may take; empty for numbers and years, which are not listed.
        offered: those for which there is something to say, as a form lists them.
        whole: ``known`` has all there are.
    """

    parameter: Parameter
    known: tuple[Choice, ...]
    offered: tuple[Choice, ...]
    whole: bool = True

    @cached_property
    def _by_iri(self) -> dict[str, Choice]:
        return {c.term.value: c for c in self.known}

    @cached_property
    def _names(self) -> dict[str, tuple[str, ...]]:
        return {c.key: tuple(map(compared, c.names)) for c in self.known}

    def of_term(self, term: ox.NamedNode | ox.Literal) -> Choice:
        """Return the choice that a term is, with its label where it has one."""
        found = self._by_iri.get(term.value) if isinstance(term, ox.NamedNode) else None
        if found is not None:
            return found
        for choice in self.offered:
            if choice.term == term:
                return choice
        return _literal_choice(term) if isinstance(term, ox.Literal) else _nameless(term.value, self.parameter.kind)

    def find(self, value: str) -> Choice:
        """Return the choice that a person means.

        Raises:
            ParameterError: nothing is called so, or several things are.
        """
        text = " ".join(unicodedata.normalize("NFC", value).split())
        literal = _LITERAL.fullmatch(text)
        if literal:
            text = literal["text"]
        kind = self.parameter.kind
        if self.parameter.is_named:
            return self._thing(text, value)
        found = _month(text) if kind == "month" else _year(text) if kind == "year" else _decimal(text)
        if kind == "month" and found is None:
            found = next((c for c in self.offered if c.key == text), None)
        if found is None or not self._in_bounds(found):
            raise self._unknown(value)
        return next((c for c in self.offered if c.term == found.term), found)

    def _thing(self, text: str, value: str) -> Choice:
        iri = _iri(text)
        if iri is not None:
            if iri in self._by_iri:
                return self._by_iri[iri]
            if not self.whole and _is_iri(iri):
                return _nameless(iri, self.parameter.kind)
            raise self._unknown(value)
        if not text:
            raise self._unknown(value)
        path, folded, short = text.strip("/"), compared(text), letters(text)
        levels: tuple[Callable[[Choice], bool], ...] = (
            lambda c: path in (c.key, c.term.value.removeprefix(SITE)),
            lambda c: path.lower() in (c.key.lower(), c.term.value.removeprefix(SITE).lower()),
            lambda c: c.key.endswith(f"/{path}"),
            lambda c: text in c.names,
            lambda c: folded in self._names[c.key],
            lambda c: any(name.endswith(f" {folded}") for name in self._names[c.key]),
            lambda c: any(name.startswith(f"{folded} ") for name in self._names[c.key]),
            lambda c: len(short) >= _SHORTEST and short in map(initials, self._names[c.key]),
        )
        offered = {c.key for c in self.offered}
        for level in levels:
            found = [c for c in self.known if level(c)]
            if len(found) > 1:
                found = [c for c in found if c.key in offered] or found
            if len(found) == 1:
                return found[0]
            if found:
                raise ParameterError(
                    f"“{_short(value)}” có thể là {len(found)} {self.parameter.vi}",
                    f"“{_short(value)}” may be {len(found)} things for the parameter “{self.parameter.name}”",
                    _told_apart(found),
                )
        raise self._unknown(value)

    def _in_bounds(self, choice: Choice) -> bool:
        least, most = self.parameter.least, self.parameter.most
        if self.parameter.kind != "number":
            return True
        number = Decimal(choice.term.value)
        return (least is None or number >= least) and (most is None or number <= most)

    def _unknown(self, value: str) -> ParameterError:
        p = self.parameter
        if p.kind == "number":
            bounds = f" ({p.least} … {p.most})" if p.least is not None or p.most is not None else ""
            return ParameterError(
                f"“{_short(value)}” không phải là số hợp lệ cho “{p.name}” ({p.vi}){bounds}",
                f"“{_short(value)}” is no number that “{p.name}” ({p.en}) may be{bounds}",
                self.offered,
            )
        return ParameterError(
            f"“{_short(value)}” không phải là giá trị của “{p.name}” ({p.vi})",
            f"“{_short(value)}” is no value of “{p.name}” ({p.en}, of type {p.kind})",
            self._nearest(value) if p.is_named else self.offered,
        )

    def _nearest(self, value: str) -> tuple[Choice, ...]:
        """Return the choices, those called nearly so first."""
        every = self.offered or self.known
        near = nearest(value, {c.key: (compared(c.key), *self._names[c.key]) for c in self.known})
        by_key = {c.key: c for c in (*self.known, *every)}
        first = [by_key[key] for key in near]
        return (*first, *(choice for choice in every if choice not in first))


def choices_of(
    parameter: Parameter, names: Rows | None, offered: Rows | None, defaults: Sequence[ox.NamedNode | ox.Literal]
) -> Choices:
    """Return a parameter's values.

    Args:
        parameter: whose.
        names: answer to ``names_query``; None for literals.
        offered: answer to ``offered_query``; None where it has none.
        defaults: the terms that stand in the query.
    """
    known = _known(names, parameter.kind) if names is not None else ()
    by_iri = {c.term.value: c for c in known}
    if offered is not None:
        listed = [
            by_iri.get(t.value)
            or (_literal_choice(t) if isinstance(t, ox.Literal) else _nameless(t.value, parameter.kind))
            for (t,) in offered.rows
            if isinstance(t, ox.NamedNode | ox.Literal) and (parameter.pattern is None or t.value in by_iri)
        ]
    elif parameter.kind == "month":
        listed = [c for number in range(1, 13) if (c := _month(str(number))) is not None]
        if any(isinstance(t, ox.Literal) and not t.value for t in defaults):
            listed.append(Choice(ox.Literal(""), _NO_MONTH, "không ghi ngày", "no day stated"))
    else:
        listed = list(known)
    if parameter.kind != "month":
        listed.sort(key=lambda c: (compared(c.vi or c.key), c.key))
    return Choices(parameter, known, tuple(_told_apart(listed)), names is None or len(names.rows) < _MOST_NAMES)


def _told_apart(listed: Sequence[Choice]) -> list[Choice]:
    """Return choices that share a label with what tells them apart behind it: since when, or the end of the IRI."""
    shared = Counter(c.vi for c in listed)
    return [
        c if not c.vi or shared[c.vi] == 1 else replace(c, vi=_with_end(c.vi, c), en=_with_end(c.en, c)) for c in listed
    ]


def _with_end(label: str, choice: Choice) -> str:
    if not label:
        return label
    since = _SINCE.search(choice.key)
    return f"{label} ({since[2]}/{since[1]} →)" if since else f"{label} ({'/'.join(choice.key.split('/')[-2:])})"


def _known(names: Rows, kind: str) -> tuple[Choice, ...]:
    found: dict[str, dict[tuple[int, str], list[str]]] = {}
    rank = {p.value: i for i, p in enumerate(_NAMES)}
    for value, prop, name in names.rows:
        if isinstance(value, ox.NamedNode):
            texts = found.setdefault(value.value, {})
            if isinstance(name, ox.Literal):
                texts.setdefault((rank[text_of(prop)], name.language or ""), []).append(name.value)
    choices = []
    for iri, texts in found.items():
        vi, en = _best(texts, ("vi", "", "en")), _best(texts, ("en",))
        every = tuple(dict.fromkeys(text for some in texts.values() for text in some))
        choices.append(Choice(ox.NamedNode(iri), key_of(iri, kind), vi, en, every))
    return tuple(sorted(choices, key=lambda c: c.key))


def _best(texts: dict[tuple[int, str], list[str]], languages: Sequence[str]) -> str:
    for language in languages:
        ranks = sorted(rank for rank, tag in texts if tag == language)
        if ranks:
            return min(texts[ranks[0], language])
    return ""


def _nameless(iri: str, kind: str) -> Choice:
    return Choice(ox.NamedNode(iri), key_of(iri, kind), "")


def _literal_choice(term: ox.Literal) -> Choice:
    return Choice(term, term.value, term.value)


def _month(text: str) -> Choice | None:
    match = _MONTH.fullmatch(text)
    number = int(match[1]) if match else 0
    if not 1 <= number <= 12:
        return None
    return Choice(ox.Literal(f"{number:02}"), f"{number:02}", f"tháng {number}", f"month {number}")


def _year(text: str) -> Choice | None:
    if not text.isascii() or not _YEAR.fullmatch(text):
        return None
    return Choice(ox.Literal(text, datatype=XSD.gYear), text, text)


def _decimal(text: str) -> Choice | None:
    if not text.isascii() or len(text) > 40 or not _NUMBER.fullmatch(text):
        return None
    plain = text.replace(",", ".").removeprefix("+")
    return Choice(ox.Literal(plain, datatype=XSD.decimal), plain, plain)


def _iri(text: str) -> str | None:
    if text.startswith("<") and text.endswith(">"):
        return text[1:-1]
    prefix, colon, local = text.partition(":")
    if colon and prefix in KNOWN:
        return KNOWN[prefix] + local
    return text if re.match(r"(?:https?://|urn:)", text) else None


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _short(value: str) -> str:
    plain = " ".join(value.split())
    return plain if len(plain) <= _MOST_SHOWN else f"{plain[: _MOST_SHOWN - 1]}…"
