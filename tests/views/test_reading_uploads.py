"""A plan that somebody sends is read and shown with findings; nothing of it is kept, unless the token says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest
from api_sample import running
from bs4 import BeautifulSoup
from click.testing import CliRunner

from loader.commands.init import init
from loader.project import Project
from query_api.pages.read import _name_of
from query_api.protocol.uploads import SentFile, fields_of_form, file_of_form
from query_api.settings import Settings

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "tests" / "gold" / "blind1" / "hoai-nhon-ke-hoach.docx"


@pytest.mark.slow
def test_a_document_is_shown_with_what_was_read_and_nothing_is_left(http: httpx.Client, sent: Any) -> None:
    answer = sent.answer
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    page = BeautifulSoup(answer.text, "html.parser")
    assert "Kế hoạch 185/KH-UBND" in page.h1.text
    assert len(page.select("li.fact")) > 40
    assert page.select("#read-findings li")
    ids = {tag["id"] for tag in page.select("[id]")}
    for link in page.select("#read-findings a[href^='#'], li.fact p.title a"):
        assert link["href"].removeprefix("#") in ids
    assert not page.select("li.fact a[href*='/trace/'], a[href*='/misread']")  # nothing of it is there to be opened
    assert "mã quản trị" not in page.text.lower()  # this server takes no documents
    assert sent.left == frozenset()
    assert http.get("/search.json", params={"q": "185/KH-UBND"}).json()["missingNumber"] == "185/KH-UBND"


@pytest.mark.slow
def test_a_program_gets_what_was_read_as_json(http: httpx.Client) -> None:
    answer = http.post(
        "/read", content=PLAN.read_bytes(), params={"name": "plan.docx"}, headers={"Accept": "application/json"}
    )
    told = answer.json()
    assert told["label"] == "Kế hoạch 185/KH-UBND ngày 09/8/2023"
    assert any(f["kind"] == "aims" for f in told["facts"]) or told["facts"]
    assert any(f["rule"] == "XLV-08" for f in told["findings"])  # the plan of the province is not among the data


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [("x.txt", b"hello", "không đủ dấu hiệu"), ("x.docx", b"PK\x03\x04 broken", ""), ("x.ttl", b"<a> <b> <c> .", "RDF"), ("x.txt", b" ", "")],
)  # fmt: skip
def test_what_cannot_be_read_is_told_with_the_form_to_try_again(
    http: httpx.Client, name: str, data: bytes, said: str
) -> None:
    answer = http.post("/read", files={"file": (name, data)})
    assert answer.status_code in (400, 415)
    page = BeautifulSoup(answer.text, "html.parser")
    assert page.select_one(".problem")
    assert said in page.text
    assert page.select_one("form[enctype='multipart/form-data'] input[type=file]")


def test_text_that_was_pasted_is_read_as_a_document(http: httpx.Client) -> None:
    form = BeautifulSoup(http.get("/read").text, "html.parser").select_one("form[enctype='multipart/form-data']")
    assert form is not None
    assert form.select_one("textarea[name=text]") is not None
    answer = http.post("/read", files={"file": ("", b""), "text": (None, "Kính gửi các bạn,\r\nxin chào.")})
    assert answer.status_code == 400
    assert "không đủ dấu hiệu" in BeautifulSoup(answer.text, "html.parser").text


@pytest.mark.slow
def test_what_was_not_read_is_named_and_not_denied(http: httpx.Client) -> None:
    pasted = (
        "ỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\r\nTỈNH QUẢNG TRỊ\tĐộc lập - Tự do - Hạnh phúc\r\n"
        "Số: 142/KH-UBND\tQuảng Trị, ngày 14 tháng 3 năm 2023\r\n\r\nKẾ HOẠCH\r\nDạy bơi cho trẻ em năm 2023\r\n\r\n"
        "I. MỤC TIÊU\r\n- Mở 15 lớp dạy bơi.\r\nII. KINH PHÍ\r\nKinh phí lấy từ ngân sách tỉnh. "
        "Tổng kinh phí dự kiến là 12.500 triệu đồng.\r\nIII. TỔ CHỨC THỰC HIỆN\r\n1. Sở Y tế: mở lớp dạy bơi.\r\n\r\n"
        "Nơi nhận:\tTM. ỦY BAN NHÂN DÂN\r\n- Như trên;\tCHỦ TỊCH\r\n- Lưu: VT.\tLê Thị Hoa\r\n"
    )
    answer = http.post("/read", files={"file": ("", b""), "text": (None, pasted)})
    assert answer.status_code == 200
    page = BeautifulSoup(answer.text, "html.parser")
    named = next(d for d in page.select("section.strip details") if "chưa đọc được" in d.text)
    assert [item.text for item in named.select("li")] == ["Tổng kinh phí dự kiến là 12.500 triệu đồng."]
    assert "cũng đã thành dữ kiện" not in page.text
    findings = " ".join(item.text for item in page.select("#read-findings li"))
    assert "FND-02" not in findings  # the sum stands in the text
    assert "Lê Thị Hoa" in page.text
    assert "TXT-29" not in findings


def test_a_file_is_read_rather_than_what_was_pasted_beside_it() -> None:
    kind, body = (
        "multipart/form-data; boundary=b",
        (
            b'--b\r\nContent-Disposition: form-data; name="text"\r\n\r\n%s\r\n'
            b'--b\r\nContent-Disposition: form-data; name="file"; filename="%s"\r\n\r\n%s\r\n--b--\r\n'
        ),
    )
    assert file_of_form(kind, body % (b"pasted", b"a.txt", b"sent")) == ("a.txt", "", b"sent")
    assert file_of_form(kind, body % (b"pasted", b"", b"")) == ("", "text/plain", b"pasted")
    assert file_of_form(kind, body % (b" ", b"", b"")) == ("", "", b"")


def test_documents_are_taken_only_where_the_server_may_write(http: httpx.Client) -> None:
    answer = http.post("/read/add", files={"file": ("x.txt", b"a")}, data={"token": "secret"})
    assert answer.status_code == 404


def test_a_wrong_token_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "langnghe.toml").write_text("", encoding="utf-8")
    (tmp_path / "a.ttl").write_text(
        "<https://w3id.org/langnghe/a> a <https://w3id.org/langnghe/ontology#Plan> .", encoding="utf-8"
    )
    with running(Settings(paths=(tmp_path,), project=tmp_path, admin_token="right")) as url:
        answer = httpx.post(
            f"{url}/read/add", files={"file": ("x.txt", PLAN.read_bytes())}, data={"token": "wrong"}, timeout=60
        )
        assert answer.status_code == 401
        assert not (tmp_path / "data" / "sources").exists()


@pytest.mark.slow
def test_with_the_token_a_document_is_added_and_served_at_once(tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    assert CliRunner().invoke(init, [str(workspace)]).exit_code == 0
    (workspace / "data" / "ttl").mkdir(parents=True, exist_ok=True)
    (workspace / "data" / "ttl" / "a.ttl").write_text(
        "<https://w3id.org/langnghe/a> a <https://w3id.org/langnghe/ontology#Plan> .", encoding="utf-8"
    )
    settings = Settings(paths=Project(workspace).graph, project=workspace, admin_token="right", workers=2)
    with running(settings) as url:
        answer = httpx.post(
            f"{url}/read/add", files={"file": ("hoai-nhon.docx", PLAN.read_bytes())}, data={"origin": "https://example.org/"},
            headers={"Authorization": "Bearer right", "Accept": "application/json"}, timeout=150,
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        found = httpx.get(f"{url}/search.json", params={"q": "185/KH-UBND"}, timeout=60).json()
        assert found["missingNumber"] is None
        assert found["hits"][0]["label"] == "Kế hoạch 185/KH-UBND ngày 09/8/2023"
    assert (workspace / "data" / "sources" / "hoai-nhon.docx").is_file()


@pytest.mark.parametrize(
    ("sent", "name"),
    [("kế hoạch.docx", "kế hoạch.docx"), ("C/plans/a.docx", "a.docx"), ("", "document.docx"), ("..", "document.docx"),
     ("a\0b.docx", "document.docx"), ("a\nb.docx", "document.docx"), ("\udcff.docx", "document.docx"), ("ạ" * 90, "document.docx")],
)  # fmt: skip
def test_a_document_keeps_its_name_if_it_can_be_that_of_a_file(sent: str, name: str) -> None:
    assert _name_of(SentFile(b"", ".docx", sent)) == name


def test_the_fields_beside_a_file_are_read() -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\nb\xc3\xad m\xe1\xba\xadt\r\n'
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\ndata\r\n--x--\r\n'
    )
    kind = "multipart/form-data; boundary=x"
    assert fields_of_form(kind, body) == {"token": "bí mật"}
    assert file_of_form(kind, body) == ("a.txt", "", b"data")
    assert fields_of_form("text/plain", body) == {}
