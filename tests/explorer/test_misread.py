"""“Đọc sai?”: what a reader finds misread becomes an entry that a build applies, taken away or saved with the token."""

from __future__ import annotations

import tomllib
from pathlib import Path

import httpx
import pytest
from api_sample import running
from bs4 import BeautifulSoup
from click.testing import CliRunner
from pages_seen import KHOAI_CHAU, LANG_SON, TARGET, soup_of

from loader.build import build
from loader.commands.init import init
from loader.declarations import kind, kinds_with
from loader.errors import ConfigurationError
from loader.extraction import extract
from loader.programmes import bundled_things, read_packs
from loader.project import Project
from loader.readers import read_file
from loader.resolution.correcting import Misreading, also_meant, enter, shortest_quote
from loader.resolution.curation import Action, curate, parse_curation, read_curation
from query_api.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
NAME = TARGET.removeprefix(f"{LANG_SON}/")
FILLED = {
    "action": "correct",
    "field": "measured",
    "value": "làng nghề hiệu quả",
    "who": "Nguyễn Văn A",
    "why": "Câu nói khác",
}
TEXT = """ỦY BAN NHÂN DÂN
TỈNH LẠNG SƠN
Số: 12/KH-UBND
Lạng Sơn, ngày 10 tháng 3 năm 2024

KẾ HOẠCH
Phát triển ngành nghề nông thôn giai đoạn 2024 - 2030

I. MỤC TIÊU
- Đến năm 2030 có ít nhất 50% làng nghề hoạt động hiệu quả.
- Đến năm 2030 đào tạo 300 lao động làng nghề.

II. TỔ CHỨC THỰC HIỆN
1. Sở Nông nghiệp và Phát triển nông thôn chủ trì, phối hợp với các sở, ngành tổ chức thực hiện kế hoạch này.
2. Các sở, ngành báo cáo kết quả về Sở Nông nghiệp và Phát triển nông thôn trước ngày 15/12 hằng năm.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


def test_every_fact_has_the_way_to_say_that_it_is_misread(http: httpx.Client) -> None:
    page = soup_of(http, f"/plans/{LANG_SON}")
    facts = page.select("li.fact")
    links = [fact.select_one("a[href*='/misread?']")["href"] for fact in facts]
    assert len(set(links)) == len(facts)
    for link in links[:: len(links) // 8]:
        form = soup_of(http, link)
        assert form.select_one("form[method=post] button[value=download]")
        assert form.select_one("a[href*='#text/']")
        assert not form.select("button[value=save], input[name=token]")  # nothing can be written here


def test_an_entry_filled_in_is_taken_away_whole(http: httpx.Client) -> None:
    answer = http.post(f"/plans/{LANG_SON}/misread", params={"fact": NAME}, data={**FILLED, "do": "download"})
    assert answer.headers["content-disposition"].startswith("attachment")
    (entry,) = parse_curation(answer.text, "")
    assert (entry.action, entry.fact, entry.field, entry.value) == (
        Action.CORRECT, "target", "measured", "làng nghề hiệu quả"
    )  # fmt: skip
    assert (entry.who, entry.why) == ("Nguyễn Văn A", "Câu nói khác")


@pytest.mark.parametrize(
    ("change", "said"),
    [({"who": " "}, "ai quyết định"), ({"field": "no_such"}, "no_such"), ({"field": "horizon", "value": "năm sau"}, "năm sau"),
     ({"action": "burn"}, "action")],
)  # fmt: skip
def test_an_entry_that_no_build_could_apply_is_refused_with_the_form(
    http: httpx.Client, change: dict[str, str], said: str
) -> None:
    answer = http.post(f"/plans/{LANG_SON}/misread", params={"fact": NAME}, data={**FILLED, **change, "do": "download"})
    assert answer.status_code == 400
    page = BeautifulSoup(answer.text, "html.parser")
    assert said in page.select_one(".problem").get_text()
    assert page.select_one("#m-why")["value"] == FILLED["why"]


def test_what_is_not_there_cannot_be_misread(http: httpx.Client) -> None:
    assert http.get(f"/plans/{LANG_SON}/misread", params={"fact": "no/such"}).status_code == 404
    assert http.post("/plans/vn/no/such/misread", params={"fact": NAME}, data=FILLED).status_code == 404
    saved = http.post(f"/plans/{LANG_SON}/misread", params={"fact": NAME}, data={**FILLED, "do": "save", "token": "x"})
    assert saved.status_code == 404  # administration is off


@pytest.mark.slow
@pytest.mark.parametrize("plan", [LANG_SON, KHOAI_CHAU])
def test_the_entry_of_every_fact_is_applied_by_a_build(http: httpx.Client, plan: str) -> None:
    about = http.get(f"/plans/{plan}.json").json()["facts"]
    shown = BeautifulSoup(http.get(f"/plans/{plan}").text, "lxml")
    file = next(ROOT.joinpath("data", "sources").glob(f"*{_stem(shown)}*.txt"))
    facts = extract(read_file(file), programmes=read_packs(Project(ROOT).packs))
    kinds = kinds_with(bundled_things().kinds)
    names = [li["id"].removeprefix("fact/") for li in shown.select("li.fact")]
    assert len(names) == len(about)
    for name in names[:: max(1, len(names) // 25)]:
        text = http.get(f"/plans/{plan}/correction", params={"fact": name}).text
        (entry,) = parse_curation(text.replace('who = ""', 'who = "x"').replace('why = ""', 'why = "x"'), name, kinds)
        left = curate(facts, (entry,), kinds)
        if entry.fact == "target":
            before, after = (sum(len(o.targets) for o in f.objectives) for f in (facts, left))
        else:
            collection = kind(entry.fact, kinds).collection
            before, after = len(getattr(facts, collection)), len(getattr(left, collection))
        assert after < before, name


def _stem(shown: BeautifulSoup) -> str:
    return next(t for t in shown.select_one(".strips").get_text().split() if t.endswith(".txt")).removesuffix(".txt")


def test_a_quote_is_as_long_as_it_must_be() -> None:
    long = "Đào tạo nghề cho lao động " * 20
    assert shortest_quote(long, []) == long[:160].rstrip()
    assert shortest_quote(long + "nữ", [long + "nam"]) == long + "nữ"
    assert also_meant("một câu", ["Một  câu khác", "câu khác", "MỘT CÂU"]) == 2


def test_an_entry_stands_behind_those_that_are_there_and_a_broken_file_stays_as_it_is(tmp_path: Path) -> None:
    project = Project(tmp_path)
    file = project.curation / "x.toml"
    one = Misreading(Action.REJECT, "task", 'Câu "một" \\ hai', who="A", when="2026-11-26", why="dòng\nhai\x7f")
    enter(project, file, one)
    both = enter(project, file, Misreading(Action.CORRECT, "target", "hai", "value", "5", "B", "2026-11-26", "sai"))
    assert [c.quote for c in both] == ['câu "một" \\ hai', "hai"]
    assert read_curation(file) == both
    assert tomllib.loads(file.read_text(encoding="utf-8"))["correction"][0]["why"] == "dòng\nhai"
    file.write_text("[[correction", encoding="utf-8")
    with pytest.raises(ConfigurationError):
        enter(project, file, one)
    assert file.read_text(encoding="utf-8") == "[[correction"


@pytest.mark.slow
def test_with_the_token_an_entry_is_saved_and_the_next_build_applies_it(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    assert CliRunner().invoke(init, [str(workspace)]).exit_code == 0
    project = Project(workspace)
    (project.sources / "lang-son.txt").write_text(TEXT, encoding="utf-8")
    (document,) = build(project).documents
    settings = Settings(paths=(project.documents,), project=workspace, admin_token="right", workers=2)
    with running(settings) as url, httpx.Client(base_url=url, timeout=60, headers={"Accept": "text/html"}) as http:
        plan = "/plans/vn/ubnd-lang-son/2024/03/10/kh/12"
        facts = http.get(f"{plan}.json").json()["facts"]
        wrong = next(f for f in facts if f["kind"] == "targets" and "300" in f["quote"] and "/target-" in f["iri"])
        name = wrong["iri"].rpartition("/kh/12/")[2]
        sent = {"action": "reject", "who": "Nguyễn Văn A", "why": "không phải chỉ tiêu", "do": "save"}
        refused = http.post(f"{plan}/misread", params={"fact": name}, data={**sent, "token": "wrong"})
        assert refused.status_code == 401
        assert not project.curation.joinpath("lang-son.toml").exists()
        saved = http.post(f"{plan}/misread", params={"fact": name}, data={**sent, "token": "right"})
        assert saved.status_code == 303
        form = BeautifulSoup(http.get(saved.headers["location"]).text, "html.parser")
        assert "không phải chỉ tiêu" in form.select_one("#entered").get_text()
        again = http.post(
            f"{plan}/misread", params={"fact": name}, data=sent,
            headers={"Accept": "application/json", "Authorization": "Bearer right"},
        )  # fmt: skip
        assert again.status_code == 400  # a fact that is gone cannot be dropped again: no build could apply it
        other = next(f for f in facts if f["kind"] == "tasks")["iri"].rpartition("/kh/12/")[2]
        told = http.post(
            f"{plan}/misread", params={"fact": other},
            data={**sent, "action": "correct", "field": "end_year", "value": "2029"},
            headers={"Accept": "application/json", "Authorization": "Bearer right"},
        )  # fmt: skip
        assert told.status_code == 201, told.text
        assert told.json() == {"file": "data/ttl/reference/curation/lang-son.toml", "corrections": 2}
    entry, _ = read_curation(project.curation / "lang-son.toml")
    assert (entry.fact, entry.who) == ("target", "Nguyễn Văn A")
    before = document.read_text(encoding="utf-8")
    assert build(project).failures == ()
    after = document.read_text(encoding="utf-8")
    assert before.count("a ln:Target") == after.count("a ln:Target") + 1
    assert 'ln:endYear "2029"' in after
    assert "Nguyễn Văn A" in after
