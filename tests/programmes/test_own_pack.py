"""What a workspace's own pack brings beside indicators: cues, words of its field with what belongs to them, questions."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented import BASE, FOOD, rows

from loader.build import add
from loader.graph.lookup import load_store
from loader.programmes import read_pack
from loader.project import Project
from loader.workspace import make_workspace
from query_api.cli import cli
from query_api.served.examples import load_examples

QUESTION = """\
# title@vi: Xã, huyện theo chương trình
# title@en: Plans of a level
# question@vi: Kế hoạch nào của cấp được chọn thuộc chương trình?
# question@en: Which plans of the chosen level belong to the programme?
# tags: plans
PREFIX ln: <https://w3id.org/langnghe/ontology#>
SELECT ?plan ?number WHERE {
  VALUES ?level { <https://w3id.org/langnghe/level/district> }
  ?plan ln:inProgramme <https://w3id.org/langnghe/programme/%s> ; ln:level ?level ; ln:number ?number .
}
"""
BESIDE = """\
parameters:
  - {name: level, type: level, vi: cấp, en: level}
"""
THESAURUS = """\
[[concept]]
key = "laboratories"
vi = "phòng thử nghiệm, trang thiết bị thử nghiệm"
en = "laboratories and their equipment"
words = ["trung tâm kiểm soát bệnh tật", "phòng kiểm nghiệm"]

[[concept]]
key = "supply-chains"
vi = "chuỗi cung cấp nông sản, thực phẩm"
words = ["chuỗi cung cấp"]
"""
THEMES = """\
[[solution]]
measure = "%(root)s/ke-hoach/muc-iii/2/solution-1"
concepts = ["laboratories"]

[[solution]]
measure = "%(root)s/ke-hoach/muc-iii/4/solution-1"
concepts = ["supply-chains"]

[[theme]]
indicator = "%(indicator)s"
concepts = ["laboratories"]
"""


def laboratories(pack: Path) -> str:
    """The key of the indicator on laboratories."""
    return next(i.key for i in read_pack(pack).indicators if "phòng kiểm nghiệm" in i.vi)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which somebody wrote cues, the words of the field and a question into the pack, then added plans."""
    folder = tmp_path_factory.mktemp("own-pack") / "workspace"
    project = make_workspace(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        result = CliRunner().invoke(cli, ["programme", "new", str(FOOD.decision)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    pack = next(project.own_packs.iterdir())
    file = pack / "programme.toml"
    text = file.read_text(encoding="utf-8")
    text = re.sub(
        r"(?m)^(vi = \"người trực tiếp sản xuất.*\n.*\n.*\n)",
        r'\1cues = ["tập huấn kiến thức an toàn thực phẩm"]' + "\n",
        text,
    )
    text = re.sub(r'cues = \["tăng cường truyền thông.*', 'cues = ["tháng hành động"]', text)
    file.write_text(text, encoding="utf-8")
    named = {"root": FOOD.answers["decision"], "indicator": laboratories(pack)}
    (pack / "thesaurus.toml").write_text(THESAURUS, encoding="utf-8")
    (pack / "themes.toml").write_text(THEMES % named, encoding="utf-8")
    (pack / "queries").mkdir()
    (pack / "queries" / "ke-hoach-theo-cap.rq").write_text(QUESTION % pack.name, encoding="utf-8")
    (pack / "queries" / "ke-hoach-theo-cap.yaml").write_text(BESIDE, encoding="utf-8")
    (pack / "queries" / "06-silent-provinces.rq").write_text(QUESTION % pack.name, encoding="utf-8")
    plans = [plan for plan in FOOD.plans if "soc-trang" not in plan.name]
    add(project, [FOOD.decision, *plans], "invented for tests", date(2026, 1, 2))
    return folder


def test_a_cue_of_an_indicator_tells_which_actions_work_for_it(workspace: Path) -> None:
    store = load_store(Project.find(workspace).graph)
    found = rows(
        store,
        "SELECT ?task { ?task ln:supports ?i . ?i ln:measuredAs ?words FILTER (CONTAINS(?words, 'kiến thức đúng')) }",
    )
    assert [f"{BASE}vn/ubnd-nghi-loc/2024/05/20/kh/77/muc-ii/1/task-1"] in found


def test_a_cue_of_a_solution_tells_which_lower_measures_carry_it_out(workspace: Path) -> None:
    store = load_store(Project.find(workspace).graph)
    found = rows(
        store,
        f"""SELECT ?lower {{ ?j ln:judgedSubject ?lower ; ln:judgedObject ?solution . ?solution ln:inDocument ?root . ?root ln:rootOf ?p .
            FILTER (STRSTARTS(STR(?lower), "{BASE}vn/ubnd-nghe-an") && STRENDS(STR(?solution), "/muc-iii/3/solution-1")) }}""",
    )
    assert any("/muc-iii/2/" in lower for (lower,) in found), found


def test_the_words_of_the_field_tell_to_which_solution_and_indicator_an_action_belongs(workspace: Path) -> None:
    store = load_store(Project.find(workspace).graph)
    found = rows(
        store,
        """SELECT ?lower ?object ?said { ?j ln:judgedSubject ?lower ; ln:judgedObject ?object ; ln:basis ?said .
           FILTER (CONTAINS(?said, "phòng thử nghiệm, trang thiết bị") || CONTAINS(?said, "chuỗi cung cấp nông sản, thực phẩm")) }""",
    )
    judged = {(lower.removeprefix(BASE), thing.removeprefix(BASE)) for lower, thing, _ in found}
    root = f"{FOOD.answers['decision']}/ke-hoach/muc-iii"
    equipment = "vn/ubnd-nghe-an/2024/02/26/kh/128/muc-iii/1/doan-1/measure-1"
    indicator = laboratories(next((workspace / "data" / "programmes").iterdir()))
    assert {(equipment, f"{root}/2/solution-1"), (equipment, f"indicator/{indicator}")} <= judged
    assert ("vn/ubnd-nghe-an/2024/02/26/kh/128/muc-iv/2/doan-1/task-1", f"{root}/4/solution-1") in judged


def test_no_judgement_on_a_plan_of_the_programme_speaks_in_words_of_another_field(workspace: Path) -> None:
    store = load_store(Project.find(workspace).graph)
    key = next((workspace / "data" / "programmes").iterdir()).name
    said = rows(
        store,
        f"""SELECT ?said {{ ?plan ln:inProgramme <{BASE}programme/{key}> . ?action ln:inDocument ?plan .
            ?j ln:judgedSubject ?action ; ln:judgedProperty ?by ; ln:basis ?said }}""",
    )
    assert said
    assert [words for (words,) in said if "làng nghề" in words] == []


@pytest.mark.parametrize(
    ("file", "text", "fault"),
    [
        (
            "thesaurus.toml",
            '[[concept]]\nkey = "awareness"\nvi = "x"\nwords = ["x"]',
            "another concept has the key awareness",
        ),
        ("thesaurus.toml", '[[concept]]\nkey = "x"\nvi = "x"', "concept.1.words: field required"),
        ("themes.toml", '[[theme]]\nindicator = "x"\nconcepts = ["nowhere"]', "no concept has the key nowhere"),
        ("themes.toml", '[[theme]]\nindicator = "no-such-one"\nconcepts = ["awareness"]', "no-such-one"),
        ("themes.toml", "[[theme", "not valid TOML"),
    ],
)
def test_a_mistake_in_the_words_of_a_pack_is_named(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, file: str, text: str, fault: str
) -> None:
    monkeypatch.chdir(workspace)
    table = next((workspace / "data" / "programmes").iterdir()) / file
    before = table.read_text(encoding="utf-8")
    table.write_text(text, encoding="utf-8")
    try:
        result = CliRunner().invoke(cli, ["programme", "check"])
    finally:
        table.write_text(before, encoding="utf-8")
    said = result.output + str(result.exception or "")
    assert fault in said


def test_a_question_of_the_pack_is_asked_by_its_name_with_other_values(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace)
    asked = CliRunner().invoke(cli, ["query", "ke-hoach-theo-cap", "--format", "csv"], catch_exceptions=False)
    assert asked.exit_code == 0, asked.output
    assert "77/KH-UBND" in asked.output
    other = CliRunner().invoke(
        cli, ["query", "ke-hoach-theo-cap", "-p", "level=commune", "--format", "csv"], catch_exceptions=False
    )
    assert "34/KH-UBND" in other.output
    assert "77/KH-UBND" not in other.output


def test_a_question_of_the_name_of_another_is_called_after_its_pack(workspace: Path) -> None:
    names = [e.name for e in load_examples(*Project.find(workspace).question_folders)]
    assert "06-silent-provinces" in names
    assert "1388-2023-bao-dam-an-toan-thuc-pham-06-silent-provinces" in names
    assert len(names) == len(set(names))
