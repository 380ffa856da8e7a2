"""A small graph with a hostile label and a fact stated by two documents, and a way to run a real server."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from query_api.app import create_app
from query_api.cli import set_up_logging
from query_api.server.serving import server_config
from query_api.settings import Settings

LN = "https://w3id.org/langnghe/ontology#"
SITE = "https://w3id.org/langnghe/"
PREFIXES = f"""
@prefix ln: <{LN}> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
TEXT = "KẾ HOẠCH\n1. Mục tiêu: phấn đấu khôi phục 03 nghề truyền thống.\nHết."
QUOTE = "phấn đấu khôi phục 03 nghề truyền thống"
NATIONAL = f"<{SITE}vn/ttg/2022/07/07/qd/801>"
PLAN = f"<{SITE}vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach>"
TARGET = f"<{SITE}vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach/muc-1/target-1>"
SHARED_FACT = f"""{NATIONAL} a ln:Decision ; rdfs:label "Quyết định 801/QĐ-TTg"@vi ; ln:number "801/QĐ-TTg" ."""
ESCAPED = TEXT.replace("\n", "\\n")
START = TEXT.index(QUOTE)

FIRST = f"""{PREFIXES}
{SHARED_FACT}
{PLAN} a ln:Plan ; rdfs:label "Kế hoạch <script>alert(1)</script> Long An"@vi ; ln:implements {NATIONAL} ;
    ln:dateIssued "2023-01-31"^^xsd:date ; rdfs:seeAlso <javascript:alert(1)> .
{TARGET} a ln:Target ; rdfs:label "Khôi phục nghề truyền thống"@vi ; ln:value 3.0 ; ln:inDocument {PLAN} ;
    ln:extractedBy "targets.figure" ;
    ln:evidence <{SITE}text/aaaaaaaaaaaa/char-{START}-{START + len(QUOTE)}> .
<{SITE}text/aaaaaaaaaaaa/char-{START}-{START + len(QUOTE)}> a ln:Excerpt ; ln:quote "{QUOTE}" ; ln:start {START} ;
    ln:end {START + len(QUOTE)} ; ln:inText <{SITE}text/aaaaaaaaaaaa> .
<{SITE}text/aaaaaaaaaaaa> a ln:SourceText ; ln:text "{ESCAPED}" ; ln:textOf {PLAN} ; ln:sourceFile "long-an.txt" .
"""
SECOND = f"""{PREFIXES}
{SHARED_FACT}
<{SITE}vn/ubnd-khoai-chau/2023/05/10/kh/100> a ln:Plan ; rdfs:label "Kế hoạch Khoái Châu"@vi ;
    ln:implements {NATIONAL} .
<{SITE}agency/khoai-chau/phong-kinh-te> a ln:Agency ; skos:prefLabel "Phòng Kinh tế huyện Khoái Châu"@vi .
"""
EXAMPLE = f"""# title@vi: Kế hoạch thực hiện 801
# title@en: Plans that implement 801
# question@vi: Kế hoạch nào thực hiện Quyết định 801?
# question@en: Which plans implement Decision 801?
# tags: trace, documents

PREFIX ln: <{LN}>
SELECT ?plan ?decision WHERE {{ ?plan ln:implements ?decision }} ORDER BY ?plan
"""
RUNAWAY = (
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(30)))} }}" for i in range(9))
    + " }"
)
ENDLESS = "SELECT * { " + " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(60)))} }}" for i in range(6)) + " }"


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """Run a server on an ephemeral port of the loopback interface, which logs nothing but warnings; yield its address."""
    set_up_logging(quiet=True, verbose=False)
    server = uvicorn.Server(server_config(create_app(settings), settings))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    ends = time.monotonic() + 60
    while not server.started and thread.is_alive() and time.monotonic() < ends:
        thread.join(0.02)
    assert server.started
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)
