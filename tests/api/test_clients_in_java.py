"""Jena's ``rsparql``, the command line that users of Java and of Protégé know, against our endpoint."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from api_sample import LN, SITE

JARS = Path(__file__).parents[2] / ".cache" / "jena"
PLANS = f"SELECT ?plan ?label WHERE {{ ?plan a <{LN}Plan> ; <http://www.w3.org/2000/01/rdf-schema#label> ?label }} ORDER BY ?plan"
GRAPH = f"CONSTRUCT WHERE {{ ?plan <{LN}implements> ?decision }}"

pytestmark = pytest.mark.skipif(
    shutil.which("java") is None or not any(JARS.glob("jena-cmds-*.jar")),
    reason="no Java, or Jena is not installed (scripts/clients)",
)


def rsparql(server: str, query: str, *options: str) -> str:
    command = ["java", "-XX:TieredStopAtLevel=1", "-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-cp",
               f"{JARS}/*", "arq.rsparql", "--service", f"{server}/sparql", *options, query]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("options", [[], ["--post"]], ids=["get", "post"])
def test_rows_come_by_either_method(server: str, options: list[str]) -> None:
    found = json.loads(rsparql(server, PLANS, "--results=JSON", *options))
    labels = [b["label"]["value"] for b in found["results"]["bindings"]]
    assert labels == ["Kế hoạch Khoái Châu", "Kế hoạch <script>alert(1)</script> Long An"]


def test_rows_that_hold_odd_characters_arrive_as_they_are(server: str) -> None:
    query = 'SELECT ("a\\rc\\td\\n=\\"" AS ?x) {}'
    found = json.loads(rsparql(server, query, "--results=JSON"))
    assert found["results"]["bindings"][0]["x"]["value"] == 'a\rc\td\n="'


def test_a_boolean_and_a_graph(server: str) -> None:
    assert "Yes" in rsparql(server, f"ASK {{ ?s a <{LN}Plan> }}")
    graph = rdflib.Graph().parse(data=rsparql(server, GRAPH, "--results=N-Triples"), format="nt")
    assert {str(o) for o in graph.objects()} == {SITE + "vn/ttg/2022/07/07/qd/801"}
    assert len(graph) == 2
