"""Inference by parts: after any changes the file is what a fresh inference writes, and what did not change is left alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loader.errors import GraphError
from loader.graph.dataset import parse_file, rdf_files
from loader.graph.iris import Iris
from loader.graph.programmes import programme_files
from loader.graph.turtle import Triple
from loader.graph.vocabulary import OWL, RDF, RDFS
from loader.inference.closure import infer
from loader.inference.layout import MOST_IN_ONE, WHOLE, Files, Layout, digest_of, names_in
from loader.inference.ledger import opened
from loader.inference.parts import Judgements, Parts
from loader.inference.updating import Source, Updated, Written, update_inferred, written_last
from loader.programmes import axiom_files
from loader.project import Project

BASE = "https://w3id.org/langnghe/"
PREFIXES = f"@prefix ln: <{BASE}ontology#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
DAY = date(2026, 11, 22)
REFERENCE = f"""
<{BASE}vn/ttg/2022/07/07/qd/801> a ln:Programme ; ln:level <{BASE}level/national> ; ln:status <{BASE}status/issued> .
<{BASE}vn/ttg/2022/07/07/qd/801/measure-1> a ln:Measure ; ln:inDocument <{BASE}vn/ttg/2022/07/07/qd/801> ;
  rdfs:label "Xúc tiến thương mại"@vi ; ln:cue "xúc tiến thương mại" .
<{BASE}vn/a/2023/01/01/kh/1/task-1> ln:leadAgency <{BASE}agency/a/so> .
<{BASE}indicator/share> ln:isRate true .
"""
SENTENCES = (
    "Hỗ trợ đào tạo cho người lao động tại làng nghề nâng cao trình độ kỹ năng nghề và an toàn lao động",
    "Hỗ trợ đào tạo cho người lao động tại các làng nghề nâng cao trình độ kỹ năng nghề và an toàn lao động",
    "Xúc tiến thương mại, quảng bá sản phẩm làng nghề trên sàn thương mại điện tử trong nước và nước ngoài",
    "Bố trí kinh phí",
)
LEVELS = ("national", "province", "district")


@dataclass(frozen=True)
class Plan:
    """An invented document, as far as inference looks at it."""

    number: int
    level: int
    implements: tuple[int, ...]
    promulgated_in: int | None
    promulgates: int | None
    draft: bool
    sentences: tuple[int, ...]
    values: tuple[int, ...]
    speaks_of: int | None
    reports: int | None = None

    @property
    def iri(self) -> str:
        return iri_of(self.number)

    def turtle(self) -> str:
        """Return its Turtle."""
        me = f"<{self.iri}>"
        lines = [
            f"{me} a ln:Plan ; ln:hasText <{self.iri}/text> ; ln:level <{BASE}level/{LEVELS[self.level]}> ;"
            f' ln:area <{BASE}place/a> ; ln:periodStart "2021" ; ln:periodEnd "2025" ;'
            f" ln:status <{BASE}status/{'draft' if self.draft else 'issued'}> ."
        ]
        lines += [f"{me} ln:implements <{iri_of(other)}> ." for other in self.implements]
        if self.promulgated_in is not None:
            lines.append(f"{me} ln:promulgatedBy <{iri_of(self.promulgated_in)}> .")
        if self.promulgates is not None:
            lines.append(f"{me} ln:promulgates <{iri_of(self.promulgates)}> .")
        if self.speaks_of is not None:
            other = iri_of(self.speaks_of)
            lines.append(f"<{other}> a ln:Plan . <{other}/task-1> ln:carriesOut <{other}/task-2> .")
            lines.append(f"<{BASE}place/a> ln:level <{BASE}level/{LEVELS[self.level]}> .")
        if self.reports is not None:
            lines.append(f"<{self.iri}/report-1> a ln:ReportingDuty ; ln:inDocument {me} ;")
            lines.append(f'  ln:dueDay "--{self.reports:02}-15" . {me} ln:dateIssued "2023-01-01" .')
        for count, sentence in enumerate(self.sentences, 1):
            kind = "Task" if count % 2 else "Measure"
            node, excerpt = f"<{self.iri}/task-{count}>", f"<{self.iri}/task-{count}/excerpt>"
            lines.append(
                f"{me} ln:has{kind} {node} . {node} a ln:{kind} ; ln:inDocument {me} ; ln:evidence {excerpt} ."
            )
            lines.append(f'{excerpt} ln:quote "{SENTENCES[sentence]}" ; ln:inProvision <{self.iri}/muc-1> .')
            lines.append(f"{node} ln:hasAssignment <{self.iri}/task-{count}/assignment-1> .")
            lines.append(f"<{self.iri}/task-{count}/assignment-1> ln:leadAgent <{BASE}agency/a/so> .")
        for count, value in enumerate(self.values, 1):
            node = f"<{self.iri}/target-{count}>"
            lines.append(
                f"{node} a ln:Target ; ln:inDocument {me} ; ln:ofIndicator <{BASE}indicator/share> ; ln:value {value}.0 ;"
                f' ln:unit <{BASE}unit/percent> ; ln:horizon "2025" .'
            )
        return PREFIXES + "\n".join(lines) + "\n"


def iri_of(number: int) -> str:
    """Return the IRI of a document: 7 is a plan written inside the decision 6."""
    return f"{BASE}vn/a/2023/01/01/kh/{number}" if number != 7 else f"{BASE}vn/a/2023/01/01/kh/6/ke-hoach"


NUMBERS = st.integers(1, 7)
PLANS = st.builds(
    Plan,
    number=NUMBERS,
    level=st.integers(0, 2),
    implements=st.lists(NUMBERS, max_size=2, unique=True).map(tuple),
    promulgated_in=st.none() | NUMBERS,
    promulgates=st.none() | NUMBERS,
    draft=st.booleans(),
    sentences=st.lists(st.integers(0, 3), max_size=3).map(tuple),
    values=st.lists(st.integers(1, 3), max_size=2).map(tuple),
    speaks_of=st.none() | NUMBERS,
    reports=st.none() | st.integers(1, 12),
)
CHANGES = st.lists(
    st.lists(st.tuples(st.integers(0, 5), st.none() | PLANS), min_size=1, max_size=3), min_size=1, max_size=4
)


@cache
def axioms() -> tuple[Triple, ...]:
    """Return the axioms of the ontology, without what it says to people: that need not be read a thousand times."""
    said = {RDFS.label, RDFS.comment}
    schema = (str(RDF.NAMESPACE), str(RDFS.NAMESPACE), str(OWL.NAMESPACE))
    every = (quad.triple for file in axiom_files(Project.find()) for quad in parse_file(file))
    return tuple(t for t in every if t.predicate.value.startswith(schema) and t.predicate not in said)


class Folder:
    """Documents on disk, with what is inferred from them kept up to date."""

    def __init__(
        self,
        folder: Path,
        reference: Sequence[Path | bytes] = (),
        more: str = "",
        *,
        most_in_one: int = MOST_IN_ONE,
    ) -> None:
        self._folder = folder
        self._most_in_one = most_in_one
        self.axioms = list(axioms())
        own = folder / "reference.ttl"
        own.write_text(PREFIXES + REFERENCE + more, encoding="utf-8")
        self._reference: list[Path | bytes] = list(reference) or [own]
        self.inferred = folder / WHOLE
        self._known: Mapping[str, str] = {}
        self._written: dict[str, bytes] = {}

    def update(
        self, texts: Mapping[str, str], as_of: date | None = DAY, workers: int = 1, *, broken_off: bool = False
    ) -> Updated:
        """Bring what is inferred up to date; what is broken off ends before the files take their names."""
        sources = []
        for name, text in texts.items():
            path = self._folder / name
            path.write_text(text, encoding="utf-8")
            sources.append(Source(path, name, sha256(text.encode()).hexdigest()))
        staged: dict[str, Path] = {}

        def stage(name: str) -> Path:
            staged[name] = self._folder / f"staged-{name.replace('/', '-')}"
            return staged[name]

        with opened(self._folder / "ledger", "one") as ledger:
            known = digest_of(self._known) if self.files() == self._written else ""
            old = Files(self._folder, self._known) if known == (written_last(ledger) or known) and known else None
            updated = update_inferred(
                stage, old, ledger, sources, self._reference, self.axioms, Iris(), as_of, workers=workers,
                most_in_one=self._most_in_one,
            )  # fmt: skip
            assert updated.digest == written_last(ledger)
            assert updated.changed == staged.keys()
        if broken_off:
            return updated
        for name, path in staged.items():
            target = self._folder / name
            target.parent.mkdir(exist_ok=True)
            if name in updated.digests:
                path.replace(target)
                assert updated.written is Written.WHOLE or target.read_bytes() != self._written.get(name)
        for name in self.files().keys() - updated.digests.keys():
            (self._folder / name).unlink()
        self._known, self._written = updated.digests, self.files()
        assert self._known.keys() == self._written.keys()
        return updated

    def files(self) -> dict[str, bytes]:
        """Return the files of inferred statements."""
        found = {name: self._folder / name for name in names_in(self._folder)}
        return {name: file.read_bytes() for name, file in found.items() if file.is_file()}

    def all_lines(self) -> bytes:
        """Return the lines of all files, sorted, as if they lay in one."""
        return b"".join(sorted(line for text in self.files().values() for line in text.splitlines(keepends=True)))

    def whole(self, texts: Mapping[str, str], as_of: date | None = DAY) -> bytes:
        """Return what is inferred from all together, without parts."""
        sources = [*(text.encode() for text in texts.values()), *self._reference]
        return infer(sources, self.axioms, Iris(), as_of=as_of).ntriples


FIRST = Plan(1, 0, (1,), None, 2, False, (0, 1), (1,), None)
BECAME = Plan(2, 1, (), None, None, True, (0, 2), (2,), 1)

INSIDE = Plan(7, 0, (1,), 6, None, False, (0,), (1,), None)
DECIDED = Plan(6, 0, (3,), None, 7, False, (), (), None)
UNDER = Plan(2, 2, (7,), None, None, True, (0, 2), (2,), 1)


@pytest.mark.slow
@pytest.mark.parametrize("most_in_one", [MOST_IN_ONE, 2])
@settings(max_examples=25, deadline=None, derandomize=True)
@given(steps=CHANGES)
@example(steps=[[(0, FIRST)], [(0, BECAME)]])
@example(steps=[[(0, FIRST), (1, BECAME)], [(1, None)], [(1, BECAME)], [(0, None)]])
@example(steps=[[(0, FIRST), (1, FIRST)], [(2, BECAME)], [(1, None)]])
@example(steps=[[(0, INSIDE), (1, UNDER)], [(2, DECIDED)], [(0, None)], [(0, INSIDE)]])
@example(steps=[[(2, replace(DECIDED, promulgates=7)), (1, UNDER)], [(0, INSIDE)], [(2, None)]])
def test_after_any_changes_the_file_is_what_a_fresh_inference_writes(
    steps: list[list[tuple[int, Plan | None]]], most_in_one: int
) -> None:
    with TemporaryDirectory() as kept, TemporaryDirectory() as other:
        folder, texts = Folder(Path(kept), most_in_one=most_in_one), dict[str, str]()
        for step in steps:
            for place, plan in step:
                texts.pop(f"{place}.ttl", None)
                if plan is not None:
                    texts[f"{place}.ttl"] = plan.turtle()
            count = folder.update(texts).count
            written = folder.all_lines()
            assert written.decode().splitlines() == folder.whole(texts).decode().splitlines()
            assert count == written.count(b"\n")
            assert (len(folder.files()) > 1) == (len(texts) >= most_in_one)
            assert all(text == b"".join(sorted(text.splitlines(keepends=True))) for text in folder.files().values())
        fresh = Folder(Path(other), most_in_one=most_in_one)
        fresh.update(texts)
        assert fresh.files() == folder.files()


def plan(number: int, **changes: object) -> Plan:
    """Return a plan that implements the national programme and nothing else of the folder."""
    return replace(Plan(number, 1, (), None, None, False, (0, 3), (1,), None), **changes)  # type: ignore[arg-type]


def texts_of(*plans: Plan) -> dict[str, str]:
    """Return the files of plans."""
    return {f"{one.number}.ttl": one.turtle() for one in plans}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_changed_document_is_reasoned_over_alone(folder: Folder) -> None:
    folder.update(texts_of(*map(plan, range(1, 6))))
    assert folder.update(texts_of(plan(1, values=(2, 3)), *map(plan, range(2, 6)))).reasoned == 1


def test_what_others_are_held_against_is_reasoned_over_with_them(folder: Folder) -> None:
    below = [plan(n, level=2, implements=(1,)) for n in (2, 3)]
    folder.update(texts_of(plan(1), *below, plan(4)))
    texts = texts_of(plan(1, values=(2,)), *below, plan(4))
    assert folder.update(texts).reasoned == 3
    assert folder.inferred.read_bytes() == folder.whole(texts)


def test_several_processes_infer_what_one_does(tmp_path: Path) -> None:
    sentences = ((0, 3), (1,), (0, 2), (1, 0, 2))
    plans = [plan(n, level=n % 3, implements=(n // 2,), sentences=sentences[n % 4]) for n in range(1, 41) if n != 7]
    written = []
    for workers in (1, 3):
        kept = tmp_path / str(workers)
        kept.mkdir()
        folder = Folder(kept)
        folder.update(texts_of(*plans), workers=workers)
        folder.update(texts_of(*plans), date(2040, 1, 1), workers=workers)
        written.append(folder.inferred.read_bytes())
    assert written[0] == written[1] == folder.whole(texts_of(*plans), date(2040, 1, 1))


def test_nothing_is_reasoned_over_when_nothing_changed(folder: Folder) -> None:
    folder.update(texts_of(plan(1), plan(2)))
    before = folder.inferred.read_bytes()
    assert folder.update(texts_of(plan(1), plan(2))).reasoned == 0
    assert folder.inferred.read_bytes() == before


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2040, 1, 1), None])
def test_on_another_day_all_is_judged_by_that_day(folder: Folder, day: date | None) -> None:
    texts = texts_of(plan(1), plan(2))
    folder.update(texts)
    folder.update(texts, day)
    assert folder.inferred.read_bytes() == folder.whole(texts, day)


BODY = f"<{BASE}agency/a/so>"
CHANGE_OF_A_BODY = f"""
{BODY} a ln:Agency ; ln:jurisdiction <{BASE}place/a> ; ln:agencyKind <{BASE}agency-kind/so> .
<{BASE}change/first> a ln:Reorganisation ; ln:changeDate "2025-03-01" ; ln:original {BODY} ; ln:resulting <{BASE}agency/a/new> .
<{BASE}change/second> a ln:Reorganisation ; ln:changeDate "2025-07-01" ; ln:original <{BASE}agency/a/new> ;
  ln:resulting <{BASE}agency/b/new> .
"""
DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))


@settings(max_examples=12, deadline=None, derandomize=True)
@given(plans=st.lists(PLANS, min_size=1, max_size=3), days=st.lists(st.none() | DAYS, min_size=1, max_size=3))
@example(plans=[], days=[date(2025, 1, 1), date(2025, 6, 1), date(2025, 8, 1), date(2025, 5, 1)])
def test_on_whatever_day_the_file_is_what_a_fresh_inference_writes(plans: list[Plan], days: list[date | None]) -> None:
    with TemporaryDirectory() as kept:
        folder = Folder(Path(kept), more=CHANGE_OF_A_BODY)
        texts = texts_of(*{one.number: one for one in plans}.values())
        for day in days:
            folder.update(texts, day)
            assert folder.all_lines().decode().splitlines() == folder.whole(texts, day).decode().splitlines()


def test_another_day_is_the_affair_of_those_documents_only_of_which_a_due_date_passed(folder: Folder) -> None:
    texts = texts_of(plan(1, reports=3), plan(2, reports=6), plan(3))
    folder.update(texts, date(2024, 1, 1))
    assert folder.update(texts, date(2024, 3, 15)).reasoned == 0
    assert folder.update(texts, date(2024, 3, 16)).reasoned == 1
    assert folder.update(texts, date(2024, 3, 20)).reasoned == 0
    assert folder.inferred.read_bytes() == folder.whole(texts, date(2024, 3, 20))


def test_documents_under_the_same_one_are_judged_together_and_once(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[Sequence[str]] = []
    judge = Parts.judged

    def noting(parts: Parts, names: Sequence[str]) -> list[Judgements]:
        judged.append(names)
        return judge(parts, names)

    monkeypatch.setattr(Parts, "judged", noting)
    plans = [plan(number, reports=number) for number in range(1, 6)]
    folder.update(texts_of(*plans), date(2026, 1, 1))
    assert sorted(len(names) for names in judged) == [1, len(plans)], "the reference data, and the plans"


@pytest.mark.parametrize("damage", [b"", b"no ledger", None])
def test_a_ledger_that_is_damaged_or_lost_is_made_anew(folder: Folder, damage: bytes | None) -> None:
    folder.update(texts_of(plan(1), plan(2)))
    ledger = folder.inferred.with_name("ledger")
    if damage is None:
        ledger.unlink()
    else:
        ledger.write_bytes(damage)
    texts = texts_of(plan(1, values=(3,)), plan(2))
    folder.update(texts)
    assert folder.inferred.read_bytes() == folder.whole(texts)


def test_a_file_of_inferred_statements_that_somebody_changed_is_written_anew(folder: Folder) -> None:
    folder.update(texts_of(plan(1), plan(2)))
    folder.inferred.write_bytes(b"")
    texts = texts_of(plan(1, values=(3,)), plan(2))
    folder.update(texts)
    assert folder.inferred.read_bytes() == folder.whole(texts)


def test_after_an_update_whose_file_never_took_its_name_the_next_one_writes_what_a_fresh_inference_writes(
    folder: Folder,
) -> None:
    three = texts_of(plan(1), plan(2), plan(3))
    folder.update(texts_of(plan(1), plan(2)))
    folder.update(three, broken_off=True)
    assert folder.update(three).written is Written.WHOLE
    assert folder.inferred.read_bytes() == folder.whole(three)
    assert folder.update(texts_of(plan(2), plan(3))).written is Written.PATCHED
    assert folder.inferred.read_bytes() == folder.whole(texts_of(plan(2), plan(3)))


def test_what_does_not_change_is_not_written(folder: Folder) -> None:
    folder.update(texts_of(plan(1), plan(2)))
    known = folder.update(texts_of(plan(1, values=(2,)), plan(2))).digest
    unchanged = folder.update({**texts_of(plan(1, values=(2,)), plan(2)), "2.ttl": plan(2).turtle() + "# again\n"})
    assert (unchanged.written, unchanged.digest) == (Written.NOT, known)


def test_one_more_of_many_documents_changes_its_own_files_and_little_else(tmp_path: Path) -> None:
    folder = Folder(tmp_path, most_in_one=2)
    plans = [plan(n, sentences=(n % 2,)) for n in range(10, 16)]
    folder.update(texts_of(*plans))
    assert {WHOLE} < folder.files().keys()
    updated = folder.update(texts_of(*plans, plan(20, sentences=(3,))))
    assert updated.written is Written.PATCHED
    assert updated.changed - {WHOLE} <= {
        Layout(Iris(), has_parts=True).place(f"<{iri}> ".encode())
        for iri in (iri_of(20), f"{BASE}vn/ttg/2022/07/07/qd/801")
    }
    assert folder.all_lines() == folder.whole(texts_of(*plans, plan(20, sentences=(3,))))


def test_where_one_of_many_files_is_gone_all_are_written_anew(tmp_path: Path) -> None:
    many = Folder(tmp_path, most_in_one=2)
    texts = texts_of(plan(1), plan(2))
    many.update(texts)
    name = next(iter(many.files().keys() - {WHOLE}))
    (tmp_path / name).unlink()
    assert many.update(texts).written is Written.WHOLE
    assert many.all_lines() == many.whole(texts)


@settings(max_examples=6, deadline=None, derandomize=True)
@given(st.lists(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4)), min_size=1, max_size=5), max_size=3))
def test_a_sentence_that_many_plans_copy_is_told_as_a_fresh_inference_tells_it(
    steps: list[list[tuple[int, int]]],
) -> None:
    # Ten plans are more than the pairs of one sentence are told of; the second of a plan's sentences may be stated to
    # be shared by its file, so that what is inferred is not what is told alone.
    texts = texts_of(*(plan(n, sentences=(0, 2)) for n in range(8, 18)))
    with TemporaryDirectory() as kept:
        folder = Folder(Path(kept), most_in_one=10)
        folder.update(texts)
        for step in steps:
            for place, state in step:
                number = place + 8
                texts.pop(f"{number}.ttl", None)
                if state:
                    me, other = iri_of(number), iri_of(number - 1)
                    stated = (
                        f"<{me}/task-2> ln:sharesTextWith <{other}/task-2> . <{me}/task-1/shares-text-1> a ln:Task ."
                    )
                    texts |= texts_of(plan(number, sentences=(state % 3, 2)))
                    texts[f"{number}.ttl"] += stated if state == 4 else ""
            folder.update(texts)
            assert folder.all_lines() == folder.whole(texts)


CHANGED = f"""
@prefix : <{BASE}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<{BASE}agency-kind/so-x> skos:prefLabel "Sở X"@vi . <{BASE}agency-kind/so-y> skos:prefLabel "Sở Y"@vi .
<{BASE}change/kinds> a ln:KindChange ; ln:original <{BASE}agency-kind/so-x> ; ln:resulting <{BASE}agency-kind/so-y> ;
  ln:changeDate "2025-03-01"^^xsd:date .
<{BASE}change/places> a ln:TerritorialChange ; ln:original <{BASE}place/b> ; ln:resulting <{BASE}place/a> ;
  ln:changeDate "2025-07-01"^^xsd:date .
"""


def body(place: str, kind: str, more: str = "") -> str:
    """Return what a plan says of a body."""
    me = f"<{BASE}agency/{place}/{kind}>"
    return (
        f"{me} a ln:Agency ; ln:agencyKind <{BASE}agency-kind/{kind}> ; ln:jurisdiction <{BASE}place/{place}> {more}."
    )


DATED = 'ln:changeDate "2026-01-01"^^<http://www.w3.org/2001/XMLSchema#date>'
SPOKEN = (
    body("a", "so-x"),
    body("b", "so-x", '; ln:grade "x"'),
    body("a", "so-y"),
    body("b", "so-y"),
    body("c", "so-y"),
    f"<{BASE}place/a> <http://www.w3.org/2004/02/skos/core#prefLabel> 'Tỉnh A'@vi .",
    f"<{BASE}change/one> a ln:Reorganisation ; {DATED} ; ln:original <{BASE}agency/a/so-y> .",
    f"<{BASE}change/two> a ln:TerritorialChange ; {DATED} ; ln:original <{BASE}place/c> ; ln:resulting <{BASE}place/a> .",
    *(
        f'<{iri_of(one)}> ln:replaces <{iri_of(other)}> ; ln:dateIssued "2023-0{one}-01" .'
        for one, other in ((2, 1), (3, 2), (1, 3))
    ),
)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(st.dictionaries(st.integers(0, 2), st.frozensets(st.integers(0, 10)), min_size=1), max_size=4))
@example([{0: frozenset({0})}, {1: frozenset({1, 2})}, {1: frozenset({1})}, {0: frozenset({3}), 1: frozenset()}])
@example([{0: frozenset({0, 1})}, {1: frozenset({5})}, {0: frozenset({1})}, {2: frozenset({6})}, {1: frozenset()}])
def test_what_became_of_bodies_and_instruments_is_told_as_a_fresh_inference_tells_it(
    steps: list[dict[int, frozenset[int]]],
) -> None:
    texts = {f"{place}.ttl": plan(place + 1, sentences=(), values=()).turtle() for place in range(3)}
    plain = dict(texts)
    with TemporaryDirectory() as kept:
        folder = Folder(Path(kept), more=CHANGED)
        folder.update(texts)
        for step in steps:
            for place, spoken in step.items():
                texts[f"{place}.ttl"] = plain[f"{place}.ttl"] + "\n".join(SPOKEN[said] for said in sorted(spoken))
            folder.update(texts)
            assert folder.inferred.read_bytes() == folder.whole(texts)


def test_an_axiom_that_joins_shared_passages_to_other_statements_is_refused(folder: Folder) -> None:
    axiom = (
        PREFIXES + "@prefix owl: <http://www.w3.org/2002/07/owl#> . "
        "ln:likeOf owl:propertyChainAxiom (ln:sharesTextWith ln:inDocument) ; a owl:ObjectProperty ."
    )
    folder.axioms += [quad.triple for quad in ox.parse(axiom, format=ox.RdfFormat.TURTLE)]
    with pytest.raises(GraphError, match="shared passages"):
        folder.update(texts_of(plan(1)))


def test_the_parts_of_the_project_make_its_file_of_inferred_statements() -> None:
    project = Project.find()
    sources = {file.name: file.read_text(encoding="utf-8") for file in rdf_files([project.documents])}
    with TemporaryDirectory() as kept:
        folder = Folder(
            Path(kept), [*rdf_files([*project.references, project.schemes]), *programme_files(project, Iris()).values()]
        )
        folder.update(sources)
        assert folder.inferred.read_bytes() == folder.whole(sources)
