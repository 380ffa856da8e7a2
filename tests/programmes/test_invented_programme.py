"""Programmes that nobody prepared for: from the decision to the plan of a commune, held against answers written before."""

from __future__ import annotations

import pytest
from invented import BASE, Made, derived, indicators_by_answer, rows, value_of

from loader.programmes import Counting, read_pack

FROM_90_PERCENT = 0.9
FROM_85_PERCENT = 0.85
BELOW_3_PERCENT = 0.03


@pytest.mark.slow
def test_national_targets_become_indicators_with_unit_horizon_type_and_direction(each: Made) -> None:
    minted = read_pack(each.pack).indicators
    annotated, wrong = 0, []
    for answer in each.invented.answers["national"]:
        for year, value in answer["values"].items():
            annotated += 1
            found = any(
                answer["words"] in indicator.vi.lower()
                and (indicator.unit, indicator.type, indicator.direction)
                == (answer["unit"], answer["type"], answer["direction"])
                and indicator.counting == (Counting(answer["counting"]) if "counting" in answer else indicator.counting)
                and indicator.baseline == answer.get("baseline", indicator.baseline)
                and any((str(t.horizon), t.value) == (year, float(value_of(value))) for t in indicator.targets)
                for indicator in minted
            )
            wrong += [] if found else [(answer["indicator"], year)]
    assert len(wrong) / annotated <= 1 - FROM_90_PERCENT, wrong
    assert len(minted) == len(each.invented.answers["national"])


def test_lower_targets_that_word_the_same_derive_from_the_national_ones(each: Made) -> None:
    found = derived(each.store, each.invented)
    total = found.right + found.missed
    assert found.right / total >= FROM_85_PERCENT, found
    assert found.wrong / total < BELOW_3_PERCENT, found


def test_each_plan_carries_out_what_its_text_names_and_traces_to_the_decision(each: Made) -> None:
    answers = each.invented.answers
    for plan in answers["plans"]:
        said = {iri for (iri,) in rows(each.store, f"SELECT ?d {{ <{BASE}{plan['iri']}> ln:implements ?d }}")}
        assert said == {BASE + path for path in plan["implements"]}
        root = f"{BASE}{answers['decision']}"
        assert rows(each.store, f"SELECT ?d {{ <{BASE}{plan['iri']}> ln:tracesTo ?d FILTER (?d = <{root}>) }}"), plan
        own = rows(each.store, f"SELECT ?p {{ <{BASE}{plan['iri']}> ln:inProgramme ?p }}")
        assert own == [[f"{BASE}programme/{each.pack.name}"]]


def test_each_shortfall_and_no_other_is_reported(each: Made) -> None:
    found = {
        (str(f.document).removeprefix(BASE), figure)
        for f in each.report.findings
        if f.rule == "XLV-04"
        for (figure,) in rows(each.store, f"SELECT ?v {{ <{f.value}> ln:value ?v }}")
    }
    expected = {
        (plan["iri"], value_of(value)) for plan in each.invented.answers["plans"] for _, value, _ in plan["shortfalls"]
    }
    assert found == expected


def test_a_shortfall_is_reported_with_both_figures_and_opens_both_sentences(water: Made) -> None:
    found = [f for f in water.report.findings if f.rule == "XLV-04"]
    losses = next(f for f in found if "20%" in f.message.vi and "18%" in f.message.vi)
    assert "cao hơn" in losses.message.vi  # fewer losses are better
    assert losses.excerpt is not None
    below = next(f for f in found if "55%" in f.message.vi)
    assert "thấp hơn ít nhất 60%" in below.message.vi
    sentences = rows(
        water.store,
        """SELECT ?own ?higher { ?c ln:outcome <https://w3id.org/langnghe/outcome/above> ; ln:lowerTarget/ln:evidence/ln:quote ?own ;
           ln:higherTarget ?t . ?t ln:evidence/ln:quote ?higher ; ln:ofIndicator/ln:direction <https://w3id.org/langnghe/direction/less> }""",
    )
    assert [
        "Tỷ lệ thất thoát nước sạch giảm xuống còn dưới 20%.",
        "Tỷ lệ thất thoát nước sạch giảm xuống còn dưới 18%.",
    ] in sentences


def test_a_target_of_each_type_stands_to_the_national_one_as_annotated(health: Made) -> None:
    by_answer = indicators_by_answer(health.store, health.invented)
    plan = health.invented.answers["plans"][0]
    for key, expected in plan["outcomes"].items():
        found = rows(
            health.store,
            f"""SELECT ?outcome ?reason {{ ?c ln:lowerTarget ?t ; ln:outcome/skos:notation ?outcome . ?t ln:inDocument <{BASE}{plan["iri"]}> .
                ?c ln:higherTarget/ln:ofIndicator <{by_answer[key]}> . OPTIONAL {{ ?c ln:notComparableBecause/skos:notation ?reason }} }}""",
        )
        wanted = [expected, ""] if expected in ("above", "below", "equal") else ["not-comparable", expected]
        assert found == [wanted], key


def test_what_is_to_be_done_compares_by_its_years(health: Made) -> None:
    late = next(f for f in health.report.findings if "hồ sơ sức khỏe điện tử" in f.message.vi and f.rule == "XLV-04")
    assert "hoàn thành năm 2028, muộn hơn hoàn thành năm 2027" in late.message.vi
    assert "done in 2028, later than done in 2027" in late.message.en
    (gap,) = rows(health.store, "SELECT ?gap { ?c ln:lowerTarget ?t ; ln:gap ?gap . ?t a ln:Milestone }")
    assert gap == ["-1"]


def test_a_milestone_is_a_target_and_a_rank_has_the_unit_of_ranks(health: Made) -> None:
    done = rows(health.store, "SELECT DISTINCT ?words { ?t a ln:Milestone, ln:Target ; ln:measuredAs ?words }")
    assert done == [["hệ thống hồ sơ sức khỏe điện tử"]]
    ranks = rows(
        health.store,
        f"SELECT ?v ?c {{ ?t ln:unit <{BASE}unit/rank> ; ln:value ?v ; ln:comparator/skos:notation ?c }} ORDER BY ?v",
    )
    assert ranks == [["20", "at-most"], ["50", "at-most"]]


def test_no_finding_speaks_of_another_programme(each: Made) -> None:
    own = {plan["iri"] for plan in each.invented.answers["plans"]}
    for finding in each.report.findings:
        if any(path in str(finding.document) for path in own):
            assert "làng nghề" not in finding.message.vi
            assert "801" not in finding.message.vi


def test_silence_on_an_indicator_is_told_but_not_on_what_only_the_country_sets(each: Made) -> None:
    silent = [(str(f.document).removeprefix(BASE), f.message.vi) for f in each.report.findings if f.rule == "XLV-03"]
    answers = each.invented.answers
    words = {answer["indicator"]: answer["words"] for answer in answers["national"]}
    for plan in answers["plans"]:
        for indicator in plan.get("silent", ()):
            assert any(path == plan["iri"] and words[indicator] in message.lower() for path, message in silent), (
                plan["iri"],
                indicator,
            )
    for answer in answers["national"]:
        if answer["type"] in ("rank", "done"):
            assert not any(answer["words"] in message.lower() for _, message in silent)


def test_every_match_has_a_grade_and_says_why(each: Made) -> None:
    unexplained = rows(
        each.store,
        """SELECT ?t { ?t a ln:Target ; ln:ofIndicator ?i . ?i ln:indicatorOf ?p ; ln:measuredAs ?w . ?t ln:inDocument ?d .
           FILTER NOT EXISTS { ?d ln:rootOf ?p }
           FILTER NOT EXISTS { ?j ln:judgedSubject ?t ; ln:judgedObject ?i ; ln:grade ?g ; ln:basis ?b } }""",
    )
    assert unexplained == []
    assert len(indicators_by_answer(each.store, each.invented)) == len(each.invented.answers["national"])


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("hộ nghèo trên địa bàn huyện Nghi Lộc", True),
        ("hộ nghèo của tỉnh Bà Rịa - Vũng Tàu", True),
        ("hộ nghèo tại xã nông thôn mới", False),
    ],
)
def test_the_place_of_a_plan_does_not_change_what_is_measured(words: str, same: bool) -> None:
    from loader.inference.measured_words import SAME_WORDS, likeness

    assert (likeness("hộ nghèo", words) >= SAME_WORDS) is same
