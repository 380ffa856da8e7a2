"""Layouts and wordings of plans of other fields: roadmaps, labels above paragraphs, parts named by their work."""

from __future__ import annotations

from tests.extraction.plan_text import organised, plan


def test_a_roadmap_lists_measures_and_the_aims_of_its_stages() -> None:
    facts = plan(
        "I. MỤC TIÊU\n- Nâng cao chất lượng nước sinh hoạt.\nII. LỘ TRÌNH THỰC HIỆN\n1. Giai đoạn 2026 - 2028\n"
        "- Rà soát, cải tạo các công trình cấp nước tập trung trên địa bàn.\n2. Giai đoạn 2029 - 2032\n"
        "- Đưa tỷ lệ hộ dùng nước sạch, nước hợp vệ sinh ở vùng cao lên tối thiểu 85%.\nIII. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Xây dựng\n- Hướng dẫn các xã thực hiện."
    )
    assert len(facts.measures) == 2
    assert [(o.horizon, str(t.value)) for o in facts.objectives for t in o.targets] == [(2032, "85")]


def test_stages_of_the_aims_stay_aims() -> None:
    facts = plan(
        "I. MỤC TIÊU\n1. Mục tiêu chung\nNâng cao chất lượng nước sinh hoạt.\n2. Lộ trình thực hiện\n"
        "- Đến năm 2028, 70% hộ dùng nước sạch.\nII. NHIỆM VỤ\n- Cải tạo các công trình cấp nước tập trung."
    )
    assert len(facts.measures) == 1


def test_short_bullets_name_the_paragraphs_below_them() -> None:
    facts = plan(
        "I. MỤC TIÊU CỤ THỂ ĐẾN NĂM 2030\n- Chăn nuôi an toàn\n\nCó ít nhất 12 trang trại an toàn dịch bệnh.\n\n"
        "- Cấp nước vùng cao\n\nTrên 85% hộ dùng nước sạch. Đồng thời, xây dựng 05 hồ treo ở các xã vùng cao của tỉnh.\n\n"
        "II. NHIỆM VỤ\n- Cải tạo các công trình cấp nước tập trung."
    )
    assert len(facts.objectives) == 2
    assert [str(t.value) for o in facts.objectives for t in o.targets] == ["12", "85", "5"]


def test_a_part_named_by_its_work_lists_measures() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiảm ô nhiễm.\nII. PHÁT TRIỂN KINH TẾ TUẦN HOÀN TRONG CÁC NGÀNH\n1. Chăn nuôi\n"
        "a) Hỗ trợ trang trại lắp hầm khí sinh học, ủ phân hữu cơ.\n2. Dệt may\na) Vận động nhà máy dùng lại nước thải sau xử lý.\n"
        "III. TỔ CHỨC THỰC HIỆN\n1. Sở Công Thương\n- Hướng dẫn các nhà máy thực hiện."
    )
    assert len(facts.measures) == 2


def test_a_heading_that_points_to_the_annex_is_no_measure() -> None:
    facts = plan(
        "I. MỤC TIÊU\nGiảm ô nhiễm.\nII. NHIỆM VỤ VÀ GIẢI PHÁP (chi tiết tại Phụ lục đính kèm)\nIII. TỔ CHỨC THỰC HIỆN\n"
        "1. Sở Công Thương\n- Hướng dẫn các nhà máy thực hiện."
    )
    assert facts.measures == ()


def test_bodies_of_an_opening_line_help_in_all_below_it() -> None:
    facts = organised(
        "1. Sở Y tế\nChủ trì, phối hợp với các cơ quan có thẩm quyền tham mưu Ủy ban nhân dân tỉnh:\n"
        "a) Rà soát quy hoạch các cơ sở khám bệnh trên địa bàn.\nb) Bố trí bác sĩ cho các trạm y tế vùng cao."
    )
    assert [[a.name for a in t.coordinating] for t in facts.tasks] == [["các cơ quan có thẩm quyền"]] * 2


def test_committees_of_numbered_communes_are_one_group_with_their_names() -> None:
    facts = organised(
        "1. Sở Y tế\n- Phối hợp với UBND 03 xã: Lộc An, Phú Hải, Tân Lập thành lập trạm y tế lưu động trên biển."
    )
    assert [a.name for a in facts.tasks[0].coordinating] == ["Ủy ban nhân dân 03 xã: Lộc An, Phú Hải, Tân Lập"]


def test_the_time_that_a_report_tells_of_is_no_duty() -> None:
    facts = organised(
        "1. Sở Y tế\n- Định kỳ hằng năm báo cáo kết quả về UBND tỉnh trước ngày 17/12. Thời gian báo cáo hằng năm tính từ "
        "ngày 15 tháng 12 năm trước đến ngày 14 tháng 12 của kỳ báo cáo."
    )
    assert len(facts.duties) == 1


def test_a_need_of_land_is_no_aim_and_no_measure() -> None:
    facts = plan(
        "I. MỤC TIÊU\nMở rộng mạng lưới trường học.\nII. NỘI DUNG\n- Tổng nhu cầu sử dụng đất để xây trường "
        "học đến năm 2030 dự kiến là 120 ha.\n- Rà soát quỹ đất của các trường học đã sáp nhập."
    )
    assert len(facts.measures) == 1
    assert [t for o in facts.objectives for t in o.targets] == []


def test_a_closing_paragraph_asks_and_says_what_to_do_in_trouble() -> None:
    facts = organised(
        "1. Sở Y tế\n- Cấp thuốc cho các trạm y tế vùng cao.\n\nTrên đây là Kế hoạch cấp thuốc. Đề nghị các cơ quan, đơn vị "
        "nghiêm túc triển khai thực hiện. Trong quá trình thực hiện, nếu thấy cần sửa đổi, bổ sung các sở, ngành chủ động "
        "đề xuất gửi Sở Y tế tổng hợp."
    )
    assert [[a.name for a in t.leads] for t in facts.tasks[1:]] == [["các cơ quan, đơn vị"], ["các sở, ngành"]]
