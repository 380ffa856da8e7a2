"""What the commands show of judgements: the way down from a national solution, and why."""

from __future__ import annotations

import json

from click.testing import CliRunner

from loader.commands.trace import trace
from loader.commands.why import why

SOLUTION = "vn/ttg/2022/07/07/qd/801/chuong-trinh/giai-phap/measure-7"


def test_a_national_solution_leads_down_to_the_sentences_that_carry_it_out_and_why_says_on_what_basis() -> None:
    shown = CliRunner().invoke(trace, [SOLUTION, "--json"], catch_exceptions=False)
    assert shown.exit_code == 0
    below = [branch for branch in json.loads(shown.output)["children"] if "carried out by" in branch["relation"]]
    assert len(below) > 10
    assert all(branch["children"][0]["kind"] == "quote" for branch in below)
    assert any("Câu nói về: " in detail for branch in below for detail in branch["details"])
    reason = CliRunner().invoke(why, [below[0]["iri"], "ln:carriesOut", SOLUTION], catch_exceptions=False)
    assert reason.exit_code == 0
    assert "Câu nói về: " in reason.output
    assert "The sentence speaks of: " in reason.output
    inverse = CliRunner().invoke(why, [SOLUTION, "ln:carriedOutBy", below[0]["iri"]], catch_exceptions=False)
    assert "prp-inv" in inverse.output
    assert "Câu nói về: " in inverse.output
