"""Ill-typed literals: what a datatype allows, and that both engines say the same of every literal."""

from __future__ import annotations

from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph
from rdflib.namespace import RDF, SH, XSD

from loader.validation.exact import ExactLiteral
from loader.validation.lexical import well_formed
from loader.validation.queries import QueryGraph
from loader.validation.results import results
from loader.validation.shacl_engines import ENGINES, EngineName, run

WELL_FORMED = (
    ("date", "2024-02-29 2000-02-29 2024-01-01+07:00 2024-01-01Z 12024-01-01 -0044-03-15 0000-01-01"),
    ("dateTime", "2024-01-01T12:00:00.5Z 2024-01-01T24:00:00 2024-01-01T00:00:00"),
    ("dateTimeStamp", "2024-01-01T12:00:00Z"),
    ("time", "12:00:00 24:00:00 23:59:59.999+14:00"),
    ("gYear", "2025 0000 -0005 12024 2024Z 2024+14:00"),
    ("gYearMonth", "2024-12"),
    ("gMonth", "--12"),
    ("gMonthDay", "--02-29 --11-15 --12-31Z"),
    ("gDay", "---31"),
    ("duration", "P1Y -P1DT2H PT0.5S P1Y2M3DT4H5M6S"),
    ("dayTimeDuration", "P1D PT1H"),
    ("yearMonthDuration", "P1Y P1Y2M"),
    ("boolean", "true false 1 0"),
    ("decimal", "80.0 -1 +5 1. .5 123456789012345678901234567890.5"),
    ("integer", "5 05 +5 -0 99999999999999999999999"),
    ("double", "8e1 INF -INF NaN 1e400 5"),
    ("float", "1.5E-3 NaN"),
    ("byte", "100 -128"),
    ("unsignedLong", "18446744073709551615"),
    ("nonNegativeInteger", "0 -0 7"),
    ("negativeInteger", "-1"),
    ("hexBinary", "0aFF"),
    ("base64Binary", "YQ== YWI= YWJj"),
    ("language", "vi vi-VN"),
    ("NCName", "ab Đề"),
    ("NMTOKEN", "-a 1a"),
    ("anyURI", "http://example.org/"),
    ("string", "x"),
)
ILL_TYPED = (
    (
        "date",
        "2024-02-30 2023-02-29 1900-02-29 2024-1-1 20240101 2024-W01-1 2024-01-01T00:00:00 24-01-01 2024-01-01+7:00 x",
    ),
    ("dateTime", "2024-01-01 2024-01-01T24:00:01 2024-01-01T12:00:00. 2024-02-30T00:00:00 2024-01-01T12:00"),
    ("dateTimeStamp", "2024-01-01T12:00:00"),
    ("time", "12:00 12:00:60 25:00:00"),
    ("gYear", "25 02024 20255x 2024+15:00 2024-01"),
    ("gYearMonth", "2024-13 2024"),
    ("gMonth", "--13 12"),
    ("gMonthDay", "--02-30 --2-3 --11-31 11-15"),
    ("gDay", "---32 31"),
    ("duration", "P P1 P1YT 1Y"),
    ("dayTimeDuration", "P1Y"),
    ("yearMonthDuration", "P1D"),
    ("boolean", "TRUE yes 2"),
    ("decimal", "8e1 INF NaN . 1,5 1_000"),
    ("integer", "1.0 1_000 ٣ five 5e0"),
    ("double", "inf nan 1,5 e5"),
    ("float", "Infinity"),
    ("byte", "300 128 c"),
    ("unsignedLong", "18446744073709551616 -1"),
    ("positiveInteger", "0"),
    ("nonPositiveInteger", "1"),
    ("hexBinary", "0aF zz"),
    ("base64Binary", "a YQ="),
    ("language", "vi_VN!"),
    ("NCName", "1a a:b"),
    ("Name", "1a"),
    ("NMTOKEN", "a!b"),
)
WITH_SPACES = (
    ("integer", " 5 "),
    ("gYear", "2024 "),
    ("date", "2024-01-01\n"),
    ("token", " a"),
    ("normalizedString", "a\nb"),
)
ROWS = (
    *((text, str(XSD[name]), True) for name, texts in WELL_FORMED for text in texts.split()),
    *((text, str(XSD[name]), False) for name, texts in ILL_TYPED for text in texts.split()),
    *((text, str(XSD[name]), False) for name, text in WITH_SPACES),
    ("x", str(RDF.langString), False),
    ("x", "https://example.org/own", True),
)


@pytest.mark.parametrize(("text", "datatype", "expected"), ROWS)
def test_a_text_is_in_the_lexical_space_of_its_datatype_or_not(text: str, datatype: str, expected: bool) -> None:
    assert well_formed(text, datatype) is expected


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_finds_the_ill_typed_literals_and_no_others(engine: EngineName) -> None:
    triples = [
        ox.Triple(
            ox.NamedNode(f"https://example.org/{number}"),
            ox.NamedNode(f"https://example.org/p{_place(datatype)}"),
            ox.Literal(text, datatype=ox.NamedNode(datatype)),
        )
        for number, (text, datatype, _) in enumerate(ROWS)
    ]
    lines = "\n".join(
        f"<urn:s{_place(d)}> a sh:PropertyShape ; sh:targetSubjectsOf <https://example.org/p{_place(d)}> ;"
        f" sh:path <https://example.org/p{_place(d)}> ; sh:datatype <{d}> ."
        for d in sorted({datatype for _, datatype, _ in ROWS})
    )
    shapes = Graph().parse(data=f"@prefix sh: <{SH}> .\n{lines}", format="turtle")
    found = results(run(QueryGraph.of(triples), shapes, engine), shapes)
    told = {int(str(raw.focus).rpartition("/")[2]) for raw in found}
    assert {ROWS[n][:2] for n in told} == {row[:2] for row in ROWS if not row[2]}


def _place(datatype: str) -> int:
    return sorted({name for _, name, _ in ROWS}).index(datatype)


@given(st.dates())
def test_every_day_that_exists_is_a_date_and_its_neighbours_by_number_are_not(day: date) -> None:
    assert well_formed(day.isoformat(), str(XSD.date))
    assert not well_formed(f"{day:%Y-%m}-32", str(XSD.date))
    assert not well_formed(f"{day.isoformat()}T00:00:00", str(XSD.date))


@given(st.integers())
def test_every_integer_is_an_integer_and_a_bounded_one_within_its_bounds(number: int) -> None:
    assert well_formed(str(number), str(XSD.integer))
    assert well_formed(str(number), str(XSD.decimal))
    assert well_formed(str(number), str(XSD.int)) is (-(2**31) <= number < 2**31)
    assert well_formed(str(number), str(XSD.unsignedByte)) is (0 <= number < 256)


@pytest.mark.parametrize(
    ("one", "other", "less"),
    [
        (("2021", "gYear"), ("2024", "gYear"), True),
        (("2024", "gYear"), ("2021", "gYear"), False),
        (("12024-01-01", "date"), ("2024-01-01", "date"), False),
        (("5", "integer"), ("5.5", "decimal"), True),
        (("2024-01-01T00:00:00Z", "dateTime"), ("2024-01-01T00:00:00-01:00", "dateTime"), True),
    ],
)
def test_values_compare_as_in_sparql(one: tuple[str, str], other: tuple[str, str], less: bool) -> None:
    first, second = (ExactLiteral(text, None, str(XSD[name])) for text, name in (one, other))
    assert (first < second) is less


def test_values_of_different_kinds_do_not_compare() -> None:
    year, number = ExactLiteral("2024", None, str(XSD.gYear)), ExactLiteral("5", None, str(XSD.integer))
    assert not any((year < number, year > number, year <= number, year >= number))
    with pytest.raises(TypeError):
        year.eq(number)
