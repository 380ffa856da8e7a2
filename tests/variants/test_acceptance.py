"""What is taken for an official document, and what is not: invented sets of both, texts written by hand, real documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from loader.build import NothingBuiltError, add, build
from loader.commands.build import build as build_command
from loader.documents import read_document
from loader.errors import InputError
from loader.extraction import extract
from loader.extraction.acceptance import judge, require_document
from loader.project import Project
from loader.readers import read, read_file
from loader.sources import read_manifest, receive
from tests.extraction.documents import BLIND, PLANS, ROOT, SOURCES
from tests.variants.official_texts import official_texts
from tests.variants.other_texts import other_texts

SEED, COUNT = 11, 330
HAND = Path(__file__).with_name("handwritten")
REAL = ROOT.parent / "shared" / "real"
REAL_TEXTS = sorted(
    f for f in (*REAL.glob("*"), *REAL.glob("html/*")) if f.suffix in (".txt", ".md", ".html") and f.stem != "README"
)
NEWS = "Bàn về làng nghề\nNhiều năm qua, người dân làng Hạ sống nhờ nghề đan lát, thu nhập bấp bênh theo mùa vụ.\n1. Mục tiêu\nGiữ nghề.\n"


def written(name: str) -> list[tuple[str, str]]:
    """Texts written by hand: title and words."""
    parts = re.split(r"^### ", (HAND / f"{name}.txt").read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return [(title, words) for title, _, words in (part.partition("\n") for part in parts)]


def accepted(text: str, name: str = "van-ban.txt") -> bool:
    return judge(read(text.encode(), name)).accepted


def test_invented_official_texts_are_accepted() -> None:
    refused = [text for text in official_texts(SEED, COUNT) if not accepted(text)]
    assert len(refused) <= 0.01 * COUNT, refused[:3]


def test_invented_other_texts_are_refused() -> None:
    taken = [text for text in other_texts(SEED, COUNT) if accepted(text)]
    assert len(taken) <= 0.01 * COUNT, taken[:3]


@pytest.mark.parametrize(("title", "text"), written("official"))
def test_an_official_text_written_by_hand_is_accepted(title: str, text: str) -> None:
    assert accepted(text)


@pytest.mark.parametrize(("title", "text"), written("other"))
def test_another_text_written_by_hand_is_refused(title: str, text: str) -> None:
    assert not accepted(text)


@pytest.mark.parametrize("path", [*SOURCES, *PLANS, *BLIND], ids=lambda p: p.stem)
def test_documents_of_the_project_are_accepted(path: Path) -> None:
    assert judge(read_file(path)).accepted


@pytest.mark.slow
@pytest.mark.skipif(not REAL_TEXTS, reason="the real documents are not at hand")
def test_real_documents_are_accepted() -> None:
    assert [path.name for path in REAL_TEXTS if not judge(read_file(path)).accepted] == []


def test_a_refusal_names_what_is_missing_and_what_to_do() -> None:
    with pytest.raises(InputError) as refused:
        require_document(read(NEWS.encode(), "bai-bao.txt"))
    line = str(refused.value)
    assert "\n" not in line
    for words in ("bai-bao.txt", "cơ quan ban hành", "issuing body", "number", "place and date", "--force"):
        assert words in line


def test_a_refusal_says_what_a_text_looks_like() -> None:
    contract = next(text for title, text in written("other") if "sales contract" in title)
    with pytest.raises(InputError, match=r"it looks like: .*contract"):
        require_document(read(contract.encode(), "hop-dong.txt"))


def test_a_refused_text_is_read_when_forced() -> None:
    source = read(NEWS.encode(), "bai-bao.txt")
    with pytest.raises(InputError):
        extract(source)
    assert extract(source, force=True).instruments


def test_a_forced_document_is_remembered_as_such(tmp_path: Path) -> None:
    news, manifest = tmp_path / "bai-bao.txt", tmp_path / "manifest.toml"
    news.write_text(NEWS, encoding="utf-8")
    for file, origin, forced in ((news, "by hand", True), (SOURCES[0], "the project", False)):
        arrival = receive([file], tmp_path, origin, "2024-01-01", forced=forced)
        assert arrival.manifest is not None
        manifest.write_bytes(arrival.manifest)
    assert [entry.forced for entry in read_manifest(manifest)] == [True, False]
    assert "forced" not in manifest.read_text(encoding="utf-8").split("[[source]]")[2]


@pytest.mark.slow
def test_a_forced_document_is_built_again_without_asking(tmp_path: Path) -> None:
    news = tmp_path / "bai-bao.txt"
    news.write_text(NEWS, encoding="utf-8")
    project = Project(tmp_path / "workspace")
    project.root.mkdir()
    project.mark.touch()
    with pytest.raises(InputError, match="--force"):
        add(project, [news], "by hand", date(2024, 1, 1))
    assert not project.sources.exists()
    assert add(project, [news], "by hand", date(2024, 1, 1), force=True).failures == ()
    again = build(project, fresh=True)
    assert (again.failures, again.changed) == ((), ())
    assert [path.name for path in again.documents] == ["bai-bao.ttl"]


@pytest.mark.slow
def test_a_build_takes_a_refused_text_only_when_forced(tmp_path: Path) -> None:
    file = tmp_path / "bai-bao.txt"
    file.write_text(NEWS, encoding="utf-8")
    project = Project.find(ROOT)
    with pytest.raises(InputError, match="--force"):
        build(project, [file], tmp_path / "out")
    assert build(project, [file], tmp_path / "out", force=True).documents


def by_title(words: str) -> str:
    return next(text for title, text in written("official") if words in title)


@pytest.mark.parametrize("words", ["circular with chapters", "government decree", "conclusion of the Secretariat"])
def test_an_official_text_that_is_no_plan_is_built_as_what_it_is(words: str) -> None:
    facts = extract(read(by_title(words).encode(), "van-ban.txt"))
    kinds = {"circular": "tt", "decree": "nd", "conclusion": "kl"}
    assert facts.instruments[0].kind == next(kind for word, kind in kinds.items() if word in words)
    assert facts.instruments[0].title not in (None, "CHUNG", "CỤ THỂ")


def test_a_notice_known_by_number_date_and_title_needs_no_tasks_to_be_built(tmp_path: Path) -> None:
    head = "UBND TỈNH PHÚ THỌ\nSỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    body = "Số: 91/TB-SNV\nPhú Thọ, ngày 03 tháng 4 năm 2025\nTHÔNG BÁO\nLịch trực Tết của cơ quan\n"
    tail = "Bộ phận một cửa mở cửa từ mồng 4.\nNơi nhận:\n- Lưu: VT.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nNguyễn Văn An\n"
    file = tmp_path / "thong-bao.txt"
    file.write_text(head + body + tail, encoding="utf-8")
    read_document(file)


def without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text).replace("đ", "d").replace("Đ", "D")
    return "".join(c for c in plain if not unicodedata.combining(c))


@pytest.mark.parametrize("worn", [without_marks, str.lower, lambda text: without_marks(text).lower()])
def test_a_plan_that_lost_accents_or_capitals_is_built_by_its_letterhead(
    tmp_path: Path, worn: Callable[[str], str]
) -> None:
    text = by_title("block of its digital signature")
    file = tmp_path / "ke-hoach.txt"
    file.write_text(worn(text[text.index("ỦY BAN NHÂN DÂN     ") :]), encoding="utf-8")
    read_document(file)
    facts = extract(read_file(file))
    plan = facts.instruments[0]
    assert (plan.kind, plan.number, plan.date) == ("kh", "329/KH-UBND", date(2022, 5, 4))
    assert plan.issuer == "Ủy ban nhân dân tỉnh Phú Thọ"
    assert facts.source.text == file.read_text(encoding="utf-8")
    assert plan.reading is not None
    quoted = plan.reading.evidence
    assert " ".join(facts.source.text[quoted.start : quoted.end].split()) == quoted.quote
    told = any("written without accents" in note.message_en for note in facts.notes)
    assert told is (worn is not str.lower)


def test_a_text_without_accents_and_letterhead_is_refused_for_what_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "khong-dau.txt"
    attached = "(Kem theo Quyet dinh so 12/QD-UBND ngay 5/3/2024 cua UBND tinh)"
    file.write_text(f"KE HOACH\n{attached}\nI. MUC TIEU\n1. Trong 5 ha rung.\n", encoding="utf-8")
    with pytest.raises(InputError, match="without accents"):
        read_document(file)


def test_each_of_several_refused_files_is_named_with_its_reason(tmp_path: Path) -> None:
    files = [tmp_path / f"bai-{i}.txt" for i in (1, 2, 3)]
    for file in files:
        file.write_text(NEWS, encoding="utf-8")
    with pytest.raises(NothingBuiltError) as refused:
        build(Project.find(ROOT), files, tmp_path / "out")
    assert [failure.file for failure in refused.value.failures] == files
    told = CliRunner().invoke(build_command, [*map(str, files), "--output", str(tmp_path / "out")])
    assert told.exit_code != 0
    assert [line.split(":")[1].strip().split("/")[-1] for line in told.stderr.splitlines() if "not built" in line] == [
        file.name for file in files
    ]
