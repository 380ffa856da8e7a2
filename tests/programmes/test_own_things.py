"""A pack of a workspace that declares kinds of named things as docs/things.md does, in data alone: they are read, written, found and shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from invented import BASE, rows

from loader.build import add
from loader.commands.programme import open_points
from loader.declarations import kinds_with
from loader.errors import ConfigurationError
from loader.extraction import extract
from loader.graph.lookup import load_store
from loader.programmes import Programme, read_pack, read_packs
from loader.project import Project
from loader.readers import read
from loader.resolution.curation import curate, parse_curation
from loader.rules import of_packs
from loader.rules.examples import failures
from loader.things import Readings
from loader.workspace import make_workspace
from query_api.app import create_app
from query_api.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "things.md"
BLOCK = re.compile(r"^`([\w/-]+\.toml)`[^\n]*\n\n```toml\n(.*?)```", re.DOTALL | re.MULTILINE)
WATER = "https://example.org/water#"
RESERVOIR = f"{BASE}reservoir/ninh-thuan/ho-chua-nuoc-song-trau"
PACK = """\
vi = "Chương trình thủy lợi và nghề cá hồ chứa giai đoạn 2024-2030"
titles = ["thủy lợi và nghề cá hồ chứa"]
subjects = ["hồ chứa"]
modules = ["water.ttl"]

[[root]]
path = "vn/ttg/2024/05/06/qd/412"
number = "412/QĐ-TTg"
date = 2024-05-06
"""
MODULE = f"""\
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{WATER}Reservoir> a owl:Class ; rdfs:label "hồ chứa nước"@vi , "reservoir"@en .
<{WATER}Fish> a owl:Class ; rdfs:label "loài cá"@vi , "fish"@en .
"""
PLAN = """ỦY BAN NHÂN DÂN
TỈNH NINH THUẬN

Số: 88/KH-UBND

Ninh Thuận, ngày 12 tháng 8 năm 2024

KẾ HOẠCH
Phát triển thủy lợi và nghề cá hồ chứa trên địa bàn tỉnh Ninh Thuận đến năm 2030

Thực hiện Quyết định số 412/QĐ-TTg ngày 06/5/2024 của Thủ tướng Chính phủ, Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:

I. THỰC TRẠNG
1. Toàn tỉnh hiện có 21 hồ chứa nước phục vụ tưới.
2. Nguồn cá chình tự nhiên đang cạn kiệt.

II. NHIỆM VỤ
1. Nâng cấp hồ chứa nước Sông Trâu và thả cá lăng nha.

Nơi nhận:
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Trần Thị Lan
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A workspace with a pack that somebody wrote after the page, and one plan."""
    folder = tmp_path_factory.mktemp("own-things")
    made = make_workspace(folder / "workspace")
    pack = made.own_packs / "ho-chua"
    for name, text in {
        "programme.toml": PACK,
        "water.ttl": MODULE,
        **dict(BLOCK.findall(PAGE.read_text(encoding="utf-8"))),
    }.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text, encoding="utf-8")
    plan = folder / "ke-hoach.txt"
    plan.write_text(PLAN, encoding="utf-8")
    add(made, [plan], "invented for tests", date(2026, 1, 2))
    return made


@pytest.fixture(scope="module")
def packs(project: Project) -> tuple[Programme, ...]:
    return read_packs(project.packs)


@pytest.fixture(scope="module")
def http(project: Project) -> Iterator[TestClient]:
    settings = Settings(paths=project.graph, project=project.root, workers=1)
    with TestClient(create_app(settings), headers={"Accept": "text/html"}) as client:
        yield client


def test_they_are_read_with_the_state_that_the_plan_sees_them_in(packs: tuple[Programme, ...]) -> None:
    facts = extract(read(PLAN.encode(), "ke-hoach.txt"), programmes=packs)
    placed = {(m.kind, m.name, m.area, m.count) for m in facts.placed_things}
    assert placed == {
        ("reservoir", "hồ chứa nước Sông Trâu", "Ninh Thuận", None), ("reservoir", "hồ chứa nước", "Ninh Thuận", 21),
    }  # fmt: skip
    assert {(m.kind, m.name, m.condition.value) for m in facts.shared_things} == {
        ("fish", "cá chình", "at-risk"), ("fish", "cá lăng nha", "mentioned"),
    }  # fmt: skip


def test_the_rules_of_the_page_do_what_their_examples_say(packs: tuple[Programme, ...]) -> None:
    own = next(pack for pack in packs if pack.key == "ho-chua")
    book = of_packs([own.language])
    for name in ("reservoir", "fish", "fish-state"):
        for rule in book.table(name).rules:
            assert list(failures(rule, book.pieces())) == []


def test_a_document_of_another_field_names_none_of_them(packs: tuple[Programme, ...]) -> None:
    other = PLAN.replace("thủy lợi và nghề cá hồ chứa", "nông thôn mới").replace("412/QĐ-TTg", "77/QĐ-UBND")
    facts = extract(read(other.encode(), "ke-hoach.txt"), programmes=packs)
    assert (facts.placed_things, facts.shared_things) == ((), ())


def test_what_a_reader_asks_for_and_the_pack_has_not_is_left_to_do(packs: tuple[Programme, ...]) -> None:
    own = next(pack for pack in packs if pack.key == "ho-chua")
    assert [point for point in open_points(own) if "things.toml" in point] == []
    reader = replace(own.things.readers[0], glossed="gloss", readings=Readings(placed="reservoirs.names"))
    lacking = replace(own, things=replace(own.things, readers=(reader,)))
    assert [point.rpartition(" ")[2] for point in open_points(lacking) if "things.toml" in point] == [
        "reservoir.gloss", "reservoirs.names",
    ]  # fmt: skip


def test_they_are_written_with_the_sentence_and_terms_of_the_pack(project: Project) -> None:
    store = load_store(project.graph)
    named = rows(
        store,
        f"SELECT ?place ?quote {{ <{RESERVOIR}> a <{WATER}Reservoir> ; ln:locatedIn ?place ; ln:evidence/ln:quote ?quote . "
        f"?plan <{WATER}namesReservoir> <{RESERVOIR}> ; ln:number '88/KH-UBND' }}",
    )
    assert [*map(tuple, named)] == [(f"{BASE}place/ninh-thuan", "hồ chứa nước Sông Trâu")]
    counted = rows(store, f"SELECT ?n {{ ?plan <{WATER}hasReservoirCount> ?count . ?count ln:count ?n }}")
    assert [n for (n,) in counted] == ["21"]
    said = rows(
        store,
        f"SELECT ?fish ?how {{ ?s a <{WATER}FishStatus> ; <{WATER}ofFish> ?fish ; ln:condition ?how }} ORDER BY ?fish",
    )
    assert [(fish.removeprefix(BASE), how.removeprefix(BASE)) for fish, how in said] == [
        ("fish/ca-chinh", "condition/at-risk"), ("fish/ca-lang-nha", "condition/mentioned"),
    ]  # fmt: skip


def test_each_has_a_page_with_its_sentences_and_stands_in_a_list(http: TestClient) -> None:
    page = http.get("/things/reservoir/ninh-thuan/ho-chua-nuoc-song-trau")
    assert page.status_code == 200, page.text
    assert "Hồ chứa nước Sông Trâu</h1>" in page.text
    assert "“hồ chứa nước Sông Trâu”" in page.text
    assert "/places/ninh-thuan" in page.text
    fish = http.get("/things/fish/ca-chinh").text
    assert "cá chình" in fish
    assert "có nguy cơ" in fish.lower() or "mai một" in fish.lower()
    assert "/things/reservoir/ninh-thuan/ho-chua-nuoc-song-trau" in http.get("/things/reservoir").text
    assert "/things/reservoir" in http.get("/places").text
    (row,) = http.get("/things/reservoir.json").json()["things-reservoir"]
    assert (row["iri"], row["place"]) == (RESERVOIR, "Tỉnh Ninh Thuận")
    assert http.get("/things/reservoir/ninh-thuan/none").status_code == 404


def test_they_are_searched_for_as_a_kind_and_stand_among_the_facts_and_around_the_plan(http: TestClient) -> None:
    http.get("/search?q=song+trau")
    found = http.get("/search.json?q=song+trau&kind=reservoir")
    while found.status_code == 503:
        found = http.get("/search.json?q=song+trau&kind=reservoir")
    assert RESERVOIR in found.text
    assert "Hồ chứa nước" in http.get("/search?q=song+trau").text
    plan = http.get("/plans/vn/ubnd-ninh-thuan/2024/08/12/kh/88").text
    assert "k-reservoir" in plan
    around = http.get("/graph/vn/ubnd-ninh-thuan/2024/08/12/kh/88.json").text
    assert RESERVOIR in around


def test_a_curator_corrects_them_by_the_name_of_their_kind(packs: tuple[Programme, ...]) -> None:
    facts = extract(read(PLAN.encode(), "ke-hoach.txt"), programmes=packs)
    kinds = kinds_with(kind for pack in packs for kind in pack.things.kinds)
    entry = (
        '[[correction]]\naction = "{}"\nfact = "fish"\nquote = "{}"\nfield = "condition"\nvalue = "{}"\n'
        'who = "A"\nwhen = "2026-01-02"\nwhy = "so"\n'
    )
    text = entry.format("correct", "cá lăng nha", "thriving") + entry.format("reject", "cá chình", "")
    found = curate(facts, parse_curation(text, "here", kinds), kinds).shared_things
    assert [(m.name, m.condition.value) for m in found] == [("cá lăng nha", "thriving")]
    with pytest.raises(ConfigurationError):
        parse_curation(text, "here")  # without the pack there is no such kind


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("placed = true\n", "", "reservoir: a shared kind needs a status"),
        ('shared = "fish"', 'shared = "reservoir"', "the reader of fish: no shared kind has the key reservoir"),
        ('key = "fish"', 'key = "reservoir"', "two kinds have the key reservoir"),
        ('term = "https://example.org/water#Fish"', 'term = "no term"', "kind.2.term"),
        ('before = "hồ chứa nước"', 'behind = "x"', "kind.1.behind"),
        ("[[kind]]", "[[kind", "not valid TOML"),
    ],
)
def test_a_mistake_in_a_declaration_is_named(tmp_path: Path, before: str, after: str, fault: str) -> None:
    pack = tmp_path / "ho-chua"
    pack.mkdir()
    (pack / "programme.toml").write_text(PACK, encoding="utf-8")
    declared = dict(BLOCK.findall(PAGE.read_text(encoding="utf-8")))["things.toml"]
    assert before in declared
    (pack / "things.toml").write_text(declared.replace(before, after), encoding="utf-8")
    with pytest.raises(ConfigurationError, match=re.escape(fault)):
        read_pack(pack)
