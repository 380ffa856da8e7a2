"""Directives, which order work without a part on organisation, and resolutions whose table tells who drafts what; answers written first."""

from __future__ import annotations

from loader.extraction import extract
from loader.kinds import RelationRole
from loader.readers import read
from tests.extraction.documents import facts_of
from tests.extraction.plan_text import HEAD

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n"
FOOT = "\nNơi nhận:\n- Như trên;\n- Lưu: VT.\n"
DIRECTIVE = f"""ỦY BAN NHÂN DÂN
TỈNH HÀ BẮC
-------
Số: 14/CT-UBND
{MOTTO}Hà Bắc, ngày 15 tháng 3 năm 2026

CHỈ THỊ
Về tăng cường bảo vệ rừng ngập mặn

Để tiếp tục thực hiện nghiêm Chỉ thị số 08/CT-TTg ngày 12/5/2024 của Thủ tướng Chính phủ về bảo vệ rừng; Kế hoạch số 61/KH-UBND ngày 03/2/2025, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu:

1. Trồng bổ sung cây con ở những bãi bồi đã bị xói lở trong mùa gió chướng.

2. Các cơ quan, tổ chức, cá nhân liên quan có trách nhiệm chấp hành nghiêm quy định về bảo vệ rừng.

3. Các cơ quan cấp phép (Sở Xây dựng, Ban Quản lý các khu công nghiệp tỉnh):

a) Rà soát các dự án lấn biển đã được cấp phép:

b) Trường hợp cần đo đạc lại ranh giới của bãi bồi ở cửa sông thì mời chủ rừng cùng đo.

4. Các chủ rừng là tổ chức (các ban quản lý rừng, công ty lâm nghiệp…)

- Tuần tra các tuyến đê vào mùa gió.

5. Giám đốc Sở, Thủ trưởng cơ quan, ban, ngành

a) Phổ biến quy định về rừng ngập mặn cho người lao động của mình.

b) Giao Ban Quản lý các khu chế xuất tỉnh chỉ đạo các đơn vị kinh doanh hạ tầng có trách nhiệm:

- Thu gom rác trôi dạt trước cống xả.

6. Ủy ban nhân dân các xã, phường thống kê hộ nuôi tôm, hoàn thành trước ngày 30/6/2026 và báo cáo Sở Nông nghiệp và Môi trường.

7. Cơ quan thẩm định có trách nhiệm trả lời bằng văn bản về hồ sơ lấn biển.

Trên đây là Chỉ thị về bảo vệ rừng ngập mặn, yêu cầu Giám đốc các sở; Thủ trưởng các cơ quan, đơn vị triển khai thực hiện nghiêm túc. Trong quá trình thực hiện, nếu có vướng mắc thì kịp thời phản ánh về Sở Nông nghiệp và Môi trường.
{FOOT}"""
RESOLUTION = f"""ỦY BAN THƯỜNG VỤ QUỐC HỘI
-------
Nghị quyết số: 1501/NQ-UBTVQH15
{MOTTO}Hà Nội, ngày 12 tháng 3 năm 2025

NGHỊ QUYẾT
Ban hành Kế hoạch rà soát các luật về thư viện

ỦY BAN THƯỜNG VỤ QUỐC HỘI

Căn cứ Luật Tổ chức Quốc hội số 57/2014/QH13;

QUYẾT NGHỊ:

Điều 1. Ban hành kèm theo Nghị quyết này Kế hoạch rà soát các luật về thư viện.

Điều 2.

1. Thường trực Ủy ban Tư pháp, các cơ quan thuộc Ủy ban Thường vụ Quốc hội rà soát các luật thuộc lĩnh vực của mình.

2. Các cơ quan được giao nhiệm vụ soạn thảo dự án luật khẩn trương hoàn thành hồ sơ.

3. Giao Tổng Thư ký Quốc hội chủ trì, phối hợp với Hội đồng Dân tộc theo dõi việc rà soát.

--------------

KẾ HOẠCH
RÀ SOÁT CÁC LUẬT VỀ THƯ VIỆN

| TT | Tên văn bản | Cơ quan trình | Cơ quan soạn thảo | Cơ quan thẩm tra/cho ý kiến | Tiến độ | Hồ sơ | |
|
| I. Văn bản của Quốc hội |
| |||||
| | Luật sửa đổi, bổ sung một số điều của Luật Thư viện | Chính phủ | Ban soạn thảo (Bộ Tư pháp là cơ quan thường trực)
| - Ủy ban Tư pháp chủ trì thẩm tra; - Hội đồng Dân tộc phối hợp
| Trình trước ngày 10/10/2025 | (1) Tờ trình; (2) Báo cáo tổng hợp ý kiến về dự thảo Luật. | |
| Nghị quyết về phòng đọc lưu động của các trường học | Ban Dân nguyện | Ban Dân nguyện (Văn phòng Quốc hội phối hợp) |
| Theo kết quả rà soát | (1) Tờ trình; (2) Báo cáo tổng hợp ý kiến.
| ||
{FOOT}"""


def test_a_directive_orders_bodies_groups_with_their_members_and_heads_of_kinds_of_bodies() -> None:
    facts = facts_of(DIRECTIVE)
    by_lead = {t.reading.evidence.quote[:16]: [a.name for a in t.leads] for t in facts.tasks}
    assert by_lead == {
        "Rà soát các dự á": ["Sở Xây dựng", "Ban Quản lý các khu công nghiệp tỉnh"],
        "Trường hợp cần đ": ["Sở Xây dựng", "Ban Quản lý các khu công nghiệp tỉnh"],
        "Tuần tra các tuy": ["Các chủ rừng là tổ chức"],
        "Phổ biến quy địn": ["Giám đốc Sở", "Thủ trưởng cơ quan, ban, ngành"],
        "Thu gom rác trôi": ["Ban Quản lý các khu chế xuất tỉnh"],
        "Ủy ban nhân dân ": ["Ủy ban nhân dân các xã, phường"],
        "Cơ quan thẩm địn": ["Cơ quan thẩm định"],
        "yêu cầu Giám đốc": ["Giám đốc các sở", "Thủ trưởng các cơ quan, đơn vị"],
        "Trong quá trình ": ["Giám đốc các sở", "Thủ trưởng các cơ quan, đơn vị"],
    }
    times = {t.reading.evidence.quote[:16]: t.timing for t in facts.tasks if t.timing is not None}
    assert set(times) == {"Trường hợp cần đ", "Ủy ban nhân dân ", "Trong quá trình "}
    assert times["Ủy ban nhân dân "].end_year == 2026


def test_what_a_directive_orders_nobody_in_particular_is_a_measure() -> None:
    quotes = [m.reading.evidence.quote[:16] for m in facts_of(DIRECTIVE).measures]
    assert quotes == ["Trồng bổ sung câ", "Các cơ quan, tổ "]


def test_going_on_to_carry_out_several_instruments_carries_out_each() -> None:
    carried = {r.citation.number for r in facts_of(DIRECTIVE).relations if r.role is RelationRole.IMPLEMENTS}
    assert carried == {"08/CT-TTg", "61/KH-UBND"}


def test_a_date_in_front_of_a_report_belongs_to_the_work_that_it_ends() -> None:
    duty = next(d for d in facts_of(DIRECTIVE).duties if "hoàn thành" in d.reading.evidence.quote)
    assert duty.due == ()


def test_a_resolution_orders_organs_of_the_assembly_and_its_table_tells_who_drafts() -> None:
    facts = facts_of(RESOLUTION)
    assert [[a.name for a in t.leads] for t in facts.tasks] == [
        ["Thường trực Ủy ban Tư pháp", "các cơ quan thuộc Ủy ban Thường vụ Quốc hội"],
        ["Các cơ quan được giao nhiệm vụ soạn thảo dự án luật"],
        ["Tổng Thư ký Quốc hội"],
        ["Ban soạn thảo"],
        ["Ban Dân nguyện"],
    ]
    assert [[a.name for a in t.coordinating] for t in facts.tasks[3:]] == [
        ["Ủy ban Tư pháp", "Hội đồng Dân tộc"],
        ["Văn phòng Quốc hội"],
    ]
    assert [t.deliverable is not None for t in facts.tasks[3:]] == [True, True]
    assert facts.duties == ()  # the papers of a dossier are no reports that somebody owes


PASTED = """Chỉ thị về tăng cường quản lý đò ngang trên địa bàn tỉnh quảng ninh
Thực hiện chỉ đạo của Bộ Xây dựng tại Công văn số 15/BXD-VT ngày 05 tháng 3 năm 2026 về an toàn đò ngang, phấn đấu trong năm 2026 có ít nhất 90% bến đò được cấp phép.
Uỷ ban nhân dân tỉnh yêu cầu các sở - ngành và Uỷ ban nhân dân các quận - huyện thực hiện các việc sau:
I. về cấp phép bến đò
1. Giao Giám đốc Sở Xây dựng:
a) Vẽ bản đồ các bến đò ven sông.
Hoàn thành trong quý III năm 2026.
b) Lập danh sách người lái đò chưa có bằng.
2. Uỷ ban nhân dân các quận - huyện khi cấp phép mở bến, phải hỏi ý kiến Sở Xây dựng.
Đồng thời, Uỷ ban nhân dân phường - xã có trách nhiệm nhắc chủ đò mặc áo phao.
Ii. quy định tại bến
1. Trang bị trên đò:
- Nghiêm cấm chở quá số khách ghi trong giấy phép.
- Áo phao theo quy định tại Điểm 2 của Quy chuẩn đóng đò:
+ 100% áo phao cho khách đi đò;
- Chủ đò, người lái đò có trách nhiệm nhắc khách mặc áo phao.
2. Để khách đi đò được an toàn, Thủ trưởng các sở, ngành có trách nhiệm:
a) Mở lớp dạy bơi cho học sinh ven sông.
"""


def test_a_directive_pasted_without_its_letterhead_and_capitals_is_read() -> None:
    facts = extract(read(PASTED.encode(), "dan.txt"), force=True)
    (directive,) = facts.instruments
    assert directive.area is not None
    assert directive.area.name == "Quảng Ninh"
    told = [(" + ".join(a.name for a in t.leads), t.reading.evidence.quote[:20]) for t in facts.tasks]
    assert told == [
        ("Giám đốc Sở Xây dựng", "Vẽ bản đồ các bến đò"),
        ("Giám đốc Sở Xây dựng", "Lập danh sách người "),
        ("Ủy ban nhân dân các quận - huyện", "Uỷ ban nhân dân các "),
        ("Ủy ban nhân dân phường - xã", "Đồng thời, Uỷ ban nh"),
        ("Chủ đò, người lái đò", "Chủ đò, người lái đò"),
        ("Thủ trưởng các sở, ngành", "Mở lớp dạy bơi cho h"),
    ]
    assert [t.timing.end_year if t.timing else None for t in facts.tasks][:2] == [2026, None]
    assert [m.reading.evidence.quote[:12] for m in facts.measures] == ["Nghiêm cấm c", "100% áo phao"]
    assert [(o.horizon, [t.value for t in o.targets]) for o in facts.objectives] == [(2026, [90])]
    assert [r.role for r in facts.relations] == [RelationRole.CITES]


UNMARKED = """Chỉ thị về tăng cường quản lý đò ngang trên địa bàn tỉnh
Để người đi đò được an toàn, Uỷ ban nhân dân tỉnh yêu cầu các sở, ngành tập trung thực hiện những nội dung sau:
1. Nâng cao chất lượng bến đò
Tiến hành rà soát các bến đò ven sông.
Làm tốt việc bảo dưỡng đò trước mùa lũ.
Sở Xây dựng chủ trì kiểm định đò chở khách.
2. Tuyên truyền
Diễn tập cứu người ngã sông.
"""


def test_orders_of_a_directive_below_a_heading_need_no_marks_to_be_measures() -> None:
    facts = extract(read(UNMARKED.encode(), "dan.txt"), force=True)
    assert [m.reading.evidence.quote for m in facts.measures] == [
        "Tiến hành rà soát các bến đò ven sông.",
        "Làm tốt việc bảo dưỡng đò trước mùa lũ.",
    ]
    assert [[a.name for a in t.leads] for t in facts.tasks] == [["Sở Xây dựng"]]


def test_who_takes_part_and_lines_in_capitals_are_given_no_work() -> None:
    facts = facts_of(
        HEAD
        + "I. THÀNH PHẦN THAM GIA\n1. Sở Xây dựng\nĐại diện lãnh đạo Sở Xây dựng.\nĐại diện phòng chuyên môn của Sở.\n"
        + "II. TỔ CHỨC THỰC HIỆN\n1. Sở Xây dựng\nĐăng kiểm đò chở khách trước mùa lũ.\nSỞ GIÁO DỤC VÀ ĐÀO TẠO\n"
    )
    assert [t.reading.evidence.quote for t in facts.tasks] == ["Đăng kiểm đò chở khách trước mùa lũ."]
