"""``/ontology``: the documentation of the ontology where the project's own graph is served, its terms elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from api_sample import running

from loader.project import Project
from query_api.settings import Settings

PROJECT = Project.find()
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def documented() -> Iterator[str]:
    """A server of the project's ontology with its documentation."""
    with running(Settings(paths=(PROJECT.root / "ontology",), queries=PROJECT.queries, project=PROJECT.root)) as url:
        yield url


def test_every_term_stands_with_its_rules_and_its_questions_lead_to_the_query_page(documented: str) -> None:
    page = httpx.get(f"{documented}/ontology", headers=HTML, timeout=60)
    assert page.status_code == 200
    assert 'id="ReportingDuty"' in page.text
    assert 'href="/?example=' in page.text
    assert "unsafe-inline" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]
    example = page.text.split('href="/?example=')[1].split('"')[0]
    assert httpx.get(f"{documented}/?example={example}", headers=HTML, timeout=60).status_code == 200


def test_the_page_links_to_the_ontology_as_rdf(documented: str) -> None:
    assert 'href="/ontology.ttl"' in httpx.get(f"{documented}/ontology", headers=HTML, timeout=60).text
    turtle = httpx.get(f"{documented}/ontology.ttl", timeout=60)
    assert turtle.headers["content-type"].startswith("text/turtle")


def test_a_reader_who_has_the_page_is_not_sent_it_again(documented: str) -> None:
    first = httpx.get(f"{documented}/ontology", headers=HTML, timeout=60)
    second = httpx.get(f"{documented}/ontology", headers=HTML | {"If-None-Match": first.headers["etag"]}, timeout=60)
    assert second.status_code == 304
    assert not second.content


def test_a_graph_that_is_no_projects_shows_its_terms_only(server: str) -> None:
    page = httpx.get(f"{server}/ontology", headers=HTML, timeout=60)
    assert page.status_code == 200
    assert 'href="/?example=' not in page.text
