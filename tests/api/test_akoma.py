"""Documents as Akoma Ntoso: well-formed, nothing of the text lost or added, parts nested and named once."""

from __future__ import annotations

import os
import re
from pathlib import Path

import httpx
import pytest
from api_sample import SITE, running
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from loader.project import Project
from query_api.pages.akoma import NAMESPACE, Part, Text, nest, write
from query_api.settings import Settings

WHOLE = "KẾ HOẠCH\nCăn cứ <A & B>\nI. MỤC TIÊU\nLời dẫn.\n1. Mục tiêu chung\nGiữ nghề.\nCâu lạc.\n2. Cụ thể\na) Khôi phục 03 nghề;\nII. TỔ CHỨC\n- Sở A chủ trì.\nNơi nhận:\n"
SCHEMA = os.environ.get("LANGNGHE_AKN_SCHEMA")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def place(words: str, last: str) -> tuple[int, int]:
    return WHOLE.index(words), WHOLE.index(last) + len(last)


def sample() -> Text:
    parts = [
        Part("urn:d/i", "section", "I", *place("I. MỤC", "03 nghề;")),
        Part("urn:d/i/1", "clause", "1", *place("Mục tiêu chung", "Giữ nghề.")),  # its number stands in front of it
        Part("urn:d/i/2", "clause", "2", *place("2. Cụ thể", "03 nghề;")),
        Part("urn:d/i/2/a", "point", "a", *place("a) Khôi", "03 nghề;")),
        Part("urn:d/ii", "section", "II", *place("II. TỔ", "chủ trì.")),
        Part("urn:d/ii/1", "bullet", "-", *place("- Sở A", "chủ trì.")),
    ]
    return Text("urn:x/vn/d", "Kế hoạch", "1/KH", "2023-01-02", "urn:issuer", WHOLE, 0, len(WHOLE), nest(parts))


def body_of(root: etree._Element) -> str:
    return "".join(t for t in root.itertext())


def one(root: etree._Element, path: str) -> etree._Element:
    (found,) = root.iterfind(path, {"": NAMESPACE})
    return found


def test_parts_are_nested_with_number_heading_and_content() -> None:
    root = etree.fromstring(write(sample()))
    clause = one(root, ".//clause[@eId='sec_i__clause_1']")
    assert clause.get("GUID") == "urn:d/i/1"
    assert [one(clause, "num").text, squeezed("".join(one(clause, "content").itertext()))] == [
        "1.",
        "Mụctiêuchung" + "Giữnghề.",
    ]
    section = one(root, ".//section[@eId='sec_i']")
    assert [one(section, "num").text, one(section, "heading").text] == ["I.", "MỤC TIÊU"]
    assert one(section, "intro/p").text == "Lời dẫn."
    assert one(section, "clause/point[@eId='sec_i__clause_2__point_a']/num").text == "a)"
    assert one(section, "hcontainer/content/p").text == "Câu lạc."
    assert one(root, ".//preface")[1].text == "Căn cứ <A & B>"
    assert one(root, ".//conclusions/p").text == "Nơi nhận:"


def test_nothing_of_the_text_is_lost_or_added_and_it_stays_in_order() -> None:
    assert squeezed(body_of(etree.fromstring(write(sample())))) == squeezed(WHOLE)


@given(st.text(max_size=80), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80), st.sampled_from("1aI-"))))
def test_any_text_and_any_parts_give_xml_with_identifiers_used_once(
    whole: str, places: list[tuple[int, int, str]]
) -> None:
    size = len(whole)
    parts = [
        Part(f"urn:p/{i}", "clause", number, min(a, b, size), min(max(a, b), size))
        for i, (a, b, number) in enumerate(places)
    ]
    root = etree.fromstring(write(Text("urn:d", "", "", None, None, whole, 0, size, nest(parts))))
    eids = [node.get("eId") for node in root.iter() if node.get("eId")]
    assert len(eids) == len(set(eids))
    assert {p.iri for p in parts} == {node.get("GUID") for node in root.iter() if node.get("GUID")}


@pytest.fixture(scope="module")
def documents() -> Path:
    return Project.find(Path(__file__)).documents


def test_every_document_of_the_graph_can_be_had_whole(documents: Path) -> None:
    query = f"SELECT DISTINCT ?d {{ ?t <{SITE}ontology#textOf> ?d }}"
    with running(Settings(paths=(documents,))) as url, httpx.Client(base_url=url, timeout=30) as client:
        found = client.get("/sparql", params={"query": query, "format": "csv"}).text.split()[1:]
        assert found
        for iri in found:
            response = client.get("/" + iri.removeprefix(SITE) + "/text.akn.xml")
            assert response.headers["content-type"] == "application/akn+xml"
            root = etree.fromstring(response.content)
            assert len(body_of(root)) > 500
            if SCHEMA:  # the schema is OASIS's; whoever has it can hold every document against it
                etree.XMLSchema(etree.parse(SCHEMA)).assertValid(root)
        again = client.get(
            "/" + found[0].removeprefix(SITE) + "/text.akn.xml",
            headers={"If-None-Match": client.get("/" + found[0].removeprefix(SITE) + "/text.akn.xml").headers["etag"]},
        )
        assert again.status_code == 304
        assert client.get("/vn/nowhere/text.akn.xml").status_code == 404
        assert client.get('/vn/"><x>/text.akn.xml').status_code == 404


def test_the_page_of_a_document_leads_to_it(documents: Path) -> None:
    with running(Settings(paths=(documents,))) as url, httpx.Client(base_url=url, timeout=30) as client:
        page = client.get("/vn/ubnd-lang-son/2024/10/30/kh/244", headers={"Accept": "text/html"}).text
        assert 'href="/vn/ubnd-lang-son/2024/10/30/kh/244/text.akn.xml"' in page
