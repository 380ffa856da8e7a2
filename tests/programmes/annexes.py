"""Annexes in which national decisions assign tasks, in the layouts that offices use, with the answers written before."""

from __future__ import annotations

from dataclasses import dataclass

HEAD = """THỦ TƯỚNG CHÍNH PHỦ
Số: {number}/QĐ-TTg
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày {day}

QUYẾT ĐỊNH
Ban hành Kế hoạch triển khai {what}

Điều 1. Ban hành kèm theo Quyết định này Kế hoạch triển khai {what}.
Điều 2. Quyết định này có hiệu lực kể từ ngày ký ban hành.

Nơi nhận:
- Các bộ, cơ quan ngang bộ;
- Lưu: VT.

KT. THỦ TƯỚNG
PHÓ THỦ TƯỚNG
Lê Thành Long

PHỤ LỤC
DANH MỤC NHIỆM VỤ
(Kèm theo Quyết định số {number}/QĐ-TTg ngày {day} của Thủ tướng Chính phủ)

"""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A task of an annex: words of it, who leads, who helps, the year by which."""

    words: str
    leads: tuple[str, ...]
    helping: tuple[str, ...]
    until: int | None


@dataclass(frozen=True, slots=True)
class Annex:
    """A document with an annex of tasks.

    Attributes:
        layout: what is particular about it.
        name: the file's name, whose ending tells its form.
        text: the document.
        tasks: what is to be read, and nothing else.
    """

    layout: str
    name: str
    text: str
    tasks: tuple[Assigned, ...]


def _head(number: str, day: str, what: str) -> str:
    return HEAD.format(number=number, day=day, what=what)


def _html(head: str, rows: list[str]) -> str:
    paragraphs = "".join(f"<p>{line}</p>" for line in head.splitlines() if line.strip())
    return f"<html><body>{paragraphs}<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table></body></html>"


def _cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


ANNEXES = (
    Annex(
        "groups of rows between lines, two leads in a cell",
        "nhom.txt",
        _head("2201", "12 tháng 10 năm 2022", "Chương trình phòng, chống đuối nước trẻ em")
        + """| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời gian hoàn thành | Sản phẩm |
|---|---|---|---|---|---|
| A | NHIỆM VỤ CHUNG | | | | |
| 1 | Xây dựng tài liệu hướng dẫn dạy bơi an toàn cho trẻ em | Bộ Văn hóa, Thể thao và Du lịch | Bộ Giáo dục và Đào tạo, Bộ Y tế | Quý II/2023 | Bộ tài liệu |
| B | NHIỆM VỤ CỤ THỂ | | | | |
| 2 | Kiểm tra việc bảo đảm an toàn phương tiện thủy nội địa chở học sinh | Bộ Giao thông vận tải, Bộ Công an | UBND cấp tỉnh | Hằng năm | Báo cáo |
| 3 | Phát sóng chương trình về phòng, chống đuối nước trẻ em | Đài Truyền hình Việt Nam | Bộ TTTT; Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh | 2023 - 2025 | Chương trình |
""",
        (
            Assigned("tài liệu hướng dẫn dạy bơi", ("Bộ Văn hóa, Thể thao và Du lịch",), ("Bộ Giáo dục và Đào tạo", "Bộ Y tế"), 2023),
            Assigned("an toàn phương tiện thủy nội địa", ("Bộ Giao thông vận tải", "Bộ Công an"), ("Ủy ban nhân dân cấp tỉnh",), None),
            Assigned("Phát sóng chương trình", ("Đài Truyền hình Việt Nam",), ("Bộ Thông tin và Truyền thông", "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh"), 2025),
        ),
    ),
    Annex(
        "a header of two rows",
        "hai-dong.html",
        _html(
            _head("1405", "20 tháng 8 năm 2025", "Đề án bữa ăn học đường"),
            [
                '<td rowspan="2">STT</td><td rowspan="2">Nội dung nhiệm vụ</td><td colspan="2">Phân công thực hiện</td><td rowspan="2">Thời hạn</td>',
                _cells("Chủ trì", "Phối hợp"),
                _cells("1", "Hướng dẫn cung ứng nông sản an toàn cho bếp ăn trường học", "Bộ Nông nghiệp và Môi trường", "Bộ Công Thương; Bộ Tài chính", "Năm 2026"),
                _cells("2", "Giám sát việc tổ chức bữa ăn học đường", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam", "Trung ương Hội Liên hiệp Phụ nữ Việt Nam", "2026 - 2030"),
            ],
        ),
        (
            Assigned("cung ứng nông sản", ("Bộ Nông nghiệp và Môi trường",), ("Bộ Công Thương", "Bộ Tài chính"), 2026),
            Assigned("Giám sát việc tổ chức", ("Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",), ("Trung ương Hội Liên hiệp Phụ nữ Việt Nam",), 2030),
        ),
    ),
    Annex(
        "who leads and who helps in one column",
        "mot-cot.html",
        _html(
            _head("315", "22 tháng 3 năm 2024", "Kế hoạch phòng, chống dịch bệnh động vật"),
            [
                _cells("TT", "Tên nhiệm vụ", "Cơ quan thực hiện", "Tiến độ"),
                '<td>I</td><td colspan="3">Hoàn thiện thể chế</td>',
                _cells("1", "Sửa đổi quy định về hỗ trợ thiệt hại do dịch bệnh", "<p>- Chủ trì: Bộ Nông nghiệp và Phát triển nông thôn</p><p>- Phối hợp: Bộ Tài chính, Bộ Tư pháp</p>", "Trước tháng 12/2024"),
                _cells("2", "Xây dựng cơ sở dữ liệu cơ sở giết mổ", "Chủ trì: Bộ Công Thương; phối hợp: Bộ Thông tin và Truyền thông", "2024 - 2026"),
                _cells("3", "Đào tạo thú y viên cấp xã", "UBND cấp tỉnh chủ trì, Bộ Nội vụ phối hợp", "Hằng năm"),
            ],
        ),
        (
            Assigned("hỗ trợ thiệt hại", ("Bộ Nông nghiệp và Phát triển nông thôn",), ("Bộ Tài chính", "Bộ Tư pháp"), 2024),
            Assigned("cơ sở dữ liệu", ("Bộ Công Thương",), ("Bộ Thông tin và Truyền thông",), 2026),
            Assigned("Đào tạo thú y viên", ("Ủy ban nhân dân cấp tỉnh",), ("Bộ Nội vụ",), None),
        ),
    ),
    Annex(
        "the lead as a heading above its tasks",
        "tieu-de.html",
        _html(
            _head("64", "15 tháng 01 năm 2021", "Chương trình bảo tồn đa dạng sinh học"),
            [
                _cells("STT", "Nhiệm vụ", "Đơn vị phối hợp", "Thời gian thực hiện"),
                '<td>I</td><td colspan="3">BỘ TÀI NGUYÊN VÀ MÔI TRƯỜNG</td>',
                _cells("1", "Xây dựng cơ sở dữ liệu đa dạng sinh học quốc gia", "Viện Hàn lâm Khoa học và Công nghệ Việt Nam", "2021 - 2024"),
                '<td>II</td><td colspan="3">NGÂN HÀNG NHÀ NƯỚC VIỆT NAM</td>',
                _cells("2", "Hướng dẫn tín dụng xanh cho vùng đệm các vườn quốc gia", "Bộ Tài chính", "2022"),
            ],
        ),
        (
            Assigned("cơ sở dữ liệu", ("Bộ Tài nguyên và Môi trường",), ("Viện Hàn lâm Khoa học và Công nghệ Việt Nam",), 2024),
            Assigned("tín dụng xanh", ("Ngân hàng Nhà nước Việt Nam",), ("Bộ Tài chính",), 2022),
        ),
    ),
    Annex(
        "a list of texts to be drawn up",
        "van-ban.html",
        _html(
            _head("1777", "05 tháng 11 năm 2025", "Luật Dữ liệu"),
            [
                _cells("STT", "Tên văn bản", "Cơ quan chủ trì soạn thảo", "Cơ quan phối hợp", "Cơ quan ban hành", "Thời gian trình"),
                _cells("1", "Nghị định quy định hoạt động khoa học về dữ liệu", "Bộ Công an", "Bộ Khoa học và Công nghệ", "Chính phủ", "Tháng 12/2025"),
                _cells("2", "Thông tư hướng dẫn lưu trữ dữ liệu y tế", "Bộ Y tế", "Bộ CA, Bảo hiểm xã hội Việt Nam", "Bộ trưởng Bộ Y tế", "Tháng 3/2026"),
            ],
        ),
        (
            Assigned("hoạt động khoa học", ("Bộ Công an",), ("Bộ Khoa học và Công nghệ",), 2025),
            Assigned("dữ liệu y tế", ("Bộ Y tế",), ("Bộ Công an", "Bảo hiểm xã hội Việt Nam"), 2026),
        ),
    ),
    Annex(
        "the lead in front, over several rows",
        "truoc.html",
        _html(
            _head("902", "19 tháng 6 năm 2024", "Chiến lược phát triển đô thị xanh"),
            [
                _cells("TT", "Cơ quan chủ trì", "Nhiệm vụ được giao", "Cơ quan phối hợp", "Thời gian thực hiện"),
                '<td>1</td><td rowspan="2">Bộ Xây dựng</td>' + _cells("Ban hành tiêu chí đô thị xanh", "Bộ TN&amp;MT", "2024"),
                _cells("2", "Thí điểm công trình xanh tại 05 đô thị", "UBND các tỉnh, thành phố", "2024 - 2027"),
                _cells("3", "Bộ Giao thông vận tải", "Phát triển mạng lưới xe buýt điện", "Bộ Công Thương, Tập đoàn Điện lực Việt Nam", "2025 - 2030"),
            ],
        ),
        (
            Assigned("tiêu chí đô thị xanh", ("Bộ Xây dựng",), ("Bộ Tài nguyên và Môi trường",), 2024),
            Assigned("Thí điểm công trình xanh", ("Bộ Xây dựng",), ("Ủy ban nhân dân các tỉnh, thành phố",), 2027),
            Assigned("xe buýt điện", ("Bộ Giao thông vận tải",), ("Bộ Công Thương", "Tập đoàn Điện lực Việt Nam"), 2030),
        ),
    ),
    Annex(
        "both in one column, told behind their names",
        "vai.html",
        _html(
            _head("1203", "30 tháng 9 năm 2025", "Chương trình người cao tuổi"),
            [
                _cells("Nhiệm vụ, giải pháp", "Đơn vị chủ trì, phối hợp", "Thời gian"),
                _cells("1. Khám sức khỏe định kỳ cho người cao tuổi", "Bộ Y tế chủ trì, phối hợp với Bộ Tài chính, UBND các tỉnh, thành phố", "Hằng năm"),
                _cells("2. Thành lập câu lạc bộ liên thế hệ", "Trung ương Hội Người cao tuổi Việt Nam chủ trì; Bộ Nội vụ, Bộ Văn hóa, Thể thao và Du lịch phối hợp", "2026 - 2030"),
            ],
        ),
        (
            Assigned("Khám sức khỏe", ("Bộ Y tế",), ("Bộ Tài chính", "Ủy ban nhân dân các tỉnh, thành phố"), None),
            Assigned("câu lạc bộ", ("Trung ương Hội Người cao tuổi Việt Nam",), ("Bộ Nội vụ", "Bộ Văn hóa, Thể thao và Du lịch"), 2030),
        ),
    ),
)  # fmt: skip
