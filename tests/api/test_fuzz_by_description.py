"""Every operation of the server's own description (OpenAPI), asked with values that fit it and values that do not.

LANGNGHE_FUZZ multiplies the requests of a routine run; each answer is counted.
"""

from __future__ import annotations

import html
import os
import re
from collections import Counter
from urllib.parse import urlsplit

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

TIMES = int(os.environ.get("LANGNGHE_FUZZ", "1"))
PER_OPERATION, OF_PAGES = 70 * TIMES, 1000 * TIMES
ROUTINE = 600 * TIMES
"""Requests sent at the least to the operations of the description; one without parameters has but one case."""

ROUNDS, MOST_ADDRESSES = 2, 150
SHAPES = st.sampled_from(
    ["1", "4.csv", "who-leads-what-until-when.xlsx", "07", "x.y", "..", "%2e%2e", "vn/ttg/2022/07/07/qd/801", "a" * 300, "é", "\u202e", "0"]
)  # fmt: skip
PLACES = st.sampled_from(
    [
        "/q/",
        "/",
        "/graph-store/",
        "/ontology/",
        "/rules/",
        "/problems/",
        "/vn/",
        "/place/",
        "/browse/",
        "/reading/",
        "/dump/",
    ]
)
PAIRS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "place",
                "month",
                "year",
                "indicator",
                "agency",
                "example",
                "query",
                "bom",
                "title",
                "page",
                "lang",
                "force",
            ]
        ),
        st.sampled_from(
            [
                "long-an",
                "Tỉnh Long An",
                "06",
                "-1",
                "2025",
                "",
                "<x>",
                "\x00",
                "9" * 40,
                "none",
                "1",
                "https://w3id.org/langnghe/x y",
            ]
        ),
    ),
    max_size=3,
)
ACCEPTED = st.sampled_from(
    ["text/html", "application/json", "text/csv", "*/*", "application/rdf+xml", "image/png", "application/problem+json"]
)


class CountedPages(httpx.HTTPTransport):
    """Sends as httpx does, and counts the answers by their status."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: Counter[int] = Counter()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        answer = super().handle_request(request)
        self.answers[answer.status_code] += 1
        return answer


def addresses(http: httpx.Client) -> list[str]:
    """Return the addresses that the pages of the server link to, without their parameters."""
    found = {"/"}
    fresh = ["/"]
    for _ in range(ROUNDS):
        linked: set[str] = set()
        for address in fresh:
            answer = http.get(address, headers={"Accept": "text/html"})
            for link in re.findall(r'(?:href|src)="([^"#]+)', answer.text):
                parts = urlsplit(str(http.base_url.join(f"{address}").join(html.unescape(link))))
                if parts.netloc == urlsplit(str(http.base_url)).netloc:
                    linked.add(parts.path)
        fresh = sorted(linked - found)[: MOST_ADDRESSES - len(found)]
        found.update(fresh)
    return sorted(found)


@pytest.mark.slow
def test_no_operation_of_the_description_ends_in_an_error_of_ours(server: str) -> None:
    schema = schemathesis.openapi.from_url(f"{server}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    failed: list[str] = []
    answers: Counter[int] = Counter()
    with httpx.Client(base_url=server, timeout=60) as http:
        for operation in operations:
            strategy = st.one_of(
                operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
                operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
            )

            @settings(
                max_examples=PER_OPERATION, deadline=None, derandomize=True, database=None,
                suppress_health_check=list(HealthCheck), phases=[Phase.generate],
            )  # fmt: skip
            @given(case=strategy)
            def ask(case: schemathesis.Case) -> None:
                answer = case.call(base_url=server, timeout=60, allow_redirects=False)  # one request, one answer
                answers[answer.status_code] += 1
                if answer.status_code == 500:
                    failed.append(f"{case.method} {case.formatted_path} {case.query} → {answer.text[:300]}")

            ask()
        assert http.get("/health").status_code == 200
    print(f"{answers.total()} requests sent to {len(operations)} operations: {dict(answers)}")
    assert failed == []
    assert answers[500] == 0
    assert answers.total() >= ROUTINE, answers


@pytest.mark.slow
def test_no_address_of_its_pages_ends_in_an_error_of_ours(server: str) -> None:
    transport = CountedPages()
    with httpx.Client(base_url=server, timeout=60, transport=transport) as http:
        known = addresses(http)
        assert len(known) >= 20
        asked = st.one_of(st.sampled_from(known), st.builds(str.__add__, PLACES, SHAPES))
        before = transport.answers.total()

        @settings(
            max_examples=OF_PAGES, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck), phases=[Phase.generate],
        )  # fmt: skip
        @given(address=asked, pairs=PAIRS, accept=ACCEPTED)
        def ask(address: str, pairs: list[tuple[str, str]], accept: str) -> None:
            answer = http.get(address, params=pairs, headers={"Accept": accept}, follow_redirects=False)
            assert answer.status_code != 500, (answer.request.url, answer.text[:300])
            if "location" in answer.headers:
                assert urlsplit(answer.headers["location"]).netloc in ("", urlsplit(str(http.base_url)).netloc)

        ask()
    print(f"{transport.answers.total()} requests sent to pages: {dict(transport.answers)}")
    assert transport.answers.total() - before >= OF_PAGES * 9 // 10, transport.answers
    assert transport.answers[200] >= OF_PAGES // 10, transport.answers
