"""Real documents of other fields: a pack from a resolution of the Government, chains that texts name, no finding on crafts.

The documents lie beside the repository, not in it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from invented import BASE, rows

from loader.build import add
from loader.extraction import extract
from loader.graph.lookup import load_store
from loader.programmes import Direction, TargetType, read_pack
from loader.project import Project
from loader.readers import read_file
from loader.validation.data import load_data
from loader.validation.shapes import load_shapes
from loader.validation.validator import validate
from loader.workspace import make_workspace
from query_api.cli import cli

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not beside the repository")

NAMED: dict[str, set[str]] = {
    "04-nq03-cp-nghi-quyet-57.txt": {"57-NQ/TW"},
    "05-qd4385-bvhttdl-van-hoa-the-thao.txt": {"991/QĐ-TTg"},
    "11-kh153-can-tho-ma-tuy.txt": {"7619/QĐ-BCA"},
    "13-kh624-ha-tinh-mam-non.txt": {"2270/QĐ-TTg"},
    "14-kh556-bien-hai-dao.txt": {"48/NQ-CP"},
    "16-dong-thap-617.md": {"283/KH-UBND"},
    "20-kh141-can-bo-chinh-sach.txt": {"14-KH/TU", "24/KH-UBND"},
    "24-qd2820-hcm.txt": {"06/QĐ-TTg", "3103/QĐ-BTC"},
    "craft-03-quang-binh-2160.txt": {"801/QĐ-TTg", "263/QĐ-TTg"},
    "craft-06-dong-nai-13406.txt": {"48/2019/QĐ-UBND"},
    "craft-09-dak-nong-530.txt": {"46/QĐ-UBND"},
    "craft-13-ninh-thuan-4056.txt": {"919/QĐ-TTg"},
    "craft-14-hai-duong-1366.txt": {"919/QĐ-TTg", "148/QĐ-TTg"},
}
"""What each document that names what it carries out (in title or opening) names, by the reading of its head; the others name nothing."""
MAY = {
    "09-kh179-dong-nai-kinh-te-so.txt": {"411/QĐ-TTg"},
    "11-kh153-can-tho-ma-tuy.txt": {"163/2024/QH15"},
    "craft-13-ninh-thuan-4056.txt": {"59/QĐ-UBND"},
    "craft-15-ca-mau-2224.txt": {"490/QĐ-TTg"},
}
"""Bases that are of the same programme, which a reader may call carried out or not."""
OTHER_FIELDS = [name for name in NAMED if not name.startswith("craft")]


def test_documents_carry_out_all_that_their_text_names_and_nothing_else() -> None:
    missed, false = {}, {}
    for file in sorted([*REAL.glob("*.txt"), *REAL.glob("[0-9c]*.md")]):
        facts = extract(read_file(file), force=True)
        said = {r.citation.number for r in facts.relations if r.role.value == "implements" and r.citation.number}
        wanted = NAMED.get(file.name, set())
        missed |= {file.name: wanted - said} if wanted - said else {}
        extra = said - wanted - MAY.get(file.name, set())
        false |= {file.name: extra} if extra else {}
    assert len(missed) / len(NAMED) <= 0.05, missed
    assert not false


def test_a_resolution_with_an_annex_of_targets_becomes_a_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = make_workspace(tmp_path / "workspace")
    monkeypatch.chdir(project.root)
    resolution = REAL / "04-nq03-cp-nghi-quyet-57.txt"
    result = CliRunner().invoke(cli, ["programme", "new", str(resolution), "--name", "nq03"], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    file = project.own_packs / "nq03" / "programme.toml"
    # The resolution of the Party that it carries out is a root too: what carries that one out is in the programme.
    first = '[[root]]\npath = "vn/tw/2024/12/22/nq/57"\nnumber = "57-NQ/TW"\ndate = 2024-12-22\n\n'
    file.write_text(file.read_text(encoding="utf-8").replace("[[root]]", f"{first}[[root]]", 1), encoding="utf-8")
    pack = read_pack(file.parent)
    known = {indicator.vi: indicator for indicator in pack.indicators}
    assert len(known) >= 45
    accounts = known["dân số từ 15 tuổi trở lên có tài khoản ngân hàng"]
    assert (accounts.unit, accounts.type, accounts.direction) == ("percent", TargetType.SHARE, Direction.MORE)
    assert [(t.horizon, t.value) for t in accounts.targets] == [(2030, 95)]
    rank = known["xếp hạng năng lực cạnh tranh số"]
    assert (rank.type, rank.direction) == (TargetType.RANK, Direction.LESS)
    add(
        project,
        [
            resolution,
            REAL / "16-dong-thap-617.md",
            REAL / "01-qd2629-ttg-chinh-phu-so.txt",
            REAL / "11-kh153-can-tho-ma-tuy.txt",
        ],
        "beside the repository",
        date(2026, 1, 2),
        force=True,
    )
    store = load_store(project.graph)
    programme = f"{BASE}programme/nq03"
    # The plan carries out a plan that carries out a programme of the Party committee that carries out the resolution.
    within = {
        n for (n,) in rows(store, f"SELECT ?n {{ ?d ln:inProgramme <{programme}> ; ln:hasText ?text ; ln:number ?n }}")
    }
    assert {"617/KH-UBND", "03/NQ-CP"} <= within
    assert not {"2629/QĐ-TTg", "153/KH-UBND"} & within  # a basis is not carried out; another field is another programme


@pytest.mark.slow
def test_no_plan_of_another_field_breaks_a_rule_on_crafts(tmp_path: Path) -> None:
    project = Project.find(ROOT)
    report = validate(
        load_data(project, [REAL / name for name in OTHER_FIELDS], force=True),
        load_shapes(project.shape_folders),
        engine="turbo",
    )
    crafts = {f"{BASE}{key}" for key in ("vn/ttg/2022/07/07/qd/801", "vn/ttg/2022/07/07/qd/801/chuong-trinh")}
    own = [f for f in report.findings if f.document not in crafts]
    assert [f.message.vi for f in own if f.rule in ("XLV-01", "XLV-03", "XLV-06")] == []
    assert [f.message.vi for f in own if "làng nghề" in f.message.vi or "801/QĐ-TTg" in f.message.vi] == []


def test_a_plan_of_another_field_has_no_indicator_of_crafts() -> None:
    for name in OTHER_FIELDS:
        facts = extract(read_file(REAL / name), force=True)
        assert {t.indicator for o in facts.objectives for t in o.targets} <= {"other"}, name
        assert facts.shared_things == (), name
        assert facts.placed_things == (), name
