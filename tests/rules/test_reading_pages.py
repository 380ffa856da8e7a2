"""The pages of the rules of reading are those that the entries make."""

from __future__ import annotations

from pathlib import Path

from loader.reading_pages import INDEX, pages
from loader.rules import book

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reading"
MADE = pages(book())


def test_the_pages_are_those_of_the_entries() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    stale = sorted(name for name in kept.keys() | MADE.keys() if kept.get(name) != MADE.get(name))
    assert stale == [], "run 'python -m loader.reading_pages'"


def test_every_rule_has_an_anchor_and_every_reading_rule_a_page() -> None:
    for name in book().names():
        assert all(f'<a id="{rule.id}">' in MADE[f"{name}.md"] for rule in book().table(name).rules)
    assert {f"{reading}.md" for reading in book().readings()} <= MADE.keys()
    assert all(f"]({name})" in MADE[INDEX] for name in MADE if name != INDEX)


def test_a_page_shows_what_was_measured() -> None:
    tally = book().measured().readings["funding.source"]
    assert f"{tally.right} of {tally.found}" in MADE["funding.source.md"]
    assert f"**{book().confidence('funding.source')}**" in MADE["funding.source.md"]
