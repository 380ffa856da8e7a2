"""The generated documentation: it says what ontology, shapes, questions and data say, and needs no network."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from village_records.terms import CRAFTS

from loader.graph.vocabulary import LN, PREFIXES, SITE, names_of
from loader.ontology_pages import Links, ontology_page
from loader.ontology_pages.__main__ import IN_DOCS, main
from loader.ontology_pages.index import ontology_index
from loader.project import Project

PROJECT = Project.find(Path(__file__).parent)
FOLDER = PROJECT.root / "docs" / "ontology"
# Examples come from the data, which every build may change; they are refreshed when the page is written.
DATA = re.compile(r"<dt>(?:(?!</dt>).)*In the data(?:(?!</dt>).)*</dt><dd class=\"data\">.*?</dd>\n", re.DOTALL)
TERMS = {*names_of(LN), *names_of(CRAFTS)}


@pytest.fixture(scope="module")
def page() -> str:
    return ontology_page(PROJECT, "vi", IN_DOCS)


def article(page: str, name: str) -> str:
    found = re.search(rf'<article id="{name}">.*?</article>', page, re.DOTALL)
    assert found
    return html.unescape(re.sub(r"<[^>]+>", "", found[0]))


def test_the_committed_page_is_current(page: str) -> None:
    written = (FOLDER / "index.html").read_text(encoding="utf-8")
    assert DATA.sub("", written) == DATA.sub("", page), "run: python -m loader.ontology_pages"
    assert len(written.encode()) < 500_000


def test_the_committed_index_is_current() -> None:
    assert (FOLDER / "README.md").read_text(encoding="utf-8") == ontology_index(PROJECT)


def test_every_term_has_its_place_and_every_link_leads_somewhere(page: str) -> None:
    anchors = re.findall(r'\bid="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(anchors) >= TERMS
    for address in re.findall(r'<a [^>]*href="([^"]+)"', page):
        file, _, anchor = address.partition("#")
        if not file:
            assert anchor in anchors, address
        else:
            target = (FOLDER / file).resolve()
            assert target.is_file(), address
            assert not anchor or f'<a id="{anchor}">' in target.read_text(encoding="utf-8"), address


def test_the_page_loads_nothing(page: str) -> None:
    page = page.replace('<link rel="icon" href="data:,">', "")  # which keeps a browser from asking for an icon
    assert not re.search(r"<script|<link|<img|@import|url\(|\bsrc=|href=\"(?:https?:)?//", page)


def test_a_defined_class_shows_what_it_follows_from_and_a_property_its_chain(page: str) -> None:
    assert "ln:Plan and (ln:level value <level/province>)" in article(page, "ProvincialPlan")
    assert "ln:hasAssignment / ln:leadAgent" in article(page, "leadAgency")
    assert "ln:carriedOutBy" in article(page, "carriesOut")
    assert "đối xứng" in article(page, "sharesTextWith")


def test_a_term_shows_its_rules_questions_and_data(page: str) -> None:
    text = article(page, "carriesOut")
    assert "TSK-14" in text
    assert "Nhận định còn cần người kiểm" in text
    assert re.search(r"ln:carriesOut\s+<vn/", text)


def test_the_examples_are_turtle(page: str) -> None:
    statements = [
        html.unescape(re.sub(r"<[^>]+>", "", pre)) for pre in re.findall(r"<pre>(.*?)</pre>", page, re.DOTALL)
    ]
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES)
    triples = list(ox.parse((head + "\n".join(statements)).encode(), format=ox.RdfFormat.TURTLE, base_iri=SITE))
    assert len(triples) == len(statements) > 250


def test_english_comes_first_when_asked_for_and_links_are_left_out_when_none_are_given() -> None:
    page = ontology_page(PROJECT, "en", Links())
    assert '<html lang="en">' in page
    assert page.index("A plan whose level is the province") < page.index("Kế hoạch có cấp là tỉnh")
    assert "../rules" not in page


def test_the_command_writes_both_files(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--output", str(tmp_path / "new")])
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["README.md", "index.html"]


@pytest.fixture(scope="module")
def counts() -> dict[str, int]:
    """How many triples of the data use each term, counted by a query and not by the code that writes the page."""
    store = ox.Store()
    for path in (
        *PROJECT.documents.glob("*.ttl"),
        *PROJECT.reference.rglob("*.ttl"),
        *PROJECT.programmes.glob("*.ttl"),
        *PROJECT.schemes.glob("*.ttl"),
        PROJECT.inferred,
    ):
        store.bulk_load(path=path, to_graph=ox.DefaultGraph(), format=ox.RdfFormat.from_extension(path.suffix[1:]))
    rows = store.query("SELECT ?term (COUNT(*) AS ?n) { { ?s ?term ?o } UNION { ?s a ?term } } GROUP BY ?term")
    return {row["term"].value.removeprefix(LN.NAMESPACE): int(row["n"].value) for row in rows}


def test_every_term_says_how_many_triples_the_data_have(page: str, counts: dict[str, int]) -> None:
    for name in TERMS:
        said = re.search(r"(\d+) bộ ba", article(page, name))
        assert (int(said[1]) if said else 0) == counts.get(name, 0), name
        assert ("No triple in the data yet" in article(page, name)) == (name not in counts), name


def test_no_term_that_the_data_use_is_said_to_wait(page: str, counts: dict[str, int]) -> None:
    waiting = {
        name
        for name in TERMS
        if 'class="reserved"' in re.search(rf'<article id="{name}">.*?</article>', page, re.DOTALL)[0]
    }
    assert not waiting & counts.keys()


def test_the_committed_index_marks_the_terms_without_triples(counts: dict[str, int]) -> None:
    rows = re.findall(r"^\| \[`ln:(\w+)`\](.*)$", (FOLDER / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for name, rest in rows if "no triple in the data yet" in rest} == TERMS - counts.keys()
