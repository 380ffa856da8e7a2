"""Whether the text of a typed literal is one that its datatype allows (W3C XML Schema Definition Language 1.1, Part 2).

Engines differ here: rdflib takes "25" for a year, "8e1" for a decimal and a moment for a day. A literal whose text is not
in the lexical space of its datatype is ill-typed (RDF 1.1 Concepts, section 5.4) and stands for no value at all.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from rdflib.namespace import RDF, XSD

_ZONE: Final = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_YEAR: Final = r"-?(?:[1-9]\d{3,}|0\d{3})"
_MONTH: Final = r"(?:0[1-9]|1[0-2])"
_DAY: Final = r"(?:0[1-9]|[12]\d|3[01])"
_TIME: Final = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DATE: Final = rf"(?P<year>{_YEAR})-(?P<month>{_MONTH})-(?P<day>{_DAY})"
_TIME_PART: Final = r"(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)"
_DAY_TIME: Final = rf"(?:\d+D{_TIME_PART}?|{_TIME_PART})"
_YEAR_MONTH: Final = r"(?:\d+Y(?:\d+M)?|\d+M)"
_DECIMAL: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_BASE64: Final = (
    r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){2}[AEIMQUYcgkosw048] ?=|(?:[A-Za-z0-9+/] ?)[AQgw] ?= ?=)?"
)
# XML names (XML 1.0, fifth edition, section 2.3).
_START: Final = (
    r"A-Z_a-z\xC0-\xD6\xD8-\xF6\xF8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF"
    r"\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_PART: Final = _START + r"\-.0-9\xB7\u0300-\u036F\u203F\u2040"
_TOKEN: Final = r"(?:[^\t\n\r ]+(?: [^\t\n\r ]+)*)?"
_SIGNED: Final = (("byte", 8), ("short", 16), ("int", 32), ("long", 64))
_UNSIGNED: Final = (("unsignedByte", 8), ("unsignedShort", 16), ("unsignedInt", 32), ("unsignedLong", 64))
_DAYS_OF_FEBRUARY: Final = 29


@dataclass(frozen=True, slots=True)
class _Form:
    """A lexical space: a pattern, and what the pattern cannot say."""

    pattern: re.Pattern[str]
    holds: Callable[[re.Match[str]], bool] | None = None

    def allows(self, text: str) -> bool:
        match = self.pattern.fullmatch(text)
        return match is not None and (self.holds is None or self.holds(match))


def well_formed(text: str, datatype: str) -> bool:
    """Say whether a text is in the lexical space of a datatype; of an unknown datatype every text is.

    Args:
        text: the lexical form, as it is written, of a literal without a language.
        datatype: the IRI of the datatype.

    """
    form = _form(datatype)
    return form is None or form.allows(text)


# Compiled when they are met: data hold few of them.
_PATTERNS: Mapping[str, str] = {
    "boolean": "true|false|1|0",
    "decimal": _DECIMAL,
    "double": rf"{_DECIMAL}(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "float": rf"{_DECIMAL}(?:[eE][+-]?\d+)?|[+-]?INF|NaN",
    "time": f"{_TIME}{_ZONE}",
    "gYear": f"{_YEAR}{_ZONE}",
    "gYearMonth": f"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": f"--{_MONTH}{_ZONE}",
    "gDay": f"---{_DAY}{_ZONE}",
    "duration": f"-?P(?:{_YEAR_MONTH}{_DAY_TIME}?|{_DAY_TIME})",
    "dayTimeDuration": f"-?P{_DAY_TIME}",
    "yearMonthDuration": f"-?P{_YEAR_MONTH}",
    "hexBinary": "(?:[0-9a-fA-F]{2})*",
    "base64Binary": _BASE64,
    "normalizedString": r"[^\t\n\r]*",
    "token": _TOKEN,
    "language": "[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "Name": f"[:{_START}][:{_PART}]*",
    "NCName": f"[{_START}][{_PART}]*",
    "NMTOKEN": f"[:{_PART}]+",
}
_DATED: Mapping[str, str] = {
    "date": f"{_DATE}{_ZONE}",
    "dateTime": f"{_DATE}T{_TIME}{_ZONE}",
    "dateTimeStamp": f"{_DATE}T{_TIME}{_ZONE.removesuffix('?')}",
    "gMonthDay": f"--(?P<month>{_MONTH})-(?P<day>{_DAY}){_ZONE}",
}
_INTEGERS: Mapping[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    **{name: (-(1 << bits - 1), (1 << bits - 1) - 1) for name, bits in _SIGNED},
    **{name: (0, (1 << bits) - 1) for name, bits in _UNSIGNED},
}


@cache
def _form(datatype: str) -> _Form | None:
    if datatype == str(RDF.langString):
        return _Form(re.compile("(?!)"))  # without a language there is none
    if not datatype.startswith(str(XSD)):
        return None
    name = datatype.removeprefix(str(XSD))
    if name in _PATTERNS:
        return _Form(_compiled(_PATTERNS[name]))
    if name in _DATED:
        return _Form(_compiled(_DATED[name]), _is_day)
    if name in _INTEGERS:
        return _Form(_compiled(r"[+-]?\d+"), _between(*_INTEGERS[name]))
    return None


def _compiled(pattern: str) -> re.Pattern[str]:
    # ASCII: the digits of XML Schema are 0 to 9.
    return re.compile(pattern, re.ASCII)


def _is_day(match: re.Match[str]) -> bool:
    found = match.groupdict()
    month, day = int(found["month"]), int(found["day"])
    if "year" not in found:
        return day <= (_DAYS_OF_FEBRUARY if month == 2 else monthrange(2000, month)[1])
    # The calendar repeats every 400 years, before our era, too; a calendar of Python's begins with the year 1.
    return day <= monthrange(2000 + int(found["year"]) % 400, month)[1]


def _between(least: int | None, most: int | None) -> Callable[[re.Match[str]], bool] | None:
    if least is None and most is None:
        return None

    def holds(match: re.Match[str]) -> bool:
        # A text too long for any bounded type is not made a number: Python refuses very long ones.
        digits = match[0].lstrip("+-").lstrip("0")
        negative = match[0].startswith("-") and bool(digits)
        if least is None or most is None:
            sign = 0 if not digits else (-1 if negative else 1)
            return (least is None or sign >= least) and (most is None or sign <= most)
        value = int(digits or "0") if len(digits) <= 20 else 1 << 70
        return least <= (-value if negative else value) <= most

    return holds
