"""Which law is meant by a name and a day."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from loader.graph.iris import Iris
from loader.graph.vocabulary import LN
from loader.inference.judging import Judging
from loader.inference.named_laws import of_named_law

BASE = "https://w3id.org/langnghe/x/"
LAWS = """
@prefix : <https://w3id.org/langnghe/x/> .
@prefix ln: <https://w3id.org/langnghe/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:89 a ln:Law ; dcterms:title "Luật Ngân sách nhà nước 2025"@vi ; ln:number "89/2025/QH15" ; ln:dateIssued "2025-06-25"^^xsd:date .
:90 a ln:Law ; dcterms:title "Luật sửa đổi, bổ sung một số điều của Luật Ngân sách nhà nước"@vi ; ln:number "90/2025/QH15" ; ln:dateIssued "2025-06-25"^^xsd:date .
:83 a ln:Law ; dcterms:title "Luật Ngân sách nhà nước (năm 2015)"@vi ; ln:number "83/2015/QH13" ; ln:dateIssued "2015-06-25"^^xsd:date .
:other a ln:Law ; dcterms:title "Luật Ngân sách nhà nước"@vi ; ln:dateIssued "2025-06-25"^^xsd:date .
"""


def meant(name: str, day: str | None, more: str = "") -> list[str]:
    dated = f' ; ln:dateIssued "{day}"^^xsd:date' if day else ""
    store = ox.Store()
    store.load(
        f'{LAWS} :law a ln:Law ; dcterms:title "{name}"@vi {dated} . {more}'.encode(), format=ox.RdfFormat.TURTLE
    )
    found = of_named_law(ox.NamedNode(f"{BASE}law"), store, Judging(Iris()))
    return [t.object.value.removeprefix(BASE) for t in found if t.predicate == LN.identifiedWith]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "day", "law"),
    [
        ("Luật Ngân sách nhà nước", "2025-06-25", "89"),
        ("Luật Ngân sách Nhà nước", "2015-06-25", "83"),
        ("Luật Ngân sách nhà nước năm 2015", "2015-06-25", "83"),
        ("Luật sửa đổi, bổ sung một số điều của Luật Ngân sách nhà nước", "2025-06-25", "90"),
    ],
)
def test_a_law_cited_by_name_and_day_is_the_law_of_that_name_and_day(name: str, day: str, law: str) -> None:
    assert meant(name, day) == [law]


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("Luật Ngân sách nhà nước", None),
        ("Luật Ngân sách nhà nước", "2002-12-16"),
        ("Luật Kế toán", "2015-06-25"),
        ("Luật sửa đổi Luật Ngân sách nhà nước", "2025-06-25"),
    ],
)
def test_a_law_of_another_day_or_name_is_none(name: str, day: str | None) -> None:
    assert not meant(name, day)


def test_what_a_curator_says_of_a_law_stands() -> None:
    assert not meant("Luật Ngân sách nhà nước", "2025-06-25", ":law ln:identifiedWith :83 .")
