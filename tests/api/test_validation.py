"""``/validate``: what somebody sends is checked in a process of its own, and the report comes in the form asked for."""

from __future__ import annotations

import asyncio
import csv
import errno
import io
import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyoxigraph as ox
import pytest
from api_sample import running
from hypothesis import given
from hypothesis import strategies as st

from loader.errors import ConfigurationError, EngineError, FormatError, GraphError, InputError, QueryTimeout
from query_api.engine.check_program import (
    OUTCOME,
    CheckedUpload,
    CheckOrder,
    CheckOutcome,
    Exhausted,
    Failed,
    Unreadable,
    outcome_of,
)
from query_api.engine.checking import Checker, Upload, end_of
from query_api.engine.confined_process import Bounds, Ended
from query_api.problems import RequestError
from query_api.protocol.uploads import file_of_form, suffix_of
from query_api.protocol.validation import render
from query_api.settings import Settings

SITE = "https://w3id.org/langnghe/"
# A measure without the sentence that it was read from: what the rules of evidence are there to find.
GRAPH = f"""
@prefix ln: <{SITE}ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{SITE}vn/ubnd-x/2023/01/01/kh/1> a ln:Plan ; rdfs:label "Kế hoạch <script>alert(1)</script>"@vi .
<{SITE}vn/ubnd-x/2023/01/01/kh/1/muc-1/measure-1> a ln:Measure ; rdfs:label "Giải pháp"@vi ;
    ln:inDocument <{SITE}vn/ubnd-x/2023/01/01/kh/1> .
"""
ORDERED = CheckOrder(Path("/secret/upload.pdf"))
PLAN = """ỦY BAN NHÂN DÂN TỈNH LONG AN
Số: 12/KH-UBND
Long An, ngày 15 tháng 3 năm 2023
KẾ HOẠCH
Bảo tồn và phát triển làng nghề giai đoạn 2023 - 2030
I. MỤC TIÊU
- Khôi phục 03 nghề truyền thống đến năm 2030.
II. TỔ CHỨC THỰC HIỆN
1. Sở Nông nghiệp và Phát triển nông thôn chủ trì, phối hợp với Sở Tài chính triển khai kế hoạch này.
"""
SH = "http://www.w3.org/ns/shacl#"


@pytest.fixture(scope="module")
def small(data: Path) -> Iterator[str]:
    with running(Settings(paths=(data,), longest_upload=100_000)) as url:
        yield url


def post(url: str, body: bytes, kind: str, accept: str = "*/*", **query: str) -> httpx.Response:
    headers = {"Content-Type": kind, "Accept": accept}
    return httpx.post(f"{url}/validate", content=body, headers=headers, params=query, timeout=100)


def findings(turtle: bytes) -> int:
    quads = ox.parse(turtle, format=ox.RdfFormat.TURTLE)
    return sum(q.predicate.value == f"{SH}result" for q in quads)


def test_a_graph_is_checked_and_the_report_is_rdf(small: str) -> None:
    response = post(small, GRAPH.encode(), "text/turtle")
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("text/turtle")
    assert findings(response.content) > 0


def test_a_graph_in_json_ld_gives_json(small: str) -> None:
    linked = ox.serialize((q.triple for q in ox.parse(GRAPH, format=ox.RdfFormat.TURTLE)), format=ox.RdfFormat.JSON_LD)
    response = post(small, linked or b"", "application/ld+json", "application/json")
    assert response.headers["content-type"] == "application/json"
    assert "measure-1" in response.text
    assert json.loads(response.content)


def test_a_document_is_read_and_its_findings_quote_it(small: str) -> None:
    response = post(small, PLAN.encode(), "text/plain", "text/csv", lang="en")
    assert response.status_code == 200, response.text
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    quoted = [row["quote"] for row in rows if row["quote"]]
    assert quoted
    assert all(quote in PLAN for quote in quoted)


def test_a_browser_sends_a_form_and_gets_a_page_whose_labels_cannot_act(small: str) -> None:
    files = {"file": ("kế hoạch.ttl", GRAPH.encode(), "application/octet-stream")}
    response = httpx.post(f"{small}/validate", files=files, headers={"Accept": "text/html"}, timeout=100)
    assert response.status_code == 200, response.text
    assert "<script>alert" not in response.text
    policy = response.headers["content-security-policy"]
    assert policy.startswith("sandbox allow-scripts")
    assert "'sha256-" in policy


def test_every_form_of_a_report_can_be_asked_for_by_name(small: str) -> None:
    response = post(small, GRAPH.encode(), "text/turtle", format="sarif")
    assert json.loads(response.content)["version"] == "2.1.0"
    assert post(small, GRAPH.encode(), "text/turtle", format="png").status_code == 406
    assert post(small, GRAPH.encode(), "text/turtle", "image/png").status_code == 406


@pytest.mark.parametrize(
    ("body", "kind", "query", "status", "word"),
    [
        (b"<a> <b> .", "text/turtle", {}, 400, "upload.ttl"),
        (b"\x00\x01", "application/octet-stream", {}, 415, "name"),
        (b"\x00\x01", "application/octet-stream", {"name": "../../etc/passwd"}, 415, "name"),
        (b"x" * 100_001, "text/plain", {}, 413, "100000"),
        (b"", "text/turtle", {}, 400, "no file"),
        (b"%PDF-1.7 broken", "application/pdf", {}, 400, ""),
        (b'{"@context": "http://127.0.0.1:1/c", "@id": "a"}', "application/ld+json", {}, 400, "upload.jsonld"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x", {}, 400, "no file"),
        (b"junk", "multipart/form-data", {}, 400, "no file"),
    ],
)
def test_what_cannot_be_checked_is_a_problem(
    small: str, body: bytes, kind: str, query: dict[str, str], status: int, word: str
) -> None:
    response = post(small, body, kind, **query)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert word in response.text
    assert "/tmp" not in response.text


def test_a_check_over_its_deadline_is_ended_with_all_its_processes() -> None:
    async def run() -> None:
        started = time.monotonic()
        with pytest.raises(QueryTimeout):
            await Checker(Bounds(seconds=0.4)).check(Upload(GRAPH.encode(), ".ttl"))
        assert time.monotonic() - started < 15

    asyncio.run(run())
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    commands = [Path(f"/proc/{c}/cmdline").read_bytes() for c in children if Path(f"/proc/{c}/cmdline").exists()]
    assert not [c for c in commands if b"query_api.engine.confined" in c]


def test_a_check_without_enough_memory_ends_in_an_error() -> None:
    # Where the memory ends, a process fails in many ways, or hangs until its deadline; it never takes the server with it.
    with pytest.raises((EngineError, QueryTimeout)):
        asyncio.run(Checker(Bounds(seconds=20, memory=60 << 20)).check(Upload(GRAPH.encode(), ".ttl")))


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        SystemError("error return without exception set"),
        ImportError("libx.so: failed to map segment from shared object"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
    ],
)
def test_a_check_that_ran_out_of_memory_says_so(error: BaseException) -> None:
    assert outcome_of(error, ORDERED) == Exhausted()


@pytest.mark.parametrize("status", [-signal.SIGABRT, -signal.SIGSEGV, 1])
def test_a_check_that_ended_without_a_word_most_likely_ran_out_of_memory(status: int) -> None:
    assert "memory" in str(end_of(Ended(status, b"")))


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (InputError("no text", where="/secret/upload.pdf"), Unreadable("upload.pdf: no text")),
        (GraphError("line 1: broken", where="/secret/upload.pdf"), Unreadable("upload.pdf: line 1: broken")),
        (GraphError("line 1: broken", where="/rules/own.ttl"), Failed("/rules/own.ttl: line 1: broken")),
        (ConfigurationError("the project has no shapes"), Failed("the project has no shapes")),
        (ZeroDivisionError(), Failed()),
    ],
)
def test_whose_fault_it_is_is_told_by_the_type_of_the_error(error: BaseException, outcome: CheckOutcome) -> None:
    assert outcome_of(error, ORDERED) == outcome
    assert OUTCOME.validate_json(OUTCOME.dump_json(outcome)) == outcome


@given(st.builds(CheckedUpload, *([st.binary()] * 5)))
def test_a_report_arrives_as_it_was_made(report: CheckedUpload) -> None:
    assert OUTCOME.validate_json(OUTCOME.dump_json(report)) == report


def test_a_check_waits_for_its_turn_only_so_long() -> None:
    async def run() -> None:
        checker = Checker(Bounds(seconds=1.0, wait=0.05, at_once=1))
        upload = Upload(GRAPH.encode(), ".ttl")
        first = asyncio.create_task(checker.check(upload))
        await asyncio.sleep(0)
        with pytest.raises(EngineError, match="another check"):
            await checker.check(upload)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)

    asyncio.run(run())


@given(st.binary(min_size=1).filter(lambda data: b"--bound" not in data))
def test_bytes_of_a_form_arrive_as_they_were_sent(data: bytes) -> None:
    head = b'--bound\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n'
    body = head + b"Content-Type: application/pdf\r\n\r\n" + data + b"\r\n--bound--\r\n"
    assert file_of_form("multipart/form-data; boundary=bound", body) == ("a.pdf", "application/pdf", data)


@given(st.text(), st.text())
def test_a_suffix_never_leaves_the_folder(name: str, media_type: str) -> None:
    try:
        suffix = suffix_of(name, media_type)
    except RequestError:
        return
    assert "/" not in suffix
    assert suffix.startswith(".")
    assert suffix.isascii()


@pytest.mark.parametrize("key", ["nt", "jsonld", "ttl"])
def test_a_report_that_quotes_an_odd_text_comes_in_what_can_hold_it_and_is_refused_as_rdf_xml(key: str) -> None:
    report = CheckedUpload(html=b"", json=b"", csv=b"", sarif=b"", ttl=b'<http://e/a> <http://e/b> "a\\u000Bb" .')
    with pytest.raises(FormatError, match=r"U\+000B"):
        render(report, "rdf")
    kinds = {"nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD, "ttl": ox.RdfFormat.TURTLE}
    [quad] = ox.parse(render(report, key), format=kinds[key])
    assert quad.object == ox.Literal("a\x0bb")
