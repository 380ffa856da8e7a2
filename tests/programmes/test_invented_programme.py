"""A programme that nobody prepared for: from its decision to the plan of a commune, held against answers written before."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
from invented import ANSWERS, BASE, derived, indicators_by_answer, rows

from loader.programmes import read_pack
from loader.project import Project
from loader.validation.data import load_data
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate

FROM_90_PERCENT = 0.9
FROM_85_PERCENT = 0.85
BELOW_3_PERCENT = 0.03


def test_national_targets_become_indicators_with_unit_horizon_type_and_direction(pack: Path) -> None:
    minted = read_pack(pack).indicators
    annotated = right = 0
    for answer in ANSWERS["national"]:
        for year, value in answer["values"].items():
            annotated += 1
            right += any(
                answer["words"] in indicator.vi
                and (indicator.unit, indicator.type, indicator.direction)
                == (answer["unit"], answer["type"], answer["direction"])
                and any((str(t.horizon), t.value) == (year, int(value)) for t in indicator.targets)
                for indicator in minted
            )
    assert right / annotated >= FROM_90_PERCENT, f"{right} of {annotated}"
    assert len(minted) == len(ANSWERS["national"])


def test_lower_targets_that_word_the_same_derive_from_the_national_ones(store: ox.Store) -> None:
    found = derived(store)
    total = found.right + found.missed
    assert found.right / total >= FROM_85_PERCENT, found
    assert found.wrong / total < BELOW_3_PERCENT, found


def test_each_plan_carries_out_what_its_text_names_and_traces_to_the_decision(store: ox.Store) -> None:
    for plan in ANSWERS["plans"]:
        said = {iri for (iri,) in rows(store, f"SELECT ?d {{ <{BASE}{plan['iri']}> ln:implements ?d }}")}
        assert said == {BASE + path for path in plan["implements"]}
        traced = rows(
            store, f"SELECT ?d {{ <{BASE}{plan['iri']}> ln:tracesTo ?d FILTER (?d = <{BASE}{ANSWERS['decision']}>) }}"
        )
        assert traced, plan["iri"]
        assert rows(store, f"SELECT ?p {{ <{BASE}{plan['iri']}> ln:inProgramme ?p }}") == [
            [f"{BASE}programme/915-2023-cap-nuoc-sach-va-ve-sinh"]
        ]


def test_a_shortfall_is_reported_with_both_figures_and_opens_both_sentences(made, store: ox.Store) -> None:
    project: Project = made.project
    report = validate(load_data(project), load_shapes([project.shapes]))
    found = [f for f in report.findings if f.rule == "XLV-04"]
    expected = sum(len(plan["shortfalls"]) for plan in ANSWERS["plans"])
    assert len(found) == expected
    losses = next(f for f in found if "20%" in f.message.vi and "18%" in f.message.vi)
    assert "cao hơn" in losses.message.vi  # fewer losses are better
    assert losses.excerpt is not None
    below = next(f for f in found if "55%" in f.message.vi)
    assert "thấp hơn ít nhất 60%" in below.message.vi
    sentences = rows(
        store,
        """SELECT ?own ?higher { ?c ln:outcome <https://w3id.org/langnghe/outcome/above> ; ln:lowerTarget/ln:evidence/ln:quote ?own ;
           ln:higherTarget ?t . ?t ln:evidence/ln:quote ?higher ; ln:ofIndicator/ln:direction <https://w3id.org/langnghe/direction/less> }""",
    )
    assert [
        "Tỷ lệ thất thoát nước sạch giảm xuống còn dưới 20%.",
        "Tỷ lệ thất thoát nước sạch giảm xuống còn dưới 18%.",
    ] in sentences


def test_no_finding_speaks_of_another_programme(made) -> None:
    project: Project = made.project
    report = validate(load_data(project), load_shapes([project.shapes]))
    own = {plan["iri"] for plan in ANSWERS["plans"]}
    for finding in report.findings:
        if any(path in str(finding.document) for path in own):
            assert "làng nghề" not in finding.message.vi
            assert "801" not in finding.message.vi
    silent = {
        (f.document.removeprefix(BASE), f.message.vi) for f in report.findings if f.rule == "XLV-03" and f.document
    }
    for plan in ANSWERS["plans"]:
        for indicator in plan.get("silent", ()):
            words = next(a["words"] for a in ANSWERS["national"] if a["indicator"] == indicator)
            assert any(path == plan["iri"] and words in message for path, message in silent), (plan["iri"], indicator)


def test_every_match_has_a_grade_and_says_why(store: ox.Store) -> None:
    unexplained = rows(
        store,
        """SELECT ?t { ?t a ln:Target ; ln:ofIndicator ?i . ?i ln:indicatorOf ?p ; ln:measuredAs ?w . ?t ln:inDocument ?d .
           FILTER NOT EXISTS { ?d ln:rootOf ?p }
           FILTER NOT EXISTS { ?j ln:judgedSubject ?t ; ln:judgedObject ?i ; ln:grade ?g ; ln:basis ?b } }""",
    )
    assert unexplained == []
    assert len(indicators_by_answer(store)) == len(ANSWERS["national"])
