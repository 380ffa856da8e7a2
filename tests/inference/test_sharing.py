"""Passages that plans share."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.graph.iris import Iris
from loader.inference.judging import Judged, Judging
from loader.inference.materialise import add_new
from loader.inference.passages import Passage, PassageIndex, Teller
from loader.inference.sharing import sharing_judgements, shingles, told_by
from tests.timing import assert_in_proportion

BASE = "https://w3id.org/langnghe/"
PREFIXES = f"@prefix : <{BASE}x/> .\n@prefix ln: <{BASE}ontology#> .\n"
QUERY = "PREFIX ln: <https://w3id.org/langnghe/ontology#> SELECT "
SENTENCE = "Hỗ trợ đào tạo cho người lao động tại làng nghề nâng cao trình độ kỹ năng nghề và an toàn lao động"


def element(name: str, plan: str, quote: str, kind: str = "Measure", part: str = "part") -> str:
    return (
        f":{name} a ln:{kind} ; ln:inDocument :{plan} ; ln:evidence :{name}e . "
        f":{name}e ln:quote '{quote}' ; ln:inProvision :{part} .\n"
    )


def loaded(text: str) -> ox.Store:
    store = ox.Store()
    store.load((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE)
    return store


def shared(text: str, refused: frozenset[Judged] = frozenset()) -> ox.Store:
    store = loaded(text)
    add_new(store, sharing_judgements(store, Judging(Iris(), refused)))
    return store


def rows(store: ox.Store, select: str) -> list[tuple[str, ...]]:
    found = store.query(QUERY + select)
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple(str(value.value).rsplit("/", 1)[-1] for value in row) for row in found)  # type: ignore[union-attr]


PAIRS = "?a ?b { ?a ln:sharesTextWith ?b }"
SIMILARITY = "?s { ?j ln:similarity ?s }"


def test_the_same_sentence_in_two_plans_is_shared_whatever_its_case_and_punctuation() -> None:
    store = shared(element("a", "p", SENTENCE) + element("b", "q", SENTENCE.upper() + ".", kind="Task"))
    assert rows(store, PAIRS) == [("a", "b")]
    assert rows(store, SIMILARITY) == [("1",)]


def test_a_sentence_with_a_few_other_words_is_shared_less() -> None:
    store = shared(element("a", "p", SENTENCE) + element("b", "q", SENTENCE.replace("làng nghề", "các làng nghề")))
    assert rows(store, PAIRS) == [("a", "b")]
    assert 0.5 <= float(rows(store, SIMILARITY)[0][0]) < 0.9
    assert rows(store, "?g { ?j ln:grade ?g }") == [("uncertain",)]


@pytest.mark.parametrize(
    "text",
    [
        element("a", "p", SENTENCE) + element("b", "p", SENTENCE),
        element("a", "p", SENTENCE)
        + element("b", "q", "Xây dựng chuỗi liên kết từ vùng nguyên liệu đến nơi tiêu thụ sản phẩm"),
        element("a", "p", "Thực hiện các nhiệm vụ khác được giao")
        + element("b", "q", "Thực hiện các nhiệm vụ khác được giao"),
        element("a", "p", SENTENCE) + element("b", "q", SENTENCE, kind="ReportingDuty"),
    ],
    ids=["one plan", "other words", "too short", "another kind"],
)
def test_nothing_else_is_shared(text: str) -> None:
    assert rows(shared(text), PAIRS) == []


def test_a_curator_who_refuses_that_two_texts_are_shared_is_obeyed() -> None:
    refused = frozenset({Judged(f"{BASE}x/a", f"{BASE}ontology#sharesTextWith", f"{BASE}x/b")})
    assert rows(shared(element("a", "p", SENTENCE) + element("b", "q", SENTENCE), refused), PAIRS) == []


def test_a_text_that_very_many_plans_copy_is_linked_to_its_first_holder_only() -> None:
    store = shared("".join(element(f"m{i:03}", f"p{i}", SENTENCE) for i in range(100)))
    pairs = rows(store, PAIRS)
    assert len(pairs) == 99
    assert {first for first, _ in pairs} == {"m000"}


def neighbours(sets: Sequence[Sequence[int]], bound: float = 0.5, most: int = 10_000) -> dict[tuple[int, int], float]:
    """Return the pairs of sets that an index finds, by their positions."""
    index = PassageIndex.in_memory(bound, most, 8)
    index.put({f"{n}": {Passage(f"{n}", f"{n}"): [one]} for n, one in enumerate(sets)})
    names = {name: n for n in range(len(sets)) for name in index.wordings_of(f"{n}")}
    pairs = {(n, names[one.wording]): one.index for name, n in names.items() for one in index.neighbours(name)}
    return {pair: index for pair, index in pairs.items() if pair[0] < pair[1]}


SETS = st.lists(st.frozensets(st.integers(0, 30), min_size=1), max_size=6, unique=True)


@settings(max_examples=100, deadline=None)
@given(SETS, st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_of_few_wordings_no_pair_is_missed_or_made_up(sets: list[frozenset[int]], bound: float) -> None:
    every = {(i, j): len(sets[i] & sets[j]) / len(sets[i] | sets[j]) for j in range(len(sets)) for i in range(j)}
    found = neighbours([sorted(one) for one in sets], bound)
    assert found == {pair: index for pair, index in every.items() if index >= bound}


MANY_SETS = st.lists(st.frozensets(st.integers(0, 9), min_size=1), max_size=25, unique=True)


@settings(max_examples=150, deadline=None)
@given(MANY_SETS, st.sampled_from([0.3, 0.5, 0.8, 1.0]))
def test_where_all_of_a_row_meet_no_pair_is_missed_or_made_up(sets: list[frozenset[int]], bound: float) -> None:
    every = {(i, j): len(sets[i] & sets[j]) / len(sets[i] | sets[j]) for j in range(len(sets)) for i in range(j)}
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("loader.inference.passages._NEXT", len(sets))
        found = neighbours([sorted(one) for one in sets], bound)
    assert found == {pair: index for pair, index in every.items() if index >= bound}


@pytest.mark.slow
def test_the_time_does_not_grow_with_the_square_of_the_passages() -> None:
    # Every passage has words of its own and a run that all share, as plans do.
    common = " ".join(f"chung{i}" for i in range(8))
    sets = [shingles(f"{common} " + " ".join(f"w{n}x{i}" for i in range(20))) for n in range(5000)]
    assert not neighbours(sets)
    assert_in_proportion(lambda count: neighbours(sets[:count]), 500, 5000)


@pytest.mark.slow
def test_a_sentence_of_which_every_plan_has_its_own_version_gives_each_a_neighbour_and_not_all_with_all() -> None:
    common = " ".join(f"chung{i}" for i in range(30))
    sets = [shingles(f"{common} riêng{n} của{n}") for n in range(600)]
    pairs = neighbours(sets)
    assert 599 <= len(pairs) <= 100 * len(sets)
    assert {position for pair in pairs for position in pair} == set(range(600))


UNITS = st.sampled_from("abcde")
PUTS = st.lists(
    st.dictionaries(
        UNITS,
        st.dictionaries(st.integers(0, 2), st.frozensets(st.integers(0, 9), min_size=1, max_size=5), max_size=2),
        min_size=1,
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=150, deadline=None)
@given(PUTS, st.sampled_from([1, 2, 8]))
def test_an_index_tells_after_any_changes_what_a_new_one_tells_and_of_whom_it_tells_something_else(
    puts: list[dict[str, dict[int, frozenset[int]]]], most: int
) -> None:
    def told(index: PassageIndex) -> dict[Teller, list[str]]:
        return {
            Teller(unit, element): sorted(map(str, triples))
            for unit in "abcde"
            for element, triples in told_by(index, unit, Judging(Iris()))
        }

    kept = PassageIndex.in_memory(0.5, most, most)
    now: dict[str, dict[Passage, list[list[int]]]] = {}
    before = told(kept)
    for put in puts:
        change = {
            unit: {Passage(f"{BASE}{unit}/{n}", f"{BASE}{unit}"): [sorted(one)] for n, one in elements.items()}
            for unit, elements in put.items()
        }
        now |= change
        concerned = kept.put(change)
        after = told(kept)
        new = PassageIndex.in_memory(0.5, most, most)
        new.put(now)
        assert after == told(new)
        assert {teller for teller in {*before, *after} if after.get(teller) != before.get(teller)} <= concerned
        for teller in concerned:
            alone = [
                sorted(map(str, triples)) for _, triples in told_by(kept, teller.unit, Judging(Iris()), teller.element)
            ]
            assert alone == ([after[teller]] if teller in after else [])
        before = after
