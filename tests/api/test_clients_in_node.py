"""Comunica and sparql-http-client, the clients of those who write JavaScript, against our endpoint."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ASK = ROOT / "tests" / "clients" / "ask.mjs"
PLANS = [
    ["https://w3id.org/langnghe/vn/ubnd-khoai-chau/2023/05/10/kh/100", "Kế hoạch Khoái Châu"],
    ["https://w3id.org/langnghe/vn/ubnd-long-an/2023/01/31/qd/617/ke-hoach",
     "Kế hoạch <script>alert(1)</script> Long An"],
]  # fmt: skip

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (ROOT / "node_modules" / "@comunica" / "query-sparql").is_dir(),
    reason="no node, or its clients are not installed (scripts/clients)",
)


@pytest.fixture(scope="module")
def found(server: str) -> dict[str, dict[str, object]]:
    done = subprocess.run(
        ["node", str(ASK), f"{server}/sparql"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    answers: dict[str, dict[str, object]] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("source", ["told", "guessed"])
def test_comunica_gets_rows_a_graph_and_a_boolean(found: dict[str, dict[str, object]], source: str) -> None:
    assert found[f"comunica {source}"] == {"select": PLANS, "construct": 2, "ask": True}


@pytest.mark.parametrize("operation", ["get", "postUrlencoded", "postDirect"])
def test_sparql_http_client_gets_every_form_by_every_operation(
    found: dict[str, dict[str, object]], operation: str
) -> None:
    expected = {"select": PLANS, "construct": 2, "describe": 3, "ask": True}
    assert found[f"sparql-http-client {operation}"] == expected


@pytest.mark.parametrize("accept", ["application/n-triples", "text/turtle", "application/n-quads", "application/trig"])
def test_sparql_http_client_gets_a_graph_in_every_format_it_reads(
    found: dict[str, dict[str, object]], accept: str
) -> None:
    assert found[f"sparql-http-client {accept}"] == {"construct": 2}
