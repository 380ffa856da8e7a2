"""What targets of many programmes measure, and what their shares are shares of, wherever the words stand."""

from __future__ import annotations

import pytest

from tests.extraction.plan_text import aims

SENTENCES = [
    # health
    ("Tỷ lệ trẻ em dưới 1 tuổi được tiêm chủng đầy đủ đạt trên 95%.", "tỷ lệ trẻ em dưới 1 tuổi được tiêm chủng đầy đủ", "trẻ em dưới 1 tuổi"),
    ("Trên 95% trẻ em dưới 1 tuổi được tiêm chủng đầy đủ.", "trẻ em dưới 1 tuổi được tiêm chủng đầy đủ", "trẻ em dưới 1 tuổi"),
    ("Phấn đấu 90% trạm y tế xã có bác sĩ làm việc.", "trạm y tế xã có bác sĩ làm việc", "trạm y tế xã"),
    ("Tỷ lệ người dân tham gia bảo hiểm y tế đạt 95% vào năm 2030.", "tỷ lệ người dân tham gia bảo hiểm y tế", "người dân"),
    ("Ít nhất 80% người từ 40 tuổi trở lên được đo huyết áp định kỳ.", "người từ 40 tuổi trở lên được đo huyết áp định kỳ", "người từ 40 tuổi trở lên"),
    ("Tỷ suất tử vong mẹ giảm xuống dưới 40/100.000 trẻ đẻ sống.", "tỷ suất tử vong mẹ", None),
    ("Đạt 12 bác sĩ/10.000 dân vào năm 2030.", "bác sĩ/10.000 dân", None),
    ("Tỷ lệ phụ nữ mang thai được khám thai ít nhất 4 lần đạt 85%.", "tỷ lệ phụ nữ mang thai được khám thai ít nhất 4 lần", "phụ nữ mang thai"),
    ("Trên 70% trẻ em từ 6 đến dưới 16 tuổi biết bơi an toàn.", "trẻ em từ 6 đến dưới 16 tuổi biết bơi an toàn", "trẻ em từ 6 đến dưới 16 tuổi"),
    ("Giảm tỷ suất trẻ em bị tai nạn, thương tích xuống còn 550/100.000 trẻ em.", "tỷ suất trẻ em bị tai nạn, thương tích", None),
    # a verb inside the noun
    ("90% người lao động có việc làm ổn định tham gia bảo hiểm xã hội.", "người lao động có việc làm ổn định tham gia bảo hiểm xã hội", "người lao động có việc làm ổn định"),
    ("Trên 60% người sử dụng dịch vụ công hài lòng.", "người sử dụng dịch vụ công hài lòng", "người sử dụng dịch vụ công"),
    ("Ít nhất 90% phương tiện tham gia giao thông được kiểm định.", "phương tiện tham gia giao thông được kiểm định", "phương tiện tham gia giao thông"),
    # a list of people, each with a verb of its own
    ("Tư vấn cho 90% người nghiện rượu, người sử dụng thuốc lá, người cai thuốc lá.", "người nghiện rượu, người sử dụng thuốc lá, người cai thuốc lá được tư vấn", "người nghiện rượu, người sử dụng thuốc lá, người cai thuốc lá"),
    # poverty
    ("Tỷ lệ hộ nghèo giảm còn dưới 3% vào năm 2030.", "tỷ lệ hộ nghèo", None),
    ("100% hộ nghèo có nhu cầu được vay vốn ưu đãi.", "hộ nghèo có nhu cầu được vay vốn ưu đãi", "hộ nghèo có nhu cầu"),
    ("Tối thiểu 70% lao động thuộc hộ nghèo, hộ cận nghèo được hỗ trợ kết nối việc làm.", "lao động thuộc hộ nghèo, hộ cận nghèo được hỗ trợ kết nối việc làm", "lao động thuộc hộ nghèo, hộ cận nghèo"),
    ("Giảm 50% số hộ nghèo là người dân tộc thiểu số so với năm 2025.", "số hộ nghèo là người dân tộc thiểu số", None),
    ("Hỗ trợ xây mới 250 căn nhà cho hộ nghèo.", "căn nhà cho hộ nghèo được hỗ trợ xây mới", None),
    ("Thu nhập bình quân của hộ nghèo đạt 36 triệu đồng/người/năm.", "thu nhập bình quân của hộ nghèo", None),
    # digital
    ("100% cơ quan nhà nước cấp tỉnh cung cấp dịch vụ công trực tuyến toàn trình.", "cơ quan nhà nước cấp tỉnh cung cấp dịch vụ công trực tuyến toàn trình", "cơ quan nhà nước cấp tỉnh"),
    ("Tỷ lệ hồ sơ thủ tục hành chính được xử lý trên môi trường mạng đạt tối thiểu 80%.", "tỷ lệ hồ sơ thủ tục hành chính được xử lý trên môi trường mạng", "hồ sơ thủ tục hành chính"),
    ("Kinh tế số chiếm 20% GRDP.", "kinh tế số", "GRDP"),
    ("Tỷ lệ dân số trưởng thành có chữ ký số cá nhân đạt trên 50%.", "tỷ lệ dân số trưởng thành có chữ ký số cá nhân", "dân số trưởng thành"),
    ("80% hộ gia đình có đường truyền cáp quang, 100% xã có mạng 5G.", "hộ gia đình có đường truyền cáp quang", "hộ gia đình"),
    ("Tỷ lệ doanh nghiệp nhỏ và vừa sử dụng nền tảng số đạt 60%.", "tỷ lệ doanh nghiệp nhỏ và vừa sử dụng nền tảng số", "doanh nghiệp nhỏ và vừa"),
    ("Đào tạo kỹ năng số cho ít nhất 5.000 cán bộ, công chức.", "cán bộ, công chức được đào tạo kỹ năng số", None),
    # environment
    ("Tỷ lệ chất thải rắn sinh hoạt đô thị được thu gom, xử lý đạt 98%.", "tỷ lệ chất thải rắn sinh hoạt đô thị được thu gom, xử lý", "chất thải rắn sinh hoạt đô thị"),
    ("Duy trì tỷ lệ che phủ rừng ở mức 54%.", "tỷ lệ che phủ rừng", None),
    ("Trồng mới 1.500 ha rừng sản xuất.", "ha rừng sản xuất được trồng mới", None),
    ("90% dân số đô thị được cung cấp nước sạch qua hệ thống cấp nước tập trung.", "dân số đô thị được cung cấp nước sạch qua hệ thống cấp nước tập trung", "dân số đô thị"),
    ("Lượng phát thải khí nhà kính giảm ít nhất 15% so với năm 2020.", "lượng phát thải khí nhà kính", None),
    ("Trên 60% khu công nghiệp đang hoạt động có hệ thống quan trắc nước thải tự động.", "khu công nghiệp đang hoạt động có hệ thống quan trắc nước thải tự động", "khu công nghiệp đang hoạt động"),
    ("Tỷ lệ nước thải sinh hoạt được xử lý đạt quy chuẩn từ 30% trở lên.", "tỷ lệ nước thải sinh hoạt được xử lý đạt quy chuẩn", "nước thải sinh hoạt"),
    # education
    ("Tỷ lệ trường mầm non đạt chuẩn quốc gia đạt 75%.", "tỷ lệ trường mầm non đạt chuẩn quốc gia", "trường mầm non"),
    ("Huy động 99,5% trẻ em 5 tuổi đến trường.", "trẻ em 5 tuổi đến trường", "trẻ em 5 tuổi"),
    ("Có ít nhất 30% học sinh trung học cơ sở đi học nghề sau tốt nghiệp.", "học sinh trung học cơ sở đi học nghề sau tốt nghiệp", "học sinh trung học cơ sở"),
    ("100% giáo viên phổ thông được bồi dưỡng năng lực số; xây mới 40 phòng học.", "giáo viên phổ thông được bồi dưỡng năng lực số", "giáo viên phổ thông"),
    ("Tỷ lệ người biết chữ trong độ tuổi 15 - 60 đạt 98,5%.", "tỷ lệ người biết chữ trong độ tuổi 15 - 60", "người"),
    ("Số sinh viên đạt 250 sinh viên/10.000 dân.", "số sinh viên", None),
    # gender
    ("Tỷ lệ nữ lãnh đạo cấp phòng đạt trên 30%.", "tỷ lệ nữ lãnh đạo cấp phòng", None),
    ("Tỷ số giới tính khi sinh không vượt quá 107 bé trai/100 bé gái.", "tỷ số giới tính khi sinh", None),
    ("80% nạn nhân bị bạo lực trên cơ sở giới được phát hiện tiếp cận ít nhất một dịch vụ hỗ trợ cơ bản.", "nạn nhân bị bạo lực trên cơ sở giới được phát hiện tiếp cận ít nhất một dịch vụ hỗ trợ cơ bản", "nạn nhân bị bạo lực trên cơ sở giới được phát hiện"),
    ("Đến năm 2030, 60% các cơ quan quản lý nhà nước có lãnh đạo chủ chốt là nữ.", "các cơ quan quản lý nhà nước có lãnh đạo chủ chốt là nữ", "các cơ quan quản lý nhà nước"),
    ("Tỷ lệ nữ giám đốc doanh nghiệp, hợp tác xã đạt ít nhất 27%.", "tỷ lệ nữ giám đốc doanh nghiệp, hợp tác xã", None),
    ("Giảm số giờ làm việc nhà không được trả công của phụ nữ còn 1,7 lần so với nam giới.", "số giờ làm việc nhà không được trả công của phụ nữ", None),
    ("Thu nhập của thợ trẻ bằng ít nhất 1,5 lần thu nhập của người làm ruộng.", "thu nhập của thợ trẻ", None),
    ("Mỗi năm trồng 12 triệu cây xanh phân tán.", "cây xanh phân tán được trồng", None),
    # growth and "and more": the verb of change is no part of the name, what stands behind "trở lên" is
    ("Trung bình hằng năm giảm 4% tần suất tai nạn lao động.", "tần suất tai nạn lao động", None),
    ("Giá trị sản xuất công nghiệp tăng bình quân 9,5%/năm.", "giá trị sản xuất công nghiệp", None),
    ("Tăng trưởng bình quân 8%/năm của ngành du lịch.", "tăng trưởng bình quân của ngành du lịch", None),
    ("Từ 70% trở lên hộ kinh doanh lưu trú ứng dụng công nghệ số.", "hộ kinh doanh lưu trú ứng dụng công nghệ số", "hộ kinh doanh lưu trú"),
    # energy
    ("Đạt mức tiết kiệm năng lượng 5,0% tổng tiêu thụ năng lượng toàn quốc.", "mức tiết kiệm năng lượng", "tổng tiêu thụ năng lượng toàn quốc"),
    # what is said besides
    ("Giảm 6% số vụ đuối nước so với năm 2024, không để xảy ra đuối nước tại bãi tắm.", "số vụ đuối nước", None),
    ("Kiểm soát, giảm ít nhất 4% số vụ trộm cây cảnh so với năm 2024.", "số vụ trộm cây cảnh", None),
    ("Toàn tỉnh có 40 KCN được thành lập.", "KCN được thành lập", None),
    ("Thành lập mới 9 trạm y tế lưu động, nâng tổng số trạm của tỉnh lên 20 trạm.", "trạm y tế lưu động được thành lập mới", None),
    ("Khống chế số ca mắc sốt xuất huyết ở mức không quá 8 ca/100.000 dân.", "số ca mắc sốt xuất huyết", None),
]  # fmt: skip
"""Sentences written before the rules were tried on them: the words, what is measured, what it is a share of.

"Tỷ lệ" stays with what is measured, as everywhere. The rules as they were read 30 of the measured words and 23 of the
populations right; they were mended after that, so this is no blind set any more.
"""


@pytest.mark.parametrize(("sentence", "measured", "population"), SENTENCES)
def test_a_target_says_what_it_measures_and_what_it_is_a_share_of(
    sentence: str, measured: str, population: str | None
) -> None:
    first = next(t for o in aims(sentence).objectives for t in o.targets)
    assert (first.measured, first.population) == (measured, population)
