"""Programmes of three more fields, met as a stranger meets them: indicators of the decision, and what plans below derive from them.

Documents and answers were written before anything read them; what the first reading missed is told in docs/programmes.md.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented import BASE, GOLD, Invented, derived, read_invented, rows, value_of

from loader.build import add
from loader.graph.iris import Iris
from loader.graph.lookup import load_store
from loader.graph.reference import Reference
from loader.proposing import propose
from loader.workspace import make_workspace
from query_api.cli import cli

ROADS, READING, DISABILITIES = (read_invented(GOLD / n) for n in ("an-toan-giao-thong", "thu-vien", "nguoi-khuyet-tat"))
FROM_90_PERCENT = 0.9
FROM_85_PERCENT = 0.85
BELOW_3_PERCENT = 0.03


@pytest.mark.parametrize("field", [ROADS, READING, DISABILITIES], ids=lambda field: field.folder.name)
def test_national_targets_become_indicators(field: Invented) -> None:
    minted = propose([field.decision], Reference(), Iris()).indicators
    wanted = [(answer, year, value) for answer in field.answers["national"] for year, value in answer["values"].items()]
    missed = [
        (answer["indicator"], year)
        for answer, year, value in wanted
        if not any(
            answer["words"] in it.vi.lower()
            and (it.unit, it.type, it.direction) == (answer["unit"], answer["type"], answer["direction"])
            and any((str(t.horizon), t.value) == (year, float(value_of(value))) for t in it.targets)
            for it in minted
        )
    ]
    assert len(missed) / len(wanted) <= 1 - FROM_90_PERCENT, missed
    assert len(minted) == len(field.answers["national"])


def test_lower_targets_derive_and_actions_find_the_solutions_that_were_proposed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = make_workspace(tmp_path / "workspace")
    monkeypatch.chdir(project.root)
    proposed = CliRunner().invoke(cli, ["programme", "new", str(DISABILITIES.decision)], catch_exceptions=False)
    assert proposed.exit_code == 0, proposed.output
    add(project, [DISABILITIES.decision, *DISABILITIES.plans], "invented for tests", date(2026, 1, 2))
    store = load_store(project.graph)
    found = derived(store, DISABILITIES)
    total = found.right + found.missed
    assert found.right / total >= FROM_85_PERCENT, found
    assert found.wrong / total < BELOW_3_PERCENT, found
    linked = rows(
        store,
        f"""SELECT DISTINCT ?lower ?solution {{ ?lower ln:carriesOut ?solution . ?solution ln:inDocument <{BASE}{DISABILITIES.answers["decision"]}> .
            FILTER (STRENDS(STR(?solution), "/solution-1")) }}""",
    )
    ends = {(lower.split("/vn/")[1].split("/")[0], solution.rsplit("/", 2)[1]) for lower, solution in linked}
    assert {
        ("ubnd-quang-tri", "khoan-1"),  # a network of rehabilitation
        ("ubnd-quang-tri", "khoan-3"),  # vocational classes
        ("ubnd-hai-lang", "khoan-3"),
        ("ubnd-tay-ninh", "khoan-2"),  # teachers of inclusive classes
        ("ubnd-tay-ninh", "khoan-4"),  # low-floor buses
    } <= ends
    # Which indicator an action serves is read from the indicator's own words: nobody noted any.
    served = rows(store, "SELECT DISTINCT ?indicator { ?action ln:supports ?indicator . ?indicator a ln:Indicator }")
    keys = {row[0].rsplit("/", 1)[1].removeprefix("1290-2021-") for row in served}
    for begin in ("tre-khuyet-tat-o-do-tuoi-mam-non", "tru-so-lam-viec", "cong-tac-vien-phuc-hoi-chuc-nang"):
        assert any(key.startswith(begin) for key in keys), (begin, keys)
