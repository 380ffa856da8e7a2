"""What plans of many fields carry out, by their letterheads, titles and opening lines."""

from __future__ import annotations

import pytest
import yaml
from invented import GOLD

from loader.extraction import extract
from loader.kinds import RelationRole
from loader.readers import read_file

HEADS = GOLD / "chains"
ANSWERS = yaml.safe_load((HEADS / "answers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(ANSWERS))
def test_a_plan_carries_out_what_its_head_names_and_nothing_else(name: str) -> None:
    facts = extract(read_file(HEADS / f"{name}.txt"))
    answer = ANSWERS[name]
    assert facts.instruments[0].number == answer["number"]
    assert facts.instruments[0].level == answer["level"]
    said = {r.citation.number for r in facts.relations if r.role is RelationRole.IMPLEMENTS}
    assert said == set(answer["implements"])
