"""Names of bodies and groups of bodies."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loader.extraction.agents import closed_list, fold_tones, is_agent_list, parse_agents, partners
from loader.kinds import AgentKind


def names(text: str) -> list[str]:
    return [a.name for a in parse_agents(text).agents]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Sở Tài chính, Sở Kế hoạch và Đầu tư", ["Sở Tài chính", "Sở Kế hoạch và Đầu tư"]),
        ("Sở Văn hóa, Thể thao và Du lịch; Sở Công Thương", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Công Thương"]),
        ("Sở NN&PTNT chủ trì", ["Sở Nông nghiệp và Phát triển nông thôn"]),
        ("Sở Nông nghiệp và PTNT", ["Sở Nông nghiệp và Phát triển nông thôn"]),
        ("UBND tỉnh", ["Ủy ban nhân dân tỉnh"]),
        ("UBND các huyện, thị xã, thành phố", ["Ủy ban nhân dân các huyện, thị xã, thành phố"]),
        ("Các Sở: Tài chính, Công Thương, Y tế", ["Sở Tài chính", "Sở Công Thương", "Sở Y tế"]),
        ("Phòng Kinh tế và Hạ tầng phối hợp", ["Phòng Kinh tế và Hạ tầng"]),
        ("Hội Liên hiệp Phụ nữ tỉnh, Hội Nông dân tỉnh", ["Hội Liên hiệp Phụ nữ tỉnh", "Hội Nông dân tỉnh"]),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"]),
        ("Trung tâm Khuyến nông và Dịch vụ nông nghiệp", ["Trung tâm Khuyến nông và Dịch vụ nông nghiệp"]),
        ("Chi cục Phát triển nông thôn", ["Chi cục Phát triển nông thôn"]),
        ("Liên minh Hợp tác xã tỉnh", ["Liên minh Hợp tác xã tỉnh"]),
    ],
)  # fmt: skip
def test_a_list_of_bodies_gives_each_of_them_spelled_out(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "các sở, ban, ngành",
        "Các sở, ngành, đơn vị liên quan",
        "UBND các xã, thị trấn",
        "các cơ quan, đơn vị có liên quan",
        "các phòng, ban chuyên môn của huyện",
        "UBND các huyện, thành phố",
    ],
)
def test_a_phrase_for_many_bodies_is_one_group(text: str) -> None:
    (agent,) = parse_agents(text).agents
    assert agent.kind is AgentKind.GROUP


@pytest.mark.parametrize(
    "text", ["Sở Tài chính", "UBND tỉnh Gia Lai", "Phòng Kinh tế", "Hội Nông dân huyện", "Báo Ninh Thuận"]
)
def test_the_name_of_one_body_is_an_agency(text: str) -> None:
    (agent,) = parse_agents(text).agents
    assert agent.kind is AgentKind.AGENCY


def test_a_head_stands_for_the_body() -> None:
    (agent,) = parse_agents("Giám đốc Sở Công Thương chịu trách nhiệm").agents
    assert agent.head
    assert agent.printed == "Giám đốc Sở Công Thương"


def test_a_request_in_front_is_no_part_of_the_name() -> None:
    assert names("Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh vận động") == ["Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"]


def test_where_tone_marks_stand_does_not_matter() -> None:
    assert names("Uỷ ban nhân dân tỉnh") == names("Ủy ban nhân dân tỉnh")
    assert len(names("Sở Văn hoá, Thể thao và Du lịch")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức lớp học",
        "hỗ trợ vốn vay",
        "Nghề đan cói",
        "Bản sắc văn hóa",
        "Phòng ngừa ô nhiễm môi trường",
        "Báo cáo kết quả",
        "Hội nghị sơ kết",
    ],
)
def test_common_words_are_no_body(text: str) -> None:
    assert names(text) == []


def test_partners_stand_behind_phoi_hop_voi_and_count_once() -> None:
    text = "Chủ trì, phối hợp với Sở Tài chính, Sở Công Thương lập dự toán; phối hợp với Sở Tài chính phân bổ."
    assert [a.name for a in partners(text)] == ["Sở Tài chính", "Sở Công Thương"]


def test_a_cell_may_name_a_body_that_the_grammar_does_not_know_to_its_end() -> None:
    (agent,) = closed_list("Đội Quản lý thị trường số 3, Sở Y tế")[-1:]
    assert agent.name == "Sở Y tế"
    assert [a.name for a in closed_list("Viện Nghiên cứu cơ khí; Sở Công Thương")] == [
        "Viện Nghiên cứu cơ khí",
        "Sở Công Thương",
    ]


def test_a_heading_is_a_list_of_bodies_only_when_it_names_nothing_else() -> None:
    assert is_agent_list("Sở Tài chính, Sở Kế hoạch và Đầu tư:") is not None
    assert is_agent_list("Sở Tài chính bố trí kinh phí hằng năm") is None


@given(st.text(alphabet="hoáàuýỳeèUYOA Sở", max_size=20))
def test_folding_tone_marks_keeps_every_place(text: str) -> None:
    folded = fold_tones(text)
    assert len(folded) == len(text)
    assert fold_tones(folded) == folded


@settings(deadline=None)  # the first call compiles the expressions of names
@given(
    st.lists(
        st.sampled_from(
            [
                "Sở Tài chính",
                "Sở Công Thương",
                "Sở Y tế",
                "Hội Nông dân tỉnh",
                "UBND các huyện, thành phố",
                "Công an tỉnh",
            ]
        ),
        min_size=1,
        max_size=5,
        unique=True,
    ),
    st.sampled_from([", ", "; ", " và "]),
)
def test_lists_in_any_order_are_taken_apart_again(bodies: list[str], separator: str) -> None:
    found = parse_agents(separator.join(bodies))
    assert [a.printed for a in found.agents] == bodies
    assert found.end == len(separator.join(bodies))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Viện Văn học, Ngôn ngữ, Lịch sử và Khảo cổ tỉnh tổ chức", ["Viện Văn học, Ngôn ngữ, Lịch sử và Khảo cổ tỉnh"]),
        ("Cục Thi hành án dân sự tỉnh rà soát hồ sơ", ["Cục Thi hành án dân sự tỉnh"]),
        ("Trung tâm Kiểm soát bệnh tật tỉnh báo cáo", ["Trung tâm Kiểm soát bệnh tật tỉnh"]),
        ("Công an Thành phố chủ trì", ["Công an Thành phố"]),
        ("Đảng ủy Ủy ban nhân dân xã lãnh đạo Ủy ban nhân dân xã", ["Đảng ủy Ủy ban nhân dân xã"]),
        ("Văn phòng Đảng ủy theo dõi", ["Văn phòng Đảng ủy"]),
        ("Các đơn vị thuộc Sở Y tế kiểm tra", ["Các đơn vị thuộc Sở Y tế"]),
        ("các tổ chức chính trị - xã hội giám sát", ["các tổ chức chính trị - xã hội"]),
        ("UBND thành phố Hội An mở lớp", ["Ủy ban nhân dân thành phố Hội An"]),
        ("Hội Nông dân giúp hội viên vay vốn", ["Hội Nông dân"]),
        ("Vụ Kế hoạch - Tài chính chủ trì thẩm định", ["Vụ Kế hoạch - Tài chính"]),
        ("Vụ Đông Xuân gieo sớm", []),
        ("Thư viện tỉnh triển khai", ["Thư viện tỉnh"]),
        (
            "Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn huyện: chỉ huy",
            ["Ban Chỉ huy Phòng, chống thiên tai và Tìm kiếm cứu nạn huyện"],
        ),
        ("Điện lực Thanh Hà, Viễn thông Thanh Hà bảo đảm", ["Điện lực Thanh Hà", "Viễn thông Thanh Hà"]),
        ("Các Bộ: Quốc phòng, Công an, Y tế phối hợp", ["Bộ Quốc phòng", "Bộ Công an", "Bộ Y tế"]),
        ("Sở Nội vụ tỉnh, thành phố trực thuộc Trung ương rà soát", ["Sở Nội vụ tỉnh, thành phố trực thuộc Trung ương"]),
        ("Báo và Phát thanh, Truyền hình Hà Bắc tăng thời lượng", ["Báo và Phát thanh, Truyền hình Hà Bắc"]),
        (
            "Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh hoàn thành cầu",
            ["Ban Quản lý dự án đầu tư xây dựng các công trình giao thông tỉnh"],
        ),
        ("Tạp chí Lao động và Xã hội: mở chuyên mục", ["Tạp chí Lao động và Xã hội"]),
        ("Ban Quản lý dự án Đầu tư xây dựng huyện làm chủ đầu tư", ["Ban Quản lý dự án Đầu tư xây dựng huyện"]),
        ("Các cấp ủy trực thuộc Tỉnh ủy căn cứ chức năng", ["Các cấp ủy trực thuộc Tỉnh ủy"]),
        ("Đảng ủy Mặt trận Tổ quốc và các đoàn thể tỉnh chủ trì", ["Đảng ủy Mặt trận Tổ quốc và các đoàn thể tỉnh"]),
        (
            "Thường trực Hội đồng nhân dân tỉnh, các Ban của Hội đồng nhân dân tỉnh và các đại biểu Hội đồng nhân dân tỉnh giám sát",
            ["Thường trực Hội đồng nhân dân tỉnh", "các Ban của Hội đồng nhân dân tỉnh", "các đại biểu Hội đồng nhân dân tỉnh"],
        ),
    ],
)  # fmt: skip
def test_a_name_is_read_to_its_end_and_no_further(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


def test_the_part_that_a_body_plays_is_no_part_of_its_name() -> None:
    assert [a.name for a in closed_list("Sở Xây dựng (cơ quan thường trực), Sở Y tế")] == ["Sở Xây dựng", "Sở Y tế"]
    assert [a.name for a in closed_list("Công an tỉnh (Cơ quan Thường trực Ban An toàn giao thông)")] == [
        "Công an tỉnh"
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("các sở, ban, ngành, Hội Nông dân tỉnh", ["các sở, ban, ngành", "Hội Nông dân tỉnh"]),
        ("Phòng Phổ biến, giáo dục pháp luật chủ trì", ["Phòng Phổ biến, giáo dục pháp luật"]),
        ("Ban An toàn giao thông tỉnh chủ trì", ["Ban An toàn giao thông tỉnh"]),
        ("Trung tâm Phục vụ hành chính công xã mở", ["Trung tâm Phục vụ hành chính công xã"]),
        ("Ban Quản lý các khu công nghiệp báo cáo", ["Ban Quản lý các khu công nghiệp"]),
        ("Công an các xã, phường tuần tra", ["Công an các xã, phường"]),
    ],
)
def test_bodies_of_other_fields_are_read_to_the_end_of_their_names(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted


def test_what_a_body_does_behind_its_name_in_a_cell_is_no_part_of_the_name() -> None:
    assert [a.name for a in closed_list("Sở Nội vụ; Sở Y tế theo dõi, báo cáo chỉ tiêu")] == ["Sở Nội vụ", "Sở Y tế"]


def test_a_name_of_several_fields_is_one_name() -> None:
    assert [a.name for a in closed_list("Trung tâm Xúc tiến đầu tư, thương mại và dịch vụ")] == [
        "Trung tâm Xúc tiến đầu tư, thương mại và dịch vụ"
    ]
    assert [a.name for a in closed_list("Các cơ sở đào tạo nghề, sau đại học")] == [
        "Các cơ sở đào tạo nghề, sau đại học"
    ]


def test_the_departments_of_one_field_are_a_group_named_whole() -> None:
    for printed in ("Các Sở Công Thương", "các Sở Nông nghiệp và Phát triển nông thôn"):
        (group,) = parse_agents(f"{printed} mở lớp").agents
        assert (group.name, group.kind) == (printed, AgentKind.GROUP)
    assert [a.name for a in parse_agents("các Sở, ngành mở lớp").agents] == ["các Sở, ngành"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("các Cục, Vụ, đơn vị thuộc Bộ rà soát", ["các Cục, Vụ, đơn vị thuộc Bộ"]),
        ("Các vụ, cục thuộc Bộ rà soát", ["Các vụ, cục thuộc Bộ"]),
        ("Các Tập đoàn, Tổng Công ty rà soát", ["Các Tập đoàn, Tổng Công ty"]),
        ("Các đơn vị thuộc phạm vi quản lý của Bộ rà soát", ["Các đơn vị thuộc phạm vi quản lý của Bộ"]),
        ("các trường thuộc phạm vi quản lý rà soát", ["các trường thuộc phạm vi quản lý"]),
        ("Vụ Đông Xuân năm nay gieo sớm", []),
        ("Cục rà soát", []),
    ],
)
def test_units_of_a_ministry_and_state_companies_are_groups(text: str, wanted: list[str]) -> None:
    assert names(text) == wanted
