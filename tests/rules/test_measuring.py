"""The measurement of the rules: facts judged against annotations, its freshness, and what only examples fire."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from loader.commands.rules import rules as command
from loader.errors import InputError
from loader.measuring import Annotated, annotated, measure, revision, unannotated
from loader.rules import Book, book, using
from loader.rules.book import MEASURED
from loader.rules.coverage import Recording
from loader.structure.columns import column_of

ROOT = Path(__file__).resolve().parents[2]
LANGUAGE = ROOT / "loader" / "language" / "vi"
GOLD = ROOT / "tests" / "gold"
SOURCES = ROOT / "data" / "sources"
AGAIN = "run 'langnghe rules measure', then 'python -m loader.reading_pages' and 'langnghe build'"
ALL = [*annotated([GOLD], SOURCES), *unannotated(SOURCES, annotated([GOLD], SOURCES))]

PLAN = """ỦY BAN NHÂN DÂN XÃ ĐỒI THÔNG

Số: 9/KH-UBND
Đồi Thông, ngày 05 tháng 3 năm 2026

KẾ HOẠCH
Phát triển thư viện cơ sở năm 2026

I. NHIỆM VỤ, GIẢI PHÁP
- Mở thư viện tại các thôn vùng đồng bằng trước, sau đó tới các thôn vùng đồi.
- Luân chuyển sách giữa các thư viện ba tháng một lần.
"""
SAID = {
    "file": "thu-vien.txt",
    "document": {"title": "Phát triển thư viện cơ sở năm 2026"},
    "measures": [{"quote": "Luân chuyển sách giữa các thư viện ba tháng một lần."}],
} | {k: [] for k in ("relations", "objectives", "tasks", "reporting", "funding", "crafts", "villages", "anomalies")}


@pytest.fixture
def library(tmp_path: Path) -> list[Annotated]:
    """Return a plan with two measures of which its annotation holds one."""
    (tmp_path / "thu-vien.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "thu-vien.json").write_text(json.dumps(SAID), encoding="utf-8")
    return annotated([tmp_path], SOURCES)


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """Return a copy of the rules to edit."""
    return Path(shutil.copytree(LANGUAGE, tmp_path / "vi"))


def test_a_fact_that_the_annotation_holds_is_right_and_another_is_not(library: list[Annotated]) -> None:
    tally = measure(book(), library)[0].readings["measures.item"]
    assert (tally.right, tally.found, tally.documents) == (1, 2, 1)


def test_words_read_rightly_are_kept_as_example(library: list[Annotated]) -> None:
    assert measure(book(), library)[0].examples["measures.item"] == (SAID["measures"][0]["quote"],)


def test_rules_that_match_are_counted_by_document(library: list[Annotated]) -> None:
    fired = measure(book(), library)[0].fired
    assert fired["vi.heading.measure"] == 1
    assert "vi.heading.funding" not in fired


def test_what_was_read_before_does_not_hide_what_matches() -> None:
    recording = Recording(book())
    for name in ("a", "b"):
        with recording.of(name):
            assert book().rule("heading.funding").find("Kinh phí") is not None
    assert recording.counts() == {"vi.heading.funding": 2}


def test_parts_of_a_pattern_that_no_text_needs_are_told() -> None:
    recording = Recording(book())
    with recording.of("a"):
        rule = book().rule("heading.general-objective")
        assert rule.find("Mục tiêu chung")
    parts = set(recording.unused_parts(rule.rule, book().pieces()))
    assert {"tổng quát", "[về]"} <= parts
    assert "chung" not in parts


def test_a_broken_annotation_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(InputError, match="not a gold annotation"):
        annotated([tmp_path], SOURCES)


def test_an_annotation_without_its_document_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text(json.dumps(SAID | {"file": "none.txt"}), encoding="utf-8")
    with pytest.raises(InputError, match=r"none\.txt is not there"):
        annotated([tmp_path], SOURCES)


def test_the_numbers_are_those_of_these_rules_and_annotations() -> None:
    known = book().measured()
    assert (known.rules, known.gold) == (book().fingerprint(), revision(ALL)), AGAIN


def test_a_changed_pattern_makes_the_numbers_stale_and_a_new_example_does_not(edited: Path) -> None:
    file = edited / "rules" / "heading.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace('"Mục tiêu chung", ', '"Mục tiêu chung", "Mục tiêu chung của kế hoạch", ', 1), encoding="utf-8"
    )
    assert Book(edited, packs=book().packs).fingerprint() == book().fingerprint()
    file.write_text(text.replace("(chung | tổng quát", "(chung | bao quát | tổng quát", 1), encoding="utf-8")
    assert Book(edited, packs=book().packs).fingerprint() != book().fingerprint()
    with using(Book(edited, packs=book().packs)):
        result = CliRunner().invoke(command, ["measure", "--check"])
    assert "the rules changed since they were measured" in str(result.exception)


def test_a_rule_that_only_its_examples_fire_says_where_its_wording_was_seen() -> None:
    fired = book().measured().fired
    rules = [rule for name in book().names() for rule in book().table(name).rules]
    unseen = [rule.id for rule in rules if rule.id not in fired and not rule.seen]
    assert unseen == [], "annotate a document that has the wording, or say with seen where it was met"


def test_a_mark_is_put_into_the_entry_of_the_rule(
    edited: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = edited / "rules" / "heading.toml"
    new = '\n[[rule]]\nid = "vi.heading.phasing"\nvi = "a"\nen = "b"\npattern = "^ lộ trình"\nyes = ["Lộ trình"]\nno = ["x"]\n'
    file.write_text(file.read_text(encoding="utf-8") + new, encoding="utf-8")
    packs = []
    for number, pack in enumerate(book().packs):  # copies: all their rules are marked, too
        shutil.copytree(str(pack), tmp_path / f"pack-{number}")
        packs.append(tmp_path / f"pack-{number}")
    monkeypatch.setattr("loader.commands.rules_measure._documents", lambda _: [])
    with using(Book(edited, packs=tuple(packs))):
        result = CliRunner().invoke(command, ["cover", "--mark"])
    assert result.exception is None
    marked = Book(edited, packs=tuple(packs))
    assert marked.rule("heading.phasing").rule.seen == "examples"
    assert marked.rule("craft.name").rule.seen == "examples"
    assert not book().rule("craft.name").rule.seen


@pytest.mark.slow
def test_measured_again_the_numbers_are_the_same(tmp_path: Path) -> None:
    again = tmp_path / MEASURED
    script = "from loader.commands.rules import rules; rules()"
    subprocess.run(
        [sys.executable, "-c", script, "measure", "--output", str(again)], cwd=ROOT, check=True, capture_output=True
    )
    assert again.read_bytes() == (LANGUAGE / MEASURED).read_bytes(), AGAIN


def test_what_one_book_said_of_a_text_is_not_what_another_says(edited: Path) -> None:
    assert column_of("Nguồn tin").role == ""
    file = edited / "rules" / "column.toml"
    new = '\n[[rule]]\nid = "vi.column.origin"\nvi = "a"\nen = "b"\npattern = "nguồn tin"\ngives = "note"\nyes = ["Nguồn tin"]\nno = ["x"]\n'
    file.write_text(file.read_text(encoding="utf-8") + new, encoding="utf-8")
    with using(Book(edited, packs=book().packs)):
        assert column_of("Nguồn tin").role == "note"
    assert column_of("Nguồn tin").role == ""
