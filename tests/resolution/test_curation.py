from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path

import pytest

from loader.errors import ConfigurationError
from loader.facts import Evidence, Facts, Measure, Objective, Provision, Reading, SourceInfo, Target
from loader.kinds import Comparator
from loader.resolution.curation import CURATED, Action, curate, read_curation

TEXT = "II. MỤC TIÊU\n- Trên 80% làng nghề\nhoạt động hiệu quả.\n- Khôi phục nghề dệt."
ENTRY = """
[[correction]]
action = "{action}"
fact = "{fact}"
quote = "{quote}"
field = "{field}"
value = "{value}"
who = "Nguyễn Văn A"
when = "2026-11-22"
why = "The bullet says so."
"""


def reading(quote: str) -> Reading:
    return Reading(Evidence(quote, 0, 5, "muc-ii", "II"), "test.rule", Decimal("0.9"))


@pytest.fixture
def facts() -> Facts:
    quote = "Trên 80% làng nghề hoạt động hiệu quả."
    target = Target(
        "other",
        Comparator.EXACTLY,
        Decimal(80),
        None,
        "percent",
        "80%",
        "x",
        "x",
        2030,
        None,
        None,
        None,
        None,
        reading(quote),
    )
    source = SourceInfo("plan.txt", "text/plain", hashlib.sha256(TEXT.encode()).hexdigest(), TEXT)
    parts = (Provision("muc-ii", "section", "II", "MỤC TIÊU", None, 0, len(TEXT)),)
    objectives = (Objective(False, 2030, (target,), reading(quote)),)
    measures = (Measure(reading("Khôi phục nghề dệt.")),)
    return Facts(source, (), parts, (), objectives, measures, (), (), (), (), (), ())


def corrections(folder: Path, **values: str) -> Path:
    filled = {"action": "correct", "fact": "target", "quote": "Trên 80%", "field": "indicator", "value": "x", **values}
    path = folder / "plan.toml"
    path.write_text(ENTRY.format(**filled), encoding="utf-8")
    return path


def test_a_document_without_a_curated_file_is_left_as_it_is(facts: Facts, tmp_path: Path) -> None:
    assert curate(facts, read_curation(tmp_path / "none.toml")) == facts


def test_a_field_is_corrected_and_says_by_which_rule(facts: Facts, tmp_path: Path) -> None:
    path = corrections(tmp_path, field="comparator", value="more-than")
    target = curate(facts, read_curation(path)).objectives[0].targets[0]
    assert target.comparator is Comparator.MORE_THAN
    assert target.reading.rule == CURATED
    assert target.value == Decimal(80)


def test_a_fact_is_rejected(facts: Facts, tmp_path: Path) -> None:
    path = corrections(tmp_path, action="reject", fact="measure", quote="khôi phục   nghề")
    assert curate(facts, read_curation(path)).measures == ()


def test_a_fact_is_added_with_the_words_of_the_text(facts: Facts, tmp_path: Path) -> None:
    path = corrections(tmp_path, action="add", fact="craft", quote="làng nghề hoạt động", value="dệt")
    mention = curate(facts, read_curation(path)).crafts[0]
    evidence = mention.reading.evidence
    assert mention.name == "dệt"
    assert TEXT[evidence.start : evidence.end] == "làng nghề\nhoạt động"
    assert evidence.quote == "làng nghề hoạt động"
    assert evidence.provision == "muc-ii"


@pytest.mark.parametrize(
    "values",
    [
        {"quote": "no such words"},
        {"field": "colour"},
        {"field": "value", "value": "many"},
        {"field": "reading"},
        {"action": "add", "fact": "craft", "quote": "no such words"},
        {"action": "add", "fact": "target"},
    ],
)
def test_a_correction_that_fits_nothing_is_an_error(facts: Facts, tmp_path: Path, values: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError):
        curate(facts, read_curation(corrections(tmp_path, **values)))


@pytest.mark.parametrize("text", ["no toml", "[[correction]]\naction = 'correct'\n", ENTRY.replace("{action}", "burn")])
def test_a_curated_file_without_who_when_and_why_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"plan\.toml"):
        read_curation(path)


def test_actions_are_read_as_such(tmp_path: Path) -> None:
    (correction,) = read_curation(corrections(tmp_path))
    assert (correction.action, correction.when) == (Action.CORRECT, "2026-11-22")
