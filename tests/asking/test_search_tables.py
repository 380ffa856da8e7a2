"""The index on disk: brought up to date it is what a new one would be, and whoever reads meanwhile sees the old one."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from query_api.asking.search.entries import Entry
from query_api.asking.search.question import Number
from query_api.asking.search.tables import TONED, Reading, Tables
from query_api.asking.search.values import Filters

WORDS = st.sampled_from(("làng nghề", "lang nghe", "đào tạo", "Sở Tài chính", "nước"))
TEXTS = st.lists(WORDS, max_size=3).map(" ".join)
NUMBERS = st.none() | st.builds(Number, st.sampled_from(("617", "617/2025", "6170", "61")), st.just("qd-ubnd"))
ENTRIES = st.builds(
    Entry,
    st.integers(1, 6).map(lambda n: f"urn:{n}"),
    st.just("urn:type"),
    st.sampled_from(("task", "document")),
    TEXTS,
    TEXTS,
    TEXTS,
    place=st.sampled_from(("", "urn:place")),
    leads=st.lists(st.sampled_from(("urn:a", "urn:b")), max_size=2).map(tuple),
    year=st.sampled_from(("", "2025")),
    number=NUMBERS,
)
VERSIONS = st.lists(ENTRIES, max_size=6, unique_by=lambda entry: entry.iri).map(
    lambda several: sorted(several, key=lambda entry: entry.iri)
)


def seen(index: Reading) -> dict[str, object]:
    """Return what an index finds, by IRIs and not by the numbers of rows."""
    found: dict[str, object] = {}
    for expression in ('"lang"', '"dao" "tao"', '"nuoc"*'):
        things = index.matching(expression)
        assert things == list(index.one_by_one(expression)) == sorted(index.scores(expression))
        assert index.count(expression) == len(things)
        found[expression] = sorted((index.entry(n).iri, index.entry(n)) for n in things)
        for filters in (Filters(), Filters({"year": frozenset({"2025"}), "kind": frozenset({"task"})})):
            passed, counted = index.narrowing.narrowed(frozenset(things), filters)
            found[f"{expression} {filters}"] = sorted(index.entry(n).iri for n in passed), dict(counted)
    for expression in ('"làng"', '"đào tạo"', '"lang nghe" *'):
        found[expression] = sorted(index.entry(n).iri for n in index.matching(expression, TONED))
    for number in (Number("617"), Number("61")):
        found[number.digits] = sorted(index.entry(n).iri for n in index.numbered(number))
    found["tasks"] = sorted(index.entry(n).iri for n in index.narrowing.having("kind", {"task"}))
    found["everything"] = sorted(index.entry(n).iri for n in index.everything())
    return found


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.lists(VERSIONS, min_size=1, max_size=4))
def test_after_any_versions_the_index_is_a_new_one(versions: Sequence[Sequence[Entry]]) -> None:
    with TemporaryDirectory() as folder:
        kept, new = Tables(Path(folder) / "kept"), Tables(Path(folder) / "new")
        for version in versions:
            kept.update(iter(version))
        assert kept.update(iter(versions[-1])) == 0
        new.update(iter(versions[-1]))
        with kept.reading() as one, new.reading() as other:
            assert seen(one) == seen(other)


def test_only_things_that_changed_are_touched(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "index")
    first = [Entry(f"urn:{n}", "urn:type", "task", f"nhiệm vụ {n}", "") for n in range(9)]
    assert tables.update(first) == 9
    changed = Entry("urn:4", "urn:type", "task", "nhiệm vụ khác", "")
    assert tables.update([*first[:4], changed, *first[5:8]]) == 2  # and the last is gone


def test_who_reads_meanwhile_sees_the_index_as_it_was(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "index")
    tables.update([Entry("urn:1", "urn:type", "task", "làng nghề", "")])
    with tables.reading() as before:
        (thing,) = before.matching('"lang"')
        tables.update([Entry("urn:2", "urn:type", "task", "làng nghề", "")])
        assert before.entry(thing).iri == "urn:1"
    with tables.reading() as after:
        assert [after.entry(n).iri for n in after.matching('"lang"')] == ["urn:2"]


def test_an_update_that_breaks_off_changes_nothing(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "index")
    tables.update([Entry("urn:1", "urn:type", "task", "làng nghề", "")])

    def broken_off() -> Iterator[Entry]:
        yield Entry("urn:0", "urn:type", "task", "khác", "")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tables.update(broken_off())
    with tables.reading() as index:
        assert [index.entry(n).iri for n in index.matching('"lang"')] == ["urn:1"]
        assert index.matching('"khac"') == []


def test_an_update_whose_process_is_killed_changes_nothing(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "index")
    tables.update([Entry("urn:1", "urn:type", "task", "làng nghề", "")])

    def killed() -> Iterator[Entry]:
        for number in range(2, 500):
            yield Entry(f"urn:{number}", "urn:type", "task", "làng nghề", "x" * 5000)
        os.kill(os.getpid(), signal.SIGKILL)

    if (child := os.fork()) == 0:
        try:
            tables.update(killed())
        finally:
            os._exit(0)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    with tables.reading() as index:
        assert [index.entry(n).iri for n in index.everything()] == ["urn:1"]
    tables.update([Entry("urn:3", "urn:type", "task", "làng nghề", "")])
    with tables.reading() as index:
        assert [index.entry(n).iri for n in index.everything()] == ["urn:3"]


def test_what_people_know_by_name_and_short_names_are_looked_at_first(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "index")
    named = {
        "urn:1": ("task", "làng"),
        "urn:2": ("place", "một làng nghề"),
        "urn:3": ("place", "làng nghề"),
        "urn:4": ("task", ""),
    }
    tables.update(Entry(iri, "urn:type", kind, names, "làng") for iri, (kind, names) in named.items())
    with tables.reading() as index:
        assert [index.entry(n).iri for n in index.matching('"lang"')] == ["urn:3", "urn:2", "urn:1", "urn:4"]


def test_counts_are_taken_of_things_that_have_several_values_or_none(tmp_path: Path) -> None:
    tables = Tables(tmp_path / "index")
    bodies = {"urn:1": (), "urn:2": ("urn:a",), "urn:3": ("urn:a", "urn:b", "urn:c"), "urn:4": ()}
    tables.update(Entry(iri, "urn:type", "task", "làng", "", today=today) for iri, today in bodies.items())
    with tables.reading() as index:
        everything = frozenset(index.everything())
        _, counted = index.narrowing.narrowed(everything, Filters())
        assert dict(counted)["body"] == {"urn:a": 2, "urn:b": 1, "urn:c": 1}
        chosen = Filters({"body": frozenset({"urn:c"}), "kind": frozenset({"task"})})
        passed, counted = index.narrowing.narrowed(everything, chosen)
        assert [index.entry(n).iri for n in passed] == ["urn:3"]
        assert dict(counted) | {"programme": {}, "place": {}, "year": {}} == {
            "kind": {"task": 1}, "body": {"urn:a": 2, "urn:b": 1, "urn:c": 1}, "programme": {}, "place": {}, "year": {},
        }  # fmt: skip
        assert index.narrowing.having("body", {"urn:nobody"}) == frozenset()
