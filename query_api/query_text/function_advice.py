"""Functions that give an error, or never what they are compared with, for the kind of values that they are given.

An error in a filter leaves a row out without a word (SPARQL 1.1, section 17.2), which a person sees as nothing found.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from loader.graph.vocabulary import XSD
from query_api.query_text.forms import NUMBERS, number_of
from query_api.query_text.patterns import LANG_STRING, Call, Comparison, Iri, Literal, Reading
from query_api.query_text.profile import IRI, shown_kind
from query_api.query_text.wording import name_of, written

_OF_TEXTS = frozenset(
    {
        "CONTAINS",
        "REGEX",
        "STRSTARTS",
        "STRENDS",
        "STRLEN",
        "SUBSTR",
        "REPLACE",
        "UCASE",
        "LCASE",
        "STRBEFORE",
        "STRAFTER",
    }
)
_OF_TIMES = frozenset({"YEAR", "MONTH", "DAY"})
_OF_HOURS = frozenset({"HOURS", "MINUTES", "SECONDS", "TIMEZONE", "TZ"})
_OF_NUMBERS = frozenset({"ABS", "CEIL", "FLOOR", "ROUND"})
_GIVE_NUMBERS = frozenset(
    {"YEAR", "MONTH", "DAY", "HOURS", "MINUTES", "SECONDS", "STRLEN", "ABS", "CEIL", "FLOOR", "ROUND"}
)
_CASTS = frozenset(XSD.NAMESPACE + name for name in ("integer", "decimal", "double", "float", "date", "dateTime"))
_TIMES = frozenset(XSD.NAMESPACE + name for name in ("date", "dateTime", "gYear", "gMonthDay"))
_YEARS = frozenset(XSD.NAMESPACE + name for name in ("gYear", "gMonthDay", "gYearMonth"))
_TEXT = XSD.string.value


@dataclass(frozen=True, slots=True)
class Remark:
    """What is said of a function, in both languages, and of which variable."""

    vi: str
    en: str
    variable: str


@dataclass(frozen=True, slots=True)
class Values:
    """What a variable of a query stands for.

    Attributes:
        name: the property whose values they are, as it is written; "" for the things that patterns are about.
        kinds: their kinds in the data.
    """

    name: str
    kinds: tuple[str, ...]


def remarks(reading: Reading, values_of: Callable[[str], Values | None]) -> Iterator[Remark]:
    """Yield a remark for each function that cannot give what the query expects.

    Args:
        reading: the query's patterns.
        values_of: tells what a variable stands for; None if that is not known.
    """
    for call in reading.calls:
        values = values_of(call.variable)
        if values is not None and values.kinds and call.group not in reading.negative:
            yield from _called(call, values)
    for comparison in reading.comparisons:
        if comparison.function and comparison.group not in reading.negative and comparison.operator != "!=":
            yield from _compared(comparison, values_of(comparison.variable))


def _called(call: Call, values: Values) -> Iterator[Remark]:
    name, v, kinds = call.function, call.variable, values.kinds
    short = name_of(name) if ":" in name else name
    if name in _OF_TEXTS and not any(_is_text(kind) for kind in kinds):
        yield _remark(call, values, "văn bản", "texts", f"{name}(STR(?{v}){'' if name in _ALONE else ', …'})")
    elif name in _OF_TIMES | _OF_HOURS and not any(kind in _TIMES for kind in kinds):
        year = XSD.gYear.value in kinds
        yield _remark(call, values, "ngày", "dates", f"STR(?{v})" if year else "")
    elif name in _OF_NUMBERS and not any(kind in NUMBERS for kind in kinds):
        yield _remark(call, values, "số", "numbers", f"{name}(xsd:decimal(STR(?{v})))")
    elif name in _CASTS and all(kind in _YEARS or kind == IRI for kind in kinds):
        yield _remark(
            call, values, "văn bản hay số", "texts or numbers", f"{short}(STR(?{v}))" if IRI not in kinds else ""
        )
    elif name == "ISLITERAL" and all(kind == IRI for kind in kinds):
        yield _never(call, values, f"isIRI(?{v})")
    elif name in ("ISIRI", "ISURI") and IRI not in kinds:
        yield _never(call, values, f"isLiteral(?{v})")
    elif name == "ISNUMERIC" and not any(kind in NUMBERS for kind in kinds):
        yield _never(call, values, "")


_ALONE = frozenset({"STRLEN", "UCASE", "LCASE"})


def _remark(call: Call, values: Values, takes_vi: str, takes_en: str, right: str) -> Remark:
    name = name_of(call.function) if ":" in call.function else call.function
    vi = f"{name} chỉ nhận {takes_vi}, {_what(call.variable, values)[0]}"
    en = f"{name} takes {takes_en}, and {_what(call.variable, values)[1]}"
    return Remark(f"{vi}: hãy viết {right}" if right else vi, f"{en}: write {right}" if right else en, call.variable)


def _never(call: Call, values: Values, right: str) -> Remark:
    vi, en = _what(call.variable, values)
    meant_vi, meant_en = (f"; có phải là {right}", f"; did you mean {right}") if right else ("", "")
    return Remark(
        f"{call.function} không bao giờ đúng: {vi}{meant_vi}",
        f"{call.function} never holds: {en}{meant_en}",
        call.variable,
    )


def _what(variable: str, values: Values) -> tuple[str, str]:
    name = f" ({values.name})" if values.name else ""
    vi, en = (", ".join(shown_kind(kind)[i] for kind in sorted(values.kinds)) for i in (0, 1))
    return f"?{variable}{name} là {vi}", f"?{variable}{name} stands for {en}"


def _is_text(kind: str) -> bool:
    return kind == _TEXT or kind.startswith("@")


def _compared(comparison: Comparison, values: Values | None) -> Iterator[Remark]:
    """Yield a remark where a function never gives what it is compared with."""
    name, v, value, op = comparison.function, comparison.variable, comparison.value, comparison.operator
    call = f"{name_of(name) if ':' in name else name}(?{v})"
    if isinstance(value, Literal):
        text, number = value.text, number_of(value.text)
        is_number, right = value.datatype in NUMBERS, ""
        if (name in _GIVE_NUMBERS or name in _NUMBER_CASTS) and not is_number:
            right = f"{call} {op} {number:g}" if number is not None else ""
            yield _differs(call, v, written(value), "số", "a number", right)
        elif name == "STR" and (is_number or value.language or value.datatype != _TEXT):
            yield _differs(
                call,
                v,
                written(value),
                "văn bản không có ngôn ngữ",
                "a text without a language",
                f'{call} {op} "{text}"',
            )
        elif name in ("LCASE", "UCASE") and op == "=":
            folded = text.lower() if name == "LCASE" else text.upper()
            if folded != text:
                yield _differs(call, v, written(value), "chữ thường" if name == "LCASE" else "chữ hoa",
                               "in small letters" if name == "LCASE" else "in capitals", f'{name}(STR(?{v})) = "{folded}"')  # fmt: skip
            elif values is not None and not value.language and _tagged(values.kinds):
                yield _differs(
                    call,
                    v,
                    written(value),
                    "văn bản có ngôn ngữ",
                    "a text with a language",
                    f'{name}(STR(?{v})) = "{text}"',
                )
    elif isinstance(value, Iri) and name == "DATATYPE" and values is not None and op == "=":
        vi, en = _what(v, values)
        if not _has_datatype(values.kinds, value.value):
            shown = name_of(value.value)
            yield Remark(f"DATATYPE(?{v}) không bao giờ là {shown}: {vi}", f"DATATYPE(?{v}) is never {shown}: {en}", v)


_NUMBER_CASTS = frozenset(XSD.NAMESPACE + name for name in ("integer", "decimal", "double", "float"))


def _has_datatype(kinds: Collection[str], datatype: str) -> bool:
    return datatype in kinds or (datatype == LANG_STRING and any(kind.startswith("@") for kind in kinds))


def _tagged(kinds: Collection[str]) -> bool:
    return all(kind.startswith("@") for kind in kinds)


def _differs(call: str, variable: str, shown: str, vi: str, en: str, right: str) -> Remark:
    meant_vi, meant_en = (f": hãy viết {right}", f": write {right}") if right else ("", "")
    return Remark(
        f"{call} là {vi}, không bao giờ là {shown}{meant_vi}", f"{call} is {en}, never {shown}{meant_en}", variable
    )
