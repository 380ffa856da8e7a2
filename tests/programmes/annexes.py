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
    Annex(
        "who approves beside who leads",
        "trinh.txt",
        _head("1391", "12 tháng 6 năm 2024", "Chiến lược phát triển ngành sữa")
        + """| STT | Nội dung đề án, nhiệm vụ | Cơ quan chủ trì tham mưu | Cơ quan tham gia | Cấp trình, ban hành | Thời hạn trình |
|:---:|---|---|---|---|---|
| 1 | Xây dựng chính sách tín dụng cho hộ chăn nuôi bò sữa | Ngân hàng Nhà nước Việt Nam | Bộ NN&PTNT, Bộ Tài chính | Chính phủ | Tháng 10/2024 |
| 2 | Ban hành quy chuẩn kỹ thuật quốc gia về sữa tươi nguyên liệu | Bộ Nông nghiệp và Phát triển nông thôn | Bộ KH&CN, Bộ Y tế | Bộ trưởng Bộ Nông nghiệp và Phát triển nông thôn | Quý I/2025 |
| 3 | Khảo sát thị trường xuất khẩu sản phẩm sữa | Bộ Công Thương | Hiệp hội Sữa Việt Nam | - | 2024 - 2026 |
""",
        (
            Assigned("tín dụng cho hộ chăn nuôi", ("Ngân hàng Nhà nước Việt Nam",), ("Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Tài chính"), 2024),
            Assigned("sữa tươi nguyên liệu", ("Bộ Nông nghiệp và Phát triển nông thôn",), ("Bộ Khoa học và Công nghệ", "Bộ Y tế"), 2025),
            Assigned("Khảo sát thị trường", ("Bộ Công Thương",), ("Hiệp hội Sữa Việt Nam",), 2026),
        ),
    ),
    Annex(
        "years as columns with crosses, roles in brackets",
        "nam.html",
        _html(
            _head("2415", "30 tháng 10 năm 2025", "Chương trình phát triển công nghiệp văn hóa"),
            [
                '<td rowspan="2">TT</td><td rowspan="2">Nhiệm vụ</td><td rowspan="2">Trách nhiệm thực hiện</td><td colspan="3">Thời gian thực hiện</td>',
                _cells("2026", "2027", "2028"),
                _cells("1", "Xây dựng trung tâm công nghiệp văn hóa vùng", "Bộ Văn hóa, Thể thao và Du lịch (chủ trì); Bộ Tài chính, Bộ Xây dựng (phối hợp)", "x", "x", ""),
                _cells("2", "Đào tạo nhân lực thiết kế, điện ảnh", "Bộ Giáo dục và Đào tạo (chủ trì); Bộ Nội vụ (phối hợp)", "x", "x", "x"),
                _cells("3", "Ban hành bộ chỉ số thống kê công nghiệp văn hóa", "Bộ Tài chính (chủ trì)", "x", "", ""),
            ],
        ),
        (
            Assigned("trung tâm công nghiệp văn hóa vùng", ("Bộ Văn hóa, Thể thao và Du lịch",), ("Bộ Tài chính", "Bộ Xây dựng"), 2027),
            Assigned("nhân lực thiết kế", ("Bộ Giáo dục và Đào tạo",), ("Bộ Nội vụ",), 2028),
            Assigned("bộ chỉ số thống kê", ("Bộ Tài chính",), (), 2026),
        ),
    ),
    Annex(
        "a list, not a table",
        "danh-sach.txt",
        _head("730", "18 tháng 5 năm 2025", "Luật Phòng không nhân dân")
        + """I. VỀ XÂY DỰNG VĂN BẢN

1. Xây dựng Nghị định quy định chi tiết một số điều của Luật
- Cơ quan chủ trì: Bộ Quốc phòng.
- Cơ quan phối hợp: Bộ Công an, Bộ Tư pháp và các cơ quan liên quan.
- Thời gian hoàn thành: Quý III năm 2025.

2. Rà soát văn bản quy phạm pháp luật liên quan đến Luật
- Cơ quan chủ trì: Các bộ, cơ quan ngang bộ; Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương.
- Cơ quan phối hợp: Bộ Quốc phòng.
- Thời gian hoàn thành: Trước ngày 30 tháng 9 năm 2025.

II. VỀ TUYÊN TRUYỀN

1. Phổ biến nội dung Luật trên các phương tiện thông tin đại chúng
- Cơ quan chủ trì: Đài Tiếng nói Việt Nam.
- Cơ quan phối hợp: Bộ Quốc phòng, Thông tấn xã Việt Nam.
- Thời gian thực hiện: Năm 2025 và các năm tiếp theo.
""",
        (
            Assigned("Nghị định quy định chi tiết", ("Bộ Quốc phòng",), ("Bộ Công an", "Bộ Tư pháp", "các cơ quan liên quan"), 2025),
            Assigned("Rà soát văn bản", ("Các bộ, cơ quan ngang bộ", "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương"), ("Bộ Quốc phòng",), 2025),
            Assigned("Phổ biến nội dung Luật", ("Đài Tiếng nói Việt Nam",), ("Bộ Quốc phòng", "Thông tấn xã Việt Nam"), None),
        ),
    ),
    Annex(
        "groups in front over rows, beginning and end apart, broadcasters by their initials",
        "nhom-truoc.html",
        _html(
            _head("1816", "22 tháng 8 năm 2023", "Chương trình giáo dục di sản"),
            [
                _cells("TT", "Nhóm nhiệm vụ", "Nội dung công việc cụ thể", "Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc"),
                '<td>1</td><td rowspan="2">Truyền thông</td>' + _cells("Sản xuất phim tài liệu về di sản", "VTV", "Bộ VHTTDL, TTXVN", "2023", "2025"),
                _cells("2", "Phát thanh chuyên mục di sản bằng tiếng dân tộc", "VOV", "Ủy ban Dân tộc", "2024", "2026"),
                '<td>3</td><td rowspan="2">Trường học</td>' + _cells("Biên soạn tài liệu giáo dục di sản cho học sinh", "Bộ GD&amp;ĐT", "Bộ VHTTDL", "2023", "2024"),
                _cells("4", "Tổ chức trải nghiệm di sản cho học sinh", "UBND các tỉnh, thành phố", "Bộ GD&amp;ĐT", "2024", "2028"),
            ],
        ),
        (
            Assigned("phim tài liệu về di sản", ("Đài Truyền hình Việt Nam",), ("Bộ Văn hóa, Thể thao và Du lịch", "Thông tấn xã Việt Nam"), 2025),
            Assigned("chuyên mục di sản", ("Đài Tiếng nói Việt Nam",), ("Ủy ban Dân tộc",), 2026),
            Assigned("Biên soạn tài liệu", ("Bộ Giáo dục và Đào tạo",), ("Bộ Văn hóa, Thể thao và Du lịch",), 2024),
            Assigned("trải nghiệm di sản", ("Ủy ban nhân dân các tỉnh, thành phố",), ("Bộ Giáo dục và Đào tạo",), 2028),
        ),
    ),
    Annex(
        "the focal body as lead, and all bodies at once",
        "dau-moi.html",
        _html(
            _head("577", "11 tháng 4 năm 2025", "Chiến lược quốc gia về an toàn hồ, đập"),
            [
                _cells("Số TT", "Nhiệm vụ trọng tâm", "Đơn vị đầu mối", "Đơn vị phối hợp", "Hạn hoàn thành", "Ghi chú"),
                _cells("1", "Kiểm định an toàn 120 hồ chứa lớn", "Bộ Nông nghiệp và Môi trường", "Bộ Công Thương", "31/12/2026", ""),
                _cells("2", "Lắp đặt thiết bị quan trắc khí tượng thủy văn chuyên dùng", "Như trên", "UBND cấp tỉnh", "30/6/2027", ""),
                _cells("3", "Diễn tập ứng phó tình huống khẩn cấp vùng hạ du", "UBND cấp tỉnh", "Bộ Quốc phòng; Bộ Công an", "Thường xuyên", "Kinh phí địa phương"),
                _cells("4", "Cập nhật dữ liệu hồ, đập", "Các bộ, ngành, địa phương", "", "2025", ""),
            ],
        ),
        (
            Assigned("120 hồ chứa lớn", ("Bộ Nông nghiệp và Môi trường",), ("Bộ Công Thương",), 2026),
            Assigned("khí tượng thủy văn chuyên dùng", ("Bộ Nông nghiệp và Môi trường",), ("Ủy ban nhân dân cấp tỉnh",), 2027),
            Assigned("Diễn tập ứng phó", ("Ủy ban nhân dân cấp tỉnh",), ("Bộ Quốc phòng", "Bộ Công an"), None),
            Assigned("Cập nhật dữ liệu hồ", ("Các bộ, ngành, địa phương",), (), 2025),
        ),
    ),
    Annex(
        "the task behind its product, roles in one cell by brackets, quarter columns",
        "quy.html",
        _html(
            _head("2377", "17 tháng 10 năm 2025", "Chương trình phát triển cây xanh đô thị"),
            [
                _cells("STT", "Sản phẩm", "Công việc", "Cơ quan thực hiện (chủ trì/phối hợp)", "Hạn"),
                _cells("1", "Quy chuẩn", "Xây dựng quy chuẩn cây xanh đường phố", "Bộ Xây dựng/Bộ Khoa học và Công nghệ", "Quý II/2026"),
                _cells("2", "Báo cáo", "Kiểm kê cây cổ thụ tại đô thị", "UBND các tỉnh, thành phố/Bộ Nông nghiệp và Môi trường", "12/2026"),
            ],
        ),
        (
            Assigned("quy chuẩn cây xanh", ("Bộ Xây dựng",), ("Bộ Khoa học và Công nghệ",), 2026),
            Assigned("cây cổ thụ", ("Ủy ban nhân dân các tỉnh, thành phố",), ("Bộ Nông nghiệp và Môi trường",), 2026),
        ),
    ),
    Annex(
        "no column of numbers, lead and time in one line below the task",
        "duoi.html",
        _html(
            _head("918", "06 tháng 7 năm 2023", "Chiến lược phát triển ngành điều"),
            [
                _cells("Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời gian"),
                '<td colspan="4">I. Nhóm nhiệm vụ về giống</td>',
                _cells("Chọn tạo giống điều năng suất cao", "Bộ NN&amp;PTNT", "Viện Hàn lâm Khoa học và Công nghệ Việt Nam", "2023-2030"),
                '<td colspan="4">II. Nhóm nhiệm vụ về thị trường</td>',
                _cells("Xúc tiến thương mại hạt điều tại thị trường trọng điểm", "Bộ Công Thương", "Bộ Ngoại giao, Hiệp hội Điều Việt Nam", "Hàng năm"),
                _cells("Xây dựng thương hiệu quốc gia cho hạt điều", "Bộ Công Thương", "Bộ NN&amp;PTNT", "Trước 31/12/2025"),
            ],
        ),
        (
            Assigned("giống điều năng suất cao", ("Bộ Nông nghiệp và Phát triển nông thôn",), ("Viện Hàn lâm Khoa học và Công nghệ Việt Nam",), 2030),
            Assigned("Xúc tiến thương mại", ("Bộ Công Thương",), ("Bộ Ngoại giao", "Hiệp hội Điều Việt Nam"), None),
            Assigned("thương hiệu quốc gia", ("Bộ Công Thương",), ("Bộ Nông nghiệp và Phát triển nông thôn",), 2025),
        ),
    ),
    Annex(
        "a list by ministry",
        "theo-bo.txt",
        _head("1105", "25 tháng 8 năm 2024", "Đề án phát triển kinh tế ban đêm")
        + """I. BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH
1. Xây dựng tiêu chí khu kinh tế ban đêm, hoàn thành trong quý IV năm 2024.
2. Chủ trì, phối hợp với Bộ Công an hướng dẫn quản lý hoạt động văn hóa sau 22 giờ trong năm 2025.

II. BỘ CÔNG THƯƠNG
1. Phối hợp với Bộ Văn hóa, Thể thao và Du lịch phát triển chợ đêm.
2. Nghiên cứu khung giá điện giờ thấp điểm cho khu kinh tế ban đêm, hoàn thành trước tháng 6 năm 2025.
""",
        (
            Assigned("tiêu chí khu kinh tế ban đêm", ("Bộ Văn hóa, Thể thao và Du lịch",), (), 2024),
            Assigned("hướng dẫn quản lý hoạt động văn hóa", ("Bộ Văn hóa, Thể thao và Du lịch",), ("Bộ Công an",), 2025),
            Assigned("phát triển chợ đêm", ("Bộ Công Thương",), ("Bộ Văn hóa, Thể thao và Du lịch",), None),
            Assigned("khung giá điện", ("Bộ Công Thương",), (), 2025),
        ),
    ),
)  # fmt: skip
