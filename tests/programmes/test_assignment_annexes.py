"""Annexes of national decisions that assign tasks to ministries: tasks with leads and times, bodies of the closed list, those of today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest
from annexes import ANNEXES, Annex, Assigned

from loader.extraction import extract
from loader.facts import Agent, Task
from loader.graph.dataset import parse_file
from loader.graph.vocabulary import LN
from loader.kinds import AgentKind
from loader.lexicon import body_kinds
from loader.project import Project
from loader.readers import read_file
from loader.resolution.agencies import VIET_NAM, Basis, Setting, resolve, resolve_name

PROJECT = Project.find(Path(__file__).parents[2])


def named(agents: tuple[Agent, ...], day: date | None) -> tuple[str, ...]:
    """The names of bodies, as a graph would have them."""
    setting = Setting(VIET_NAM, None, day)
    return tuple(a.name if a.kind is AgentKind.GROUP else resolve(a, setting).name for a in agents)


def read(task: Task, words: str, day: date | None) -> Assigned:
    until = task.timing.end_year if task.timing else None
    return Assigned(words, named(task.leads, day), named(task.coordinating, day), until)


@pytest.mark.parametrize("annex", ANNEXES, ids=lambda annex: annex.layout)
def test_each_row_of_an_annex_is_a_task_with_leads_helpers_and_time(annex: Annex, tmp_path: Path) -> None:
    file = tmp_path / annex.name
    file.write_text(annex.text, encoding="utf-8")
    facts = extract(read_file(file))
    found = {task.reading.evidence.quote: task for task in facts.tasks}
    for wanted in annex.tasks:
        task = next((t for quote, t in found.items() if wanted.words in quote), None)
        assert task is not None, (wanted.words, list(found))
        assert read(task, wanted.words, facts.instruments[0].date) == wanted
    assert len(facts.tasks) == len(annex.tasks)


MINISTRIES_BEFORE_MARCH_2025 = {
    "Bộ Giao thông vận tải": "Bộ Xây dựng",
    "Bộ Kế hoạch và Đầu tư": "Bộ Tài chính",
    "Bộ Lao động - Thương binh và Xã hội": "Bộ Nội vụ",
    "Bộ Nông nghiệp và Phát triển nông thôn": "Bộ Nông nghiệp và Môi trường",
    "Bộ Tài nguyên và Môi trường": "Bộ Nông nghiệp và Môi trường",
    "Bộ Thông tin và Truyền thông": "Bộ Khoa học và Công nghệ",
    "Ủy ban Dân tộc": "Bộ Dân tộc và Tôn giáo",
}


def test_each_ministry_that_ended_in_2025_has_the_ministry_of_today() -> None:
    changes = ox.Store()
    for name in ("agencies", "reorganisations"):
        for quad in parse_file(PROJECT.ttl / "reference" / f"{name}.ttl"):
            changes.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    ended = {
        kind.name for kind in body_kinds() if kind.name.startswith(("Bộ ", "Ủy ban Dân")) and kind.until == "2025-03"
    }
    assert ended == set(MINISTRIES_BEFORE_MARCH_2025)
    for before, after in MINISTRIES_BEFORE_MARCH_2025.items():
        query = f"""SELECT ?new {{ ?change <{LN.original.value}> ?old ; <{LN.resulting.value}> ?new .
            ?old <{LN.existsUntil.value}> ?end ; <http://www.w3.org/2004/02/skos/core#prefLabel> "{before}"@vi .
            ?new <http://www.w3.org/2004/02/skos/core#prefLabel> "{after}"@vi ; <{LN.existsFrom.value}> ?start FILTER (?start > ?end) }}"""
        rows = changes.query(query)
        assert isinstance(rows, ox.QuerySolutions)
        assert len(list(rows)) == 1, before


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Thông tấn xã Việt Nam", "Thông tấn xã Việt Nam"),  # no commune of this name
        ("BHXH Việt Nam", "Bảo hiểm xã hội Việt Nam"),
        ("NHNN", "Ngân hàng Nhà nước Việt Nam"),
        ("TW Đoàn", "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
        ("Bộ LĐ-TB&XH", "Bộ Lao động - Thương binh và Xã hội"),
        ("Bộ KH&ĐT", "Bộ Kế hoạch và Đầu tư"),
    ],
)
def test_national_bodies_are_those_of_the_country_in_every_plan(written: str, name: str) -> None:
    body = resolve_name(written, Setting(VIET_NAM, None, date(2023, 5, 5)))
    assert (body.name, body.unit.slug, body.basis) == (name, "viet-nam", Basis.LISTED)
