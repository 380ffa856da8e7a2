from __future__ import annotations

import dataclasses
import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from loader.declarations import Kind, kinds_with
from loader.errors import ConfigurationError
from loader.facts import (
    Agent,
    Evidence,
    Facts,
    Measure,
    Note,
    Objective,
    Provision,
    Reading,
    ReadShare,
    SourceInfo,
    Target,
)
from loader.kinds import AgentKind, Comparator, NoteKind
from loader.programmes import bundled_things
from loader.resolution.curation import CURATED, Action, Correction, curate, read_curation
from loader.resolution.entries import correctable
from loader.sources import Received, read_manifest

EVERY = kinds_with(bundled_things().kinds)

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


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_that_an_editor_on_windows_saved_reads_the_same(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "plan.toml"
    entry = ENTRY.format(action="correct", fact="target", quote="Trên 80% làng nghề", field="value", value="85")
    file.write_text(entry.replace("\n", "\r\n"), encoding=encoding, newline="")
    (correction,) = read_curation(file, EVERY)
    assert (correction.quote, correction.value) == ("trên 80% làng nghề", "85")
    manifest = tmp_path / "manifest.toml"
    received = Received("a.txt", "nơi gửi", "0" * 64, "2026-11-22", "")
    manifest.write_text(received.toml(), encoding=encoding)
    assert read_manifest(manifest) == (received,)


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
    mention = curate(facts, read_curation(path, EVERY), EVERY).shared_things[0]
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


CURATED_TEXT = (
    "IV. TỔ CHỨC\nSở Y tế mở ba lớp, trước ngày 15/12 báo cáo Ủy ban nhân dân tỉnh. Trên 80% làng nghề có tủ sách. "
    "Ngân sách xã lo phần còn lại. Trời mưa thì hoãn. Nắng thì đi."
)


@pytest.fixture
def bare(facts: Facts) -> Facts:
    source = SourceInfo("plan.txt", "text/plain", "0" * 64, CURATED_TEXT)
    parts = (Provision("muc-iv", "section", "IV", "TỔ CHỨC", None, 0, len(CURATED_TEXT)),)
    return dataclasses.replace(facts, source=source, provisions=parts, objectives=(), measures=())


def added(bare: Facts, folder: Path, fact: str, quote: str, fields: str, value: str = "") -> Facts:
    entry = ENTRY.format(action="add", fact=fact, quote=quote, field="", value=value)
    path = folder / "plan.toml"
    path.write_text(f"{entry}fields = {{ {fields} }}\n", encoding="utf-8")
    return curate(bare, read_curation(path, EVERY), EVERY)


@pytest.mark.parametrize("kind", EVERY, ids=lambda k: k.name)
def test_a_fact_of_every_kind_can_be_added_corrected_and_rejected(bare: Facts, tmp_path: Path, kind: Kind) -> None:
    needed = {"relation": 'role = "cites", kind = "qd"', "target": 'value = "80"'}.get(kind.name, "")
    facts = added(bare, tmp_path, kind.name, "Sở Y tế mở", needed)

    def held(facts: Facts) -> tuple[Any, ...]:
        if kind.name == "target":
            return tuple(t for o in facts.objectives for t in o.targets)
        return tuple(getattr(facts, kind.collection))

    (new,) = held(facts)
    assert (new.reading.evidence.quote, new.reading.rule) == ("Sở Y tế mở", CURATED)
    for field in correctable(kind):
        text = _SAMPLES.get(field.value) or next(iter(field.value)).value
        correction = Correction(Action.CORRECT, kind.name, "sở y tế", field.name, text, "A", "2026-11-22", "so")
        assert held(curate(facts, (correction,), EVERY))[0].reading.rule == CURATED
    reject = Correction(Action.REJECT, kind.name, "sở y tế", "", "", "A", "2026-11-22", "so")
    assert held(curate(facts, (reject,), EVERY)) == ()


_SAMPLES: dict[type[Any], str] = {
    str: "x", int: "2030", Decimal: "1.5", bool: "true", date: "2026-01-31", tuple: "15/12", Agent: "Sở Y tế",
}  # fmt: skip


def test_an_added_task_has_its_bodies_and_time(bare: Facts, tmp_path: Path) -> None:
    fields = 'leads = "Sở Y tế; Ủy ban nhân dân các xã", start_year = "2026", end_year = "2027", deliverable = "ba lớp"'
    (task,) = added(bare, tmp_path, "task", "Sở Y tế mở ba lớp", fields).tasks
    assert [(a.name, a.kind) for a in task.leads] == [
        ("Sở Y tế", AgentKind.AGENCY), ("Ủy ban nhân dân các xã", AgentKind.GROUP),
    ]  # fmt: skip
    assert task.timing is not None
    assert (task.timing.start_year, task.timing.end_year, task.deliverable) == (2026, 2027, "ba lớp")


def test_an_added_duty_has_its_day_and_an_added_risk_its_answer(bare: Facts, tmp_path: Path) -> None:
    fields = 'reporters = "Sở Y tế", recipients = "Ủy ban nhân dân tỉnh", due = "15/12"'
    (duty,) = added(bare, tmp_path, "duty", "trước ngày 15/12 báo cáo", fields).duties
    assert duty.due == ((12, 15),)
    (risk,) = added(bare, tmp_path, "risk", "Trời mưa", 'mitigation = "hoãn"', "mưa").risks
    assert (risk.what, risk.likelihood, risk.mitigation) == ("mưa", None, "hoãn")


def test_an_added_target_joins_the_objective_that_its_words_stand_in(bare: Facts, tmp_path: Path) -> None:
    with_aim = added(
        bare, tmp_path, "objective", "Trên 80% làng nghề có tủ sách", 'general = "false", horizon = "2030"'
    )
    fields = 'value = "80", comparator = "more-than", unit = "percent", printed = "80%"'
    facts = added(with_aim, tmp_path, "target", "80% làng nghề", fields)
    (objective,) = facts.objectives
    assert [(t.value, t.comparator, t.unit) for t in objective.targets] == [
        (Decimal(80), Comparator.MORE_THAN, "percent")
    ]


def test_an_added_relation_names_its_document(bare: Facts, tmp_path: Path) -> None:
    fields = 'role = "cites", kind = "qd", number = "12/QĐ-UBND", date = "2026-01-31"'
    (relation,) = added(bare, tmp_path, "relation", "Ngân sách xã", fields).relations
    assert (relation.citation.number, relation.citation.date) == ("12/QĐ-UBND", date(2026, 1, 31))


def test_a_fact_added_for_words_that_were_not_read_takes_them_off_the_note(bare: Facts, tmp_path: Path) -> None:
    def place(quote: str) -> Evidence:
        at = CURATED_TEXT.index(quote)
        return Evidence(quote, at, at + len(quote), "muc-iv", "IV")

    first = Reading(place("Trời mưa thì hoãn."), "doubts.unread", Decimal(1))
    note = Note(
        NoteKind.UNREAD, "Chưa đọc được 2 câu", "2 sentences not read", None, first, (place("Nắng thì đi."),), "x"
    )
    unread = dataclasses.replace(bare, notes=(note,), read_shares=(ReadShare("", 10, 40),))
    once = added(unread, tmp_path, "measure", "Trời mưa thì hoãn", "")
    assert [(n.message, n.reading.evidence.quote, n.also) for n in once.notes] == [
        ("Chưa đọc được 1 câu", "Nắng thì đi.", ())
    ]
    assert once.read_shares == (ReadShare("", 28, 40),)
    twice = added(once, tmp_path, "measure", "Nắng thì đi", "")
    assert (twice.notes, twice.read_shares) == ((), (ReadShare("", 40, 40),))


@pytest.mark.parametrize("fields", ['colour = "red"', 'start_year = "soon"', 'timing = "x"'])
def test_a_wrong_field_of_an_added_fact_is_named(bare: Facts, tmp_path: Path, fields: str) -> None:
    with pytest.raises(ConfigurationError, match=r"colour|start_year|timing"):
        added(bare, tmp_path, "task", "Sở Y tế mở ba lớp", fields)
