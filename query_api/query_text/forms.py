"""What a value or a name that finds nothing may mean: other forms of a literal, other spellings of an IRI."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection

import pyoxigraph as ox

from loader.graph.vocabulary import XSD
from query_api.engine.folding import fold
from query_api.query_text.guard import nearest
from query_api.query_text.near_values import day_as_date
from query_api.query_text.patterns import Literal
from query_api.query_text.wording import is_iri
from query_api.served.prefixes import KNOWN

NUMBERS = frozenset(
    XSD.NAMESPACE + n for n in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")
)
"""Datatypes that compare with each other."""
_NAMES = frozenset({"name", "fullname", "title", "heading", "caption"})
"""What other vocabularies call the name of a thing."""
_LABELS = "rdfs:label|skos:prefLabel|skos:altLabel"
_PREFIXES = f"PREFIX rdfs: <{KNOWN['rdfs']}> PREFIX skos: <{KNOWN['skos']}> PREFIX xsd: <{XSD.NAMESPACE}> "


def same(term: object, literal: Literal) -> bool:
    """Say whether a term of the data is the literal."""
    if not isinstance(term, ox.Literal):
        return False
    if literal.language:
        return term.value == literal.text and (term.language or "").lower() == literal.language.lower()
    if term.datatype.value != literal.datatype:
        return False
    if literal.datatype in NUMBERS:
        return number_of(term.value) == number_of(literal.text)
    return term.value == literal.text and not term.language


def number_kinds(kinds: Collection[str]) -> bool:
    """Say whether all kinds of values are numbers, times or the like, which nothing is nearly like."""
    return bool(kinds) and all(k.startswith(XSD.NAMESPACE) and k != XSD.string.value for k in kinds)


def number_of(text: str) -> float | None:
    """Return the number that a text is; None if it is none."""
    try:
        return float(text)
    except ValueError:
        return None


def forms_query(prop: str, literal: Literal) -> str:
    """Return the query for the values of a property that a literal may mean: the same words or number, or a thing so called."""
    text = str(ox.Literal(unicodedata.normalize("NFC", " ".join(literal.text.split()))))
    number = number_of(literal.text)
    is_number = number is not None and number == number and abs(number) != float("inf")
    numeric = f" || (isNumeric(?o) && xsd:double(?o) = {number!r})" if is_number else ""
    return (
        f"{_PREFIXES} SELECT DISTINCT ?o {{ {{ ?s <{prop}> ?o "
        f"FILTER(LCASE(STR(?o)) = LCASE({text}){numeric}) }} "
        f"UNION {{ ?s <{prop}> ?o . ?o {_LABELS} ?label FILTER(LCASE(STR(?label)) = LCASE({text})) }} }} LIMIT 5"
    )


def comparable(one: str, two: str) -> bool:
    """Say whether values of two kinds compare."""
    return one == two or (one in NUMBERS and two in NUMBERS)


def right_comparison(v: str, op: str, value: Literal, kinds: list[str]) -> str | None:
    """Return the comparison that is meant, where the kinds of values tell it."""
    day = day_as_date(value.text)
    text = day.text if day is not None else value.text.strip()
    for kind in kinds:
        if kind == XSD.gYear.value and text[:4].isdigit() and len(text) >= 4:
            return f'?{v} {op} "{text[:4]}"^^xsd:gYear'
        if kind == XSD.date.value and len(text) >= 10 and text[4] == "-" and text[7] == "-":
            return f'?{v} {op} "{text[:10]}"^^xsd:date'
        if kind == XSD.date.value and text.isdigit() and len(text) == 4:
            return f"YEAR(?{v}) {op} {text}"
        if kind == XSD.gMonthDay.value and text.isdigit() and 1 <= int(text) <= 12:
            return f"MONTH(?{v}) {op} {int(text)}"
        if kind == XSD.gMonthDay.value and len(text) == 5 and text[2] == "-":
            return f'?{v} {op} "--{text}"^^xsd:gMonthDay'
        if kind in NUMBERS and number_of(text) is not None:
            return f"?{v} {op} {text}"
        if kind == XSD.boolean.value and text.lower() in ("true", "false", "1", "0"):
            return f"?{v} = {'true' if text.lower() in ('true', '1') else 'false'}"
        if kind == XSD.string.value or kind.startswith("@"):
            return f'STR(?{v}) {op} "{text}"'
    return None


def local_of(iri: str) -> str:
    """Return what stands behind the last "#" or "/" of an IRI."""
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


def near_iri(iri: str, known: Collection[str]) -> str | None:
    """Return the IRI in use that is most like another: the same local name, or nearly, the same namespace first."""
    local = local_of(iri)
    if not local or len(local) > 80:
        return None
    namespace = iri[: len(iri) - len(local)]
    by_local: dict[str, str] = {}
    for other in sorted(known, key=lambda k: k.startswith(namespace)):
        by_local[local_of(other)] = other
    for name, other in by_local.items():
        if name.lower() == local.lower() and other != iri:
            return other
    if local.lower() in _NAMES and (label := by_local.get("label")) is not None:
        return label
    near = nearest(local, [name for name, other in by_local.items() if other.startswith(namespace)])
    return by_local[near] if near else None


def other_spellings(iri: str) -> list[str]:
    """Return what an IRI that nobody knows may mean."""
    scheme, sign, rest = iri.partition("://")
    host, slash, path = rest.partition("/")
    folded = fold(path).replace(" ", "-")
    found = []
    for s in (scheme, "https" if scheme == "http" else "http"):
        for h in (host, host.lower(), host.removeprefix("www.")):
            for p in (
                path,
                path.rstrip("/"),
                f"{path}/",
                path.lower(),
                folded,
                folded.replace("_", "-"),
                path.replace("#", "/"),
            ):
                found.append(f"{s}{sign}{h}{slash}{p}")
    return [c for c in dict.fromkeys(found) if c != iri and is_iri(c)][:60]
