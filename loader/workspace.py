"""A new workspace: a folder for somebody's own plans, with all else taken from the package."""

from __future__ import annotations

from pathlib import Path

from loader.errors import ConfigurationError, is_exhausted
from loader.project import Project
from loader.sources import write_atomically

_MARK_TEXT = """\
# Thư mục làm việc của langnghe: tệp này đánh dấu nó, README.md nói trong đó có gì.
# A workspace of langnghe: this file marks it, README.md says what is in it.
"""
_MANIFEST = """\
# Sổ nguồn: mỗi văn bản từ đâu đến; 'langnghe add' ghi vào đây.
# The manifest of sources: where each document came from; 'langnghe add' enters it here.
"""
_README = """\
# Thư mục làm việc của langnghe · A workspace of langnghe

Mọi lệnh `langnghe` chạy trong thư mục này dùng văn bản ở đây. Từ vựng, quy tắc, câu hỏi mẫu và dữ liệu tham chiếu
đi kèm chương trình; ở đây chỉ có phần của bạn.
*Every `langnghe` command run in this folder uses the documents here. Vocabulary, rules, questions and reference data
come with the program; here is only what is yours.*

```sh
langnghe add ke-hoach.docx     # thêm một kế hoạch rồi dựng · add a plan and build it
langnghe validate              # kiểm tra · check
langnghe query 1               # một câu hỏi mẫu · a stored question
langnghe trace SỐ-KÝ-HIỆU      # truy nguyên một văn bản · what a document traces to
langnghe serve                 # trang web · the pages
langnghe build                 # dựng lại tất cả · build everything again
```

| | |
|---|---|
| `data/sources/` | văn bản như đã nhận, và sổ nguồn `manifest.toml` · documents as received, and their manifest |
| `data/ttl/documents/` | mỗi văn bản một tệp Turtle, do `build` ghi · one Turtle file per document, written by `build` |
| `data/ttl/inferred.nt` | điều suy ra, do `build` ghi; từ 256 văn bản thêm thư mục `inferred` · what follows, written by `build`; from 256 documents on with the folder `inferred` |
| `data/ttl/reference/` | dữ liệu tham chiếu của riêng bạn (`*.ttl`), thêm vào phần đi kèm · your own reference data, added to those of the program |
| `data/ttl/reference/curation/` | sửa chỗ máy đọc sai, mỗi văn bản một tệp `.toml` cùng tên · corrections of misreadings, one `.toml` of the document's name |
| `data/results/` | kết quả thực hiện: bảng tính `.csv`, `.xlsx` hay `.toml`, xem dưới đây · results, in spreadsheets or TOML, see below |
| `ontology/`, `shapes/`, `queries/` | chỉ khi bạn muốn thay hẳn phần đi kèm: có thư mục nào thì nó được dùng · only to replace what comes along: a folder that is there is used instead |
| `langnghe.toml` | đánh dấu thư mục làm việc, đừng xóa · marks the workspace, keep it |

Ghi kết quả · *recording results*: mỗi dòng một kết quả; `việc` là địa chỉ của nhiệm vụ, báo cáo hay chỉ tiêu như ở trang của nó, từ `vn/` trở đi; `mức` là `xong`, `một phần` hay `chưa`.
*A row is a result; `việc` is the address of the task, duty or target as on its page, from `vn/` on; `mức` is `xong` (done), `một phần` (partly) or `chưa` (not done).*

```csv
việc,mức,ngày,kết quả,giá trị,văn bản,minh chứng,người ghi,ngày ghi
vn/…/task-1,xong,10/11/2025,đã mở 3 lớp,3,120/BC-UBND,"trang 4, phụ lục 2",Nguyễn Văn A,12/11/2025
```
"""


def make_workspace(folder: Path) -> Project:
    """Make a folder a workspace; what is there already stays as it is.

    Args:
        folder: the folder, which need not exist.

    Raises:
        ConfigurationError: it is a checkout or a workspace already, or it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise ConfigurationError("not a folder", where=str(folder))
    project = Project(folder.resolve())
    if project.is_workspace:
        raise ConfigurationError("is a workspace already", where=str(folder))
    if project.axioms.is_file():
        raise ConfigurationError("holds the whole project: every command works in it already", where=str(folder))
    try:
        for made in (project.sources, project.documents, project.curation, project.results):
            made.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        if is_exhausted(error):
            raise
        raise ConfigurationError(f"cannot be written: {error.strerror or error}", where=str(folder)) from error
    # The mark comes last: a folder without it is no workspace.
    for path, text in (
        (project.manifest, _MANIFEST),
        (project.root / "README.md", _README),
        (project.mark, _MARK_TEXT),
    ):
        if not path.exists():
            write_atomically(path, text.encode())
    return project
