"""Headings of the columns of answers: words for every variable of every question, none for anything else."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from loader.errors import ConfigurationError
from loader.project import Project
from query_api.rendering.questions import themes_of
from query_api.served.declared_pages import thing_pages
from query_api.served.examples import load_examples
from query_api.served.headings import Heading, heading_of, headings_beside

FOLDER = Path(__file__).resolve().parents[2] / "queries"
HEADINGS = headings_beside(FOLDER)


def columns() -> set[str]:
    """Return the columns of all questions' answers."""
    files = sorted(FOLDER.glob("*.yaml"))
    return {c for f in files for c in yaml.safe_load(f.read_text(encoding="utf-8"))["expect"]["columns"]}


def test_every_column_of_every_question_has_a_heading_in_both_languages() -> None:
    assert {column for column in columns() if heading_of(HEADINGS, column) is None} == set()
    assert [h for h in HEADINGS if h.vi == h.variable or h.en == h.variable] == []


def test_no_heading_is_of_a_variable_that_no_question_has() -> None:
    assert {h.variable for h in HEADINGS} - columns() == set()


def test_columns_of_one_answer_are_told_apart() -> None:
    for file in sorted(FOLDER.glob("*.yaml")):
        own = yaml.safe_load(file.read_text(encoding="utf-8"))["expect"]["columns"]
        things = [c for c in own if not (c.endswith("Label") and c.removesuffix("Label") in own)]
        found = [h for c in things if (h := heading_of(HEADINGS, c)) is not None]
        assert len({h.vi for h in found}) == len({h.en for h in found}) == len(found), file.name


def test_a_label_is_headed_like_its_thing_and_a_pack_may_say_otherwise() -> None:
    headings = (Heading("place", "Nơi", "Place"), Heading("place", "Xã", "Commune"))
    assert heading_of(headings, "placeLabel") == headings[1]
    assert heading_of(headings, "Label") is None


def test_headings_of_the_project_hold_for_the_questions_of_a_pack(tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("SELECT ?place ?well { ?well ?p ?place }", encoding="utf-8")
    (tmp_path / "columns.toml").write_text('[columns]\nwell = { vi = "Giếng", en = "Well" }\n', encoding="utf-8")
    own = next(e for e in load_examples(FOLDER, tmp_path) if e.name == "own")
    assert heading_of(own.headings, "well") == Heading("well", "Giếng", "Well")
    assert heading_of(own.headings, "place") == heading_of(HEADINGS, "place")
    assert headings_beside(tmp_path / "nowhere") == ()


@pytest.mark.parametrize("text", ["columns", "place = 1", '[columns]\nplace = "Nơi"', '[columns]\nplace = { vi = "Nơi" }',
                                  '[columns]\nplace = { vi = " ", en = "Place" }', '[columns]\n[other]'])  # fmt: skip
def test_a_malformed_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "columns.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError):
        headings_beside(tmp_path)


def test_every_theme_has_a_name_in_both_languages() -> None:
    assert [
        vi for vi, en, _ in themes_of(load_examples(FOLDER), thing_pages(Project.find().packs).tags) if vi == en
    ] == []
