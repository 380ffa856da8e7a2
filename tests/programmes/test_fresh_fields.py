"""Programmes of ten more fields, met as a stranger meets them: indicators of the decision, and what plans below derive from them.

Documents and answers were written before anything read them; what the first reading missed is told in docs/programmes.md.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from click.testing import CliRunner
from invented import BASE, GOLD, derived, read_invented, rows, value_of

from loader.build import add
from loader.extraction import extract
from loader.graph.iris import Iris
from loader.graph.lookup import load_store
from loader.graph.reference import Reference
from loader.inference.indicators import Wording, best_match
from loader.programmes import ProgrammeIndicator
from loader.proposing import propose
from loader.readers import read_file
from loader.workspace import make_workspace
from query_api.cli import cli

FIELDS = {
    name: read_invented(GOLD / name)
    for name in (
        *("an-toan-giao-thong", "thu-vien", "nguoi-khuyet-tat"),
        *("chat-thai-ran", "thuy-san", "giao-duc-nghe-nghiep", "logistics", "phong-chay", "lam-nghiep", "du-lich"),
    )
}
DISABILITIES = FIELDS["nguoi-khuyet-tat"]
FROM_90_PERCENT = 0.9
FROM_85_PERCENT = 0.85
BELOW_3_PERCENT = 0.03


@cache
def indicators(name: str) -> tuple[ProgrammeIndicator, ...]:
    return propose([FIELDS[name].decision], Reference(), Iris()).indicators


def is_of(it: ProgrammeIndicator, answer: dict[str, Any]) -> bool:
    alike = (it.unit, it.type, it.direction) == (answer["unit"], answer["type"], answer["direction"])
    return alike and answer["words"] in it.vi.lower()


@pytest.mark.parametrize("name", FIELDS)
def test_national_targets_become_indicators(name: str) -> None:
    minted, answers = indicators(name), FIELDS[name].answers["national"]
    wanted = [
        (answer, year, Decimal(value_of(value))) for answer in answers for year, value in answer["values"].items()
    ]
    missed = [
        (answer["indicator"], year)
        for answer, year, value in wanted
        if not any(
            is_of(it, answer) and (year, value) in {(str(t.horizon), t.value) for t in it.targets} for it in minted
        )
    ]
    assert len(missed) / len(wanted) <= 1 - FROM_90_PERCENT, missed
    assert len(minted) == len([a for a in answers if any(is_of(it, a) for it in minted)])


@pytest.mark.parametrize("name", FIELDS)
def test_lower_targets_find_the_indicator_that_words_the_same(name: str) -> None:
    minted, field = indicators(name), FIELDS[name]
    wordings = [Wording(ox.NamedNode(f"i:{it.key}"), it.words, frozenset(it.units)) for it in minted]
    own = {a["indicator"]: f"i:{it.key}" for a in field.answers["national"] for it in minted if is_of(it, a)}
    missed, wrong, total = [], [], 0
    for plan in field.answers["plans"]:
        read = [t for o in extract(read_file(field.folder / plan["file"])).objectives for t in o.targets]
        for year, printed, indicator in plan["targets"]:
            at = [t for t in read if (str(t.horizon), t.value) == (year, Decimal(value_of(printed)))]
            found = {m.indicator.value for t in at if (m := best_match(t.measured, t.unit, wordings)) is not None}
            # Two targets of one plan may have one year and value: any of their indicators may be the annotated one.
            annotated = {own.get(i or "") for y, v, i in plan["targets"] if (y, v) == (year, printed)}
            total += indicator is not None
            missed += (
                [(plan["file"], year, printed)] if indicator is not None and own.get(indicator) not in found else []
            )
            wrong += [(plan["file"], year, printed)] if found - annotated else []
    assert len(missed) / total <= 1 - FROM_85_PERCENT, missed
    assert len(wrong) / total < BELOW_3_PERCENT, wrong


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
