"""R against our endpoint: its packages themselves, and requests as httr, httr2, SPARQL and read.csv send them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest
from api_sample import LN

QUERY = f"PREFIX ln: <{LN}>\nSELECT ?plan ?decision WHERE {{ ?plan ln:implements ?decision }} ORDER BY ?plan"
HTTR = {
    "User-Agent": "libcurl/8.5.0 r-curl/5.2.1 httr/1.4.7",
    "Accept-Encoding": "deflate, gzip, br, zstd",
}
ANY = "application/json, text/xml, application/xml, */*"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_httr_post_with_a_form_and_accept_csv(http: httpx.Client) -> None:
    """``POST(url, accept("text/csv"), body = list(query = q), encode = "form")``."""
    response = http.post("/sparql", data={"query": QUERY}, headers={**HTTR, "Accept": "text/csv"})
    assert len(table(response.text)) == 2
    assert response.headers["content-type"] == "text/csv; charset=utf-8"


def test_httr_get_without_its_own_accept_header_gets_json(http: httpx.Client) -> None:
    """``GET(url, query = list(query = q))`` accepts "application/json, text/xml, application/xml, */*"."""
    response = http.get("/sparql", params={"query": QUERY}, headers={**HTTR, "Accept": ANY})
    assert response.headers["content-type"] == "application/json"
    assert len(response.json()["results"]["bindings"]) == 2


def test_httr2_posts_a_form_without_spaces_as_plus(http: httpx.Client) -> None:
    """``req_body_form`` writes %20 for a space, most others a plus sign; both are a space."""
    for body in (urlencode({"query": QUERY}), urlencode({"query": QUERY}).replace("+", "%20")):
        headers = {**HTTR, "Content-Type": "application/x-www-form-urlencoded", "Accept": "text/tab-separated-values"}
        response = http.post("/sparql", content=body, headers=headers)
        assert response.text.splitlines()[0] == "?plan\t?decision"


def test_the_sparql_package_asks_by_a_parameter_and_reads_xml(http: httpx.Client) -> None:
    """``SPARQL(url, q)`` sends ``query`` in the URL with Accept for XML."""
    response = http.get(
        "/sparql", params={"query": QUERY, "output": "xml"}, headers={"Accept": "application/sparql-results+xml"}
    )
    assert response.text.count("<result>") == 2


def test_read_csv_of_an_address(http: httpx.Client) -> None:
    """``read.csv(url)`` sends no Accept header at all."""
    request = http.build_request("GET", "/q/01-implements.csv", headers={"User-Agent": "R (4.4.1)"})
    del request.headers["accept"]
    assert len(table(http.send(request).text)) == 2


def test_a_failed_query_has_a_status_that_stop_for_status_sees(http: httpx.Client) -> None:
    response = http.post("/sparql", data={"query": "SELECT"}, headers={**HTTR, "Accept": "text/csv"})
    assert response.status_code == 400
    assert response.json()["line"] == 1


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
@pytest.mark.parametrize(
    ("arguments", "first"),
    [
        (["--data-urlencode", f"query={QUERY}", "-H", "Accept: text/csv"], b"plan,decision"),
        (["-G", "--data-urlencode", f"query={QUERY}", "--data", "format=tsv"], b"?plan\t?decision"),
        (["--data-binary", QUERY, "-H", "Content-Type: application/sparql-query", "-H", "Accept: text/csv"], b"plan,decision"),
        (["-X", "QUERY", "--data-binary", QUERY, "-H", "Content-Type: application/sparql-query", "-H", "Accept: text/csv"],
         b"plan,decision"),
    ],
    ids=["form", "get", "direct", "query"],
)  # fmt: skip
def test_curl_by_every_way_of_the_protocol(server: str, arguments: list[str], first: bytes) -> None:
    command = ["curl", "-s", "--fail", "--max-time", "20", *arguments, f"{server}/sparql"]
    assert subprocess.run(command, capture_output=True, check=True).stdout.splitlines()[0] == first


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl on this machine")
def test_curl_unpacks_what_was_compressed(server: str) -> None:
    everything = ["-G", "--data-urlencode", "query=CONSTRUCT WHERE { ?s ?p ?o }", "--data", "format=nt"]
    command = ["curl", "-s", "--fail", "--max-time", "20", *everything, f"{server}/sparql"]
    plain = subprocess.run(command, capture_output=True, check=True).stdout
    packed = subprocess.run([*command, "-H", "Accept-Encoding: gzip"], capture_output=True, check=True).stdout
    assert sorted(gzip.decompress(packed).splitlines()) == sorted(plain.splitlines())


ASK = Path(__file__).parents[1] / "clients" / "ask.R"
PACKAGES = ("SPARQL", "httr", "httr2", "jsonlite")


def has_packages() -> bool:
    wanted = f"quit(status = !all(c({', '.join(map(repr, PACKAGES))}) %in% rownames(installed.packages())))"
    return shutil.which("Rscript") is not None and not subprocess.run(["Rscript", "-e", wanted], check=False).returncode


@pytest.fixture(scope="module")
def found(server: str) -> dict[str, list[dict[str, object]]]:
    if not has_packages():
        pytest.skip(f"no R, or not its packages {', '.join(PACKAGES)}")
    command = ["Rscript", str(ASK), f"{server}/sparql", f"{server}/q/01-implements.csv"]
    done = subprocess.run(
        command, capture_output=True, timeout=120, check=False, env=os.environ | {"LC_ALL": "C.UTF-8"}
    )
    assert done.returncode == 0, done.stderr.decode()
    answers: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("way", ["SPARQL csv", "SPARQL output", "httr form", "httr url", "httr2 form", "httr2 json"])
def test_a_package_of_r_gets_the_rows_in_whole_letters(found: dict[str, list[dict[str, object]]], way: str) -> None:
    assert [row["label"] for row in found[way]] == ["Kế hoạch Khoái Châu", "Kế hoạch <script>alert(1)</script> Long An"]


def test_the_sparql_package_reads_its_own_default_format(found: dict[str, list[dict[str, object]]]) -> None:
    assert found["SPARQL xml"][0]["label"] == '"Kế hoạch Khoái Châu"@vi'
    assert len(found["SPARQL xml"]) == 2


def test_read_csv_reads_a_stored_question(found: dict[str, list[dict[str, object]]]) -> None:
    assert [sorted(row) for row in found["read.csv"]] == [["decision", "plan"]] * 2


def test_a_form_of_the_wrong_kind_is_told_by_its_status(found: dict[str, list[dict[str, object]]]) -> None:
    assert found["httr multipart"] == 415
