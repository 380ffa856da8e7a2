"""A pack adds words to lists of the language; without the pack they are not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.errors import ConfigurationError
from loader.extraction.doubts.vocabulary import lexicon
from loader.rules import Book, book, using


def with_pieces(folder: Path, text: str) -> Book:
    (folder / "pieces.toml").write_text(text, encoding="utf-8")
    return book().with_packs((folder,))


def test_a_word_that_a_pack_adds_is_matched_by_the_rules_of_the_language(tmp_path: Path) -> None:
    read = with_pieces(tmp_path, '[counted-by-word]\nadds = ["hồ chứa"]\n')
    counted = "xây dựng hai hồ chứa"
    assert read.rule("quantity.number-word").find(counted) is not None
    assert read.words("counted-by-word")[-1] == "hồ chứa"
    assert book().rule("quantity.number-word").find(counted) is None


def test_a_word_added_to_a_list_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such piece"):
        with_pieces(tmp_path, '[countd-noun]\nadds = ["hồ chứa"]\n').pieces()


def test_compounds_and_misreadings_of_a_pack_are_known_with_it_only(tmp_path: Path) -> None:
    (tmp_path / "compounds.toml").write_text('water = "hồ chứa, đập dâng"\n', encoding="utf-8")
    (tmp_path / "misreadings.toml").write_text(
        '[[misreading]]\nread = "hồ chưa nước"\nproposed = "hồ chứa nước"\n', encoding="utf-8"
    )
    with using(book().with_packs((tmp_path,))):
        known = lexicon()
    assert "đập dâng" in known.whole - lexicon().whole
    assert {c.proposed for found in known.confusions.values() for c in found} - {
        c.proposed for found in lexicon().confusions.values() for c in found
    } == {"hồ chứa nước"}
