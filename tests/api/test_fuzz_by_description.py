"""Every operation of the server's own description (OpenAPI), asked with values that fit it and values that do not."""

from __future__ import annotations

from collections import Counter
from urllib.parse import urlsplit

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.generation import GenerationMode

PER_OPERATION = 70
SHAPES = st.sampled_from(
    ["1", "4.csv", "who-leads-what-until-when.xlsx", "07", "x.y", "..", "%2e%2e", "vn/ttg/2022/07/07/qd/801", "a" * 300, "é", "\u202e", "0"]
)  # fmt: skip


@pytest.mark.slow
def test_no_operation_of_the_description_ends_in_an_error_of_ours(server: str) -> None:
    schema = schemathesis.openapi.from_url(f"{server}/openapi.json")
    seen: Counter[str] = Counter()
    failed: list[str] = []
    with httpx.Client(base_url=server, timeout=60) as http:
        for found in schema.get_all_operations():
            operation = found.ok()
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
                answer = case.call(base_url=server, session=None, timeout=60)
                seen[f"{case.method} {case.path}"] += 1
                if answer.status_code == 500:
                    failed.append(f"{case.method} {case.formatted_path} {case.query} → {answer.text[:300]}")

            ask()
        assert http.get("/health").status_code == 200
    assert failed == []
    assert sum(seen.values()) >= 500, seen


@pytest.mark.slow
@settings(
    max_examples=1000, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
)  # fmt: skip
@given(
    place=st.sampled_from(["/q/", "/", "/graph-store/", "/ontology/", "/rules/", "/problems/", "/vn/", "/place/", "/browse/", "/reading/", "/dump/"]),
    shape=SHAPES,
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["place", "month", "year", "indicator", "agency", "example", "query", "bom", "title", "page", "lang", "force"]),
            st.sampled_from(["long-an", "Tỉnh Long An", "06", "-1", "2025", "", "<x>", "\x00", "9" * 40, "none", "1", "https://w3id.org/langnghe/x y"]),
        ),
        max_size=3,
    ),
    accept=st.sampled_from(["text/html", "application/json", "text/csv", "*/*", "application/rdf+xml", "image/png", "application/problem+json"]),
)  # fmt: skip
def test_no_address_of_its_pages_ends_in_an_error_of_ours(
    http: httpx.Client, place: str, shape: str, pairs: list[tuple[str, str]], accept: str
) -> None:
    answer = http.get(f"{place}{shape}", params=pairs, headers={"Accept": accept}, follow_redirects=False)
    assert answer.status_code != 500, (answer.request.url, answer.text[:300])
    if "location" in answer.headers:
        assert urlsplit(answer.headers["location"]).netloc in ("", urlsplit(str(http.base_url)).netloc)
